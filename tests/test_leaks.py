"""Planted leaks: every kind is found, and a clean release has none."""

import base64
import codecs
import datetime as dt
import gzip
import hashlib
import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from autograder.course import BadInput, Course, read_course
from autograder.leaks import Finding, Kind, check_release
from autograder.release import release
from autograder.release.archive import zipped

BEFORE = dt.date(2027, 2, 12)  # t1_toy is due at the end of this day
AFTER = dt.date(2027, 2, 13)

SMOOTH = """\
reach = width // 2
smoothed = np.zeros(len(values))
for centre in range(len(values)):
    first = max(centre - reach, 0)
    window = values[first : centre + reach + 1]
    smoothed[centre] = window.sum() / len(window)
return smoothed
"""
RENAMED = """\
    half = k // 2
    out = numpy.zeros(len(row))
    for j in range(len(row)):
        begin = max(j - half, 0)
        part = row[begin : j + half + 1]
        out[j] = part.sum() / len(part)
    return out
"""
RETYPED = """\
    half: int = k // 2
    out: object = numpy.zeros(len(row))
    j: int
    for j in range(
        len(row)
    ):
        begin = (max((j - half), 0)); part = row[begin:(j + half) + 1]  # the window
        out[j] = (
            part.sum()
            / len(part)
        )
    return out
"""
PEAKS = '''
"""
above = values - smooth(values)
return np.flatnonzero(above > 1)
"""
'''
CLIP = "return np.minimum(np.maximum(values, low), high)"
FIT = """\
self.mean = values.mean()
self.spread = max(values.std(), SMALLEST)
return self
"""

