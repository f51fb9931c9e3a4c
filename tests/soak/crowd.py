"""A class of thousands: right, wrong, and all that could leave something behind."""

import random
import shutil
from pathlib import Path

TOY = Path(__file__).parents[1] / "toy_course"

_RIGHT = """import numpy as np


def total(values):
    return float(np.sum(values))


def average(values):
    return float(np.mean(values))
"""

_EXITS = "import os\n\n\ndef total(values):\n    os._exit(3)\n"

_LOOPS = "def total(values):\n    while True:\n        pass\n"

_PRINTS = """def total(values):
    for _ in range(40):
        print("x" * 8192)
    return float(sum(values))
"""

_HOARDS = """def total(values):
    held = b"x" * 2**31
    return float(sum(values)) + 0 * len(held)
"""

_FORKS = """import os
import time


def total(values):
    if not os.fork():
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(300)
        os._exit(0)
    return float(sum(values))
"""

_WRITES = """import os
import tempfile


def total(values):
    for number in range(50):
        try:
            folder = tempfile.mkdtemp()
            with open(os.path.join(folder, "file"), "wb") as file:
                file.write(bytes(20_000))
            os.chmod(folder, 0)
        except OSError:
            pass
    return float(sum(values))
"""

_OPENS = """import os

kept = []


def total(values):
    for _ in range(20):
        kept.append(os.pipe())
    return float(sum(values))
"""

KINDS = {
    "right": _RIGHT,
    "half": "def total(values):\n    return float(sum(values))\n",
    "multiplies": "import numpy as np\n\n\ndef total(values):\n    return float(np.prod(values))\n",
    "raises": "def total(values):\n    raise ValueError('<b>bold</b>')\n",
    "blank": "def total(values):\n    raise NotImplementedError('t1.sums.total')\n",
    "broken": "def total(values:\n",
    "exits": _EXITS,
    "forks": _FORKS,
    "writes": _WRITES,
    "opens": _OPENS,
    "prints": _PRINTS,
    "hoards": _HOARDS,
    "loops": _LOOPS,
}

_PARTS = {"exits": 8, "forks": 8, "writes": 12, "opens": 8, "prints": 3, "hoards": 2, "loops": 1}
_ORDINARY_PARTS = 10  # of each other kind
_SHORT_LIMITS = "cpu_s = 0.3\nexercise_cpu_s = 10.0\nmemory_mb = 256\nprocesses = 24\n"
_LONG_LIMITS = "cpu_s = 120.0\nexercise_cpu_s = 600.0\n"


def draw(count: int, seed: str) -> dict[str, str]:
    """The kind of each of `count` students, every kind in its part of the class."""
    weights = [_PARTS.get(kind, _ORDINARY_PARTS) for kind in KINDS]
    drawn = random.Random(f"class {seed}").choices([*KINDS], weights, k=count)
    return {f"s{number:05}": kind for number, kind in enumerate(drawn)}


def make_course(folder: Path, patient: bool = False) -> Path:
    """A copy of the toy course; a patient one lets a loop run for minutes."""
    shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("conftest.py", "__pycache__"))
    manifest = folder / "assignments" / "t1_toy" / "assignment.toml"
    head, _, rest = manifest.read_text().partition("[limits]\n")
    exercises = rest[rest.index("[[exercise]]") :]
    limits = _LONG_LIMITS if patient else _SHORT_LIMITS
    manifest.write_text(f"{head}[limits]\n{limits}\n{exercises}")
    return folder


def hand_in(folder: Path, kinds: dict[str, str]) -> Path:
    """A folder of submissions, one folder each student."""
    for student, kind in kinds.items():
        package = folder / student / "t1"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "sums.py").write_text(KINDS[kind])
    return folder


def one_of_each() -> dict[str, str]:
    """A class with one student of each kind, whose ids are as long as those that `draw` gives."""
    return {f"s{number:05}": kind for number, kind in enumerate(KINDS)}
