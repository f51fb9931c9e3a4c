"""A zygote, and what is forked from it, holds nothing that a submission must not learn.

Each file that a submission must not see gets a text of its own, a canary, and so does the seed.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import Toy

from autograder.boundary.zygote import descendants
from autograder.course import CHECKOUT
from autograder.court import court
from autograder.verdicts import Verdict

MARK = "GRADUS-CANARY-"
SEED = f"{MARK}seed"
FILES = ("hidden", "public", "oracle", "misconception", "solved", "submission")
RIGHT = (
    "def total(values):\n    return float(sum(values))\n\n\n"
    "def average(values):\n    return float(sum(values)) / len(values)\n"
)


@dataclass(frozen=True)
class Scene:
    """A judge that has judged a submission, and all processes that it keeps for the next."""

    toy: Toy
    judge: int
    zygotes: list[int]


def planted_files(toy: Toy) -> dict[str, Path]:
    return {
        "hidden": toy.suites / "test_total.py",
        "public": toy.solved / "tests" / "test_total.py",
        "oracle": toy.course.oracles / "sums.py",
        "misconception": toy.course.misconceptions(toy.manifest) / "sums.py",
        "solved": toy.solved / "t1" / "sums.py",
        "submission": toy.hand_in("somebody", RIGHT).folder / "t1" / "sums.py",
    }


def plant(toy: Toy) -> Path:
    """The folder of a right submission, in a course in which each file has its canary."""
    files = planted_files(toy)
    assert {*files} == {*FILES}
    for place, path in files.items():
        with path.open("a") as file:
            file.write(f'\n\nPLANTED = "{MARK}{place}"\n')
    return files["submission"].parents[1]


def below(pid: int, word: bytes) -> list[int]:
    """Processes below `pid` whose command line has this word."""
    found = []
    for each in sorted(descendants(pid)):
        with suppress(OSError):
            if word in Path(f"/proc/{each}/cmdline").read_bytes():
                found.append(each)
    return found


def is_our_child(pid: int) -> bool:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]) == os.getpid()


@pytest.fixture(scope="module")
def scene(tier: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    toy = Toy(tmp_path_factory.mktemp("planted"))
    submission = plant(toy)
    with court(toy.course, toy.manifest, SEED, tier) as held:
        verdicts = {outcome.verdict for outcome in held.judge(submission).outcomes}
        assert verdicts == {Verdict.PASSED}
        (judge,) = filter(is_our_child, below(os.getpid(), b"autograder.service"))
        zygotes = below(judge, b"boundary.zygote")
        assert zygotes
        yield Scene(toy, judge, zygotes)


def regions(pid: int) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, permissions and name of each part of a process's memory."""
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        addresses, permissions, *rest = line.split(maxsplit=5)
        start, end = (int(address, 16) for address in addresses.split("-"))
        yield start, end, permissions, rest[3] if len(rest) > 3 else ""


def canaries_in_memory(pid: int) -> set[str]:
    """The places whose canaries a process has somewhere in its memory."""
    places = (*FILES, "seed")
    found: set[str] = set()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for start, end, permissions, name in regions(pid):
            if permissions.startswith("r") and not name.startswith(("[vvar", "[vsyscall")):
                memory.seek(start)
                content = read_fully(memory, end - start)
                found |= {place for place in places if f"{MARK}{place}".encode() in content}
    return found


def read_fully(memory, size: int) -> bytes:
    """As much as there is: a file that a process has mapped may be shorter than the mapping."""
    pieces = []
    with suppress(OSError):
        while size > 0 and (piece := memory.read(size)):
            pieces.append(piece)
            size -= len(piece)
    return b"".join(pieces)


# What the zygote has


def test_the_judge_has_the_canaries_of_tests_oracles_and_seed_in_memory(scene):
    assert canaries_in_memory(scene.judge) >= {"hidden", "public", "oracle", "seed"}


def test_a_zygote_has_none_in_memory(scene):
    assert [canaries_in_memory(pid) for pid in scene.zygotes] == [set() for _ in scene.zygotes]


def test_a_zygote_shares_no_memory_that_can_be_written(scene):
    parts = [part for pid in scene.zygotes for part in regions(pid)]
    assert [name for *_, permissions, name in parts if permissions[1:] == "w-s"] == []


