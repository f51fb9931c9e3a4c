"""Hidden tests of the exercise `warmup`: other data, combinations and edge cases."""

from itertools import islice

import numpy as np

from given.testing import assert_close, assert_labels
from oracles import warmup as oracle


def take(batches, count):
    """Copies of the first minibatches."""
    taken = [np.array(batch) for batch in islice(batches, count)]
    assert len(taken) == count
    return taken


def first_numbers(numbers):
    """The numbers as a list, as far as 250 of them go."""
    return list(islice(numbers, 250))


# fibonacci


def test_fibonacci_limits_between_the_numbers(student):
    """fibonacci: limits that are Fibonacci numbers, others, fractions and negative ones."""
    assert first_numbers(student.warmup.fibonacci(2)) == [0, 1, 1]
    assert first_numbers(student.warmup.fibonacci(22)) == [0, 1, 1, 2, 3, 5, 8, 13, 21]
    assert first_numbers(student.warmup.fibonacci(34)) == [0, 1, 1, 2, 3, 5, 8, 13, 21]
    assert first_numbers(student.warmup.fibonacci(2.5)) == [0, 1, 1, 2]
    assert first_numbers(student.warmup.fibonacci(-3)) == []


def test_fibonacci_numbers_are_sums_of_the_two_before(student):
    """fibonacci: far beyond what a float can hold, each number is the sum of the two before."""
    limit = 10**40
    numbers = first_numbers(student.warmup.fibonacci(limit))
    assert numbers[:2] == [0, 1]
    pairs = zip(numbers, numbers[1:], numbers[2:], strict=False)
    assert all(third == first + second for first, second, third in pairs)
    assert numbers[-1] < limit <= numbers[-1] + numbers[-2]


# minibatches


def test_minibatches_that_divide_the_rows_evenly(student):
    """minibatches: where batch_size divides num_rows, no short or empty batch comes between."""
    batches = take(student.warmup.minibatches(18, 6, np.random.default_rng(11)), 7)
    assert [len(batch) for batch in batches] == [6] * 7
    assert_labels(np.sort(np.concatenate(batches[:3])), np.arange(18))
    assert_labels(np.sort(np.concatenate(batches[3:6])), np.arange(18))


def test_minibatches_larger_than_the_set(student):
    """minibatches: a batch_size above num_rows gives whole epochs, each in a new order."""
    first, second = take(student.warmup.minibatches(16, 40, np.random.default_rng(12)), 2)
    assert_labels(np.sort(first), np.arange(16))
    assert_labels(np.sort(second), np.arange(16))
    assert not np.array_equal(first, second)


def test_minibatches_over_many_epochs(student):
    """minibatches: ten epochs, all orders different, each with a short last batch."""
    batches = take(student.warmup.minibatches(19, 9, np.random.default_rng(13)), 30)
    assert [len(batch) for batch in batches] == [9, 9, 1] * 10
    epochs = [np.concatenate(batches[first : first + 3]) for first in range(0, 30, 3)]
    assert_labels([np.sort(epoch) for epoch in epochs], np.tile(np.arange(19), (10, 1)))
    assert len({tuple(epoch) for epoch in epochs}) == 10


def test_minibatches_side_by_side(student):
    """minibatches: two generators of equal seeds, asked in turn, give the same batches."""
    one = student.warmup.minibatches(21, 8, np.random.default_rng(14))
    other = student.warmup.minibatches(21, 8, np.random.default_rng(14))
    pairs = [(take(one, 1)[0], take(other, 1)[0]) for _ in range(6)]
    for left, right in pairs:
        assert_labels(left, right)
    assert_labels(np.sort(np.concatenate([left for left, _ in pairs[3:]])), np.arange(21))


# broadcast_shape


def shape_of_sum(student, first, second):
    """What broadcast_shape says of two shapes."""
    try:
        return student.warmup.broadcast_shape(first, second)
    except ValueError:
        return "ValueError"


