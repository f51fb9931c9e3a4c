"""given.sealed: test images are counted whenever they are opened."""

import pytest

from given.sealed import Sealed


def test_nothing_is_opened_at_first():
    assert Sealed([1, 2], "two numbers").opened == 0


def test_opening_gives_the_contents_themselves():
    contents = [1, 2]
    assert Sealed(contents, "two numbers").open("the last table") is contents


def test_every_opening_is_counted_even_for_the_same_purpose():
    sealed = Sealed([1, 2], "two numbers")
    sealed.open("the last table")
    sealed.open("the last table")
    assert sealed.opened == 2
    assert sealed.purposes == ["the last table", "the last table"]


def test_the_first_opening_says_what_it_is_for_and_does_not_warn(capsys):
    Sealed([1, 2], "two numbers").open("the last table")
    assert capsys.readouterr().out == "two numbers, opened 1 time: the last table.\n"


def test_the_second_opening_warns(capsys):
    sealed = Sealed([1, 2], "two numbers")
    sealed.open("first")
    capsys.readouterr()
    sealed.open("second")
    said = capsys.readouterr().out
    assert "opened 2 times: first; second" in said
    assert "too good" in said


def test_it_is_not_opened_without_a_purpose():
    sealed = Sealed([1, 2], "two numbers")
    with pytest.raises(ValueError, match="two numbers"):
        sealed.open("  ")
    assert sealed.opened == 0


def test_showing_it_neither_opens_it_nor_shows_what_it_holds():
    sealed = Sealed([17, 19], "two numbers")
    assert repr(sealed) == "two numbers, sealed"
    assert sealed.opened == 0
