"""Public tests of the exercise `warmup`: Python's generators and NumPy's shapes."""

from itertools import islice

import numpy as np
import pytest

from given.calls import describe
from given.testing import Mismatch, assert_close, assert_labels, contract


def assert_same(got, want):
    """Passes if both are equal; shows both otherwise."""
    if got != want:
        raise Mismatch(str(want), str(got)[:200])


def take(batches, count):
    """Copies of the first minibatches."""
    taken = [np.array(batch) for batch in islice(batches, count)]
    if len(taken) < count:
        raise Mismatch(f"{count} minibatches and more", f"{len(taken)}, and then the end")
    return taken


def first_numbers(numbers):
    """The numbers as a list, as far as 250 of them go."""
    return list(islice(numbers, 250))


# fibonacci


def test_fibonacci_numbers_below_two_hundred(student):
    """fibonacci: the numbers below 200."""
    numbers = first_numbers(student.warmup.fibonacci(200))
    assert_same(numbers, [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])


def test_fibonacci_stops_before_the_limit(student):
    """fibonacci: every number is below limit, one that equals it is not yielded."""
    assert_same(first_numbers(student.warmup.fibonacci(8)), [0, 1, 1, 2, 3, 5])
    assert_same(first_numbers(student.warmup.fibonacci(1)), [0])
    assert_same(first_numbers(student.warmup.fibonacci(0)), [])


def test_fibonacci_is_a_generator(student):
    """fibonacci: next gives one number after the other, then StopIteration."""
    numbers = student.warmup.fibonacci(3)
    if not hasattr(numbers, "__next__"):
        raise Mismatch("a generator", describe(numbers))
    assert_same([next(numbers), next(numbers), next(numbers), next(numbers)], [0, 1, 1, 2])
    with pytest.raises(StopIteration):
        next(numbers)


def test_fibonacci_numbers_are_exact_however_large(student):
    """fibonacci: the 101st number, which no float and no 64-bit integer can hold, is exact."""
    numbers = first_numbers(student.warmup.fibonacci(4 * 10**20))
    assert_same(numbers[-1:], [354224848179261915075])


# minibatches


def test_minibatches_hold_each_row_once_an_epoch(student):
    """minibatches: 17 rows by 5 make batches of 5, 5, 5 and 2 with each row once."""
    batches = take(student.warmup.minibatches(17, 5, np.random.default_rng(3)), 4)
    assert_same([len(batch) for batch in batches], [5, 5, 5, 2])
    assert_labels(np.sort(np.concatenate(batches)), np.arange(17))


def test_minibatches_are_shuffled_anew_for_every_epoch(student):
    """minibatches: epoch follows epoch without end, each a new order of all rows."""
    batches = take(student.warmup.minibatches(20, 8, np.random.default_rng(4)), 9)
    epochs = [np.concatenate(batches[first : first + 3]) for first in (0, 3, 6)]
    for epoch in epochs:
        assert_labels(np.sort(epoch), np.arange(20))
    orders = {tuple(epoch) for epoch in [np.arange(20), *epochs]}
    assert_same(f"{len(orders) - 1} shuffled orders", "3 shuffled orders")


def test_minibatches_depend_on_rng_alone(student):
    """minibatches: equal seeds give equal batches, another seed gives others."""
    first = take(student.warmup.minibatches(18, 9, np.random.default_rng(5)), 3)
    again = take(student.warmup.minibatches(18, 9, np.random.default_rng(5)), 3)
    other = take(student.warmup.minibatches(18, 9, np.random.default_rng(6)), 3)
    assert_labels(np.sort(np.concatenate(first[:2])), np.arange(18))
    assert_labels(again, np.array(first))
    assert not np.array_equal(first, other), "two seeds gave the same batches"


@contract
def test_minibatches_are_integer_arrays(student):
    """minibatches: each is a 1-D array of integers, usable as an index."""
    for batch in islice(student.warmup.minibatches(5, 2, np.random.default_rng(7)), 3):
        assert batch.ndim == 1
        assert np.issubdtype(batch.dtype, np.integer)


# broadcast_shape


def assert_fit(student, first, second, want):
    """Passes if broadcast_shape says that both shapes give `want`."""
    try:
        shape = student.warmup.broadcast_shape(first, second)
    except ValueError as error:
        raise Mismatch(f"{want} for {first} and {second}", f"ValueError: {error}") from None
    assert_same(shape, want)


