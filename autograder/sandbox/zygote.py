"""The grader's side of a zygote: starts it, has it open sandboxes, kills what they leave."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from given.manifest import Limits

from autograder.boundary import control
from autograder.boundary.confinement import Confinement
from autograder.sandbox import usage
from autograder.sandbox.channel import Channel, Watch
from autograder.verdicts import GraderFailed

_START = "import sys; sys.path.append({!r}); from boundary.zygote import main; main({}, {!r})"
_PATIENCE_S = 30.0
_BACKSTOP_FILES = 64


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
                [_interpreter(), "-s", "-S", "-P", "-c"]
                + [_START.format(str(folder), theirs.fileno(), list(libraries))],
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

    def close(self) -> None:
        self._control.close()  # on which it kills what is below it, and ends
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Sandbox:
    """One submission's processes and its folder, both gone after `close`."""

    def __init__(self, zygote: Zygote, submission: Path, package: str, limits: Limits) -> None:
        self._zygote = zygote
        self._folder = Path(tempfile.mkdtemp(prefix="gradus-sandbox-"))
        files, scratch = self._folder / "submission", self._folder / "scratch"
        try:
            scratch.mkdir()
            if (submission / package).is_dir():
                shutil.copytree(submission / package, files / package)
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
            self._open(confinement)
        except OSError as failure:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise GraderFailed(f"no sandbox can be made: {failure}") from None

    def _open(self, confinement: Confinement) -> None:
        self._keeper, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._keeper.settimeout(_PATIENCE_S)
        self._output, speaks = os.pipe2(os.O_NONBLOCK)
        os.set_blocking(speaks, True)
        with theirs:
            self._zygote.order(control.OpenSandbox(confinement), [theirs.fileno(), speaks])
        os.close(speaks)

    def start_worker(self, watch: Watch) -> Channel:
        """A fresh worker for one exercise, watched by `watch`.

        Raises:
            GraderFailed: it cannot be started.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                control.send(self._keeper, control.StartWorker(), [theirs.fileno()])
                if not control.receive(self._keeper)[0]:
                    raise OSError("its keeper has ended")
            except OSError as failure:
                ours.close()
                raise GraderFailed(f"no worker can be started: {failure}") from None
        return Channel(ours, self._output, watch)

    def end_worker(self) -> int:
        """Kills the worker; how it had ended, as os.waitpid gives it, or 0 where that is lost."""
        try:
            control.send(self._keeper, control.EndWorker(), [])
            return control.decode_done(control.receive(self._keeper)[0]).status
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """Kills everything in it and removes its folder.

        Raises:
            GraderFailed: something is left.
        """
        self._keeper.close()
        os.close(self._output)
        self._zygote.order(control.CloseSandbox(), [])
        shutil.rmtree(self._folder, onerror=_make_removable)


def _make_removable(function: object, path: str, _: object) -> None:
    """Gives back the permissions that a submission took away, then removes."""
    os.chmod(os.path.dirname(path), 0o700)
    if os.path.isdir(path) and not os.path.islink(path):
        os.chmod(path, 0o700)
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)


def _interpreter() -> str:
    """The interpreter without its virtual environment, whose path would lead to the checkout."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def _environment(hash_seed: int) -> dict[str, str]:
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PYTHONHASHSEED": str(hash_seed),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        **dict.fromkeys(threads, "1"),
    }
