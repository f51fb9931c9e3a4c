"""Hostile and clumsy archives: each ends with a sentence for its student, and nothing escapes."""

import io
import random
import stat
import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.collection import Entry, collect
from autograder.collection.archive import MEBIBYTE, Refused, zip_members
from autograder.collection.contents import pick
from autograder.collection.entries import Record, open_store
from autograder.course import Course, read_course
from given.manifest import Manifest, read_manifest

MANIFEST = """
name = "a1_linear"
package = "a1"
title = "Linear classifiers"
notebooks = ["softmax"]
files = ["a1/best.txt"]
[limits]
submission_mb = 2
[[exercise]]
name = "softmax"
title = "Softmax"
points = 1
functions = [{ name = "losses.loss", signature = "(x)" }]
"""
CODE = {"a1/__init__.py": b"", "a1/losses.py": b"def loss(x):\n    return 0\n"}
NOTEBOOK = {"softmax.ipynb": b'{"cells": []}'}
RECORD = {"submission.json": b'{"assignment": "a1_linear", "student_id": "s1"}'}
HONEST = CODE | NOTEBOOK | RECORD


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "course"
    (root / "assignments/a1_linear").mkdir(parents=True)
    (root / "assignments/a1_linear/assignment.toml").write_text(MANIFEST)
    (root / "course.toml").write_text('title = "T"\npublish = "x"\n[deadlines]\n')
    return read_course(root)


@pytest.fixture
def manifest(course: Course) -> Manifest:
    return course.manifest("a1_linear")


@pytest.fixture
def collected(course: Course, tmp_path: Path) -> Callable[[bytes], Entry]:
    """Collects one archive as s1's, between two honest ones, and checks those."""

    def run(content: bytes) -> Entry:
        handed = tmp_path / "handed"
        handed.mkdir()
        for name, these in {"s0": packed(HONEST), "s1": content, "s2": packed(HONEST)}.items():
            (handed / f"a1-{name}.zip").write_bytes(these)
        before, entry, after = collect(course, "a1", handed, tmp_path / "into")
        assert before.refused is None
        assert after.refused is None
        return entry

    return run


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return packed_list(list(files.items()), method)


