"""What a class hands in for several assignments, in one folder, is told apart."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.collection.handed import find_handed
from autograder.collection.sorting import of_assignment
from given.manifest import Exercise, Manifest

MANIFESTS = {
    package: Manifest(name, package, "Any", (Exercise("any", "Any", 1, ()),), earlier=earlier)
    for name, package, earlier in [
        ("a1_linear", "a1", ()),
        ("a2_backprop", "a2", ()),
        ("a3_normalization", "a3", ("a2",)),
    ]
}


def packed(folder: Path, name: str, packages: Sequence[str], said: str | None = None) -> None:
    """An archive with these packages, packed by hand or by given.submit."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for package in packages:
            archive.writestr(f"{package}/answers.py", "x = 1")
        if said:
            archive.writestr("submission.json", json.dumps({"assignment": said}))


def found(folder: Path) -> dict[str, list[str]]:
    """By package: what is handed in for its assignment."""
    return {
        package: [
            each.shown
            for each in of_assignment(
                find_handed(folder, package, but=folder / "into"),
                manifest,
                [other for other in MANIFESTS.values() if other is not manifest],
            )
        ]
        for package, manifest in MANIFESTS.items()
    }


def test_archives_go_by_what_they_say_of_themselves(tmp_path):
    packed(tmp_path, "first.zip", ["a1"], said="a1_linear")
    packed(tmp_path, "second.zip", ["a2", "a3"], said="a3_normalization")
    assert found(tmp_path) == {"a1": ["first.zip"], "a2": [], "a3": ["second.zip"]}


def test_archives_packed_by_hand_go_by_their_packages(tmp_path):
    packed(tmp_path, "x-s1.zip", ["a1"])
    packed(tmp_path, "y-s1.zip", ["s1/a2"])
    assert found(tmp_path) == {"a1": ["x-s1.zip"], "a2": ["y-s1.zip"], "a3": []}


def test_a_package_that_another_one_builds_on_is_not_handed_in_with_it(tmp_path):
    packed(tmp_path, "a3-s1.zip", ["a2", "a3"])
    assert found(tmp_path) == {"a1": [], "a2": [], "a3": ["a3-s1.zip"]}


@pytest.mark.parametrize("name", ["a2-s1.zip", "ann_LATE_111_10_a2_backprop-s1-1.zip"])
def test_what_cannot_be_opened_goes_by_its_name(tmp_path, name):
    (tmp_path / name).write_bytes(b"junk")
    assert found(tmp_path) == {"a1": [], "a2": [name], "a3": []}


def test_what_tells_nothing_is_seen_in_every_assignment(tmp_path):
    (tmp_path / "homework_111_10_final.zip").write_bytes(b"junk")
    assert all(names == ["homework_111_10_final.zip"] for names in found(tmp_path).values())


def test_a_students_folder_is_for_each_package_in_it(tmp_path):
    for package in ("a1", "a2", "a3"):
        (tmp_path / "s1" / package).mkdir(parents=True)
        (tmp_path / "s1" / package / "answers.py").touch()
    assert found(tmp_path) == {"a1": ["s1"], "a2": ["s1"], "a3": ["s1"]}


def test_packages_of_other_assignments_are_left_out_but_not_those_it_builds_on(tmp_path):
    for package in ("a1", "a2", "a3"):
        (tmp_path / "s1" / package).mkdir(parents=True)
        (tmp_path / "s1" / package / "answers.py").touch()
    handed = find_handed(tmp_path, "a3", but=tmp_path / "into")
    (only,) = of_assignment(handed, MANIFESTS["a3"], [MANIFESTS["a1"], MANIFESTS["a2"]])
    names = {member.name for member in only.members(MANIFESTS["a3"]) if not member.is_folder}
    assert names == {"a2/answers.py", "a3/answers.py"}


def test_a_students_folder_may_hold_an_archive_for_each(tmp_path):
    packed(tmp_path, "s1/a1-s1.zip", ["a1"], said="a1_linear")
    packed(tmp_path, "s1/a2-s1.zip", ["a2"], said="a2_backprop")
    assert found(tmp_path) == {"a1": ["s1/a1-s1.zip"], "a2": ["s1/a2-s1.zip"], "a3": []}
