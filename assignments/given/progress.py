"""A line that says how far a training run is."""

import sys
import time
from types import TracebackType
from typing import Any

EVERY_S = 0.5


class Progress:
    """A tqdm bar with loss and learning rate, in a notebook one output that is brought up to date.

    Nothing where it is not wanted, or tqdm is not installed.
    """

    def __init__(self, is_wanted: bool, total: int, done: int) -> None:
        self._is_wanted = is_wanted
        self._total, self._done, self._done_before = total, done, done
        self._start = self._shown = time.perf_counter()
        self._line: Any = None  # the notebook's output, once there is one
        self._width = 0  # of what stands in the terminal

    def step(self, loss: float, rate: float) -> None:
        """One step more is done."""
        self._done += 1
        if self._is_wanted and time.perf_counter() - self._shown > EVERY_S:
            self._shown = time.perf_counter()
            self._show(f"loss {loss:.3f}, rate {rate:.2g}")

    def say(self, line: str) -> None:
        """Prints a line."""
        if self._is_wanted:
            self._wipe()
            print(line)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wipe()
        if self._line is not None:
            self._show("")

    def _show(self, note: str) -> None:
        try:
            from tqdm import tqdm  # type: ignore[import-untyped, unused-ignore]
        except ImportError:
            return
        text = tqdm.format_meter(
            self._done,
            self._total,
            time.perf_counter() - self._start,
            unit="step",
            postfix=note,
            ncols=90,
            initial=self._done_before,
        )
        if in_notebook():
            self._update({"text/plain": text})
        elif sys.stderr.isatty():
            print(f"\r{text}", end="", file=sys.stderr, flush=True)
            self._width = len(text)

    def _update(self, output: dict[str, str]) -> None:
        from IPython.display import display

        if self._line is None:
            self._line = display(output, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._line.update(output, raw=True)

    def _wipe(self) -> None:
        if self._width:
            print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)
            self._width = 0


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell is not None and hasattr(shell, "kernel")
