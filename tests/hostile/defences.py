"""Defences of ours that can be switched off, each by lines of Python: the product has no flag.

`sandbox` lines go to the end of modules of the folder `boundary` that zygotes import; `judge` lines
are run in the judge before it serves; `feedback` says that pages are written without escaping.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Switch:
    """How to do without a defence."""

    judge: str = ""
    sandbox: Mapping[str, str] = field(default_factory=dict)  # by module
    feedback: bool = False
    tier: str | None = None  # where no other layer stops the attack; the strongest by default


def _limits(**fields: float) -> Switch:
    """Other limits in the judge, and so in all that it starts."""
    changed = ", ".join(f"{name}={value}" for name, value in fields.items())
    return Switch(
        f"""
from dataclasses import replace
from autograder import service
usual = service.Session
def session(zygotes, folder, manifest, seed):
    limits = replace(manifest.limits, {changed})
    return usual(zygotes, folder, replace(manifest, limits=limits), seed)
service.Session = session
"""
    )


_UNHEARD = """
from autograder.sandbox.channel import Watch
Watch.receive = lambda self, answer: None
"""
_PLAIN_TEXT = """
from autograder import judge, raised
raised.printable = judge.printable = lambda text, most=500: text
"""
_UNPICKLED = """
import pickle
from autograder.boundary.values import Decoder
typed = Decoder._rest
def untyped(self, message):
    value = typed(self, message)
    return pickle.loads(value[6:]) if type(value) is bytes and value[:6] == b"PICKLE" else value
Decoder._rest = untyped
"""
_ANY_KIND = """
from autograder import proxy, session
session.handle_class = lambda kind: proxy._named(kind)
"""
_ANY_SIZE = """
from autograder import session
session.expansion.check = lambda values: None
"""
_ANY_CHANGES = """
from autograder import session
session._check_number = lambda changed, originals: None
"""
_ANY_FRAME = """
from autograder.boundary import frames
frames.FRAME_LIMIT = frames.STRUCTURE_LIMIT = 2**40
"""

_EMPTY_IS_FATAL = """
import time
from autograder.sandbox import channel
class Os:
    def __getattr__(self, name):
        return getattr(os, name)
    def read(self, *arguments):
        time.sleep(0.002)
        try:
            return os.read(*arguments)
        except BlockingIOError as failure:
            raise OSError(5, "nothing to read") from failure
os, channel.os = channel.os, Os()
"""
_UNLIMITED_JUDGE = """
import resource
resource.setrlimit = lambda *_: None
"""
_OURS_TO_BLAME = """
from autograder import judge
usual = judge.verdict_of
def verdict_of(failure, during):
    is_ours = isinstance(failure, MemoryError) and not isinstance(failure, judge.StudentRaised)
    return judge.Verdict.GRADER_FAILED if is_ours else usual(failure, during)
judge.verdict_of = verdict_of
"""

DEFENCES: dict[str, Switch] = {
    # Frames of any length are taken, and as many bytes as come.
    "frames": Switch(_UNHEARD + _ANY_FRAME + _UNLIMITED_JUDGE),
    # What is received is walked, however large it is once it is written out.
    "expansion": Switch(_ANY_SIZE),
    # Bytes that say so are unpickled.
    "values": Switch(_UNPICKLED),
    # Output that somebody else has read first is a fault of ours; it is read with delay.
    "output": Switch(_EMPTY_IS_FATAL, tier="landlock"),
    # The judge may use what memory it likes; where it has none, that is a fault of ours.
    "judge-memory": Switch(_UNLIMITED_JUDGE + _OURS_TO_BLAME),
    # What a submission says is shown as it came.
    "printable": Switch(_PLAIN_TEXT + _ANY_KIND, {"worker": "TEXT_LIMIT = 10**9"}),
    # Pages are made without escaping, of what came unchanged.
    "escaping": Switch(_PLAIN_TEXT, feedback=True),
    "limits.answers": Switch(_UNHEARD + _ANY_SIZE),
    # An argument may change any number of times.
    "changes": Switch(_UNHEARD + _ANY_CHANGES),
    "limits.cpu": _limits(cpu_s=1e6, exercise_cpu_s=1e6, wall_s=25.0),
    "limits.wall": _limits(wall_s=1e6),
    "limits.memory": _limits(memory_mb=10**6),
    "limits.processes": _limits(processes=10**5),
    "limits.output": _limits(output_kb=10**6),
    "limits.files": _limits(file_mb=10**4),
    # An object may be asked for its elements without end.
    "limits.calls": _limits(cpu_s=1e6, exercise_cpu_s=1e6, wall_s=1e6, calls=10**9),
}
