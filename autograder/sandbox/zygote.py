"""The grader's side of a zygote: starts it, has it open sandboxes, kills what they leave."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.boundary import control, namespaces
from autograder.boundary.confinement import Confinement
from autograder.boundary.zygote import descendants
from autograder.removal import remove
from autograder.sandbox import cgroups, usage, view
from autograder.sandbox.channel import Channel, Watch
from autograder.sandbox.ending import Ending
from autograder.verdicts import GraderFailed
from given.manifest import Limits

_START = "import sys; sys.path.append({!r}); from boundary.zygote import main; main({})"
_BARE = ("-s", "-S", "-P", "-c")  # not -I, which would ignore PYTHONHASHSEED
_PATIENCE_S = 20.0
_KEEPER_PATIENCE_S = 10.0  # it only forks and kills
_ENDING_S = 0.1  # between a worker's last word and its end
_BACKSTOP_FILES = 64
_BACKSTOP = 8  # times the limits that are watched from outside: a storm is never larger


class KeeperLost(Exception):
    """The first process of a sandbox does not answer: the submission has killed or stopped it."""


class Zygote:
    """A running zygote; one sandbox at a time.

    Args:
        folder: the libraries, see autograder.sandbox.libraries.
        libraries: what it imports before the first fork.
        hash_seed: PYTHONHASHSEED of all that is forked from it.
        scratch: where sandboxes have their folders, in tiers without mounts of their own; the
            usual place for temporary files by default.

    Raises:
        GraderFailed: it cannot be started, or not in this tier.
    """

    def __init__(
        self,
        folder: Path,
        libraries: Sequence[str],
        hash_seed: int,
        tier: str,
        scratch: Path | None = None,
    ) -> None:
        self.tier = tier
        self.scratch = scratch or Path(tempfile.gettempdir())
        self.groups = cgroups.find() if tier != "process" else None
        self.group: cgroups.Group | None = None  # of the sandbox that is open
        self._killed_before = 0  # in that group, when the worker was started
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_PATIENCE_S)
        with theirs:
            self._process = subprocess.Popen(
                [*_interpreter(), _START.format(str(folder), theirs.fileno())],
                env=_environment(hash_seed),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        try:
            self.order(control.Start(view.cell(tier, folder, self.scratch), [*libraries]), [])
            self.pid = self._first()
        except GraderFailed:
            self.close()
            raise

    def open(self, submission: Path, package: str, limits: Limits) -> "Sandbox":
        """A new sandbox around a private copy of the submission's package.

        Raises:
            GraderFailed: it cannot be made.
        """
        return Sandbox(self, submission, package, limits)

    def order(self, message: control.Order, descriptors: list[int]) -> None:
        """Has the zygote carry out an order.

        Raises:
            GraderFailed: it does not.
        """
        try:
            control.send(self._control, message, descriptors)
            _check(control.receive(self._control)[0], "the zygote")
        except OSError as failure:
            raise GraderFailed(f"the zygote does not answer: {failure}") from None

    def usage(self) -> usage.Usage:
        try:
            used = usage.below(self.pid)
        except (OSError, IndexError) as failure:
            raise GraderFailed(f"the zygote cannot be watched: {failure}") from None
        return replace(used, is_full=True) if self.is_full() else used

    def is_full(self) -> bool:
        """Whether the kernel has killed for want of memory since the worker was started."""
        return self.group is not None and self.group.out_of_memory() > self._killed_before

    def note_start(self) -> None:
        """A worker is about to be started."""
        self._killed_before = self.group.out_of_memory() if self.group else 0

    def is_well(self) -> bool:
        """Whether it does what it is told; a submission of the weak tier can stop or kill it."""
        try:
            self.order(control.CloseSandbox(), [])
        except GraderFailed:
            return False
        return True

    def close(self) -> None:
        self._control.close()  # on which it kills what is below it, and ends
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:  # it has been stopped
            for pid in (*descendants(self._process.pid), self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()

    def _first(self) -> int:
        """The process that sandboxes are forked from: in the strong tier a child of ours."""
        if self.tier != "strong":
            return self._process.pid
        (child,) = descendants(self._process.pid) or (0,)
        if not child:
            raise GraderFailed("the zygote has ended")
        return child


class Sandbox:
    """One submission's processes and its folder, all gone after `close`.

    Raises:
        GraderFailed: it cannot be made.
    """

    def __init__(self, zygote: Zygote, submission: Path, package: str, limits: Limits) -> None:
        self._zygote = zygote
        self._limits = limits
        self._folder: Path | None = None
        self._group: cgroups.Group | None = None
        try:
            files = _packed(submission, package)
            if zygote.groups:
                bytes_, processes = 2**20 * limits.memory_mb, _BACKSTOP * limits.processes
                self._group = zygote.group = cgroups.Group(zygote.groups, bytes_, processes)
            self._open(self._confinement(package), files)
        except (OSError, GraderFailed) as failure:
            with contextlib.suppress(GraderFailed):
                zygote.order(control.CloseSandbox(), [])
            self._clear()
            raise GraderFailed(f"no sandbox can be made: {failure}") from failure

    def _confinement(self, package: str) -> Confinement:
        limits = self._limits
        folder, scratch = namespaces.SUBMISSION, namespaces.SCRATCH
        if self._zygote.tier != "strong":
            self._folder = Path(
                tempfile.mkdtemp(prefix="gradus-sandbox-", dir=self._zygote.scratch)
            )
            folder, scratch = str(self._folder / "submission"), str(self._folder / "scratch")
            Path(folder).mkdir()
            Path(scratch).mkdir()
        return Confinement(
            folder=folder,
            scratch=scratch,
            package=package,
            cpu_s=int(2 * limits.exercise_cpu_s) + 5,
            memory_bytes=2**20 * limits.memory_mb,
            file_bytes=2**20 * limits.file_mb,
            open_files=_BACKSTOP_FILES,
            processes=_BACKSTOP * limits.processes,
        )

    def _open(self, confinement: Confinement, files: bytes) -> None:
        self._keeper, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._keeper.settimeout(_KEEPER_PATIENCE_S)
        self._output, speaks = os.pipe2(os.O_NONBLOCK)
        os.set_blocking(speaks, True)
        handed = [theirs.fileno(), speaks, _in_memory(files)]
        try:
            handed += self._group.entrances() if self._group else []
            self._zygote.order(control.OpenSandbox(confinement), handed)
            theirs.close()  # or nobody would notice that the keeper has ended
            _check(control.receive(self._keeper)[0], "the first process")
        except (OSError, GraderFailed):
            self._keeper.close()
            os.close(self._output)
            raise
        finally:
            theirs.close()
            for descriptor in handed[1:]:
                os.close(descriptor)

    def start_worker(self, watch: Watch) -> Channel:
        """A fresh worker for one exercise, watched by `watch`.

        Raises:
            KeeperLost: it cannot be started here.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                control.send(self._keeper, control.StartWorker(), [theirs.fileno()])
                if not control.receive(self._keeper)[0]:
                    raise OSError("its keeper has ended")
                self._zygote.note_start()
            except OSError as failure:
                ours.close()
                raise KeeperLost(f"no worker can be started: {failure}") from None
        return Channel(ours, self._output, watch)

    def end_worker(self) -> None:
        """Kills the worker.

        Raises:
            KeeperLost: that cannot be done, or something of it is left.
        """
        self._end_worker(0.0)
        if self._zygote.tier != "strong" and self._zygote.usage().processes > 1:
            raise KeeperLost("the worker has left processes behind")

    def ending(self) -> Ending:
        """How a worker that has broken off its connection ends; if it does not, it is killed."""
        memory_mb = self._limits.memory_mb if self._zygote.is_full() else None
        may_signal = self._zygote.tier == "process"
        try:
            done = self._end_worker(_ENDING_S)
        except KeeperLost:  # with it all others
            return Ending(signal.SIGKILL, True, memory_mb, may_signal)
        return Ending(done.status, done.ended_itself, memory_mb, may_signal)

    def _end_worker(self, patience_s: float) -> control.Done:
        try:
            control.send(self._keeper, control.EndWorker(patience_s), [])
            done: control.Done = control.decode_done(control.receive(self._keeper)[0])
        except (OSError, ValueError) as failure:
            raise KeeperLost(f"no worker can be ended: {failure}") from None
        return done

    def close(self) -> None:
        """Kills everything in it and removes its folder.

        Raises:
            GraderFailed: something is left.
        """
        self._keeper.close()
        os.close(self._output)
        try:
            self._zygote.order(control.CloseSandbox(), [])
        finally:
            self._clear()

    def _clear(self) -> None:
        """Removes what is left once the processes are gone.

        Raises:
            GraderFailed: something stays.
        """
        try:
            if self._folder:
                remove(self._folder)
            self._zygote.group = None
            if self._group:
                self._group.close()
        except OSError as failure:
            raise GraderFailed(f"something of a sandbox stays behind: {failure}") from None


