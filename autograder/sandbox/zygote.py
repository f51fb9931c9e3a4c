"""The grader's side of a zygote: starts it, has it open sandboxes, kills what they leave."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.boundary import control
from autograder.boundary.confinement import Confinement
from autograder.boundary.zygote import descendants
from autograder.sandbox import usage
from autograder.sandbox.channel import Channel, Watch
from autograder.verdicts import GraderFailed
from given.manifest import Limits

_START = "import sys; sys.path.append({!r}); from boundary.zygote import main; main({}, {!r})"
_BARE = ("-s", "-S", "-P", "-c")  # not -I, which would ignore PYTHONHASHSEED
_PATIENCE_S = 20.0
_KEEPER_PATIENCE_S = 10.0  # it only forks and kills
_BACKSTOP_FILES = 64


class KeeperLost(Exception):
    """The first process of a sandbox does not answer: the submission has killed or stopped it."""


class Zygote:
    """A running zygote; one sandbox at a time.

    Args:
        folder: the libraries, see autograder.sandbox.libraries.
        libraries: what it imports before the first fork.
        hash_seed: PYTHONHASHSEED of all that is forked from it.
    """

    def __init__(self, folder: Path, libraries: Sequence[str], hash_seed: int, tier: str) -> None:
        self.tier = tier
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_PATIENCE_S)
        with theirs:
            self._process = subprocess.Popen(
                [*_interpreter(), _START.format(str(folder), theirs.fileno(), list(libraries))],
                env=_environment(hash_seed),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

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
            if not control.receive(self._control)[0]:
                raise GraderFailed("the zygote has ended")
        except OSError as failure:
            raise GraderFailed(f"the zygote does not answer: {failure}") from None

    def usage(self) -> usage.Usage:
        try:
            return usage.below(self._process.pid)
        except (OSError, IndexError) as failure:
            raise GraderFailed(f"the zygote cannot be watched: {failure}") from None

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


class Sandbox:
    """One submission's processes and its folder, both gone after `close`."""

    def __init__(self, zygote: Zygote, submission: Path, package: str, limits: Limits) -> None:
        self._zygote = zygote
        self._folder = Path(tempfile.mkdtemp(prefix="gradus-sandbox-"))
        files, scratch = self._folder / "submission", self._folder / "scratch"
        confinement = Confinement(
            tier=zygote.tier,
            folder=str(files),
            scratch=str(scratch),
            package=package,
            cpu_s=int(2 * limits.exercise_cpu_s) + 5,
            memory_bytes=2**20 * limits.memory_mb,
            file_bytes=2**20 * limits.file_mb,
            open_files=_BACKSTOP_FILES,
        )
        try:
            scratch.mkdir()
            given_in = submission / package
            if given_in.is_dir() and not given_in.is_symlink():
                shutil.copytree(given_in, files / package, ignore=_no_regular_files)
            self._open(confinement)
        except (OSError, GraderFailed) as failure:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise GraderFailed(f"no sandbox can be made: {failure}") from None

    def _open(self, confinement: Confinement) -> None:
        self._keeper, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._keeper.settimeout(_KEEPER_PATIENCE_S)
        self._output, speaks = os.pipe2(os.O_NONBLOCK)
        os.set_blocking(speaks, True)
        try:
            with theirs:
                self._zygote.order(control.OpenSandbox(confinement), [theirs.fileno(), speaks])
        except GraderFailed:
            self._keeper.close()
            os.close(self._output)
            raise
        finally:
            os.close(speaks)

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
            except OSError as failure:
                ours.close()
                raise KeeperLost(f"no worker can be started: {failure}") from None
        return Channel(ours, self._output, watch)

    def end_worker(self) -> int:
        """Kills the worker; how it had ended, as os.waitpid gives it.

        Raises:
            KeeperLost: nobody knows.
        """
        try:
            control.send(self._keeper, control.EndWorker(), [])
            status: int = control.decode_done(control.receive(self._keeper)[0]).status
            return status
        except (OSError, ValueError) as failure:
            raise KeeperLost(f"no worker can be ended: {failure}") from None

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
            self._remove_folder()

    def _remove_folder(self) -> None:
        try:
            remove(self._folder)
        except OSError as failure:
            raise GraderFailed(f"the folder of a sandbox stays behind: {failure}") from None


def remove(folder: Path) -> None:
    """Removes a folder, however deep it is and whatever permissions it has; or there is none.

    Raises:
        OSError: something cannot be removed.
    """
    if not folder.is_dir() or folder.is_symlink():
        folder.unlink(missing_ok=True)
        return
    folder.chmod(0o700)
    emptied = [folder]
    for here in emptied:
        with os.scandir(here) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)
                    emptied.append(folder / secrets.token_hex(16))  # no path grows long
                    os.rename(entry.path, emptied[-1])
                else:
                    os.unlink(entry.path)
    for here in reversed(emptied):
        here.rmdir()


def _no_regular_files(folder: str, names: list[str]) -> list[str]:
    """What a sandbox does not get: links, pipes and devices."""
    kinds = {name: os.lstat(os.path.join(folder, name)).st_mode for name in names}
    return [name for name, mode in kinds.items() if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))]


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
