"""given.submit: what is packed, what is said, and what is refused."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from given.submit import Refused, main, pack, submit

MANIFEST = """
name = "z9_toy"
package = "z9"
title = "Toy"
notebooks = ["toy"]
[limits]
submission_mb = 1
[[exercise]]
name = "losses"
title = "Losses"
points = 3
functions = [
    { name = "losses.loss", signature = "(W)" },
    { name = "losses.Model.train", signature = "(self)" },
]
"""
SOLVED = """
def loss(W):
    return 1.0

class Model:
    def train(self):
        return 2.0
"""
BLANK = SOLVED.replace("return 2.0", 'raise NotImplementedError("z9.losses.Model.train")')


def notebook(answer="Because."):
    cell = {"cell_type": "markdown", "metadata": {"tags": ["answer"]}, "source": answer}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def tree(tmp_path, monkeypatch):
    files = {
        "assignment.toml": MANIFEST,
        "toy.ipynb": notebook(),
        "z9/__init__.py": "",
        "z9/losses.py": SOLVED,
        "z9/extra/helper.py": "x = 1\n",
        "z9/losses.py.new": "new",
        "z9/__pycache__/losses.cpython-311.pyc": "x",
        "z9/notes.txt": "mine",
        "given/check.py": "",
        "tests/test_losses.py": "",
        "release.json": json.dumps({"assignment": "z9_toy", "version": "abc123", "files": {}}),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_zip_holds_the_allow_list_and_nothing_else(tree):
    packed = pack("s123")
    assert packed.path == tree / "z9-s123.zip"
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.namelist() == [
            "toy.ipynb",
            "z9/__init__.py",
            "z9/extra/helper.py",
            "z9/losses.py",
            "submission.json",
        ]
        assert archive.read("z9/losses.py").decode() == SOLVED


def test_the_record_names_assignment_student_and_release(tree):
    with zipfile.ZipFile(pack("s123").path) as archive:
        record = json.loads(archive.read("submission.json"))
    assert (record["assignment"], record["student_id"]) == ("z9_toy", "s123")
    assert record["release"] == "abc123"
    assert record["packed_at"].endswith("+00:00")


def test_the_text_names_every_file_with_its_size(tree):
    text = str(pack("s123"))
    assert f"{len(SOLVED):>9,} bytes  z9/losses.py" in text
    assert "in 5 files" in text
    assert "warning" not in text


def test_the_entries_are_the_same_for_the_same_work(tree):
    def entries():
        with zipfile.ZipFile(pack("s123").path) as archive:
            return [
                (e.filename, e.CRC, e.date_time, e.external_attr)
                for e in archive.infolist()
                if e.filename != "submission.json"
            ]

    before = entries()
    os.utime(tree / "z9/losses.py", (1e9, 1e9))
    assert entries() == before


def test_packing_works_from_a_folder_below(tree, monkeypatch):
    monkeypatch.chdir(tree / "z9")
    assert pack("s123").path.parent == tree


def test_a_second_packing_replaces_the_first_and_leaves_nothing_else(tree):
    pack("s123")
    (tree / "z9/losses.py").write_text(BLANK)
    pack("s123")
    assert [p.name for p in tree.iterdir() if "s123" in p.name] == ["z9-s123.zip"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("z9/losses.py", BLANK, "losses: not written yet: losses.Model.train"),
        ("z9/losses.py", "def loss(W:\n", "z9/losses.py, line 1 is not Python"),
        ("z9/losses.py", "x = 1\n", "losses: nowhere to be found: losses.loss, losses.Model.train"),
        ("z9/losses.py", BLANK.replace("loss(", "lose("), "nowhere to be found: losses.loss\n"),
        ("z9/losses.py", "\0", "is not Python"),
        ("z9/losses.py", "x = " + "-" * 10_000 + "1", "z9/losses.py is not Python (nested too"),
        ("z9/losses.py", "from z9.extra.helper import loss", "nowhere to be found: losses.loss"),
        ("toy.ipynb", notebook("Your answer:"), "1 of 1 written answers are blank: 1"),
    ],
)
def test_unfinished_work_is_packed_with_a_warning(tree, name, text, words):
    (tree / name).write_text(text)
    assert words in str(pack("s123"))


def test_a_missing_module_is_a_warning(tree):
    (tree / "z9/losses.py").unlink()
    text = str(pack("s123"))
    assert "losses: nowhere to be found: losses.loss, losses.Model.train" in text
    assert "not written yet" not in text


IMPLEMENTED = "from .extra.helper import Model, loss\n"


def test_a_function_of_another_module_is_written_if_it_is_written_there(tree):
    (tree / "z9/losses.py").write_text(IMPLEMENTED)
    (tree / "z9/extra/helper.py").write_text(SOLVED)
    assert "warning" not in str(pack("s123"))
    (tree / "z9/extra/helper.py").write_text(BLANK)
    assert "losses: not written yet: losses.Model.train" in str(pack("s123"))


@pytest.mark.parametrize(
    "text",
    [
        "loss = lambda W: 1.0\nclass Model:\n    train = loss",
        "import functools\nclass Model:\n    def train(self): return 1.0\n"
        "loss = functools.partial(Model.train)",
        "exec('def loss(): pass')\nfrom numpy.nothing import Model",
        "\ufeff" + SOLVED.replace("\n", "\r\n"),
        SOLVED + "# '\\d'\nx = '\\d'",
    ],
    ids=["lambda", "partial", "exec", "byte order mark", "escape"],
)
def test_written_work_gives_no_warning_however_it_is_written(tree, text):
    (tree / "z9/losses.py").write_text(text, encoding="utf-8", newline="")
    assert "warning" not in str(pack("s123"))


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("import pandas", "pandas"),
        ("import numpy, matplotlib.pyplot as plt", "matplotlib.pyplot"),
        ("from scipy.special import logsumexp", "scipy.special"),
        ("if True:\n    import torch", "torch"),
        ("def f():\n    import torch", "torch"),
        ("try:\n    import torch\nfinally:\n    pass", "torch"),
        ("try:\n    pass\nexcept ImportError:\n    import torch", "torch"),
        ("from typing_extensions import Literal", "typing_extensions"),
        ("from extra import helper", "extra"),
    ],
)
def test_an_import_that_fails_at_grading_is_a_warning_with_its_line(tree, line, module):
    (tree / "z9/losses.py").write_text(f"{SOLVED}{line}\n")
    number = 1 + f"{SOLVED}{line}".partition(module)[0].count("\n")
    assert (
        f"warning: z9/losses.py, line {number}, imports {module}, which is not installed when "
        "your work is graded: whatever uses it will fail there\n"
    ) in str(pack("s123"))


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np, os.path",
        "from numpy.linalg import norm",
        "from __future__ import annotations",
        "import z9.extra.helper\nfrom z9.nothing import f\nfrom . import nothing",
        "import given.gradients, coursedata",
        "from z8.layers import affine_forward",
        "from tqdm.auto import tqdm\nimport tqdm",
        "from past.builtins import xrange\nfrom six.moves import range\nimport future",
        "from typing import override\nfrom typing_extensions import override",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch",
        "import typing\nif typing.TYPE_CHECKING:\n    import torch",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "try:\n    import torch\nexcept (ModuleNotFoundError, OSError):\n    torch = None",
        "try:\n    import torch\nexcept:\n    torch = None",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import torch",
        "if __name__ == '__main__':\n    import torch",
    ],
)
def test_an_import_that_works_at_grading_or_may_fail_gives_no_warning(tree, line):
    text = MANIFEST.replace('package = "z9"', 'package = "z9"\nearlier = ["z8"]')
    (tree / "assignment.toml").write_text(text)
    (tree / "z9/losses.py").write_text(f"{line}\n{SOLVED}")
    assert "warning" not in str(pack("s123"))


def test_what_an_exercise_may_use_is_there_at_grading(tree):
    text = MANIFEST.replace("points = 3", 'points = 3\nlibraries = ["numpy", "torch"]')
    (tree / "assignment.toml").write_text(text)
    (tree / "z9/losses.py").write_text(f"import torch.nn\n{SOLVED}")
    assert "warning" not in str(pack("s123"))


def test_a_module_too_large_to_be_read_is_a_warning(tree):
    text = MANIFEST.replace("submission_mb = 1", "submission_mb = 2")
    (tree / "assignment.toml").write_text(text)
    (tree / "z9/losses.py").write_text(SOLVED + "#" * 2**20)
    assert "z9/losses.py is larger than 1 MB: too large to be read" in str(pack("s123"))


def test_a_notebook_as_released_is_a_warning(tree):
    digest = hashlib.sha256((tree / "toy.ipynb").read_bytes()).hexdigest()
    record = {"assignment": "z9_toy", "version": "1", "files": {"toy.ipynb": digest}}
    (tree / "release.json").write_text(json.dumps(record))
    assert "toy.ipynb is as it was released" in str(pack("s123"))


@pytest.mark.parametrize(
    "student_id",
    ["", "a b", "../x", "s/1", "ü", "x" * 65, ".s1", "..", "-s1", "your-student-id"],
)
def test_a_student_id_that_no_file_name_can_hold_is_refused(tree, student_id):
    with pytest.raises(Refused):
        pack(student_id)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("toy.ipynb", b"{", "toy.ipynb is not a notebook: it is not JSON"),
        ("toy.ipynb", b"{}", "no list of cells"),
        ("z9/big.py", b"#" * 2**20, "1.0 MB; at most 1"),
        ("z9/aux.py", b"", "unsafe file name: z9/aux.py"),
    ],
)
def test_what_the_grader_would_refuse_is_refused(tree, name, content, words):
    (tree / name).write_bytes(content)
    with pytest.raises(Refused, match=words.split(";")[0]):
        pack("s123")
    assert not (tree / "z9-s123.zip").exists()


def test_a_missing_notebook_is_refused(tree):
    (tree / "toy.ipynb").unlink()
    with pytest.raises(Refused, match=r"toy\.ipynb is missing"):
        pack("s123")


def test_too_many_files_are_refused(tree):
    for number in range(200):
        (tree / f"z9/m{number}.py").write_text("")
    with pytest.raises(Refused, match="at most 200"):
        pack("s123")


def test_a_tree_without_the_package_is_refused(tree):
    (tree / "z9").rename(tree / "elsewhere")
    with pytest.raises(Refused, match="no package z9/"):
        pack("s123")


def test_the_command_ends_with_1_and_one_sentence(tree, capsys):
    (tree / "toy.ipynb").write_text("{")
    assert main(["--student-id", "s123"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("submit: toy.ipynb is not a notebook")
    assert error.count("\n") == 1


def test_the_command_runs_as_a_module(tree):
    command = [sys.executable, "-m", "given.submit", "--student-id", "s123"]
    ended = subprocess.run(command, cwd=tree, env=_with_given(), capture_output=True, check=True)
    assert b"hand in this file" in ended.stdout


def _with_given():
    """The toy tree's own given/ is empty: the real one must be found first."""
    import given

    return {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONPATH": str(Path(given.__path__[0]).parent)}


def test_outside_of_an_assignment_the_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["--student-id", "s123"]) == 1
    assert "open the assignment's folder first" in capsys.readouterr().err


def test_the_notebooks_cell_says_what_it_did_and_never_raises(tree, capsys):
    submit("s123")
    assert "hand in this file" in capsys.readouterr().out
    submit("your-student-id")
    assert "nothing is packed: put your own student id" in capsys.readouterr().out
