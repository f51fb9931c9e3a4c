"""Wrong warm-ups that people really write, each with the hint it earns."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.hints import misconception
from oracles import warmup as oracle

Array = NDArray[Any]
Rows = NDArray[np.integer]
Shape = tuple[int, ...]

FIBONACCI = "warmup.fibonacci"
MINIBATCHES = "warmup.minibatches"
SHAPE = "warmup.broadcast_shape"
OUTER = "warmup.outer_product"
CENTER = "warmup.center_rows"
PICK = "warmup.pick_scores"
CHANNELS = "warmup.channels_first"
PAD = "warmup.pad_images"
MOSAIC = "warmup.mosaic"

LONGEST = 300  # numbers that a variant yields which would go on


def sums(first: Any, second: Any) -> Iterator[Any]:
    """Both numbers, then each the sum of the two before."""
    for _ in range(LONGEST):
        yield first
        first, second = second, first + second


# fibonacci


@misconception(FIBONACCI, hint="Your numbers start at 1: the first two are 0 and 1.")
def starts_at_one(limit: Any) -> Iterator[int]:
    yield from (number for number in sums(1, 1) if number < limit)


@misconception(FIBONACCI, hint="You yield a number that equals limit: every number is below it.")
def limit_included(limit: Any) -> Iterator[int]:
    yield from (number for number in sums(0, 1) if number <= limit)


@misconception(
    FIBONACCI, hint="The last number is missing: compare the one you yield, not the next."
)
def stops_one_early(limit: Any) -> Iterator[int]:
    numbers = [number for number in sums(0, 1) if number < limit]
    yield from numbers[:-1]


@misconception(FIBONACCI, hint="limit bounds the numbers themselves, not how many there are.")
def limit_counts(limit: Any) -> Iterator[int]:
    yield from (number for place, number in enumerate(sums(0, 1)) if place < limit)


@misconception(FIBONACCI, hint="You return a list: yield one number at a time.")
def list_instead_of_generator(limit: Any) -> list[int]:
    return [number for number in sums(0, 1) if number < limit]


@misconception(
    FIBONACCI, hint="The first number is overwritten before it is added: assign both at once."
)
def overwritten_before_added(limit: Any) -> Iterator[int]:
    first, second = 0, 1
    while first < limit:
        yield first
        first = second
        second = first + second


@misconception(FIBONACCI, hint="Floats are exact up to 2 ** 53 only: add integers.")
def through_floats(limit: Any) -> Iterator[int]:
    yield from (int(number) for number in sums(0.0, 1.0) if number < limit)


# minibatches


def cut(order: Rows, batch_size: int) -> Iterator[Rows]:
    """The order in pieces of batch_size, the last one shorter."""
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]


@misconception(MINIBATCHES, hint="The rows come in their own order: let rng shuffle them.")
def not_shuffled(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    while True:
        yield from cut(np.arange(num_rows), batch_size)


@misconception(MINIBATCHES, hint="All epochs have the same order: shuffle again for each.")
def shuffled_once(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    order = rng.permutation(num_rows)
    while True:
        yield from cut(order, batch_size)


@misconception(MINIBATCHES, hint="You shuffle the minibatches, not the rows within them.")
def whole_batches_shuffled(
    num_rows: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Rows]:
    batches = list(cut(np.arange(num_rows), batch_size))
    while True:
        full = rng.permutation(num_rows // batch_size)
        yield from (batches[place] for place in full)
        yield from batches[len(full) :]


@misconception(
    MINIBATCHES, hint="It ends after one epoch: a generator without end starts the next."
)
def one_epoch_only(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    yield from cut(rng.permutation(num_rows), batch_size)


@misconception(MINIBATCHES, hint="You drop the short last minibatch: its rows belong to the epoch.")
def short_batch_dropped(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    for _ in range(LONGEST):  # where batch_size is above num_rows, nothing is ever yielded
        order = rng.permutation(num_rows)
        yield from (batch for batch in cut(order, batch_size) if len(batch) == batch_size)


@misconception(
    MINIBATCHES, hint="A minibatch takes rows of two epochs: the last of each is shorter."
)
def batches_across_epochs(
    num_rows: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Rows]:
    waiting = np.arange(0)
    while True:
        while len(waiting) < batch_size:
            waiting = np.concatenate([waiting, rng.permutation(num_rows)])
        batch, waiting = waiting[:batch_size], waiting[batch_size:]
        yield batch


@misconception(
    MINIBATCHES, hint="The last minibatch is filled with rows that have been in the epoch."
)
def last_batch_filled_up(
    num_rows: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Rows]:
    while True:
        order = rng.permutation(num_rows)
        for start in range(0, num_rows, batch_size):
            yield np.take(order, range(start, start + batch_size), mode="wrap")


@misconception(MINIBATCHES, hint="You draw with replacement: an epoch has each row once.")
def with_replacement(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    while True:
        yield from cut(rng.integers(0, num_rows, size=num_rows), batch_size)


@misconception(
    MINIBATCHES, hint="Each minibatch is drawn by itself: cut one shuffled order instead."
)
def batches_drawn_apart(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    while True:
        for batch in cut(np.arange(num_rows), batch_size):
            yield rng.choice(num_rows, len(batch), replace=False)


@misconception(MINIBATCHES, hint="You shuffle by np.random: take rng, then equal seeds repeat.")
def global_generator(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    while True:
        yield from cut(np.random.permutation(num_rows), batch_size)


@misconception(
    MINIBATCHES, hint="You seed a generator of your own: take rng, so that seeds matter."
)
def own_seed(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    own = np.random.default_rng(0)
    while True:
        yield from cut(own.permutation(num_rows), batch_size)


@misconception(MINIBATCHES, hint="Your row numbers start at 1: they go from 0 to num_rows - 1.")
def rows_from_one(num_rows: int, batch_size: int, rng: np.random.Generator) -> Iterator[Rows]:
    while True:
        yield from cut(rng.permutation(num_rows) + 1, batch_size)


@misconception(
    MINIBATCHES, hint="batch_size is how many rows a minibatch has, not how many there are."
)
def size_taken_for_count(
    num_rows: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Rows]:
    while True:
        yield from np.array_split(rng.permutation(num_rows), batch_size)


@misconception(
    MINIBATCHES, hint="An empty minibatch ends the epoch where batch_size divides num_rows."
)
def empty_batch_at_the_end(
    num_rows: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Rows]:
    while True:
        order = rng.permutation(num_rows)
        for start in range(0, num_rows + 1, batch_size):
            yield order[start : start + batch_size]


# broadcast_shape


def paired(first: Sequence[int], second: Sequence[int]) -> list[tuple[int, int]]:
    """Sizes side by side from the last axis backwards; a missing one is 1."""
    return list(zip_longest(reversed(first), reversed(second), fillvalue=1))


def forwards(sizes: Sequence[int]) -> Shape:
    return tuple(reversed(sizes))


@misconception(SHAPE, hint="You compare from the first axis: the rule starts at the last.")
def aligned_at_the_front(first: Shape, second: Shape) -> Shape:
    pairs = list(zip_longest(first, second, fillvalue=1))
    if any(one != other and 1 not in (one, other) for one, other in pairs):
        raise ValueError("they do not fit")
    return tuple(map(max, pairs))


@misconception(SHAPE, hint="Sizes that do not fit get the larger one: raise ValueError.")
def misfits_accepted(first: Shape, second: Shape) -> Shape:
    return forwards([max(pair) for pair in paired(first, second)])


@misconception(SHAPE, hint="For shapes that do not fit you return None: raise ValueError.")
def none_for_misfits(first: Shape, second: Shape) -> Shape | None:
    pairs = paired(first, second)
    if any(one != other and 1 not in (one, other) for one, other in pairs):
        return None
    return forwards([max(pair) for pair in pairs])


@misconception(SHAPE, hint="You refuse a size of 1 beside a larger one: 1 is stretched.")
def ones_refused(first: Shape, second: Shape) -> Shape:
    pairs = paired(first, second)
    shorter = min(len(first), len(second))
    if any(one != other for one, other in pairs[:shorter]):
        raise ValueError("they do not fit")
    return forwards([max(pair) for pair in pairs])


@misconception(SHAPE, hint="You refuse shapes of unequal lengths: a missing axis counts as 1.")
def unequal_lengths_refused(first: Shape, second: Shape) -> Shape:
    if len(first) != len(second):
        raise ValueError("they do not fit")
    return np.broadcast_shapes(first, second)


@misconception(SHAPE, hint="The axes that only the longer shape has are lost.")
def extra_axes_lost(first: Shape, second: Shape) -> Shape:
    shorter = min(len(first), len(second))
    return np.broadcast_shapes(first, second)[max(len(first), len(second)) - shorter :]


@misconception(SHAPE, hint="The answer is in reverse order: turn it round again at the end.")
def left_reversed(first: Shape, second: Shape) -> Shape:
    return forwards(np.broadcast_shapes(first, second))


@misconception(SHAPE, hint="A size of 1 in the longer shape is not stretched.")
def longer_shape_returned(first: Shape, second: Shape) -> Shape:
    np.broadcast_shapes(first, second)
    return max(first, second, key=len)


@misconception(SHAPE, hint="A size of 1 is stretched in one of the shapes only: in both it may be.")
def ones_only_in_the_first(first: Shape, second: Shape) -> Shape:
    pairs = paired(first, second)
    if any(one not in (other, 1) for one, other in pairs[: len(second)]):
        raise ValueError("they do not fit")
    return forwards([max(pair) for pair in pairs])


@misconception(SHAPE, hint="A size that divides the other does not fit: only equal ones and 1 do.")
def divisors_fit(first: Shape, second: Shape) -> Shape:
    pairs = paired(first, second)
    if any(max(pair) % min(pair) for pair in pairs):
        raise ValueError("they do not fit")
    return forwards([max(pair) for pair in pairs])


# outer_product


@misconception(OUTER, hint="The table is transposed: rows belong to a, columns to b.")
def table_transposed(a: Array, b: Array) -> Array:
    return oracle.outer_product(b, a)


@misconception(OUTER, hint="You add where the table multiplies.")
def table_of_sums(a: Array, b: Array) -> Array:
    return np.add.outer(a, b)


@misconception(OUTER, hint="a * b pairs a[i] with b[i]: give a an axis of length 1.")
def entry_by_entry(a: Array, b: Array) -> Array:
    return np.multiply(a, b)


@misconception(OUTER, hint="All products are right, but in one long row: the answer is (N, M).")
def table_flattened(a: Array, b: Array) -> Array:
    return oracle.outer_product(a, b).ravel()


@misconception(OUTER, hint="You multiply a by itself: the columns belong to b.")
def one_vector_twice(a: Array, b: Array) -> Array:
    return oracle.outer_product(a, a)


# center_rows


@misconception(CENTER, hint="You take off the mean of each column: a row's mean runs along axis 1.")
def columns_centered(A: Array) -> Array:
    return A - oracle.row_means(A.T).T


@misconception(CENTER, hint="One mean serves the whole array: each row has its own.")
def one_mean_for_all(A: Array) -> Array:
    return A - A.mean()


@misconception(
    CENTER, hint="The means run along the wrong axis: keepdims=True makes them a column."
)
def means_without_their_axis(A: Array) -> Array:
    centered: Array = A - A.mean(axis=1)
    return centered


@misconception(CENTER, hint="You change A itself: -= writes into the caller's array.")
def centered_in_place(A: Array) -> Array:
    A -= oracle.row_means(A)
    return A


@misconception(CENTER, hint="You divide by the standard deviation, too: only the mean goes.")
def rows_standardized(A: Array) -> Array:
    return (A - oracle.row_means(A)) / A.std(axis=1, keepdims=True)


@misconception(CENTER, hint="You take off the sum of a row: its mean is the sum over D.")
def sum_for_mean(A: Array) -> Array:
    return A - A.sum(axis=1, keepdims=True)


@misconception(CENTER, hint="You take off the median of a row, not its mean.")
def median_for_mean(A: Array) -> Array:
    return np.asarray(A - np.median(A, axis=1, keepdims=True))


@misconception(CENTER, hint="You return the means: take them off A.")
def means_returned(A: Array) -> Array:
    return np.array(A.mean(axis=1, keepdims=True))


# pick_scores


@misconception(
    PICK, hint="scores[:, y] takes every class of y from every row: pair rows and classes."
)
def columns_of_all_rows(scores: Array, y: Rows) -> Array:
    return scores[:, y]


@misconception(PICK, hint="scores[y] takes whole rows: y numbers the columns.")
def classes_taken_for_rows(scores: Array, y: Rows) -> Array:
    return scores[y]


@misconception(PICK, hint="Rows and columns are exchanged: y is the second index.")
def indices_exchanged(scores: Array, y: Rows) -> Array:
    return scores[y, np.arange(len(y))]


@misconception(PICK, hint="You take the best score of each row: take the one of its class y[i].")
def best_score(scores: Array, y: Rows) -> Array:
    return np.array(scores.max(axis=1))


@misconception(
    PICK, hint="take without axis counts through the whole table: pair rows and classes."
)
def counted_through_the_table(scores: Array, y: Rows) -> Array:
    return scores.take(y)


@misconception(PICK, hint="Your classes start at 1: y counts from 0.")
def classes_from_one(scores: Array, y: Rows) -> Array:
    return oracle.pick_scores(scores, (y - 1) % scores.shape[1])


@misconception(PICK, hint="The answer is a column, (N, 1): it is to be (N,).")
def column_of_scores(scores: Array, y: Rows) -> Array:
    return oracle.pick_scores(scores, y)[:, None]


# channels_first


@misconception(CHANNELS, hint="reshape keeps the order of the numbers: move the axis by transpose.")
def reshaped(images: Array) -> Array:
    n, height, width, channels = images.shape
    return images.reshape(n, channels, height, width)


@misconception(CHANNELS, hint="Rows and columns are exchanged: the pictures are mirrored.")
def rows_and_columns_exchanged(images: Array) -> Array:
    return images.swapaxes(1, 3)


@misconception(CHANNELS, hint="The channels stand before the images: the first axis stays N.")
def channels_before_images(images: Array) -> Array:
    return np.moveaxis(images, 3, 0)


@misconception(CHANNELS, hint="The wrong way round: this moves axis 1 to the end.")
def the_other_way_round(images: Array) -> Array:
    return images.transpose(0, 2, 3, 1)


@misconception(CHANNELS, hint=".T reverses all axes: only the channels move.")
def all_axes_reversed(images: Array) -> Array:
    return images.T


# pad_images


def bordered(images: Array, *widths: tuple[int, int], mode: Any = "constant") -> Array:
    """The images padded before and after, axis by axis."""
    return np.pad(images, widths, mode=mode)


@misconception(PAD, hint="You pad images and channels, too: only rows and columns get a border.")
def all_axes_padded(images: Array, width: int) -> Array:
    return np.pad(images, width)


@misconception(PAD, hint="The border is missing on two sides: pad before and after.")
def padded_after_only(images: Array, width: int) -> Array:
    return bordered(images, (0, 0), (0, width), (0, width), (0, 0))


@misconception(PAD, hint="The whole border stands on two sides: width belongs on each of the four.")
def border_shifted(images: Array, width: int) -> Array:
    return bordered(images, (0, 0), (2 * width, 0), (2 * width, 0), (0, 0))


@misconception(PAD, hint="You repeat the outermost pixels: the border is of zeros.")
def edges_repeated(images: Array, width: int) -> Array:
    sides = (width, width)
    return bordered(images, (0, 0), sides, sides, (0, 0), mode="edge")


@misconception(PAD, hint="You mirror the image into its border: the border is of zeros.")
def edges_mirrored(images: Array, width: int) -> Array:
    sides = (width, width)
    return bordered(images, (0, 0), sides, sides, (0, 0), mode="symmetric")


@misconception(PAD, hint="Only one pair of sides is padded: rows and columns both get a border.")
def rows_padded_only(images: Array, width: int) -> Array:
    return bordered(images, (0, 0), (width, width), (0, 0), (0, 0))


@misconception(PAD, hint="With width 0 the slice [width:-width] is empty: use [width:width + H].")
def empty_slice_without_a_border(images: Array, width: int) -> Array:
    n, height, breadth, channels = images.shape
    padded = np.zeros((n, height + 2 * width, breadth + 2 * width, channels), images.dtype)
    padded[:, width:-width, width:-width] = images
    return padded


@misconception(PAD, hint="The border is half as wide as promised: width pixels on each side.")
def half_a_border(images: Array, width: int) -> Array:
    sides = (width // 2, width - width // 2)
    return bordered(images, (0, 0), sides, sides, (0, 0))


# mosaic


@misconception(MOSAIC, hint="reshape alone cuts pixel rows apart: transpose the grid before.")
def grid_not_transposed(images: Array, columns: int) -> Array:
    n, height, width, channels = images.shape
    return images.reshape(n // columns * height, columns * width, channels)


@misconception(MOSAIC, hint="You fill column after column: the first images are the top row.")
def column_after_column(images: Array, columns: int) -> Array:
    order = np.arange(len(images)).reshape(columns, -1).T.ravel()
    return oracle.mosaic(images[order], columns)


@misconception(
    MOSAIC, hint="columns is how many images stand in a row, not how many rows there are."
)
def columns_taken_for_rows(images: Array, columns: int) -> Array:
    return oracle.mosaic(images, len(images) // columns)


@misconception(MOSAIC, hint="All images stand in one row: begin a new one after every columns.")
def one_long_row(images: Array, columns: int) -> Array:
    return oracle.mosaic(images, len(images))


@misconception(MOSAIC, hint="All images stand below each other: columns of them share a row.")
def one_high_column(images: Array, columns: int) -> Array:
    return oracle.mosaic(images, 1)


@misconception(MOSAIC, hint="The rows of images come from the bottom up: the first is the top row.")
def from_the_bottom_up(images: Array, columns: int) -> Array:
    rows = images.reshape(-1, columns, *images.shape[1:])[::-1]
    return oracle.mosaic(rows.reshape(images.shape), columns)
