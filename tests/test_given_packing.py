"""given.packing: what a submission may hold."""

from fractions import Fraction
from pathlib import PurePosixPath

import pytest

from given.manifest import Exercise, Function, Limits, Manifest
from given.packing import STUDENT_ID, is_safe, problems, wanted

MANIFEST = Manifest(
    name="a1_linear",
    package="a1",
    title="Linear",
    exercises=(Exercise("softmax", "Softmax", Fraction(20), (Function("losses.f", "(x)"),)),),
    notebooks=("softmax",),
    files=("a1/table.csv",),
    limits=Limits(submission_mb=1),
)
GOOD = [("submission.json", 100), ("a1/__init__.py", 0), ("a1/losses.py", 2000)]


@pytest.mark.parametrize(
    "name",
    ["submission.json", "a1/losses.py", "a1/parts/deep.py", "softmax.ipynb", "a1/table.csv"],
)
def test_the_allow_list_holds_what_is_graded(name):
    assert wanted(MANIFEST, PurePosixPath(name))


@pytest.mark.parametrize(
    "name",
    [
        "given/check.py",
        "tests/test_softmax.py",
        "conftest.py",
        "a1.py",
        "a1",
        "a1/losses.py.new",
        "a1/notes.txt",
        "a1/__pycache__/losses.py",
        "a1/.ipynb_checkpoints/losses.py",
        "a1/.hidden.py",
        "other.ipynb",
        "a1/softmax.ipynb",
        "a2/losses.py",
    ],
)
def test_all_else_stays_behind(name):
    assert not wanted(MANIFEST, PurePosixPath(name))


def test_a_good_submission_has_no_problem():
    assert problems(MANIFEST, GOOD) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([("../evil.py", 1)], "unsafe file name: ../evil.py"),
        ([("a1/big.py", 2**20)], "1.0 MB; at most 1"),
        ([(f"a1/m{i}.py", 1) for i in range(200)], "203 files; at most 200"),
        ([("a1/Losses.py", 1)], "two files are called a1/losses.py"),
    ],
)
def test_what_the_grader_refuses_is_a_problem(more, words):
    assert words in "; ".join(problems(MANIFEST, [*GOOD, *more]))


def test_a_submission_without_the_package_is_a_problem():
    assert problems(MANIFEST, [("submission.json", 1)]) == [
        "there is no package a1/ with Python files"
    ]


def test_unsafe_names_are_printed_harmlessly():
    for text in problems(MANIFEST, [*GOOD, ("a\x1b[2J\udc80é" + "x" * 500, 1)]):
        assert text.isprintable()
        assert len(text) < 100


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "..",
        "a1/../b.py",
        "a1//b.py",
        "./a.py",
        "a1\\b.py",
        "C:/a.py",
        "a1/b.py\n",
        "a1/b\0.py",
        "a1/nul.py",
        "CON",
        "a1/b.py ",
        "a1/b.",
        "a1/" + "x" * 300,
        "a1/\udc80.py",
    ],
)
def test_a_name_that_means_different_files_on_different_systems_is_unsafe(name):
    assert not is_safe(name)


@pytest.mark.parametrize("name", ["a1/losses.py", "softmax.ipynb", "a1/größe.py", "a1/my file.py"])
def test_ordinary_names_are_safe(name):
    assert is_safe(name)


@pytest.mark.parametrize("text", ["s123", "S.1-2_x", "_1", "0", "x" * 64])
def test_ordinary_student_ids_are_accepted(text):
    assert STUDENT_ID.fullmatch(text)


@pytest.mark.parametrize("text", ["", ".", "..", ".s1", "-s1", "-", "x" * 65, "a/b", "s1\n", "é"])
def test_a_student_id_that_is_no_ordinary_folder_name_is_refused(text):
    assert not STUDENT_ID.fullmatch(text)