def test_broadcast_shape_of_shapes_that_fit(student):
    """broadcast_shape: sizes of 1 are stretched, missing axes count as 1."""
    assert_fit(student, (4,), (4, 4), (4, 4))
    assert_fit(student, (3, 4), (4,), (3, 4))
    assert_fit(student, (2, 1), (2, 6), (2, 6))
    assert_fit(student, (2,), (6, 1), (6, 2))
    assert_fit(student, (3, 1), (5, 1, 4), (5, 3, 4))
    assert_fit(student, (), (2, 3), (2, 3))


def test_broadcast_shape_of_shapes_that_do_not_fit(student):
    """broadcast_shape: (3, 4) and (1, 4) give (3, 4); (3, 4) and (2, 4) raise ValueError."""
    assert_fit(student, (3, 4), (1, 4), (3, 4))
    with pytest.raises(ValueError):  # noqa: PT011  # its words are the student's
        student.warmup.broadcast_shape((3, 4), (2, 4))


# Arrays


def test_outer_product_is_a_table_of_products(student):
    """outer_product: row i is b times a[i]."""
    table = student.warmup.outer_product(np.array([1.0, 2.0, -3.0]), np.array([5.0, 0.5]))
    assert_close(table, np.array([[5.0, 0.5], [10.0, 1.0], [-15.0, -1.5]]))


def test_center_rows_takes_off_the_mean_of_each_row(student):
    """center_rows: each row loses its own mean."""
    A = np.array([[1.0, 2.0, 6.0], [0.0, -4.0, 1.0]])
    assert_close(student.warmup.center_rows(A), np.array([[-2.0, -1.0, 3.0], [1.0, -3.0, 2.0]]))


def test_center_rows_leaves_its_argument(student, rng):
    """center_rows: A minus the answer is the mean of each row, so A is as it came."""
    A = rng.normal(size=(4, 6)) + 3.0
    means = np.tile([[sum(row) / 6] for row in A.tolist()], (1, 6))
    centered = student.warmup.center_rows(A)
    assert_close(A - centered, means)


def test_pick_scores_takes_one_score_a_row(student):
    """pick_scores: entry i is scores[i, y[i]]."""
    scores = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0], [-1.0, -2.0, -3.0]])
    assert_close(student.warmup.pick_scores(scores, np.array([2, 0, 0, 1])), [3.0, 4.0, 7.0, -2.0])


def test_channels_first_moves_each_number_to_its_place(student):
    """channels_first: images of 4 by 5 pixels and 3 channels, each number named by its place."""
    n, h, w, c = np.indices((2, 4, 5, 3))
    images = 1000.0 * n + 100 * h + 10 * w + c
    n, c, h, w = np.indices((2, 3, 4, 5))
    assert_close(student.warmup.channels_first(images), 1000.0 * n + 100 * h + 10 * w + c)


def test_pad_images_puts_zeros_around(student):
    """pad_images: an image of 1 by 2 pixels with a border of 1."""
    images = np.array([[[[7.0], [8.0]]]])
    want = np.array([[0.0, 0, 0, 0], [0, 7, 8, 0], [0, 0, 0, 0]])
    assert_close(student.warmup.pad_images(images, 1), want[None, :, :, None])


def test_pad_images_keeps_the_dtype(student):
    """pad_images: uint8 images stay uint8, with a border and with none."""
    images = np.arange(1, 13, dtype=np.uint8).reshape(1, 2, 3, 2)
    for width in (2, 0):
        padded = student.warmup.pad_images(images.copy(), width)
        assert_labels(padded[:, width : width + 2, width : width + 3], images)
        assert_same(str(padded.dtype), "uint8")
        assert_same(padded.shape, (1, 2 + 2 * width, 3 + 2 * width, 2))


def test_mosaic_fills_row_after_row(student):
    """mosaic: four images of 2 by 3 pixels in two columns, each pixel named by its place."""
    n, h, w, _ = np.indices((4, 2, 3, 1))
    row, column, _ = np.indices((4, 6, 1))
    want = 100.0 * (2 * (row // 2) + column // 3) + 10 * (row % 2) + column % 3
    assert_close(student.warmup.mosaic(100.0 * n + 10 * h + w, 2), want)
