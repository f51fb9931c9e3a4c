"""The branches of the receiving side that inputs have taken."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import msgspec

from autograder.course import CHECKOUT

RECEIVING = {
    "autograder/boundary/frames.py": ["Assembler."],
    "autograder/boundary/values.py": [
        "Decoder.", "Numbering.add", "_array", "_with_strides", "_extent", "_reach",
    ],
    "autograder/boundary/expansion.py": ["check", "_measure", "_sum"],
    "autograder/sandbox/channel.py": [
        "Channel.exchange", "Channel._read", "Channel._arrived", "decoded",
    ],
    "autograder/session.py": [
        "Session.inspect", "Session._exchange", "Session._send", "Session._answer",
        "Session._received", "Session._inward", "write_back", "_copy_into",
    ],
    "autograder/raised.py": ["as_exception", "_class", "_unquoted", "printable"],
    "autograder/proxy.py": ["handle_class", "_named"],
}  # fmt: skip
"""Functions by file; a name that ends in a dot stands for all methods of the class."""


@dataclass(frozen=True)
class Reach:
    """Lines and branches of the functions of one file."""

    file: str
    lines: int
    missing_lines: list[int]
    branches: int
    missing_branches: list[tuple[int, int]]  # from a line to a line; below 0: out of the function


class Recorder:
    """Notes what the processes of a campaign reach."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gradus-reach-")

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Notes what this process reaches in the block."""
        cover = self._coverage()
        cover.start()
        try:
            yield
        finally:
            cover.stop()
            cover.save()

    def reached(self) -> list[Reach]:
        """What all processes together have reached, file by file.

        Raises:
            ValueError: a function of RECEIVING is not there.
        """
        cover, report = self._coverage(), Path(self._folder.name) / "report.json"
        cover.combine([self._folder.name])
        cover.json_report(outfile=str(report))
        files = msgspec.json.decode(report.read_bytes())["files"]
        by_name = {Path(name).resolve(): found["functions"] for name, found in files.items()}
        return [_reach(file, by_name.get(CHECKOUT / file, {})) for file in RECEIVING]

    def _coverage(self) -> coverage.Coverage:
        return coverage.Coverage(
            data_file=f"{self._folder.name}/of",
            data_suffix=True,
            config_file=False,
            branch=True,
            include=[str(CHECKOUT / file) for file in RECEIVING],
            messages=False,
        )


def _reach(file: str, functions: dict[str, dict[str, Any]]) -> Reach:
    counted = []
    for wanted in RECEIVING[file]:
        found = [f for name, f in functions.items() if _is_meant(wanted, name)]
        if not found:
            raise ValueError(f"{file} has no function {wanted}, or it was never called")
        counted += found
    summaries = [function["summary"] for function in counted]
    return Reach(
        file=file,
        lines=sum(summary["num_statements"] for summary in summaries),
        missing_lines=[line for function in counted for line in function["missing_lines"]],
        branches=sum(summary["num_branches"] for summary in summaries),
        missing_branches=[
            (start, end) for function in counted for start, end in function["missing_branches"]
        ],
    )


def _is_meant(wanted: str, name: str) -> bool:
    return name.startswith(wanted) if wanted.endswith(".") else name == wanted
