"""The table of guesses at a notebook's end."""

import numpy as np

from given.guesses import print_guesses


def lines(capsys, guesses, truths):
    print_guesses(guesses, truths)
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_a_guess_stands_beside_its_truth(capsys):
    head, row = lines(capsys, {"loss": 1.0}, {"loss": np.float64(2.302585)})
    assert head == ["your", "guess", "measured"]
    assert row == ["loss", "1.0", "2.3"]


def test_what_is_not_measured_yet_is_said(capsys):
    assert lines(capsys, {"loss": 1}, {})[1] == ["loss", "1", "not", "yet"]


def test_words_are_printed_as_they_are(capsys):
    assert lines(capsys, {"museum": "A B"}, {"museum": "B A"})[1] == ["museum", "A", "B", "B", "A"]


def test_columns_are_wide_enough_for_the_longest_name(capsys):
    print_guesses({"a": 1, "a name that is longer than the others": 2}, {"a": 3})
    out = capsys.readouterr().out.splitlines()
    assert len({len(line) for line in out}) == 1
