"""given.colab: the first cell on a stub of Colab, the last cell, and the open notebook."""

import ast
import json
import os
import subprocess
import sys
import threading
import zipfile
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import given
from given.colab import setup_cell, submit_cell

ROOT = Path(given.__path__[0])
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
DRIVE = """
from pathlib import Path
def mount(place):
    (Path(place) / "MyDrive").mkdir(parents=True, exist_ok=True)
"""
REFUSING = "def mount(place): raise ValueError('mount failed')\n"
MESSAGE = """
import json, pathlib
def blocking_request(name, timeout_sec):
    assert name == "get_ipynb"
    return {"ipynb": json.loads(pathlib.Path(__file__).with_name("open.ipynb").read_text())}
"""
# What IPython makes of the cell's two magic lines, and a report of what is current afterwards.
END = "\nimport given.tree, os; print('AT', os.getcwd(), given.tree.__file__)\n"


def notebook(answer):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Toy"},
        {"cell_type": "markdown", "metadata": {"tags": ["answer"]}, "source": answer},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def release(losses, version):
    files = {
        "assignment.toml": MANIFEST,
        "toy.ipynb": notebook("Your answer:"),
        "z9/__init__.py": "",
        "z9/losses.py": losses,
        **{f"given/{path.name}": path.read_text() for path in sorted(ROOT.glob("*.py"))},
    }
    digests = {name: sha256(text.encode()).hexdigest() for name, text in files.items()}
    record = {"assignment": "z9_toy", "version": version, "files": digests}
    return {**files, "release.json": json.dumps(record)}


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Colab:
    """A runtime: a folder like /content, a stub google.colab, and a server of the release."""

    def __init__(self, folder):
        self.content, self.stub, self.web = (folder / n for n in ("content", "stub", "web"))
        for place in (self.content, self.stub / "google" / "colab", self.web):
            place.mkdir(parents=True)
        (self.stub / "google/colab/__init__.py").write_text("")
        (self.stub / "google/colab/drive.py").write_text(DRIVE)
        (self.stub / "google/colab/_message.py").write_text(MESSAGE)
        self.url = ""

    @property
    def tree(self):
        return self.content / "drive/MyDrive/gradus/z9_toy"

    def publish(self, files):
        with zipfile.ZipFile(self.web / "z9_toy.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(f"z9_toy/{name}", text)

    def run(self, code, where=None, colab=True):
        plain = "\n".join("" if line.startswith("%") else line for line in code.splitlines())
        paths = [str(self.stub)] if colab else []
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        return subprocess.run(
            # -S: only the cell itself may make `given` importable; numpy is not needed for it
            [sys.executable, "-S", "-c", plain + END],
            cwd=where or self.content,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def colab(tmp_path):
    runtime = Colab(tmp_path)
    handler = partial(QuietHandler, directory=str(runtime.web))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        runtime.url = f"http://127.0.0.1:{server.server_port}/{{name}}.zip"
        runtime.publish(release("blank", "1"))
        yield runtime
        server.shutdown()
        thread.join()


def test_the_first_cell_brings_the_tree_into_drive_and_goes_there(colab):
    ended = colab.run(setup_cell(colab.url, "z9_toy"))
    assert ended.returncode == 0, ended.stderr
    assert (colab.tree / "z9/losses.py").read_text() == "blank"
    assert f"AT {colab.tree} {colab.tree / 'given/tree.py'}" in ended.stdout
    assert "The assignment is here" in ended.stdout


def test_work_survives_a_lost_runtime_and_a_new_release(colab):
    cell = setup_cell(colab.url, "z9_toy")
    colab.run(cell)
    (colab.tree / "z9/losses.py").write_text("my work")
    colab.publish(release("blank, mended", "2"))
    ended = colab.run(cell)
    assert (colab.tree / "z9/losses.py").read_text() == "my work"
    assert (colab.tree / "z9/losses.py.new").read_text() == "blank, mended"
    assert "z9/losses.py is yours and kept" in ended.stdout


def test_the_cell_can_run_twice_in_one_runtime(colab):
    cell = setup_cell(colab.url, "z9_toy")
    between = "\nopen('z9/losses.py', 'w').write('my work')\n"
    ended = colab.run(cell + between + cell)
    assert ended.returncode == 0, ended.stderr
    assert (colab.tree / "z9/losses.py").read_text() == "my work"
    assert not (colab.tree / "drive").exists()


def test_without_drive_the_tree_lies_in_the_runtime_and_that_is_said(colab):
    (colab.stub / "google/colab/drive.py").write_text(REFUSING)
    ended = colab.run(setup_cell(colab.url, "z9_toy"))
    assert (colab.content / "gradus/z9_toy/z9/losses.py").exists()
    assert "lost when the runtime ends" in ended.stdout


def test_a_git_repository_can_be_the_source(colab, tmp_path):
    origin = tmp_path / "origin.git"
    for name, text in release("from git", "1").items():
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        (origin / name).write_text(text)
    git = ["git", "-C", str(origin), "-c", "user.name=t", "-c", "user.email=t@example.edu"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "release"]):
        subprocess.run([*git, *command], check=True)
    ended = colab.run(setup_cell(f"file://{origin}", "z9_toy"))
    assert ended.returncode == 0, ended.stderr
    assert (colab.tree / "z9/losses.py").read_text() == "from git"


def test_locally_the_cell_does_nothing_but_autoreload(colab):
    cell = setup_cell(colab.url, "z9_toy")
    local = cell.splitlines()
    assert "%autoreload 2" in local
    (colab.content / "given").symlink_to(ROOT)
    ended = colab.run(cell, colab=False)
    assert ended.returncode == 0, ended.stderr
    assert [path.name for path in colab.content.iterdir()] == ["given"]
    assert "The assignment is here" not in ended.stdout


@pytest.mark.parametrize(
    "url", ["https://example.edu/{name}.zip", "https://example.edu/{name}.git"]
)
def test_the_first_cell_is_short_and_python(url):
    cell = setup_cell(url, "a1_linear")
    lines = cell.strip().splitlines()
    assert len(lines) <= 15
    assert max(map(len, lines)) <= 100
    compile("\n".join(line for line in lines if not line.startswith("%")), "cell", "exec")
    assert "{" not in cell
    assert "a1_linear.zip" in cell or "a1_linear.git" in cell


def test_the_last_cell_packs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(submit_cell(), {})
    assert "nothing is packed" in capsys.readouterr().out


@pytest.fixture
def opened(colab):
    """A tree on Colab, and the notebook as the page holds it."""
    colab.run(setup_cell(colab.url, "z9_toy"))
    page = colab.stub / "google/colab/open.ipynb"
    page.write_text(notebook("Because."))
    return colab, page


SAVE = """
from pathlib import Path
from given.colab import save_open_notebook
print(save_open_notebook(Path.cwd()))
"""


def save(colab):
    return colab.run(SAVE, where=colab.tree).stdout


def test_on_colab_the_open_notebook_is_saved_before_packing(opened):
    colab, page = opened
    assert "Saved the open notebook as toy.ipynb." in save(colab)
    assert "Because." in (colab.tree / "toy.ipynb").read_text()
    page.write_text(notebook("Because of that."))
    save(colab)
    assert "Because of that." in (colab.tree / "toy.ipynb").read_text()
    assert not list(colab.tree.glob("*.mine*"))


def test_a_notebook_with_work_of_its_own_is_copied_before_it_is_replaced(opened):
    colab, _ = opened
    (colab.tree / "toy.ipynb").write_text(notebook("Written in the folder."))
    save(colab)
    assert "Written in the folder." in (colab.tree / "toy.ipynb.mine").read_text()


@pytest.mark.parametrize("page", ["{", "[]", '{"cells": []}', '{"cells": [{"source": "other"}]}'])
def test_an_open_notebook_that_cannot_be_read_is_said(opened, page):
    colab, path = opened
    path.write_text(page)
    before = (colab.tree / "toy.ipynb").read_bytes()
    assert "download it and put it into" in save(colab)
    assert (colab.tree / "toy.ipynb").read_bytes() == before


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.py")), ids=lambda path: path.stem)
def test_given_imports_only_what_every_system_has(path):
    allowed = {"given", "numpy", "matplotlib", "pytest", "IPython", "google", "tqdm"}
    for node in ast.walk(ast.parse(path.read_text())):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        tops = {name.partition(".")[0] for name in names}
        assert tops <= allowed | sys.stdlib_module_names - {"resource", "fcntl", "pwd", "grp"}
    assert "fork" not in path.read_text()
