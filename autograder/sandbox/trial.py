"""Tries a tier on this machine: makes a sandbox and has a submission of ours look around in it."""

from pathlib import Path

from autograder.boundary import frames, messages
from autograder.boundary.values import Decoder, Numbering
from autograder.sandbox import libraries, lookout
from autograder.sandbox.channel import Watch, decoded
from autograder.sandbox.zygote import KeeperLost, Zygote
from autograder.verdicts import GraderFailed, Stopped, is_of_the_machine
from autograder.workspace import workspace
from given.manifest import Limits

_LIBRARIES = ("numpy",)  # the boundary itself needs it
_LIMITS = Limits()


def problem(tier: str) -> str | None:
    """What speaks against a tier here; None if its sandboxes can be made and hold.

    Raises:
        OSError, GraderFailed: the machine lacks room or descriptors, which says nothing of a tier.
    """
    with workspace() as folder:
        scratch = folder / "scratch"
        scratch.mkdir()
        try:
            built = libraries.build(folder / "libraries", _LIBRARIES)
            zygote = Zygote(built, (), hash_seed=0, tier=tier, scratch=scratch)
            try:
                reached = _look(zygote)
            finally:
                zygote.close()
        except (GraderFailed, KeeperLost, OSError) as failure:
            if is_of_the_machine(failure) or is_of_the_machine(failure.__cause__):
                raise  # it says nothing of the tier
            return str(failure)
        except (Stopped, EOFError) as failure:
            return f"a submission does not run in it: {failure}"
    return f"a submission can {', '.join(reached)}" if reached else None


def _look(zygote: Zygote) -> list[str]:
    package = Path(str(lookout.__file__)).parent
    sandbox = zygote.open(package.parent, package.name, _LIMITS)
    try:
        watch = Watch(zygote.usage, _LIMITS)
        watch.begin_test()
        channel = sandbox.start_worker(watch)
        try:
            request = messages.encode(messages.Use("call", "look.reached"))
            frame = channel.exchange(frames.pack(request, []))
        finally:
            channel.close()
    finally:
        sandbox.close()
    reply = decoded(frame)
    if not isinstance(reply, messages.Returned):
        raise GraderFailed(f"looking around failed: {reply}")
    decoder = Decoder(frame.blobs, Numbering(), lambda message, _: None)
    return [str(name) for name in decoder.decode(reply.value)]