def packed_list(files: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these, names as they are, also twice."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in files:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method
            archive.NameToInfo.clear()
            archive.writestr(info, data)
    return content.getvalue()


def with_mode(name: str, mode: int) -> bytes:
    content = io.BytesIO(packed(HONEST))
    with zipfile.ZipFile(content, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, mode << 16
        archive.writestr(info, b"/etc/passwd")
    return content.getvalue()


def renamed(old: bytes, new: bytes) -> bytes:
    """A zip in which a name's bytes are replaced, in both lists of contents."""
    assert len(old) == len(new)
    return packed({**HONEST, old.decode(): b"1"}).replace(old, new)


def claiming(size: int, content: bytes, checksum: int | None = None) -> bytes:
    """A zip whose file a1/bomb.py says that it has `size` bytes, whatever it has."""
    archive = bytearray(packed({**HONEST, "a1/bomb.py": content}))
    name = b"a1/bomb.py"
    local = archive.index(name) - 30
    central = archive.rindex(name) - 46
    struct.pack_into("<I", archive, local + 22, size)
    struct.pack_into("<I", archive, central + 24, size)
    if checksum is not None:
        struct.pack_into("<I", archive, central + 16, checksum)
    return bytes(archive)


def encrypted() -> bytes:
    archive = bytearray(packed(HONEST))
    central = archive.index(b"PK\x01\x02")
    archive[central + 8] |= 1
    return bytes(archive)


def wrong_sum() -> bytes:
    return packed(HONEST, zipfile.ZIP_STORED).replace(b"return 0", b"return 1")


NOISE = random.Random(0).randbytes(3 * MEBIBYTE)
REFUSED = {
    "more bytes than the limit": (packed({**CODE, "data.bin": NOISE}), "at most"),
    "more bytes than the limit in many files": (
        packed({**CODE, **{f"a1/m{i}.py": NOISE[:30_000] for i in range(100)}}),
        "at most 2.0 MB",
    ),
    "a bomb that says its size": (packed({**CODE, "a1/x.py": bytes(10 * MEBIBYTE)}), "no honest"),
    "a bomb of a good size but a ratio of 1000": (
        packed({**CODE, "a1/x.py": bytes(2 * MEBIBYTE - 999)}),
        "no honest",
    ),
    "a bomb that says ten bytes": (claiming(10, bytes(10 * MEBIBYTE)), "corrupt"),
    "a bomb that says ten bytes and has their checksum": (
        claiming(10, bytes(10 * MEBIBYTE), zlib.crc32(bytes(11))),
        "more came out",
    ),
    "a size larger than what comes": (claiming(99, b"x = 1"), "corrupt"),
    "a size of four gigabytes": (claiming(2**32 - 2, b"x = 1"), "no honest"),
    "an absolute name": (packed({**HONEST, "/etc/cron.d/x": b""}), "is absolute"),
    "a name with ..": (packed({**HONEST, "a1/../../x.py": b""}), "leads out"),
    "a name with .. after a root": (
        packed({**HONEST, "a1_linear/../../a1/x.py": b""}),
        "leads out",
    ),
    "a backslash name": (packed({**HONEST, "a1\\..\\..\\x.py": b""}), "backslash"),
    "a drive name": (packed({**HONEST, "C:/x.py": b""}), "is absolute"),
    "a drive name without a slash": (packed({**HONEST, "c:x.py": b""}), "is absolute"),
    "a zero byte in a name": (renamed(b"a1/zzz.py", b"a1/z\x00z.py"), "control character"),
    "a line feed in a name": (packed({**HONEST, "a1/x\ny.py": b""}), "control character"),
    "a link": (with_mode("a1/passwd.py", stat.S_IFLNK | 0o777), "is a link"),
    "a link for a folder": (with_mode("a1/up", stat.S_IFLNK | 0o777), "is a link"),
    "a character device": (with_mode("a1/null.py", stat.S_IFCHR | 0o666), "is a device"),
    "a block device": (with_mode("a1/disk.py", stat.S_IFBLK | 0o666), "is a device"),
    "a pipe": (with_mode("a1/pipe.py", stat.S_IFIFO | 0o666), "is a pipe"),
    "a socket": (with_mode("a1/socket.py", stat.S_IFSOCK | 0o666), "is a socket"),
    "10,000 files": (packed(CODE | {f"a1/m{i}.py": b"" for i in range(10_000)}), "200 files"),
    "10,000 folders": (packed(CODE | {f"a1/m{i}/": b"" for i in range(10_000)}), "200 files"),
    "100,000 files": (packed(CODE | {f"a1/{i:040}.py": b"" for i in range(100_000)}), "at most"),
    "a name of 60,000 bytes": (packed({**HONEST, "a1/" + "x" * 60_000: b""}), "too long"),
    "a name 300 bytes long": (packed({**HONEST, "a1/" + "x" * 300 + ".py": b""}), "too long"),
    "a name of 500 folders": (packed({**HONEST, "a1/" + "x/" * 500 + "x.py": b""}), "too long"),
    "the same name twice": (
        packed_list([*HONEST.items(), ("a1/losses.py", b"def loss(x): return 1")]),
        "occurs twice",
    ),
    "the same name spelled with a dot": (packed({**HONEST, "a1/./losses.py": b""}), "twice"),
    "names that differ in case": (packed({**HONEST, "a1/Losses.py": b""}), "one name on many"),
    "folders that differ in case": (packed({**HONEST, "A1/more.py": b""}), "one name on many"),
    "a name that is file and folder": (packed({**HONEST, "a1/losses.py/x.py": b""}), "both a file"),
    "a name in Latin-1": (renamed(b"a1/zzz.py", b"a1/z\xe9z.py"), "not UTF-8"),
    "a folder too deep": (packed({f"me/hw/{n}": c for n, c in HONEST.items()}), "'me/hw'"),
    "a folder beside another": (
        packed({f"work/{n}": c for n, c in HONEST.items()} | {"data/x.txt": b""}),
        "expected the folder a1/ at the top",
    ),
    "no package": (packed(NOTEBOOK | RECORD), "package a1 is missing"),
    "modules without their folder": (packed({"losses.py": b"", "__init__.py": b""}), "missing"),
    "a package without modules": (packed({"a1/": b"", "a1/notes.txt": b""}), "missing"),
    "only an archive in the archive": (packed({"a1-s1.zip": packed(HONEST)}), "not opened"),
    "the package twice": (packed({**HONEST, "copy/a1/losses.py": b""}), "more than once"),
    "another package beside": (packed({**HONEST, "a2/layers.py": b""}), "two packages, a1 and a2"),
    "another assignment's package": (packed({"a2/layers.py": b""}), "another assignment"),
    "another assignment's record": (
        packed({**HONEST, "submission.json": b'{"assignment": "a2_backprop"}'}),
        "packed for 'a2_backprop'",
    ),
    "an encrypted file": (encrypted(), "encrypted"),
    "bzip2 inside": (packed(HONEST, zipfile.ZIP_BZIP2), "unusual method"),
    "lzma inside": (packed(HONEST, zipfile.ZIP_LZMA), "unusual method"),
    "a wrong checksum": (wrong_sum(), "corrupt"),
    "a cut-off zip": (packed(HONEST)[:-60], "cut off"),
    "a zip without its middle": (packed(HONEST)[:40] + packed(HONEST)[90:], "corrupt"),
    "an empty file": (b"", "empty"),
    "an empty zip": (packed({}), "nothing in it"),
    "a RAR archive": (b"Rar!\x1a\x07\x00" + bytes(99), "not a zip archive (it looks like a RAR"),
    "a web page": (b"<!doctype html>", "it looks like a web page"),
    "random bytes": (NOISE[:5000], "not a zip archive"),
    "a file of 4 MB": (packed({"a1/x.py": NOISE}) + NOISE, "at most"),
}


@pytest.mark.parametrize(("content", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_archive_is_refused_with_one_sentence(collected, content, says):
    entry = collected(content)
    assert entry.folder is None
    assert says in entry.refused
    assert "\n" not in entry.refused
    assert entry.refused.endswith(".")
    assert entry.refused.isprintable()
    assert len(entry.refused) < 300


def test_a_bomb_that_lies_is_not_unpacked_beyond_its_word(manifest):
    bomb = claiming(10, bytes(50 * MEBIBYTE))
    tracemalloc.start()
    with pytest.raises(Refused):
        pick(zip_members(bomb, MEBIBYTE), manifest)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEBIBYTE


def test_what_comes_in_is_what_lies_there(collected):
    entry = collected(packed(HONEST))
    assert (entry.refused, entry.notes, entry.late, entry.absent) == (None, (), False, False)
    assert files_in(entry.folder) == HONEST


def files_in(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


WRAPPED = {
    "in one folder": {f"a1_linear/{n}": c for n, c in HONEST.items()},
    "in a folder called as the package": {f"a1/{n}": c for n, c in HONEST.items()},
    "in one folder beside a stray file": {
        "readme.txt": b"",
        **{f"my work/{n}": c for n, c in HONEST.items()},
    },
    "with names that start with a dot": {f"./{n}": c for n, c in HONEST.items()},
    "with entries for folders": {
        "w/": b"",
        "w/a1/": b"",
        **{f"w/{n}": c for n, c in HONEST.items()},
    },
    "with what macOS adds": {
        **{f"a1_linear/{n}": c for n, c in HONEST.items()},
        ".DS_Store": b"\0",
        "a1_linear/.DS_Store": b"\0",
        "__MACOSX/a1_linear/._a1": b"\0",
        "__MACOSX/a1_linear/a1/._losses.py": b"\0",
    },
}


@pytest.mark.parametrize("files", WRAPPED.values(), ids=WRAPPED.keys())
def test_a_harmless_wrapping_is_taken_off(collected, files):
    assert files_in(collected(packed(files)).folder) == HONEST


NEVER_KEPT = [
    "given/testing.py",
    "tests/test_softmax.py",
    "conftest.py",
    "pytest.ini",
    "numpy.py",
    "sitecustomize.py",
    "a1/evil.pth",
    "a1/conftest.txt",
    "a1/native.so",
    "a1/.hidden/x.py",
    "evil.pth",
    "coursedata/__init__.py",
    "assignment.toml",
    "release.json",
    "other.ipynb",
]


@pytest.mark.parametrize("name", NEVER_KEPT)
def test_what_is_not_on_the_allow_list_is_left_out_with_a_note(collected, name):
    entry = collected(packed({**HONEST, name: b"x"}))
    assert files_in(entry.folder) == HONEST
    assert any(name in note for note in entry.notes)


def test_files_named_in_the_manifest_are_kept(collected):
    entry = collected(packed({**HONEST, "a1/best.txt": b"0.4", "a1/parts/helper.py": b""}))
    assert {"a1/best.txt", "a1/parts/helper.py"} <= files_in(entry.folder).keys()


def test_an_archive_in_an_archive_is_left_closed_with_a_note(collected):
    entry = collected(packed({**HONEST, "old.zip": packed(CODE)}))
    assert files_in(entry.folder) == HONEST
    assert entry.notes == ("Archives inside are not opened: 'old.zip'.",)


@pytest.mark.parametrize(
    "broken", [b"{", b"[1]", b"\xff\xfe", b"", b'{"cells": 1}', b"[" * 100_000], ids=lambda b: b[:9]
)
def test_a_broken_notebook_costs_the_written_answers_only(collected, broken):
    entry = collected(packed({**HONEST, "softmax.ipynb": broken}))
    assert entry.refused is None
    assert any("the code is graded" in note for note in entry.notes)


@pytest.mark.parametrize(
    "record", [b"{", b"[]", b"\xff", b"[" * 60_000, b"9" * 60_000, b" " * 70_000], ids=len
)
def test_a_record_that_cannot_be_read_is_ignored_with_a_note(collected, record):
    entry = collected(packed({**HONEST, "submission.json": record}))
    assert "submission.json" not in files_in(entry.folder)
    assert any("is ignored" in note for note in entry.notes)


def test_an_archive_packed_by_hand_is_graded_with_a_note(collected):
    entry = collected(packed(CODE))
    assert entry.refused is None
    assert entry.notes == ("There is no submission.json: packed by hand.",)


def test_a_utf8_name_without_its_mark_is_understood(collected):
    unmarked = renamed(b"zzzzz.txt", "zé日.t".encode()[:9].ljust(9, b"t"))
    assert collected(unmarked).refused is None


def test_files_are_plain_whatever_mode_the_archive_gives(collected):
    entry = collected(with_mode("a1/tool.py", stat.S_IFREG | stat.S_ISUID | 0o777))
    modes = {stat.S_IMODE(path.lstat().st_mode) for path in entry.folder.rglob("*.py")}
    assert modes == {0o644}


def test_a_list_of_contents_is_not_read_when_it_is_far_too_long():
    entries = packed({f"a1/{i:060}": b"" for i in range(40_000)})
    with pytest.raises(Refused, match="list of contents is far too long"):
        zip_members(entries, limit_bytes=100 * MEBIBYTE)


def test_a_folder_is_judged_like_an_archive(course, tmp_path):
    handed = tmp_path / "handed"
    for student, files in {
        "fine": HONEST,
        "none": NOTEBOOK,
        "messy": {**HONEST, "x.py": b""},
    }.items():
        for name, content in files.items():
            (handed / student / name).parent.mkdir(parents=True, exist_ok=True)
            (handed / student / name).write_bytes(content)
    (handed / "linked").mkdir()
    (handed / "linked/a1").symlink_to(handed / "fine/a1")
    fine, linked, messy, none = collect(course, "a1", handed, tmp_path / "into")
    assert files_in(fine.folder) == files_in(messy.folder) == HONEST
    assert "is a link" in linked.refused
    assert "missing" in none.refused


def test_a_link_among_the_submissions_is_not_followed(course, tmp_path):
    handed = tmp_path / "handed"
    handed.mkdir()
    (tmp_path / "elsewhere.zip").write_bytes(packed(HONEST))
    (handed / "a1-s1.zip").symlink_to(tmp_path / "elsewhere.zip")
    (handed / "s2").symlink_to(tmp_path)
    refused = [entry.refused for entry in collect(course, "a1", handed, tmp_path / "into")]
    assert refused == ["'a1-s1.zip' is a link, not a file.", "'s2' is a link, not a file."]


WILD = st.one_of(
    st.text(max_size=12),
    st.lists(
        st.sampled_from(
            [
                "a1",
                "..",
                ".",
                "",
                "/",
                "\\",
                "C:",
                "x.py",
                "losses.py",
                "\0",
                "~",
                "a1_linear",
                "NUL",
            ]
        ),
        min_size=1,
        max_size=5,
    ).map("/".join),
)
BLANK_RECORD = Record("a1_linear", "a1-s1.zip", None, False, (), None, False)
UNMARKED = st.lists(WILD.filter(lambda name: name and max(name) < "\ud800"), max_size=4)


@settings(max_examples=150, deadline=None)
@given(names=UNMARKED)
def test_no_name_becomes_a_path_that_leads_out(manifest_once, names):
    content = packed_list([*HONEST.items(), *((name, b"x") for name in names)])
    try:
        contents = pick(zip_members(content, MEBIBYTE), manifest_once)
    except Refused:
        return
    for path in contents.files:
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert path.parts[0] == "a1" or path in {PurePosixPath(name) for name in HONEST}


@settings(max_examples=60, deadline=None)
@given(names=UNMARKED)
def test_no_name_is_written_outside_even_if_everything_were_wanted(manifest_once, names):
    content = packed_list([*HONEST.items(), *((name, b"x") for name in names)])
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.collection.contents.wanted", lambda manifest, path: True)
        into = Path(folder, "a", "into")
        with suppress(Refused), open_store(into) as store:
            files = pick(zip_members(content, MEBIBYTE), manifest_once).files
            store.begin()
            store.write("s1", BLANK_RECORD, files)
            assert len(files_in(into / "collected/s1/files")) == len(files)
        assert [*Path(folder).iterdir(), *Path(folder, "a").iterdir()] == [into.parent, into]
        assert not any(path.is_symlink() for path in into.rglob("*"))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_to_an_archive_raises_anything_but_a_refusal(manifest_once, data):
    content = bytearray(packed(HONEST))
    places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(places, min_size=1, max_size=6)):
        content[place] = value
    with suppress(Refused):
        pick(zip_members(bytes(content), MEBIBYTE), manifest_once)


@pytest.fixture(scope="module")
def manifest_once(tmp_path_factory) -> Manifest:
    folder = tmp_path_factory.mktemp("manifest")
    (folder / "assignment.toml").write_text(MANIFEST)
    return read_manifest(folder)
