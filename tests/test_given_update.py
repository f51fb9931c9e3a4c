"""given.update: a new release comes, and no work is lost."""

import hashlib
import json
import subprocess
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from given import update as updating
from given.update import NotARelease, main, update

MANIFEST = """
name = "z9_toy"
package = "z9"
title = "Toy"
notebooks = ["toy"]
[[exercise]]
name = "losses"
title = "Losses"
points = 3
functions = [{ name = "losses.loss", signature = "(W)" }]
"""
FIRST = {
    "assignment.toml": MANIFEST,
    "toy.ipynb": '{"cells": []}',
    "z9/__init__.py": "",
    "z9/losses.py": "blank",
    "z9/other.py": "other",
    "given/check.py": "check 1",
    "tests/test_losses.py": "test 1",
    "given/old.py": "old",
}
SECOND = {
    **{name: text for name, text in FIRST.items() if name != "given/old.py"},
    "z9/losses.py": "blank, mended",
    "z9/other.py": "other, mended",
    "toy.ipynb": '{"cells": [{}]}',
    "given/check.py": "check 2",
    "tests/test_losses.py": "test 2",
    "tests/test_more.py": "more",
}


def release(files, version, assignment="z9_toy"):
    digests = {n: hashlib.sha256(t.encode()).hexdigest() for n, t in files.items()}
    record = {"assignment": assignment, "version": version, "files": digests}
    return {**files, "release.json": json.dumps(record)}


def zipped(path, files, top="z9_toy/"):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    return str(path)


