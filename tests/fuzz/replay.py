"""Inputs that broke a promise: saved, and received again by `python -m tests.fuzz.replay FILE`."""

import sys
from pathlib import Path

from tests.fuzz import inputs
from tests.fuzz.guards import Guard
from tests.fuzz.inputs import Inputs


def save(folder: Path, made: Inputs, number: int) -> str:
    """The command that receives this input again."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{made.seed}-{number}.input"
    path.write_bytes(inputs.written(made.number(number)))
    return f"{sys.executable} -m tests.fuzz.replay {path}"


def main(path: Path) -> int:
    found = inputs.read(path.read_bytes())
    received = Guard().receive(found)
    print(f"{found.kind}, {len(found.payload)} bytes: {received}")
    return bool(received.broken)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
