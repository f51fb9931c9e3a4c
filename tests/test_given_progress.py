"""given.progress: a bar where someone looks at it, and silence elsewhere."""

import sys

import pytest

from given import progress
from given.progress import Progress


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(progress, "EVERY_S", -1.0)


def run(is_wanted, total=4):
    with Progress(is_wanted, total, 0) as bar:
        for _ in range(total):
            bar.step(2.5, 0.01)
        bar.say("done")


def test_a_terminal_shows_how_far_with_loss_and_rate_and_is_wiped_clean(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(True)
    shown = capsys.readouterr().err
    assert "2/4" in shown
    assert "loss 2.500, rate 0.01" in shown
    assert shown.endswith(" \r")


def test_a_file_gets_the_lines_and_no_bar(capsys):
    run(True)
    assert capsys.readouterr() == ("done\n", "")


def test_nothing_is_shown_where_it_is_not_wanted(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(False)
    assert capsys.readouterr() == ("", "")


def test_a_notebook_has_one_output_brought_up_to_date(monkeypatch):
    outputs = []
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setattr(Progress, "_update", lambda self, output: outputs.append(output))
    run(True)
    assert [text["text/plain"].split("|")[2][:5] for text in outputs] == [
        f" {done}/4 " for done in range(1, 5)
    ]


def test_without_tqdm_there_is_no_bar(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(True)
    assert capsys.readouterr() == ("done\n", "")
