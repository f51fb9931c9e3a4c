"""What a zygote sees of the disk."""

import os
from pathlib import Path

from autograder.boundary import landlock
from autograder.sandbox import view

STANDARD = Path(os.__file__).parent
PACKAGES = STANDARD / "site-packages"


def test_a_library_among_hidden_packages_is_shown_all_the_same(tmp_path):
    (tmp_path / "pip").symlink_to(PACKAGES / "pip")
    cell = view.cell("strong", tmp_path, tmp_path)
    assert cell.hidden == [str(PACKAGES)]
    assert cell.uncovered == [str(PACKAGES / "pip")]
    assert str(PACKAGES / "pip") not in cell.shown


def test_a_library_elsewhere_is_shown(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries" / "numpy").symlink_to(tmp_path / "elsewhere")
    cell = view.cell("strong", tmp_path / "libraries", tmp_path)
    assert str(tmp_path / "elsewhere") in cell.shown
    assert not cell.uncovered


def test_nothing_shown_lies_below_something_shown(tmp_path):
    shown = [Path(path) for path in view.cell("strong", tmp_path, tmp_path).shown]
    assert not [p for p in shown for other in shown if p != other and p.is_relative_to(other)]


def test_what_is_hidden_is_left_out_of_its_folder(tmp_path):
    for name in ("a", "b/inner", "b/hidden"):
        (tmp_path / name).mkdir(parents=True)
    paths = landlock.without([str(tmp_path)], {str(tmp_path / "b/hidden")})
    assert paths == [str(tmp_path / "a"), str(tmp_path / "b/inner")]
