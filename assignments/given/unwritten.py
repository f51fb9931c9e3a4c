"""One sentence instead of a traceback where a notebook meets a function that is not written yet."""

from types import TracebackType
from typing import Any


def wait_for_exercises() -> None:
    """From here on, a cell that needs an unwritten exercise says which one; elsewhere: nothing.

    A cell that needs what such a cell would have made says so, too. Neither stops "Run all".
    """
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()  # type: ignore[no-untyped-call]
    if shell is not None:
        waiting = Waiting()
        shell.set_custom_exc((NotImplementedError, NameError), waiting)
        shell.events.register("post_run_cell", waiting.forgive)


def sentence(failure: BaseException) -> str:
    """What a student reads in place of the traceback."""
    return f"Not written yet: {failure}. Write it, save the file, then run this cell again."


class Waiting:
    """What the notebook's shell calls in place of its traceback."""

    __name__ = "wait_for_exercises"  # the shell shows it

    def __init__(self) -> None:
        self._unwritten = ""  # the exercise met last
        self._said: BaseException | None = None

    def __call__(
        self, shell: Any, kind: Any, value: BaseException, trace: Any, tb_offset: Any = None
    ) -> None:
        if isinstance(value, NotImplementedError):
            self._unwritten, self._said = str(value), value
            print(sentence(value))
        elif self._unwritten and _last(trace).tb_frame.f_globals is shell.user_ns:
            self._said = value
            print(
                f"{value}: the cell that makes it waited for {self._unwritten}. Run it again first."
            )
        else:
            shell.showtraceback((kind, value, trace), tb_offset=tb_offset)

    def forgive(self, result: Any) -> None:
        """Lets the cells below run after one whose exception has become a sentence."""
        if result.error_in_exec is not None and result.error_in_exec is self._said:
            result.error_in_exec = None


def _last(trace: TracebackType) -> TracebackType:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace
