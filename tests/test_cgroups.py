"""Control groups: where they can be made, and what is written into them."""

from pathlib import Path

import pytest

from autograder.sandbox.cgroups import Group, Hierarchy, find

SECOND = "31 24 0:27 / {point} rw,nosuid - cgroup2 cgroup2 rw"
ONLY_MEMORY = "32 24 0:28 / {point} rw,nosuid - cgroup cgroup rw,memory"


def found(folder: Path, mount: str, own: str) -> Hierarchy | None:
    """What is found where this is mounted and this is the group of the process."""
    (folder / "mountinfo").write_text(mount.format(point=folder) + "\n")
    (folder / "cgroup").write_text(own + "\n")
    return find(str(folder / "mountinfo"), str(folder / "cgroup"))


@pytest.mark.parametrize(
    ("mount", "own"), [(SECOND, "0::/"), (ONLY_MEMORY, "4:memory:/")], ids=["no rights", "no pids"]
)
def test_nothing_is_found_where_no_group_can_be_made(tmp_path, mount, own):
    assert found(tmp_path, mount, own) is None


@pytest.fixture
def group(tmp_path):
    """A group of version 2 in a folder that is no control group: its files are plain ones."""
    made = Group(Hierarchy(2, (tmp_path,)), 2**20, 7)
    (folder,) = tmp_path.iterdir()
    yield made, folder
    for path in folder.iterdir():
        path.unlink()
    made.close()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "text"), [("memory.max", "1048576"), ("pids.max", "7"), ("memory.swap.max", "0")]
)
def test_the_limits_of_version_2_stand_in_its_files(group, name, text):
    assert (group[1] / name).read_text() == text


@pytest.mark.parametrize(("killed", "count"), [("low 0\noom_kill 0\n", 0), ("oom_kill 3\n", 3)])
def test_what_the_kernel_has_killed_is_counted(group, killed, count):
    (group[1] / "memory.events").write_text(killed)
    assert group[0].out_of_memory() == count