def _packed(submission: Path, package: str) -> bytes:
    """The regular files of a submission's package: no links, pipes or devices."""
    files: control.Files = []
    if not (submission / package).is_symlink():
        for folder, _, names in os.walk(submission / package):  # which follows no link below
            for path in (Path(folder, name) for name in names):
                if stat.S_ISREG(path.lstat().st_mode):
                    files.append((str(path.relative_to(submission)), path.read_bytes()))
    return control.encode_files(files)


def _in_memory(content: bytes) -> int:
    descriptor = os.memfd_create("submission")
    with open(descriptor, "wb", closefd=False) as file:
        file.write(content)
    return descriptor


def _check(answer: bytes, whose: str) -> None:
    """Does nothing where an order was carried out.

    Raises:
        GraderFailed: it was not.
    """
    if not answer:
        raise GraderFailed(f"{whose} has ended")
    if problem := control.decode_done(answer).problem:
        raise GraderFailed(f"{whose} cannot be confined: {problem}")


def _interpreter() -> list[str]:
    """The interpreter without its virtual environment, whose path would lead to the checkout."""
    return [os.path.realpath(getattr(sys, "_base_executable", sys.executable)), *_BARE]


def _environment(hash_seed: int) -> dict[str, str]:
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PYTHONHASHSEED": str(hash_seed),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        **dict.fromkeys(threads, "1"),
    }
