"""given.assertions: what passes, and how each kind of wrong answer is refused."""

import math
import pickle

import numpy as np
import pytest

from given import calls
from given.assertions import Mismatch, UnfitPromise, assert_close, assert_labels, assert_mask


@pytest.fixture(autouse=True)
def no_call():
    calls.clear()
    yield
    calls.clear()


class EqualToAll(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __sub__(self, other):
        return np.zeros(self.shape)

    def __array_ufunc__(self, *args, **kwargs):
        return np.zeros(3)

    def __array__(self, *args, **kwargs):
        return np.arange(3.0)


class Convertible:
    def __array__(self, *args, **kwargs):
        return np.arange(3.0)

    def __float__(self):
        return 1.0


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0, 1.0),
        (1, 1.0),
        (np.float32(0.5), 0.5),
        (np.array(2.0), 2.0),
        (np.float64(2.0), np.array(2.0)),
        (np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3)),
        (np.arange(6.0).reshape(3, 2).T, np.array([[0.0, 2, 4], [1, 3, 5]])),
        ([1.0, 2], [1.0, 2.0]),
        ([1.0, 2], np.array([1.0, 2.0])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (1.0 + 1e-7, 1.0),
        (1e-10, 0.0),
        (np.array([1 + 2j]), np.array([1 + 2j])),
        (np.array([[1.0, 2.0]]).view(np.matrix), np.array([[1.0, 2.0]])),
        (np.array([2**40], dtype=np.uint64), np.array([2**40])),
    ],
)
def test_equal_values_of_equal_shape_are_close(got, want):
    assert_close(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.array([1.0]), 1.0),
        (1.0, np.array([1.0])),
        (np.ones((3, 1)), np.ones(3)),
        (np.ones(3), np.ones((2, 3))),
        (np.zeros((0, 3)), np.zeros((2, 3))),
        (np.array([]), 1.0),
        (np.float64("nan"), 1.0),
        (np.array([1.0, np.inf]), np.array([1.0, 2.0])),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0])),
        (True, 1.0),
        (np.True_, 1.0),
        ([True, 2.0], [1.0, 2.0]),
        (np.array([True]), np.array([1.0])),
        ("1.0", 1.0),
        (np.array(["1.0"]), np.array([1.0])),
        (np.array([1.0], dtype=object), np.array([1.0])),
        (np.array([], dtype=object), np.array([])),
        (None, 1.0),
        (1j, 1.0),
        (10**400, 1.0),
        ([[1.0], [1.0, 2.0]], np.ones((2, 2))),
        ((1.0, np.zeros(3)), 1.0),
        ({"loss": 1.0}, 1.0),
        (Convertible(), 1.0),
        (Convertible(), np.arange(3.0)),
        ([Convertible()], np.array([1.0])),
        (1.0 + 3e-6, 1.0),
        (1e308 * 1.7, -1e308 * 1.7),
    ],
)
def test_any_other_answer_is_a_mismatch(got, want):
    with pytest.raises(Mismatch):
        assert_close(got, want)


def test_a_subclass_that_equals_everything_is_compared_by_its_numbers():
    with pytest.raises(Mismatch):
        assert_close(np.ones(3).view(EqualToAll), np.arange(3.0))


@pytest.mark.parametrize(
    "want", [math.nan, np.array([1.0, np.inf]), None, "1", True, np.array([1.0], dtype=object)]
)
def test_a_promise_that_cannot_be_kept_is_the_tests_fault(want):
    with pytest.raises(UnfitPromise):
        assert_close(1.0, want)


@pytest.mark.parametrize("tolerance", [{"rtol": -1.0}, {"atol": math.nan}, {"rtol": math.inf}])
def test_a_tolerance_that_accepts_anything_is_the_tests_fault(tolerance):
    with pytest.raises(ValueError, match="finite"):
        assert_close(1.0, 2.0, **tolerance)


def test_a_mismatch_shows_the_entry_farthest_off():
    with pytest.raises(Mismatch) as caught:
        assert_close(np.array([[1.0, 2.0], [3.5, 4.25]]), np.array([[1.0, 2.0], [3.0, 8.0]]))
    assert caught.value.promised == "8 at [1, 1], shape (2, 2)"
    assert caught.value.came == "4.25 there; 2 of 4 entries differ"


def test_a_mismatch_of_near_numbers_shows_enough_digits():
    with pytest.raises(Mismatch) as caught:
        assert_close(1.00000312, 1.0)
    assert (caught.value.promised, caught.value.came) == ("1", "1.00000312")


def test_a_wrong_shape_names_both_shapes():
    with pytest.raises(Mismatch) as caught:
        assert_close(np.zeros((1, 4)), np.zeros(4))
    assert caught.value.promised == "numbers, shape (4,)"
    assert caught.value.came == "shape (1, 4)"
    assert "keepdims" in caught.value.symptom


def test_the_symptom_looks_at_the_last_call():
    W = np.array([[1.0, 2.0], [3.0, -1.0]])
    calls.record(calls.call_of("losses.f", ["W"], [W], {}))
    with pytest.raises(Mismatch, match="by a multiple of W"):
        assert_close(np.array([[5.0, 1.0], [2.0, 7.0]]) + 0.5 * W, np.array([[5.0, 1], [2, 7]]))


def test_a_mismatch_survives_pickling():
    failure = pickle.loads(pickle.dumps(Mismatch("1", "2", "twice")))
    assert (failure.promised, failure.came, failure.symptom) == ("1", "2", "twice")


@pytest.mark.parametrize("got", [np.array([0, 2]), np.array([0.0, 2.0]), [0, 2], np.uint8([0, 2])])
def test_labels_may_be_integers_or_floats_with_integer_values(got):
    assert_labels(got, np.array([0, 2]))


@pytest.mark.parametrize(
    "got",
    [
        np.array([0, 1]),
        np.array([0.0, 2.5]),
        np.array([0.0, np.nan]),
        np.array([[0], [2]]),
        np.array([False, True]),
        ["0", "2"],
        np.array([0, 2], dtype=object),
        2,
    ],
)
def test_other_labels_are_a_mismatch(got):
    with pytest.raises(Mismatch):
        assert_labels(got, np.array([0, 2]))


def test_labels_that_are_all_off_by_one_say_so():
    with pytest.raises(Mismatch, match="counting"):
        assert_labels(np.array([1, 3, 2]), np.array([0, 2, 1]))


def test_labels_need_a_promise_of_integers():
    with pytest.raises(UnfitPromise):
        assert_labels(np.array([1]), np.array([1.0]))


def test_a_mask_of_truth_values_is_compared():
    assert_mask(np.array([True, False]), np.array([True, False]))


@pytest.mark.parametrize("got", [np.array([1, 0]), np.array([1.0, 0.0]), np.array([True]), None])
def test_a_mask_of_numbers_or_another_shape_is_a_mismatch(got):
    with pytest.raises(Mismatch):
        assert_mask(got, np.array([True, False]))


def test_an_inverted_mask_says_so():
    with pytest.raises(Mismatch, match="inverted"):
        assert_mask(np.array([False, True]), np.array([True, False]))
