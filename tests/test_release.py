"""The release of a small course: what it holds, what it refuses, and that it is repeatable."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from autograder.course import BadInput, Course, read_course
from autograder.release import Refused, release
from autograder.release import tree as tree_module

ROOT = Path(__file__).parent.parent


@pytest.fixture
def course(tmp_path) -> Course:
    root = tmp_path / "course"
    shutil.copytree(Path(__file__).parent / "toy_release", root)
    return read_course(root)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Content, mode and time of every file."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mode,
            int(path.stat().st_mtime),
        )
        for path in folder.rglob("*")
    }


def edit(course: Course, path: str, change: Callable[[str], str]) -> None:
    file = course.folder("t1_toy") / path
    file.write_text(change(file.read_text()) if file.exists() else change(""))


def refusal(course: Course) -> str:
    with pytest.raises(Refused) as refused:
        release(course, "t1_toy")
    return "\n".join(refused.value.reasons)


# What a release holds


def test_a_release_holds_what_a_student_needs_and_nothing_else(course):
    released = release(course, "t1")
    assert released.files == (
        "CHANGELOG.md",
        "HONESTY.md",
        "README.md",
        "assignment.toml",
        "conftest.py",
        "coursedata/__init__.py",
        "coursedata/registry.toml",
        "filters.ipynb",
        "given/__init__.py",
        "given/plots.py",
        "pytest.ini",
        "release.json",
        "requirements.txt",
        "t1/__init__.py",
        "t1/filters.py",
        "tests/test_scale.py",
        "tests/test_smooth.py",
    )


def test_an_exercise_is_a_docstring_and_a_raise(course):
    text = (release(course, "t1").folder / "t1/filters.py").read_text()
    assert (
        "def clip(values, low, high):\n"
        '    """Each number, moved to the nearest bound where it lies outside."""\n'
        '    raise NotImplementedError("t1.filters.clip")\n\n\nclass Scaler:' in text
    )


def test_what_is_given_stays_as_it_is(course):
    text = (release(course, "t1").folder / "t1/filters.py").read_text()
    assert "    return values / 2\n" in text


def test_earlier_packages_are_solved(course):
    folder = release(course, "t2").folder
    source = course.folder("t1_toy") / "t1/filters.py"
    assert (folder / "t1/filters.py").read_bytes() == source.read_bytes()


def test_release_json_lists_every_other_file(course):
    released = release(course, "t1")
    listed = json.loads((released.folder / "release.json").read_text())
    assert (listed["version"], sorted([*listed["files"], "release.json"])) == (
        released.version,
        list(released.files),
    )


def test_the_zip_holds_the_folder(course):
    released = release(course, "t1")
    with zipfile.ZipFile(released.archive) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert members == {
        f"t1_toy/{name}": (released.folder / name).read_bytes() for name in released.files
    }


# Notebooks


def cells(course: Course) -> list[dict]:
    folder = release(course, "t1").folder
    return json.loads((folder / "filters.ipynb").read_text())["cells"]


def test_the_first_code_cell_sets_up_and_the_last_submits(course):
    code = [cell for cell in cells(course) if cell["cell_type"] == "code"]
    assert [code[0]["metadata"]["tags"], code[-1]["metadata"]["tags"]] == [["setup"], ["submit"]]


def test_the_setup_cell_knows_where_the_tree_is_published(course):
    code = [cell for cell in cells(course) if cell["cell_type"] == "code"]
    assert "https://example.edu/toy/t1_toy.zip" in "".join(code[0]["source"])


def test_tags_of_cells_are_kept(course):
    tags = [cell["metadata"].get("tags") for cell in cells(course)]
    assert ["answer"] in tags


def test_a_notebook_is_valid(course):
    nbformat = pytest.importorskip("nbformat")
    path = release(course, "t1").folder / "filters.ipynb"
    nbformat.validate(nbformat.read(path, as_version=4))


def test_cells_have_no_outputs(course):
    assert not any(cell.get("outputs") for cell in cells(course))


# The same bytes


def test_the_same_source_gives_the_same_bytes(course, tmp_path):
    first = release(course, "t1")
    before = snapshot(course.dist)
    other = tmp_path / "elsewhere"
    shutil.copytree(course.root, other, ignore=shutil.ignore_patterns("dist"))
    for number, path in enumerate(sorted(other.rglob("*"), reverse=True)):
        os.utime(path, (number, number))
    previous = os.umask(0o077)
    try:
        second = release(read_course(other), "t1")
    finally:
        os.umask(previous)
    assert (second.version, snapshot(other / "dist")) == (first.version, before)


def test_the_order_in_which_files_were_made_does_not_matter(course, tmp_path):
    other = tmp_path / "elsewhere"
    for path in sorted(course.root.rglob("*"), reverse=True):
        if path.is_file():
            target = other / path.relative_to(course.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    archives = [release(read_course(root), "t1").archive for root in (course.root, other)]
    assert archives[0].read_bytes() == archives[1].read_bytes()


def test_another_process_with_another_hash_seed_gives_the_same_bytes(course):
    first = release(course, "t1").archive.read_bytes()
    shutil.rmtree(course.dist)
    program = (
        "import sys, pathlib; from autograder.course import read_course;"
        "from autograder.release import release;"
        "release(read_course(pathlib.Path(sys.argv[1])), 't1')"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77"}
    command = [sys.executable, "-c", program, str(course.root)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    assert (course.dist / "t1_toy.zip").read_bytes() == first


def test_a_release_that_is_up_to_date_is_left_alone(course):
    folder = release(course, "t1").folder
    before = folder.stat().st_ino
    release(course, "t1")
    assert folder.stat().st_ino == before


def test_a_changed_source_replaces_the_release(course):
    first = release(course, "t1")
    edit(course, "README.md", lambda text: text + "More.\n")
    second = release(course, "t1")
    assert first.version != second.version
    assert (second.folder / "README.md").read_text().endswith("More.\n")


def test_what_was_put_into_a_release_is_gone_after_the_next(course):
    folder = release(course, "t1").folder
    (folder / "notes.txt").write_text("x")
    release(course, "t1")
    assert not (folder / "notes.txt").exists()


# Killed at any moment

STEPS = ["mkdir", "write_bytes", "rename", "replace", "chmod"]


class Killed(BaseException):
    """Stands for SIGKILL: nothing may catch it and tidy up."""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("calls", [1, 2, 5, 12])
@pytest.mark.parametrize("again", [False, True])
def test_a_killed_release_leaves_nothing_half_done(course, monkeypatch, step, calls, again):
    if again:
        release(course, "t1")
        edit(course, "README.md", lambda text: text + "More.\n")
    kill_at(monkeypatch, step, calls)
    try:
        release(course, "t1")
    except Killed:
        assert_whole_or_absent(course.dist / "t1_toy")
    monkeypatch.undo()
    release(course, "t1")
    assert sorted(path.name for path in course.dist.iterdir()) == ["t1_toy", "t1_toy.zip"]


def kill_at(monkeypatch, step: str, calls: int) -> None:
    original, left = getattr(Path, step), [calls]

    def counted(self, *arguments, **options):
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return original(self, *arguments, **options)

    monkeypatch.setattr(Path, step, counted)


def assert_whole_or_absent(folder: Path) -> None:
    if folder.exists():
        files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        listed = json.loads((folder / "release.json").read_text())["files"]
        assert files == {*listed, "release.json"}


def test_a_version_depends_on_names_and_contents():
    def version(**files: bytes) -> str:
        return tree_module.version_of({PurePosixPath(name): c for name, c in files.items()})

    assert len({version(a=b"1"), version(a=b"2"), version(b=b"1"), version(a=b"1", b=b"")}) == 4


# What refuses a release

ADDED = {
    "a function": ("def more():\n    return 1\n", "t1.filters.more"),
    "a lambda": ("more = lambda x: x\n", "a lambda that the manifest lists neither"),
    "a class": ("class More:\n    pass\n", "t1.filters.More"),
    "a method": ("class More:\n    def less(self):\n        pass\n", "t1.filters.More.less"),
    "a lambda in a class": ("class More:\n    less = lambda self: 1\n", "t1.filters.More.less"),
    "a class in a class": ("class More:\n    class Less:\n        pass\n", "t1.filters.More.Less"),
    "a computed constant": ("MORE = np.eye(2)\n", "a constant that is computed"),
    "a statement": ("print(1)\n", "print(1)"),
    "a loop": ("for i in range(3):\n    pass\n", "imports, definitions and constants"),
    "a loop in a class": ("class More:\n    for i in range(3):\n        pass\n", "this is 'for i"),
    "a conditional definition": ("if SMALLEST:\n    def more():\n        pass\n", "condition"),
    "a try": ("try:\n    import torch\nexcept ImportError:\n    torch = None\n", "this is 'try:'"),
    "a star import": ("from os.path import *\n", "star import"),
    "an assignment elsewhere": ("np.answer = 3\n", "something other than a name"),
    "an augmented constant": ("SMALLEST += 1\n", "SMALLEST += 1"),
    "a second definition": ("def clip(values, low, high):\n    return 1\n", "more than once"),
    "an exercise bound again": ("clip = None\n", "t1.filters.clip: defined more than once"),
    "an import over an exercise": ("from numpy import clip\n", "more than once"),
    "a deletion": ("del clip\n", "del clip"),
    "a carriage return": ("\r\n", "carriage returns"),
    "a form feed": ("\f\n", "form feeds"),
    "no Python": ("def\n", "is not Python"),
}


@pytest.mark.parametrize(("text", "reason"), ADDED.values(), ids=ADDED.keys())
def test_a_package_with_more_than_the_manifest_says_is_refused(course, text, reason):
    file = course.folder("t1_toy") / "t1/filters.py"
    file.write_bytes(file.read_bytes() + b"\n\n" + text.encode())
    assert reason in refusal(course)


CHANGED = {
    "no docstring": (
        '    """Half of each number."""\n    return values / 2\n\n\ndef clip(values, low, high):\n'
        '    """Each number, moved to the nearest bound where it lies outside."""\n',
        "    return values / 2\n\n\ndef clip(values, low, high):\n",
        "has no docstring",
    ),
    "another signature": ("width=3", "width=5", "its signature is (values, width=5)"),
    "async": ("def clip", "async def clip", "is async"),
    "a default that runs": ("width=3", "width=int(3)", '"filters.smooth.header"'),
    "a decorator that runs": (
        "def smooth",
        "@np.vectorize(lambda x: x)\ndef smooth",
        '"filters.smooth.header"',
    ),
    "a missing exercise": ("def clip", "def trim", "has no such definition"),
    "a missing given": ("def halves", "def thirds", "t1.filters.halves: the manifest lists it"),
}


@pytest.mark.parametrize(("old", "new", "reason"), CHANGED.values(), ids=CHANGED.keys())
def test_an_exercise_that_cannot_be_blanked_is_refused(course, old, new, reason):
    edit(course, "t1/filters.py", lambda text: text.replace(old, new))
    assert reason in refusal(course)


def test_a_body_on_the_line_of_its_def_is_refused(course):
    one_line = 'def clip(values, low, high): "Bound."; return values\n'
    edit(course, "t1/filters.py", lambda text: text.replace("def clip", f"{one_line}def trim"))
    edit(
        course,
        "assignment.toml",
        lambda text: text.replace('"filters.halves"', '"filters.halves", "filters.trim"'),
    )
    assert "has its body on the line of its def" in refusal(course)


def test_a_header_that_is_listed_may_run_code(course):
    decorated = "@np.vectorize(1)\ndef clip"
    edit(course, "t1/filters.py", lambda text: text.replace("def clip", decorated))
    more = '"filters.halves", "filters.clip.header"'
    edit(course, "assignment.toml", lambda text: text.replace('"filters.halves"', more))
    assert decorated in (release(course, "t1").folder / "t1/filters.py").read_text()


def test_annotations_are_no_part_of_the_signature(course):
    annotated = "def clip(values: object, low: float, high: 'float') -> object"
    edit(course, "t1/filters.py", lambda t: t.replace("def clip(values, low, high)", annotated))
    text = (release(course, "t1").folder / "t1/filters.py").read_text()
    assert f"{annotated}:\n" in text


STRAY = [
    "t1/filters.py~",
    "t1/weights.npz",
    "t1/.filters.py",
    "tests/expected.json",
    "notebooks/filters.ipynb",
    "solutions.py",
    "figures/plot.png",
]


@pytest.mark.parametrize("path", STRAY)
def test_a_file_that_is_not_released_from_there_refuses(course, path):
    (course.folder("t1_toy") / path).parent.mkdir(exist_ok=True)
    edit(course, path, lambda text: "x")
    assert path.split("/")[-1] in refusal(course)


@pytest.mark.parametrize("path", ["t1/__pycache__/filters.cpython-311.pyc", "t1/.DS_Store"])
def test_caches_are_neither_released_nor_refused(course, path):
    (course.folder("t1_toy") / path).parent.mkdir(exist_ok=True)
    edit(course, path, lambda text: "x")
    assert path not in release(course, "t1").files


def test_a_link_is_refused(course):
    (course.folder("t1_toy") / "t1/more.py").symlink_to("filters.py")
    assert "t1/more.py: is a link" in refusal(course)


def test_an_answer_in_the_place_for_one_is_refused(course):
    edit(course, "notebooks/filters.py", lambda text: text.replace("*Your answer.*", "word " * 30))
    assert "is room for an answer but holds one" in refusal(course)


def test_a_notebook_that_is_not_listed_is_refused(course):
    edit(course, "notebooks/more.py", lambda text: "# %%\n")
    assert "notebooks/more.py: assignment.toml does not list it" in refusal(course)


def test_all_reasons_come_at_once(course):
    edit(course, "t1/filters.py", lambda text: text + "\n\ndef more():\n    pass\n\n\nprint(1)\n")
    (course.folder("t1_toy") / "README.md").unlink()
    with pytest.raises(Refused) as refused:
        release(course, "t1")
    assert len(refused.value.reasons) == 3


def test_a_refused_release_leaves_the_last_one(course):
    before = snapshot(release(course, "t1").folder)
    edit(course, "t1/filters.py", lambda text: text + "\n\nprint(1)\n")
    refusal(course)
    assert snapshot(course.dist / "t1_toy") == before


def test_an_unknown_assignment_is_said_in_one_sentence(course):
    with pytest.raises(BadInput, match="no assignment 't9'"):
        release(course, "t9")


def test_a_file_to_fill_in_is_copied_as_it_is(course):
    edit(course, "answers.md", lambda text: "# My answers\n")
    edit(course, "assignment.toml", lambda text: f'files = ["answers.md", "best.npz"]\n{text}')
    assert "answers.md" in release(course, "t1").files


def test_a_file_to_fill_in_that_is_not_text_is_refused(course):
    (course.folder("t1_toy") / "best.npz").write_bytes(b"\xff\xfe\x00")
    edit(course, "assignment.toml", lambda text: f'files = ["best.npz"]\n{text}')
    assert "best.npz: is not UTF-8 text" in refusal(course)