Plant = Callable[[Path], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The toy course with both its releases."""
    root = tmp_path_factory.mktemp("leaks") / "course"
    shutil.copytree(Path(__file__).parent / "toy_release", root)
    for name in ("t1_toy", "t2_next"):
        release(read_course(root), name)
    return root


@pytest.fixture
def course(built, tmp_path) -> Course:
    """A copy with the first release alone, to plant leaks in."""
    root = tmp_path / "course"
    shutil.copytree(built, root, ignore=lambda _, names: {n for n in names if "t2_next" in n})
    return read_course(root)


@pytest.fixture
def quick(monkeypatch) -> None:
    """No imports: they take most of the time, and have tests of their own."""
    monkeypatch.setattr("autograder.leaks.check.check_imports", lambda tree: None)


def tree(course: Course) -> Path:
    return course.dist / "t1_toy"


def reseal(folder: Path) -> None:
    """Make release.json and the zip agree with what lies in the folder."""
    contents = {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != "release.json"
    }
    table = json.loads((folder / "release.json").read_text())
    table["files"] = {str(p): hashlib.sha256(c).hexdigest() for p, c in contents.items()}
    (folder / "release.json").write_text(json.dumps(table))
    contents[PurePosixPath("release.json")] = (folder / "release.json").read_bytes()
    folder.with_suffix(".zip").write_bytes(zipped(contents, folder.name))


def append(path: str, text: str) -> Plant:
    def plant(folder: Path) -> None:
        with (folder / path).open("a") as file:
            file.write(text)

    return plant


def write(path: str, content: str | bytes) -> Plant:
    def plant(folder: Path) -> None:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())

    return plant


def swap(path: str, old: str, new: str) -> Plant:
    def plant(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new, 1))

    return plant


def cell(**entries: object) -> Plant:
    """A cell at the end of the notebook; by default an empty code cell."""

    def plant(folder: Path) -> None:
        notebook = json.loads((folder / "filters.ipynb").read_text())
        plain = {"cell_type": "code", "id": "0", "metadata": {}, "source": ["x = 1"]}
        extra = {"execution_count": None, "outputs": []} | entries
        if entries.get("cell_type") == "markdown":
            extra = entries
        notebook["cells"].append(plain | extra)
        (folder / "filters.ipynb").write_text(json.dumps(notebook))

    return plant


def two_cells(folder: Path) -> None:
    """The answer, its first half in a cell and the rest in the next."""
    lines = SMOOTH.splitlines(keepends=True)
    cell(source=lines[:3])(folder)
    cell(source=lines[3:])(folder)


def function(body: str, name: str = "calm") -> str:
    return f"\n\ndef {name}(row, k):\n" + body


def indented(text: str, by: str = "    ") -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


def literal(text: str | bytes) -> str:
    return f"\nNOTE = {text!r}\n"


def pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode())).decode()


def interleaved() -> str:
    """Lines of harmless code, each with a line of the answer as its comment."""
    return "".join(f"\nstep_{i} = {i}  # {line}" for i, line in enumerate(SMOOTH.splitlines()))


DOC = '"""The mean of each window of `width` neighbours; windows are shorter at the ends."""'
RAISE = 'raise NotImplementedError("t1.filters.smooth")'
WIDE = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in CLIP)

BODIES: dict[str, Plant] = {
    "the exercise as it was": swap("t1/filters.py", RAISE, indented(SMOOTH).strip()),
    "a short exercise as it was": swap(
        "t1/filters.py", 'raise NotImplementedError("t1.filters.clip")', CLIP
    ),
    "the docstring of the exercise": swap(
        "t1/filters.py", DOC, f'"""Windows.\n\n{indented(SMOOTH)}    """'
    ),
    "a comment in the exercise": swap(
        "t1/filters.py", RAISE, RAISE + "\n" + indented(SMOOTH, "    # ")
    ),
    "a comment of one line": append("t1/filters.py", f"# {CLIP}\n"),
    "comments beside other code": append("given/plots.py", interleaved()),
    "a doctest": append(
        "given/plots.py", function(f'    """Calm.\n\n{indented(SMOOTH, "    >>> ")}    """\n')
    ),
    "a helper in given": append("given/plots.py", function(indented(SMOOTH))),
    "a helper with other names": append("given/plots.py", function(RENAMED)),
    "a helper retyped with annotations": append("given/plots.py", function(RETYPED)),
    "two statements with other names": append(
        "given/plots.py",
        "\n\ndef f(a, b, c, d, e):\n    a = b[c : d + e + 1]\n    b[d] = a.sum() / len(a)\n",
    ),
    "a short method with another name": append(
        "given/plots.py", "\n\nclass A:\n" + indented("def learn(self, x):\n" + indented(FIT))
    ),
    "an expression in a lambda": append(
        "given/plots.py", "\ncalm = lambda v, a, b: np.minimum(np.maximum(v, a), b)\n"
    ),
    "the expected value of a test": append(
        "tests/test_scale.py",
        "\n\ndef test_all(student, x):\n"
        "    assert student.filters.clip(x, 1, 2) == np.minimum(np.maximum(x, lo), hi)\n",
    ),
    "a string in a test": append("tests/test_smooth.py", literal(SMOOTH)),
    "a string joined from pieces": append(
        "tests/test_smooth.py", "\nNOTE = " + " + ".join(map(repr, pieces(SMOOTH, 9))) + "\n"
    ),
    "a list of pieces": append("tests/test_smooth.py", f"\nNOTE = {pieces(SMOOTH, 11)!r}\n"),
    "a list of lines": append("tests/test_smooth.py", f"\nNOTE = {SMOOTH.splitlines()!r}\n"),
    "a string in reverse": append("tests/test_smooth.py", literal(SMOOTH[::-1])),
    "pieces in reverse order": append(
        "tests/test_smooth.py", f"\nNOTE = {list(reversed(pieces(SMOOTH, 10)))!r}\n"
    ),
    "a string in rot13": append("tests/test_smooth.py", literal(codecs.encode(SMOOTH, "rot13"))),
    "a list of character codes": append(
        "tests/test_smooth.py", f"\nNOTE = {[ord(c) for c in SMOOTH]}\n"
    ),
    "base64": append("tests/test_smooth.py", literal(base64.b64encode(SMOOTH.encode()).decode())),
    "base64 in pieces": append(
        "tests/test_smooth.py",
        f"\nNOTE = {pieces(base64.b64encode(SMOOTH.encode()).decode(), 20)!r}\n",
    ),
    "base64 twice": append(
        "tests/test_smooth.py",
        literal(base64.b64encode(base64.b64encode(SMOOTH.encode())).decode()),
    ),
    "base64 in a page": append(
        "README.md", "\n" + base64.encodebytes(SMOOTH.encode()).decode() + "\n"
    ),
    "base32": append("README.md", "\n" + base64.b32encode(SMOOTH.encode()).decode() + "\n"),
    "base85": append("tests/test_smooth.py", literal(base64.b85encode(SMOOTH.encode()).decode())),
    "hexadecimal": append("given/plots.py", literal(SMOOTH.encode().hex())),
    "zlib in base64": append("given/plots.py", literal(packed(SMOOTH))),
    "gzip in a bytes literal": append("given/plots.py", literal(gzip.compress(SMOOTH.encode()))),
    "escapes in a raw string": append(
        "given/plots.py", "\nNOTE = r'" + "".join(f"\\x{ord(c):02x}" for c in SMOOTH) + "'\n"
    ),
    "full-width characters": append("README.md", f"\n{WIDE}\n"),
    "invisible characters": append("README.md", "\n" + "\u200b".join(CLIP) + "\n"),
    "a code block of a page": append("README.md", f"\n```python\n{SMOOTH}```\n"),
    "a quotation": append("README.md", "\n" + indented(SMOOTH, "> ")),
    "a numbered list": append(
        "CHANGELOG.md", "\n" + "".join(f"{i}. {x}\n" for i, x in enumerate(SMOOTH.splitlines(), 1))
    ),
    "a code span": append("CHANGELOG.md", f"\n- `clip` is now `{CLIP}`.\n"),
    "lines from last to first": append(
        "CHANGELOG.md", "\n" + "\n".join(reversed(SMOOTH.splitlines())) + "\n"
    ),
    "HTML": append("README.md", "\n<pre>" + CLIP.replace("(", "&#40;") + "</pre>\n"),
    "a markdown cell": cell(cell_type="markdown", source=["As follows:\n", "\n", CLIP]),
    "a code cell": cell(source=["def calm(row, k):\n", *RENAMED.splitlines(keepends=True)]),
    "two cells": two_cells,
    "an output": cell(outputs=[{"output_type": "stream", "name": "stdout", "text": [SMOOTH]}]),
    "metadata of a cell": cell(metadata={"tags": [], "note": SMOOTH}),
    "an attachment": cell(
        cell_type="markdown",
        attachments={"a.txt": {"text/plain": base64.b64encode(SMOOTH.encode()).decode()}},
    ),
    "settings": append("pytest.ini", "\n" + indented(SMOOTH, "# ")),
    "requirements": append("requirements.txt", f"# {CLIP}\n"),
    "a value in TOML": append("coursedata/registry.toml", f"\nnote = {json.dumps(SMOOTH)}\n"),
    "a module of solutions": write("t1/solutions.py", "import numpy as np\n" + function(RENAMED)),
    "a backup": write("t1/filters.py.orig", f"def clip(values, low, high):\n    {CLIP}\n"),
    "a hidden file": write("t1/.filters.py", f"def clip(values, low, high):\n    {CLIP}\n"),
}


@pytest.mark.parametrize("plant", BODIES.values(), ids=BODIES.keys())
@pytest.mark.usefixtures("quick")
def test_a_body_is_found_in(course, plant):
    plant(tree(course))
    reseal(tree(course))
    assert Kind.BODY in kinds(check_release(course, BEFORE))


def kinds(findings: list[Finding]) -> set[Kind]:
    return {finding.kind for finding in findings}


FORMS: dict[str, tuple[Kind, Plant]] = {
    "an exercise that passes": (Kind.EXERCISE, swap("t1/filters.py", RAISE, "pass")),
    "a raise of another text": (Kind.EXERCISE, swap("t1/filters.py", "t1.filters.smooth", "soon")),
    "an exercise without docstring": (Kind.EXERCISE, swap("t1/filters.py", DOC, "")),
    "a second definition": (
        Kind.EXERCISE,
        append("t1/filters.py", "\n\nif True:\n    def smooth(values, width=3):\n        ...\n"),
    ),
    "an exercise bound again": (
        Kind.SOURCE,
        append("t1/filters.py", "\nsmooth = halves\n"),
    ),
    "a signature that changed": (Kind.SOURCE, swap("t1/filters.py", "width=3", "width=5")),
    "a module too many": (Kind.SOURCE, write("t1/more.py", "")),
    "another manifest": (Kind.SOURCE, append("assignment.toml", "\n")),
    "compiled code": (Kind.FILE, write("t1/__pycache__/filters.cpython-311.pyc", b"\xa7\r\r\n")),
    "a picture": (Kind.FILE, write("given/plot.png", b"\x89PNG\r\n\x1a\n")),
    "a backup": (Kind.FILE, write("t1/filters.py~", "")),
    "a hidden file": (Kind.FILE, write(".notes.md", "")),
    "an embedded picture": (
        Kind.FILE,
        append("README.md", f"\n![x](data:image/png;base64,{'iVBORw0K' * 9})\n"),
    ),
    "compressed content": (
        Kind.CONCEALED,
        append("given/plots.py", literal(packed("x" + "yz" * 400))),
    ),
    "an output": (Kind.NOTEBOOK, cell(outputs=[{"output_type": "stream", "text": ["3"]}])),
    "an execution count": (Kind.NOTEBOOK, cell(execution_count=3)),
    "an attachment": (Kind.NOTEBOOK, cell(cell_type="markdown", attachments={})),
    "metadata of a cell": (Kind.NOTEBOOK, cell(metadata={"author": "me"})),
    "a broken notebook": (Kind.NOTEBOOK, write("filters.ipynb", "{}")),
}


@pytest.mark.parametrize(("kind", "plant"), FORMS.values(), ids=FORMS.keys())
@pytest.mark.usefixtures("quick")
def test_what_is_no_proper_release_is_found(course, kind, plant):
    plant(tree(course))
    reseal(tree(course))
    assert kind in kinds(check_release(course, BEFORE))


UNSEALED: dict[str, tuple[Kind, Plant]] = {
    "a changed file": (Kind.CHANGED, append("README.md", "more\n")),
    "a new file": (Kind.STRANGER, write("notes.txt", "more\n")),
    "an empty folder": (Kind.STRANGER, lambda folder: (folder / "more").mkdir()),
    "a file that is gone": (Kind.MISSING, lambda folder: (folder / "README.md").unlink()),
    "a link": (Kind.FILE, lambda folder: (folder / "more.py").symlink_to("conftest.py")),
    "no zip": (Kind.MISSING, lambda folder: folder.with_suffix(".zip").unlink()),
    "no list of files": (Kind.RELEASE, write("release.json", "[]")),
    "more in the list of files": (Kind.RELEASE, swap("release.json", "{", '{"note": "x",')),
    "something beside the releases": (Kind.STRANGER, write("../notes.txt", "x")),
    "what a killed release left": (Kind.STRANGER, write("../.unfinished-t1_toy.zip", "x")),
}


@pytest.mark.parametrize(("kind", "plant"), UNSEALED.values(), ids=UNSEALED.keys())
@pytest.mark.usefixtures("quick")
def test_a_change_after_the_release_is_found(course, kind, plant):
    plant(tree(course))
    assert kind in kinds(check_release(course, BEFORE))


def with_comment(content: bytes) -> bytes:
    return edited(content, lambda archive: setattr(archive, "comment", CLIP.encode()))


def with_member(name: str) -> Callable[[bytes], bytes]:
    return lambda content: edited(content, lambda a: a.writestr(zipfile.ZipInfo(name), CLIP))


def edited(content: bytes, change: Callable[[zipfile.ZipFile], object]) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        change(archive)
    return buffer.getvalue()


def with_member_comment(content: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(content))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in source.infolist():
            text = source.read(member)
            member.comment = b"return self"
            archive.writestr(member, text)
    return buffer.getvalue()


ARCHIVES: dict[str, tuple[Kind, Callable[[bytes], bytes]]] = {
    "a comment": (Kind.ARCHIVE, with_comment),
    "a comment of a member": (Kind.ARCHIVE, with_member_comment),
    "a member more": (Kind.STRANGER, with_member("t1_toy/solutions.py")),
    "a member elsewhere": (Kind.STRANGER, with_member("solutions.py")),
    "bytes before the first member": (Kind.ARCHIVE, lambda content: CLIP.encode() + content),
    "bytes after the end": (Kind.ARCHIVE, lambda content: content + CLIP.encode()),
    "no zip": (Kind.ARCHIVE, lambda content: content[:100]),
}


@pytest.mark.parametrize(("kind", "change"), ARCHIVES.values(), ids=ARCHIVES.keys())
@pytest.mark.usefixtures("quick")
def test_an_archive_holds_the_files_of_its_folder_and_nothing_else(course, kind, change):
    archive = course.dist / "t1_toy.zip"
    archive.write_bytes(change(archive.read_bytes()))
    assert kind in kinds(check_release(course, BEFORE))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("given/plots.py", "import nowhere"),
        ("given/plots.py", "from autograder.course import Course"),
        ("tests/test_scale.py", "1 / 0"),
        ("t1/__init__.py", "import os; os._exit(0)"),
    ],
)
def test_a_module_that_does_not_import_is_found(course, path, text):
    append(path, f"\n{text}\n")(tree(course))
    reseal(tree(course))
    assert Kind.IMPORT in kinds(check_release(course, BEFORE))


def test_a_clean_release_has_no_finding(course):
    assert check_release(course, BEFORE) == []


def test_an_empty_dist_is_not_a_clean_release(course):
    shutil.rmtree(course.dist)
    assert kinds(check_release(course, BEFORE)) == {Kind.RELEASE}


def test_a_finding_says_where_and_whose_body(course):
    append("README.md", f"\n{CLIP}\n")(tree(course))
    reseal(tree(course))
    places = {(f.where, f.body) for f in check_release(course, BEFORE)}
    assert ("t1_toy/README.md:5", "t1.filters.clip") in places


ANSWER = (
    "A wide window\nblurs an edge, and a narrow one lets noise pass; the right one is as wide as"
)


@pytest.fixture
def answered(course) -> Course:
    """A course with a model answer."""
    answers = course.root / "autograder" / "suites" / "t1" / "answers"
    answers.mkdir(parents=True)
    text = (
        f"# Width\n\n> How wide should the window be, when it is your own choice?\n\n{ANSWER} it.\n"
    )
    (answers / "width.md").write_text(text)
    return course


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "plant",
    [
        append("README.md", f"\n{ANSWER}\n"),
        append("README.md", "\n- " + ANSWER.replace("\n", "\n  ") + "\n"),
        cell(cell_type="markdown", source=ANSWER.splitlines(keepends=True)),
        append("given/plots.py", literal(base64.b64encode(ANSWER.encode()))),
    ],
)
def test_a_model_answer_is_found(answered, plant):
    plant(tree(answered))
    reseal(tree(answered))
    assert Kind.BODY in kinds(check_release(answered, BEFORE))


@pytest.mark.usefixtures("quick")
def test_the_question_of_a_model_answer_may_be_published(answered):
    append("README.md", "\nHow wide should the window be, when it is your own choice?\n")(
        tree(answered)
    )
    reseal(tree(answered))
    assert check_release(answered, BEFORE) == []


def test_a_solved_body_stands_in_a_later_tree_after_its_deadline(built):
    assert check_release(read_course(built), AFTER) == []


def test_a_solved_body_stands_in_no_later_tree_until_its_deadline(built):
    (finding,) = check_release(read_course(built), BEFORE)
    assert (finding.kind, finding.where) == (Kind.EARLY, "t2_next")
    assert "ships t1 solved, whose deadline, 2027-" in str(finding)


def test_trees_that_are_not_published_yet_may_wait(built):
    assert check_release(read_course(built), BEFORE, ["t1_toy"]) == []


@pytest.mark.usefixtures("quick")
def test_an_earlier_package_hides_no_answer_of_its_trees_own_assignment(built, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(built, root)
    folder = root / "dist" / "t2_next"
    append("t1/filters.py", PEAKS)(folder)
    reseal(folder)
    findings = check_release(read_course(root), dt.date(2099, 1, 1))
    assert "t2.peaks.peaks" in {finding.body for finding in findings}


@pytest.mark.usefixtures("quick")
def test_an_earlier_package_may_repeat_what_is_public_by_then(built, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(built, root)
    (root / "course.toml").write_text(
        (root / "course.toml").read_text() + "t3_last = 2027-02-12T00:00:00Z\n"
    )
    shutil.copytree(root / "assignments/t2_next", root / "assignments/t3_last")
    manifest = root / "assignments/t3_last/assignment.toml"
    manifest.write_text(manifest.read_text().replace("t2", "t3").replace("next", "last"))
    (root / "assignments/t3_last/t2").rename(root / "assignments/t3_last/t3")
    folder = root / "dist" / "t2_next"
    append("t1/filters.py", PEAKS)(folder)
    reseal(folder)
    bodies = {f.body for f in check_release(read_course(root), AFTER) if f.kind is Kind.BODY}
    assert "t3.peaks.peaks" not in bodies


def test_a_tree_that_is_not_there_is_not_proved(course):
    (finding,) = check_release(course, BEFORE, ["t1_toy", "t9_none"])
    assert str(finding) == "dist/t9_none: is not there"


def test_a_solved_body_never_stands_in_its_own_tree(course):
    append("README.md", f"\n{CLIP}\n")(tree(course))
    reseal(tree(course))
    assert Kind.BODY in kinds(check_release(course, dt.date(2099, 1, 1)))


def test_an_assignment_without_deadline_stays_closed(built, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(built, root)
    text = (root / "course.toml").read_text()
    (root / "course.toml").write_text(text.replace("t1_toy = 2027", "# t1_toy = 2027"))
    assert Kind.EARLY in kinds(check_release(read_course(root), dt.date(2099, 1, 1)))


def allow(course: Course, finding: Finding, digest: str, reason: str) -> None:
    path = course.root / "autograder" / "leaks" / "allowed.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = {"assignment": "t1_toy", "body": finding.body, "where": finding.path.split("/", 1)[1]}
    entry |= {"digest": digest, "reason": reason}
    lines = [f"{key} = {json.dumps(value)}" for key, value in entry.items()]
    with path.open("a") as file:
        file.write("\n".join(["[[allowed]]", *lines, ""]))


def test_a_reviewed_exception_covers_its_finding_alone(course):
    append("README.md", f"\n{CLIP}\n")(tree(course))
    reseal(tree(course))
    append("CHANGELOG.md", f"\n{CLIP}\n")(tree(course))
    reseal(tree(course))
    other, finding = check_release(course, BEFORE)
    for digest in (finding.digest, *finding.others):
        allow(course, finding, digest, "the page explains it")
    assert check_release(course, BEFORE) == [other]


def test_an_exception_that_nothing_needs_is_a_finding(course):
    allow(course, Finding("t1_toy/README.md", Kind.BODY, "", "t1.filters.clip"), "0", "once")
    assert kinds(check_release(course, BEFORE)) == {Kind.EXCEPTION}


def test_an_exception_needs_a_reason(course):
    allow(course, Finding("t1_toy/README.md", Kind.BODY, "", "t1.filters.clip"), "0", " ")
    with pytest.raises(BadInput, match="reason"):
        check_release(course, BEFORE)


def test_the_checker_shares_no_code_with_the_release():
    folder = Path(__file__).parent.parent / "autograder" / "leaks"
    texts = [path.read_text() for path in folder.glob("*.py")]
    assert not any("autograder.release" in text for text in texts)