def test_broadcast_shape_of_random_shapes(student, rng):
    """broadcast_shape: up to five axes, some of size 1 in either shape, some missing."""
    for _ in range(12):
        shape = rng.integers(1, 7, size=rng.integers(1, 6))
        stretched = np.where(rng.random(len(shape)) < 0.4, 1, shape)[rng.integers(0, len(shape)) :]
        shape = np.where(rng.random(len(shape)) < 0.3, 1, shape)
        first, second = tuple(shape.tolist()), tuple(stretched.tolist())
        want = np.broadcast_shapes(first, second)
        assert shape_of_sum(student, first, second) == want
        assert shape_of_sum(student, second, first) == want


def test_broadcast_shape_compares_from_the_last_axis(student):
    """broadcast_shape: equal sizes at the front, or a size that divides the other, do not fit."""
    assert shape_of_sum(student, (4, 1, 2), (3, 1)) == (4, 3, 2)
    assert shape_of_sum(student, (3,), (3, 4)) == "ValueError"
    assert shape_of_sum(student, (2, 4), (2, 3)) == "ValueError"
    assert shape_of_sum(student, (6,), (2,)) == "ValueError"
    assert shape_of_sum(student, (5, 2, 1), (3, 4)) == "ValueError"
    assert shape_of_sum(student, (4, 3, 2), (3,)) == "ValueError"


# Arrays


def test_outer_product_of_random_vectors(student, rng):
    """outer_product: any two lengths, a longer or b longer."""
    for n, m in ((5, 5), (6, 4), (3, 7)):
        a, b = rng.normal(size=n), rng.normal(size=m)
        want = oracle.outer_product(a, b)
        assert_close(student.warmup.outer_product(a, b), want)


def test_center_rows_of_a_square_array(student, rng):
    """center_rows: as many rows as columns."""
    A = rng.normal(size=(5, 5)) * 10
    want = A - oracle.row_means(A)
    assert_close(student.warmup.center_rows(A.copy()), want)


def test_pick_scores_of_random_rows(student, rng):
    """pick_scores: more classes than rows, fewer, and as many."""
    for n, c in ((6, 6), (4, 9), (11, 3)):
        scores, y = rng.normal(size=(n, c)), rng.integers(0, c, size=n)
        want = oracle.pick_scores(scores, y)
        assert_close(student.warmup.pick_scores(scores, y), want)


def test_channels_first_of_square_images(student, rng):
    """channels_first: square images, one of them alone, and one channel."""
    for shape in ((3, 4, 4, 2), (1, 5, 5, 5), (4, 3, 2, 1)):
        images = rng.normal(size=shape)
        want = oracle.channels_first(images)
        assert_close(student.warmup.channels_first(images), want)


def test_pad_images_by_any_width(student, rng):
    """pad_images: no border, a wide one and a thin one; images of one pixel and of more."""
    for width, height, breadth in ((0, 1, 1), (3, 4, 3), (1, 2, 5)):
        images = rng.normal(size=(2, height, breadth, 3)) + 2.0
        want = oracle.pad_images(images, width)
        assert_close(student.warmup.pad_images(images, width), want)


def test_mosaic_of_random_images(student, rng):
    """mosaic: several shapes of the mosaic, square and oblong images, three channels."""
    for number, height, width, columns in ((6, 2, 3, 3), (6, 4, 2, 2), (8, 3, 3, 4)):
        images = rng.normal(size=(number, height, width, 3))
        want = oracle.mosaic(images, columns)
        assert_close(student.warmup.mosaic(images, columns), want)


def test_mosaic_keeps_the_dtype(student, rng):
    """mosaic: a single row or a single column of uint8 images, which stay uint8."""
    images = rng.integers(0, 256, size=(3, 2, 4, 3)).astype(np.uint8)
    for columns in (3, 1):
        want = oracle.mosaic(images, columns)
        sheet = student.warmup.mosaic(images, columns)
        assert_labels(sheet, want)
        assert sheet.dtype == np.uint8