def test_a_zygote_has_none_in_its_environment_or_command_line(scene):
    files = [f"/proc/{pid}/{name}" for pid in scene.zygotes for name in ("environ", "cmdline")]
    content = b"".join(Path(file).read_bytes() for file in files)
    assert b"PYTHONHASHSEED" in content
    assert not [text for text in (MARK, str(scene.toy.folder)) if text.encode() in content]


def test_no_descriptor_of_a_zygote_leads_to_a_course_or_to_a_network(scene):
    for pid in scene.zygotes:
        folder = Path(f"/proc/{pid}/fd")
        targets = {entry.name: os.readlink(entry) for entry in folder.iterdir()}
        targets.pop("2")  # the grader's own
        assert targets["0"] == "/dev/null"
        forbidden = str(scene.toy.folder), str(CHECKOUT)
        assert not [target for target in targets.values() if target.startswith(forbidden)]
        assert not network_sockets(pid) & {*targets.values()}


def network_sockets(pid: int) -> set[str]:
    """Those of the internet families in its network namespace."""
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6", "udp", "udp6")]
    rows = [
        row for table in tables if table.is_file() for row in table.read_text().splitlines()[1:]
    ]
    return {f"socket:[{row.split()[9]}]" for row in rows}


def test_a_zygote_works_in_no_folder_of_a_course(scene):
    assert {os.readlink(f"/proc/{pid}/cwd") for pid in scene.zygotes} == {"/"}


# What a worker sees of the disk

LOOK = """
    import os
    import sys

    def opened(paths):
        found = []
        for path in paths:
            try:
                with open(path, "rb") as file:
                    file.read(1)
            except OSError:
                continue
            found.append(path)
        return found

    def listed(paths):
        found = []
        for path in paths:
            try:
                os.listdir(path)
            except OSError:
                continue
            found.append(path)
        return found

    def holding(word, since):
        found = []
        for top in ["/", os.getcwd(), os.path.dirname(__file__), *sys.path]:
            for folder, below, names in os.walk(top):
                below[:] = [name for name in below if os.path.join(folder, name) != "/proc"]
                for path in (os.path.join(folder, name) for name in names):
                    try:
                        if os.path.isfile(path) and os.stat(path).st_mtime >= since:
                            with open(path, "rb") as file:
                                if word in file.read():
                                    found.append(path)
                    except OSError:
                        continue
        return found
"""
CONFINED = pytest.mark.parametrize("tier", ["strong", "landlock"], indirect=True)


@pytest.fixture
def planted(tmp_path: Path) -> Toy:
    toy = Toy(tmp_path / "course-of-others")
    plant(toy)
    return toy


@CONFINED
def test_a_worker_opens_no_file_of_a_course(hall, planted):
    paths = [str(path) for path in planted.folder.rglob("*") if path.is_file()]
    assert len(paths) > 10
    assert hall.hand_in(LOOK).work.opened(paths) == []


@CONFINED
def test_a_worker_lists_no_folder_of_a_course_or_of_the_checkout(hall, planted):
    ours = [CHECKOUT / name for name in ("autograder", "assignments", "tests")]
    folders = [planted.folder, *planted.folder.rglob("*"), *ours]
    paths = [str(path) for path in folders if path.is_dir()]
    assert len(paths) > 5
    assert hall.hand_in(LOOK).work.listed(paths) == []


@CONFINED
def test_wherever_a_worker_looks_it_finds_no_canary(hall, planted):
    since = min(path.stat().st_mtime for path in planted.folder.rglob("*"))
    student = hall.hand_in(LOOK, files={"own.py": f"# {MARK}own\n"}, cpu_s=20, wall_s=60)
    found = student.work.holding(MARK.encode(), since - 1)
    assert {Path(path).name for path in found} == {"own.py"}  # so it can find one


@pytest.mark.parametrize("tier", ["process"], indirect=True)
def test_the_process_tier_hides_nothing(hall, planted):
    paths = [str(planted.suites / "test_total.py")]
    assert hall.hand_in(LOOK).work.opened(paths) == paths
