"""given.calls: descriptions of values, and the record of the last call."""

import enum

import numpy as np
import pytest

from given import calls


class Shouting:
    def __repr__(self):
        raise RuntimeError("asked for its text")

    __str__ = __len__ = __eq__ = __format__ = __repr__

    @property
    def __class__(self):
        raise RuntimeError("asked for its class")


class ShoutingArray(np.ndarray):
    @property
    def shape(self):
        raise RuntimeError("asked for its shape")

    dtype = size = shape

    def __array_finalize__(self, other):
        pass

    def __array__(self, *args, **kwargs):
        raise RuntimeError("asked to be an array")


class ShoutingMeta(type):
    @property
    def __name__(cls):
        raise RuntimeError("asked for its name")


class Quiet(metaclass=ShoutingMeta):
    pass


class Colour(enum.IntEnum):
    RED = 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros((5, 7)), "float64 array (5, 7)"),
        (np.zeros(3, dtype=np.float32), "float32 array (3,)"),
        (0.0, "0.0"),
        (3, "3"),
        (10**400, "int of 1329 bits"),
        (True, "True"),
        (None, "None"),
        ("text", "'text'"),
        ([1, 2, 3], "list of 3"),
        ((1, 2), "tuple of 2"),
        ({"mode": "train", "eps": 1e-5}, "dict with mode, eps"),
        ({1: 2}, "dict of 1"),
        (np.float32(0.5), "float32 0.5"),
        (Colour.RED, "Colour"),
        (b"abc", "3 bytes"),
    ],
)
def test_a_value_is_described(value, words):
    assert calls.describe(value) == words


def test_a_value_is_described_without_asking_it():
    assert calls.describe(Shouting()) == "Shouting"
    assert calls.describe(Quiet()) == "Quiet"
    assert calls.describe(Quiet) == "class Quiet"
    assert calls.describe(np.zeros(2).view(ShoutingArray)) == "float64 array (2,)"


@pytest.mark.parametrize("value", ["x" * 1000, {f"key{i}": 0 for i in range(99)}])
def test_a_description_is_short(value):
    assert len(calls.describe(value)) <= 80


def test_a_call_names_its_arguments():
    call = calls.call_of("losses.f", ["W", "X"], [np.zeros((5, 7)), 1.5, "more"], {"reg": 0.0})
    assert str(call) == "losses.f(W: float64 (5, 7), X: 1.5, arg2: 'more', reg: 0.0)"


def test_a_call_keeps_arrays_as_they_were():
    W = np.ones(3)
    call = calls.call_of("f", ["W", "reg", "mode"], [W, 0.5, "train"], {})
    W[:] = 7
    assert call.values["W"].tolist() == [1, 1, 1]
    assert sorted(call.values) == ["W", "reg"]


def test_a_call_keeps_nothing_of_objects_and_hostile_arrays():
    call = calls.call_of("f", ["a", "b"], [Shouting(), np.array([object()])], {})
    assert call.values == {}
    calls.call_of("f", ["c"], [np.zeros(2).view(ShoutingArray)], {})


def test_the_last_call_is_kept_until_cleared():
    calls.record(calls.Call("first", ()))
    calls.record(calls.Call("second", ("x: 1",)))
    assert calls.last_call() == calls.Call("second", ("x: 1",))
    calls.clear()
    assert calls.last_call() is None


@pytest.mark.parametrize("cache", [{"x": 1}, (1, 2), np.ones(3)])
def test_a_cache_is_named_and_not_described(cache):
    call = calls.call_of("a.f_backward", ["dout", "cache"], (np.ones(2), cache), {})
    assert str(call) == "a.f_backward(dout: float64 (2,), cache)"
    assert "cache" not in call.values
