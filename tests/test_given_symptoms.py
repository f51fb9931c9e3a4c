"""given.symptoms: each kind of error is named, and a right answer is not."""

import math

import numpy as np
import pytest

from given import symptoms
from given.calls import call_of

N, D, C = 4, 6, 3


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def call(rng):
    W, X = rng.normal(size=(D, C)), rng.normal(size=(N, D))
    return call_of("losses.f", ["W", "X", "reg"], [W, X, 0.3], {})


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (-1, "opposite sign"),
        (2, "2 times"),
        (0.5, "half"),
        (-2, "-2 times"),
        (N, "4 times the promised one (4 = X.shape[0]): sum or mean?"),
        (1 / N, "1/4 of the promised one (4 = X.shape[0])"),
        (C, "3 times the promised one (3 = W.shape[1])"),
        (1 / D, "1/6 of the promised one (6 = W.shape[0] = X.shape[1])"),
        (N / (N - 1), "4/3 of the promised one"),
        (1 / math.log(2), "logarithm"),
        (7.3, "one and the same number"),
    ],
)
def test_a_constant_factor_is_named(rng, call, factor, words):
    want = rng.normal(size=(D, C))
    assert words in symptoms.of_values(factor * want, want, call)


def test_a_factor_of_a_single_number_is_named_only_where_it_is_well_known(call):
    assert "2 times" in symptoms.of_values(np.array(2.6), np.array(1.3), call)
    assert symptoms.of_values(np.array(2.7), np.array(1.3), call) is None


def test_a_factor_keeps_zeros_where_they_are(call):
    assert "2 times" in symptoms.factor(np.array([0.0, 2.0]), np.array([0.0, 1.0]), {})
    assert symptoms.factor(np.array([0.1, 2.0]), np.array([0.0, 1.0]), {}) is None


def test_a_transposed_answer_is_named_in_any_shape(rng):
    square, wide = rng.normal(size=(3, 3)), rng.normal(size=(2, 3))
    assert symptoms.of_values(square.T, square, None) == "the answer is transposed"
    assert symptoms.of_shape(wide.T, wide, None) == "the answer is transposed"
    assert symptoms.of_shape(wide.T + 1, wide, None) == "the shape is transposed"


def test_a_multiple_of_an_argument_is_named(rng, call):
    want = rng.normal(size=(D, C))
    got = want - 0.3 * call.values["W"]
    assert symptoms.of_values(got, want, call).endswith("by a multiple of W")


@pytest.mark.parametrize(
    ("share", "words"), [(1, "too high by reg * sum(W ** 2)"), (-0.5, "too low by 0.5 * reg")]
)
def test_a_penalty_too_many_or_missing_is_named(call, share, words):
    off = share * 0.3 * np.sum(call.values["W"] ** 2)
    assert words in symptoms.of_values(np.array(1.2 + off), np.array(1.2), call)


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        ((1,), (), "wrapped in an array"),
        ((1, 1), (), "wrapped in an array"),
        ((1, 3), (3,), "keepdims=True, or a slice"),
        ((3,), (3, 1), "keepdims=True keeps it"),
        ((4, 4), (4,), "broadcasts to (4, 4)"),
        ((4, 4), (4, 1), "broadcasts to (4, 4)"),
        ((), (6, 3), "without its axis"),
        ((6,), (6, 3), "summed over one too many"),
        ((6,), (3,), "6 = W.shape[0] = X.shape[1]"),
        ((4, 3), (6, 3), "axis 0 has length 4 = X.shape[0]"),
    ],
)
def test_a_wrong_shape_is_explained(call, got, want, words):
    assert words in symptoms.of_shape(np.ones(got), np.zeros(want), call)


def test_an_unrelated_shape_has_no_symptom(call):
    assert symptoms.of_shape(np.ones((5, 8, 2)), np.ones((6, 3)), call) is None


def test_nan_and_infinity_are_told_apart():
    want = np.ones(3)
    assert "nan in 1 of 3 entries" in symptoms.of_values(np.array([1, np.nan, 1]), want, None)
    assert "infinity in 2 of 3" in symptoms.of_values(np.array([np.inf, -np.inf, 1]), want, None)
    assert "nan:" in symptoms.of_values(np.array(np.nan), np.array(1.0), None)


def test_zeros_are_named():
    assert "every entry is 0" in symptoms.of_values(np.zeros(3), np.arange(3.0), None)


def test_a_constant_shift_is_named(rng):
    want = rng.normal(size=(3, 4))
    assert "off by one and the same number" in symptoms.of_values(want + 2.5, want, None)


def test_a_single_wrong_entry_row_or_column_is_named(rng):
    want = rng.normal(size=(3, 4))
    entry, row, column = want.copy(), want.copy(), want.copy()
    entry[1, 2] += 1
    row[0] = rng.normal(size=4)
    column[:, 3] = rng.normal(size=3)
    assert symptoms.of_values(entry, want, None) == "only the entry [1, 2] is wrong"
    assert "only [0, :] is wrong" in symptoms.of_values(row, want, None)
    assert "only [:, 3] is wrong" in symptoms.of_values(column, want, None)


def test_an_unrelated_answer_has_no_symptom(rng, call):
    assert symptoms.of_values(rng.normal(size=(D, C)), rng.normal(size=(D, C)), call) is None


def test_complex_and_huge_numbers_do_not_disturb(call):
    assert symptoms.of_values(np.array([1j, 2.0]), np.array([1.0, 2j]), call) is None
    huge = np.full((D, C), 1.7e308)
    symptoms.of_values(-huge, huge, call)
    symptoms.of_values(huge, np.full((D, C), 1e-308), call)