def written(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def held(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture
def first(tmp_path):
    return zipped(tmp_path / "first.zip", release(FIRST, "1"))


@pytest.fixture
def second(tmp_path):
    return zipped(tmp_path / "second.zip", release(SECOND, "2"))


@pytest.fixture
def tree(tmp_path, first):
    update(first, tmp_path / "tree")
    return tmp_path / "tree"


def test_an_empty_folder_becomes_the_release(tree):
    assert held(tree) == release(FIRST, "1")


def test_an_untouched_tree_becomes_the_new_release(tree, second):
    changes = update(second, tree)
    assert held(tree) == release(SECOND, "2")
    assert changes.added == ["tests/test_more.py"]
    assert changes.removed == ["given/old.py"]
    assert "z9/losses.py" in changes.replaced


def test_work_is_kept_and_the_new_version_lies_beside_it(tree, second):
    (tree / "z9/losses.py").write_text("my work")
    (tree / "toy.ipynb").write_text("my notebook")
    changes = update(second, tree)
    now = held(tree)
    assert (now["z9/losses.py"], now["toy.ipynb"]) == ("my work", "my notebook")
    assert now["z9/losses.py.new"] == "blank, mended"
    assert changes.kept == {"z9/losses.py": "z9/losses.py.new", "toy.ipynb": "toy.ipynb.new"}
    assert now["z9/other.py"] == "other, mended"


def test_tests_follow_the_release_and_the_students_own_version_stays_beside(tree, second):
    (tree / "tests/test_losses.py").write_text("my test")
    changes = update(second, tree)
    now = held(tree)
    assert now["tests/test_losses.py"] == "test 2"
    assert now["tests/test_losses.py.mine"] == "my test"
    assert "yours is tests/test_losses.py.mine" in changes.sentence()


def test_files_of_the_students_own_are_left_alone(tree, second):
    written(tree, {"z9/helper.py": "help", "given/old.py": "changed", "notes.md": "mine"})
    update(second, tree)
    now = held(tree)
    assert (now["z9/helper.py"], now["given/old.py"], now["notes.md"]) == (
        "help",
        "changed",
        "mine",
    )


def test_a_second_run_changes_nothing(tree, second):
    (tree / "z9/losses.py").write_text("my work")
    (tree / "given/check.py").write_text("my check")
    update(second, tree)
    before = held(tree)
    update(second, tree)
    assert held(tree) == before


def test_a_file_beside_that_holds_something_else_is_not_overwritten(tree, second):
    written(tree, {"z9/losses.py": "my work", "z9/losses.py.new": "notes on it"})
    update(second, tree)
    now = held(tree)
    assert now["z9/losses.py.new"] == "notes on it"
    assert now["z9/losses.py.new2"] == "blank, mended"


def test_line_ends_of_windows_do_not_count_as_a_change(tree, tmp_path):
    files = {**FIRST, "z9/losses.py": "a\nb\n"}
    update(zipped(tmp_path / "a.zip", release(files, "1b")), tree)
    (tree / "z9/losses.py").write_bytes(b"a\r\nb\r\n")
    changes = update(zipped(tmp_path / "b.zip", release({**files, "z9/losses.py": "c"}, "2")), tree)
    assert changes.kept == {}
    assert held(tree)["z9/losses.py"] == "c"


def test_a_tree_without_a_record_keeps_all_that_differs(tree, second):
    (tree / "release.json").unlink()
    update(second, tree)
    assert held(tree)["z9/losses.py"] == "blank"
    assert held(tree)["given/check.py.mine"] == "check 1"


@pytest.mark.parametrize("stop_after", range(9))
def test_killed_at_any_moment_and_run_again_it_ends_the_same(
    tree, second, tmp_path, monkeypatch, stop_after
):
    work = {"z9/losses.py": "my work", "given/check.py": "my check"}
    whole, real = tmp_path / "whole", updating.write_atomically
    update(str(tree), whole)
    update(second, written(whole, work))
    written(tree, work)
    left = [stop_after]

    def killing(path, content):
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        real(path, content)

    monkeypatch.setattr(updating, "write_atomically", killing)
    try:
        update(second, tree)
    except KeyboardInterrupt:
        assert "my work" in held(tree).values()
        assert "my check" in held(tree).values()
    monkeypatch.setattr(updating, "write_atomically", real)
    update(second, tree)
    assert held(tree) == held(whole)


def test_a_folder_and_a_git_repository_are_sources_too(tmp_path):
    origin = written(tmp_path / "origin.git", release(FIRST, "1"))
    assert update(str(origin), tmp_path / "from_folder").version == "1"
    git = ["git", "-C", str(origin), "-c", "user.name=t", "-c", "user.email=t@example.edu"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "release"]):
        subprocess.run([*git, *command], check=True)
    update(f"file://{origin}", tmp_path / "from_git")
    assert held(tmp_path / "from_git") == release(FIRST, "1")


def test_a_url_is_a_source_too(tmp_path, first):
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        update(f"http://127.0.0.1:{server.server_port}/first.zip", tmp_path / "new")
        server.shutdown()
        thread.join()
    assert held(tmp_path / "new") == release(FIRST, "1")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def damaged(files):
    return {**files, "z9/losses.py": "cut o"}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"readme": "x"}, "this is not a release"),
        ({"release.json": "{"}, "cannot be read"),
        ({"release.json": "[]"}, "cannot be read"),
        (damaged(release(FIRST, "2")), "z9/losses.py in .* is damaged or missing"),
        (release({**FIRST, "../evil": "x"}, "2"), "not a release's"),
        (release(FIRST, "2", "y8_other"), "a release of y8_other"),
        (release({"z9/losses.py": "x"}, "2"), "no usable assignment.toml"),
    ],
)
def test_what_is_not_a_release_of_this_assignment_changes_nothing(tree, tmp_path, files, words):
    before = held(tree)
    with pytest.raises(NotARelease, match=words):
        update(zipped(tmp_path / "bad.zip", files), tree)
    assert held(tree) == before


def test_a_broken_download_is_refused(tree, tmp_path, second):
    half = tmp_path / "half.zip"
    half.write_bytes((tmp_path / "second.zip").read_bytes()[:300])
    with pytest.raises(NotARelease, match="broke off"):
        update(str(half), tree)


def test_the_command_says_one_sentence(tree, second, monkeypatch, capsys):
    monkeypatch.chdir(tree)
    assert main([second]) == 0
    assert "Up to date with release 2" in capsys.readouterr().out
    assert main(["nowhere.zip"]) == 1
    assert capsys.readouterr().err.startswith("update: nowhere.zip cannot be read")
