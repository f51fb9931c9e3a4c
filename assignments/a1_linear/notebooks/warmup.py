# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Warm-up: arrays instead of loops
#
# At the end of this notebook your own functions will have padded and glued forty images into one
# mosaic, and sorted unseen images into ten classes, without a single loop over pixels.
#
# | afterwards you can | shown by |
# |---|---|
# | write generators, and batches that never end | exercise 1 |
# | say what shape comes out before you run a cell, and why it sometimes does not | exercise 2 |
# | move axes, pad and glue images without scrambling them | exercise 3 |
# | recognise an axis mix-up and a wrapped-around uint8 by their looks | the bug museum |
# | say how exact a mean over n images is | question 4 |
#
# **Assumed:** Python functions, lists and loops; what a matrix is ([NumPy's guide for
# beginners](https://numpy.org/doc/stable/user/absolute_beginners.html) if arrays are new).
# **Time:** 90 minutes, of which less than one is computing, on any laptop (no GPU needed). **Small
# mode:** set the environment variable `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have
# not written yet say so.

# %%
import os
from itertools import islice
from timeit import repeat

import matplotlib.pyplot as plt
import numpy as np

from a1 import warmup
from coursedata import load
from given.check import check
from given.guesses import print_guesses
from given.plots import COLOUR_MAP, COLOURS, image_grid, show
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
#
# `scenes` is made on the spot (2 s). Once you have fetched CIFAR-10 as the handout says, write
# `"cifar10"`: this is the only line to change.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", 4_000))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
images, y, names = data.train.images, data.train.labels, data.class_names
print(data.name, images.shape, images.dtype, "from", images.min(), "to", images.max())
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
show(
    image_grid(images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %% [markdown]
# The array has four axes: `images[n, h, w, c]` is the value of image n in row h and column w, for
# the channel c (red, green, blue). We write its shape as `(N, H, W, C)`; it is printed above.
#
# ## The failure: a loop over pixels
#
# How bright is each image on average? Below are loops over images, rows and pixels, for 100 images.
# **Predict first:** how many times faster is NumPy at the same?

# %%
guesses["mean of an image: times faster"] = 5  # <- your number; a wrong guess is free


# %%
def brightness_by_loops(images):
    means = []
    for image in images:
        total = 0
        for row in image.tolist():
            for pixel in row:
                total += sum(pixel)
        means.append(total / image.size)
    return np.array(means)


few = images[:100]
loops = min(repeat(lambda: brightness_by_loops(few), number=1, repeat=3))
quick = min(repeat(lambda: few.mean(axis=(1, 2, 3)), number=1, repeat=3))
truths["mean of an image: times faster"] = loops / quick
guess = loops / guesses["mean of an image: times faster"]
fig, ax = plt.subplots(figsize=(7, 1.7), layout="constrained")
ax.barh(["loops", "NumPy"], [loops, quick], color=COLOURS[:2], hatch="//")
ax.axvline(guess, ls="--", color="k", label="NumPy, by your guess")
ax.set(xlabel="seconds for 100 images", xscale="log")
ax.legend(loc="upper right")
show(fig, alt=f"Loops {loops:.3f} s, NumPy {quick:.5f} s: {loops / quick:.0f} times faster.")
print(f"50,000 images 300 times: {loops * 2500:.0f} minutes against {quick * 150_000:.0f} seconds")

# %% [markdown]
# What would you need, to write such lines yourself? To know what an operation does along which
# axis, and what happens where shapes differ: exercises 2 and 3. But first a loop that stays: the
# one over batches of images.
#
# ## Exercise 1: generators
#
# A function that says `yield` in place of `return` is a **generator**: calling it runs nothing
# yet. Each `next()` runs it up to the next `yield`; between two of them it sleeps, with all its
# variables. So it can describe a sequence that never ends; `islice` takes its first few.


# %%
def squares():
    n = 0
    while True:
        yield n * n
        n += 1


print(list(islice(squares(), 10)))  # expected: 0 to 81
first, *middle, last = islice(squares(), 5)  # unpacking: the star takes what is left
print(first, middle, last)
by_last_digit = sorted(islice(squares(), 6), key=lambda square: square % 10)  # a nameless function
print(by_last_digit)

# %% [markdown]
# **Now write** `fibonacci` (0, 1, 1, 2, 3, 5, ...: each is the sum of the two before it) and
# `minibatches` in `a1/warmup.py` (4 and 5 lines, about 15 minutes for both; the docstrings are the
# specification). A batch is an array of row numbers: `rng` is a `np.random.Generator`, whose
# `permutation(n)` gives the numbers 0 to n - 1 in random order. Save, then run the check (2 s).

# %%
check("warmup", "fibonacci minibatches")

# %% [markdown]
# The picture shows 24 batches of your generator, 10 of 60 rows each. Expect each epoch (6 batches,
# between two dashed lines) to touch every row exactly once, in ever new order. The `assert` makes
# sure: silent where its condition holds, else it stops with its sentence.

# %%
batches = list(islice(warmup.minibatches(60, 10, np.random.default_rng(231)), 24))
touched = np.zeros((24, 60))
touched[np.repeat(np.arange(24), 10), np.concatenate(batches)] = 1
counts = touched.reshape(4, 6, 60).sum(axis=1)  # (epochs, rows)
assert (counts == 1).all(), "in some epoch a row is missing or comes twice"
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
ax.imshow(touched, cmap=COLOUR_MAP, aspect="auto", interpolation="nearest")
for end in (5.5, 11.5, 17.5):
    ax.axhline(end, ls="--", color="w")
ax.set(xlabel="row of the training set", ylabel="batch")
show(
    fig,
    alt=f"24 batches of 10 rows. In each of the four epochs every row is touched between"
    f" {counts.min():.0f} and {counts.max():.0f} times.",
)

# %% [markdown]
# ### What if each batch were simply drawn at random?
#
# Many programs (our classifier later, too) draw *random* rows for each batch. **Predict first:**
# after as many draws as there are rows, which share of them has been seen at least once?

# %%
guesses["seen after N random draws"] = 0.9  # <- your number, 0 to 1

# %%
ways = {"your epochs": [], "N random draws": [], "2 N random draws": []}
for seed in range(3):
    rng = np.random.default_rng(seed)
    epoch = np.concatenate(list(islice(warmup.minibatches(TRAIN, 100, rng), TRAIN // 100)))
    once, twice = (rng.integers(0, TRAIN, size=count * TRAIN) for count in (1, 2))
    for shares, drawn in zip(ways.values(), (epoch, once, twice), strict=True):
        shares.append(len(np.unique(drawn)) / TRAIN)
means = [np.mean(shares) for shares in ways.values()]
spreads = [np.std(shares, ddof=1) for shares in ways.values()]
truths["seen after N random draws"] = means[1]
fig, ax = plt.subplots(figsize=(7, 2), layout="constrained")
ax.barh(list(ways), means, xerr=spreads, color=COLOURS[5], hatch="//", capsize=6)
ax.axvline(guesses["seen after N random draws"], ls="--", color="k", label="your guess")
ax.set(xlabel="share of the rows seen, three seeds", xlim=(0, 1.05), ylim=(-0.6, 3.2))
ax.legend(loc="upper left")
told = ", ".join(f"{w} {m:.3f} ± {s:.3f}" for w, m, s in zip(ways, means, spreads, strict=True))
show(fig, alt=f"Rows seen at least once: {told}.")

# %% [markdown]
# A row escapes one draw with probability $1 - 1/N$, and all $N$ draws with $(1 - 1/N)^N \approx
# e^{-1} = 0.37$. The spread over the seeds is tiny, so 0.63 is no accident.
#
# **Question 1 (4 points).** Training goes on for 10 epochs' worth of random draws. Which share of
# the rows is never seen? And why may a classifier learn as well from random draws as from epochs,
# although some rows come three times before others come once?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 2: shapes that fit
#
# NumPy adds arrays of different shapes if it can stretch them: it compares the shapes **from the
# last axis backwards**; two sizes fit if they are equal or one of them is 1, and axes that one
# shape lacks count as 1. *By hand:* (5, 1, 3) and (4, 1): last 3 and 1 give 3, then 1 and 4 give
# 4, then 5 and nothing give 5: the sum is (5, 4, 3). This is **broadcasting**.
#
# **Predict first:** which of these five sums fails? One letter.
#
# | | first | second |
# |---|---|---|
# | A | (3, 4) | (4,) |
# | B | (3, 4) | (3, 1) |
# | C | (3, 4) | (2, 4) |
# | D | (3, 1) | (1, 4) |
# | E | (2, 3, 4) | (3, 4) |

# %%
guesses["the sum that fails"] = "E"  # <- your letter

# %%
pairs = {
    "A": ((3, 4), (4,)),
    "B": ((3, 4), (3, 1)),
    "C": ((3, 4), (2, 4)),
    "D": ((3, 1), (1, 4)),
    "E": ((2, 3, 4), (3, 4)),
}
for letter, (one, other) in pairs.items():
    try:
        print(letter, one, "+", other, "->", (np.zeros(one) + np.zeros(other)).shape)
    except ValueError:
        truths["the sum that fails"] = letter
        print(letter, one, "+", other, "-> does not fit")

# %% [markdown]
# **Now write** `broadcast_shape` (the rule itself, 5 to 8 lines) and `outer_product` (1 line) in
# `a1/warmup.py`, about 15 minutes. For `a: (N,)` and `b: (M,)` the outer product is `P: (N, M)`,
#
# $$P_{ij} = a_i\, b_j, \qquad \text{for example } (1, 2) \text{ and } (3, 4, 5) \text{ give rows }
# (3, 4, 5) \text{ and } (6, 8, 10).$$
#
# A fact to use: an array of shape `(N,)` is neither row nor column; `None` as an index adds an axis
# of size 1 at its place. Check (2 s), then turn the knob under it: change `SHAPES`, and look which
# numbers (slanted) are copies. What do shapes that do not fit say?

# %%
check("warmup", "broadcast_shape outer_product")

# %%
SHAPES = (4, 1), (1, 6)  # <- change me: one or two axes each
shape = warmup.broadcast_shape(*SHAPES)
first, second = (np.arange(1, np.prod(size) + 1).reshape(size) for size in SHAPES)
panels = {f"{SHAPES[0]}, stretched": first, f"{SHAPES[1]}, stretched": second}
panels[f"sum: {shape}"] = first + second
fig, axes = plt.subplots(1, 3, figsize=(9.5, 2.6), layout="constrained")
for ax, (title, array) in zip(axes, panels.items(), strict=True):
    full, own = np.atleast_2d(np.broadcast_to(array, shape)), np.atleast_2d(array).shape
    ax.imshow(full, cmap=COLOUR_MAP, alpha=0.3)
    for i, j in np.ndindex(full.shape):
        copied = i >= own[0] or j >= own[1]
        look = {"style": "italic", "color": "0.35"} if copied else {"weight": "bold"}
        ax.text(j, i, full[i, j], ha="center", va="center", **look)
    ax.set(title=title, xlabel="axis 1", ylabel="axis 0", xticks=[], yticks=[])
show(
    fig,
    alt=f"{first.size} and {second.size} numbers, each array stretched to {shape}; the sum has"
    f" {np.prod(shape)} numbers, from {(first + second).min()} to {(first + second).max()}.",
)

# %% [markdown]
# **Now write** `center_rows` and `pick_scores` (1 line each, about 10 minutes). For `A: (N, D)` and
# the mean $\mu_i$ of its row i, centring gives `(N, D)` again; from `scores: (N, C)` and classes
# `y: (N,)` come the picked scores `p: (N,)`:
#
# $$\mu_i = \frac1D \sum_{d} A_{id}, \qquad A'_{id} = A_{id} - \mu_i, \qquad
# p_i = \text{scores}_{i,\, y_i}.$$
#
# *By hand:* the row (1, 2, 6) has the mean 3 and becomes (-2, -1, 3). From the rows (5, 7, 1) and
# (2, 0, 9) the classes 1 and 2 pick 7 and 9. Two facts: with `keepdims=True` a mean, sum or maximum
# keeps the axis it went over, with size 1; two index arrays of equal length are taken in pairs.
#
# Check (2 s), then look: a times table; row means of very different height that all fall to 0; one
# marked cell a row.

# %%
check("warmup", "center_rows pick_scores")

# %%
rng = np.random.default_rng(231)
lines = rng.normal(size=(6, 40)) + np.linspace(0, 20, 6).reshape(6, 1)
scores, right = rng.normal(size=(6, 5)), np.array([0, 2, 4, 1, 1, 3])
table, centred = warmup.outer_product(np.arange(1, 11), np.arange(1, 13)), warmup.center_rows(lines)
fig, (left, middle, last) = plt.subplots(1, 3, figsize=(9.5, 3), layout="constrained")
left.imshow(table, cmap=COLOUR_MAP, extent=(0.5, 12.5, 10.5, 0.5))
left.set(title="outer_product", xlabel="b[j]", ylabel="a[i]", xticks=range(2, 13, 2))
middle.plot(lines.mean(axis=1), "s--", color=COLOURS[1], label="before")
middle.plot(centred.mean(axis=1), "o-", color=COLOURS[0], label="after")
middle.set(title="center_rows", xlabel="row", ylabel="mean of the row")
middle.legend()
last.imshow(scores, cmap=COLOUR_MAP)
last.plot(right, np.arange(6), "ws", mfc="none", ms=16, mew=2)
picked = np.round(warmup.pick_scores(scores, right), 1).tolist()
last.set(title=f"pick_scores:\n{picked}", xlabel="class", ylabel="image")
show(
    fig,
    alt=f"Left: products up to {table.max()}. Middle: row means from {lines.mean(axis=1).min():.1f}"
    f" to {lines.mean(axis=1).max():.1f} before, {np.abs(centred.mean(axis=1)).max():.1e} at most"
    f" after. Right: the scores picked are {picked}.",
)

# %% [markdown]
# On images, `center_rows` takes each image's own brightness away. **Predict first:** which grey
# value (0 to 255) does a *black* pixel get in an image of mean 100, with 128 added for display?

# %%
guesses["black, in an image of mean 100"] = 0  # <- your number

# %%
rows = images.reshape(len(images), -1).astype(np.float64)  # (N, 3072): one image a row
halves = np.repeat([0.0, 200.0], 1536)  # black above, light below: mean 100
darkest, brightest = np.argsort(rows.mean(axis=1))[[0, -1]]
before = np.stack([halves, rows[darkest], rows[brightest]])
after = warmup.center_rows(before) + 128
truths["black, in an image of mean 100"] = after[0, 0]
titles = ["mean 100", f"{names[y[darkest]]}, darkest", f"{names[y[brightest]]}, brightest"]
shown = np.clip(np.concatenate([before, after]), 0, 255).reshape(-1, 32, 32, 3).astype(np.uint8)
show(
    image_grid(shown, [*titles, *3 * ["centred + 128"]], columns=3),
    alt=f"Top: two halves, 0 and 200; the darkest image, mean {before[1].mean():.0f};"
    f" the brightest, mean {before[2].mean():.0f}. Bottom: centred, all three have the mean"
    f" {after.mean(axis=1).min():.0f}; the black half is now {after[0, 0]:.0f}.",
)

# %% [markdown]
# All differences *inside* an image stay as they were; its level is gone. What could a classifier
# lose by that? (In the SVM notebook we take off the mean *image* instead.)
#
# **Question 2 (4 points).** A friend writes `A - A.mean(axis=1)` and tests it with a matrix of 4
# rows and 4 columns. There is no error. Which number is taken off the entry `[i, j]` in truth?
# Give the smallest matrix that shows the fault by its values, and a rule for choosing test shapes.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 3: moving axes
#
# PyTorch wants channels first: `(N, C, H, W)`. Two operations give that shape. `transpose` says
# which axis goes where: the value at `[n, h, w, c]` moves to `[n, c, h, w]`. `reshape` keeps the
# numbers in their order (the last axis runs fastest) and only draws the borders anew. **Predict
# first:** an image is *reshaped* from (32, 32, 3) to (3, 32, 32), and its first channel is shown.
# Which part of the old image is in it: "all", "top third" or "left third"? (One channel holds 1024
# numbers; one old row holds 96.)

# %%
guesses["in the first wrong channel"] = "all"  # <- "all", "top third" or "left third"

# %%
image = images[some[2]]
places = np.arange(image.size).reshape(3, 32, 32)[0]  # where each of its numbers was before
old_row, old_column = places // 96, places // 3 % 32
top, left = old_row.max() < 11, old_column.max() < 11
truths["in the first wrong channel"] = "top third" if top else "left third" if left else "all"
show(
    image_grid(np.stack([image[:, :, 0], image.reshape(3, 32, 32)[0]]), ["red", "reshape"], 2),
    alt="The red channel; the first channel after reshape, a weave of lines from the old rows"
    f" {old_row.min()} to {old_row.max()} and columns {old_column.min()} to {old_column.max()}.",
)

# %% [markdown]
# The shape is right, and no error was raised. A row of the reshaped image is a third of an old row,
# its red, green and blue values in turn.
#
# **Now write** `channels_first`, `pad_images` and `mosaic` (1 to 3 lines each, about 15 minutes).
# From images `I: (N, H, W, C)` they make K, P (border p) and M (Q = `columns`):
#
# $$K_{n,c,h,w} = I_{n,h,w,c}, \qquad P_{n,\,h+p,\,w+p,\,c} = I_{n,h,w,c} \text{ (else 0)}, \qquad
# M_{rH+h,\; qW+w,\; c} = I_{rQ+q,\;h,\;w,\;c}$$
#
# with `K: (N, C, H, W)`, `P: (N, H+2p, W+2p, C)`, `M: (N/Q*H, Q*W, C)`; q counts from 0 to Q - 1.
# *By hand:* four images of one pixel, 1, 2, 3, 4, with Q = 2 give the rows (1, 2) and (3, 4). Think
# of `(rows, columns, H, W, C)`: which two axes must meet before you may merge them? Check (2 s).

# %%
check("warmup", "channels_first pad_images mosaic")

# %%
chosen = np.stack([np.flatnonzero(y == c)[:4] for c in range(10)])  # (10, 4): four of each class
forty = images[chosen.T.ravel()]  # one row of the mosaic: one image a class
whole = warmup.mosaic(warmup.pad_images(forty, 1), 10)
planes = warmup.channels_first(forty[2:3])[0]  # (3, 32, 32)
fig, axes = plt.subplots(1, 4, figsize=(12, 3.2), width_ratios=[8, 2, 2, 2], layout="constrained")
axes[0].imshow(whole)
axes[0].set(title="mosaic", xticks=17 + 34 * np.arange(10), yticks=[])
axes[0].set_xticklabels(names, rotation=45, ha="right")
for ax, plane, title in zip(axes[1:], planes, ("red", "green", "blue"), strict=True):
    ax.imshow(plane, cmap=COLOUR_MAP, vmin=0, vmax=255)
    ax.set(title=title, xticks=[], yticks=[])
show(
    fig,
    alt=f"A mosaic of shape {whole.shape}: one column a class ({', '.join(names)}); and the three"
    f" channels of one {names[2]}, with means {planes.mean(axis=(1, 2)).round().tolist()}.",
)

# %% [markdown]
# Expected: 4 times 34 rows, 10 times 34 columns, each class in its own column; the three channels
# whole, not woven. Which classes could you tell apart by colour alone? Which by shape only?
#
# ## Bug museum
#
# Three students made the mosaic of padded images, or centred four images, each with one mistake:
# **(1)** merged axes without moving them first; **(2)** took the mean over the wrong axis; **(3)**
# subtracted in uint8. Match each to a symptom *before* you run the cell: **A** patches of garish,
# wrong colours; **B** stripes: every image has become a few lines of the full width; **C** every
# image looks like a ghost of all of them.

# %%
guesses["museum: merged, axis, uint8"] = "A B C"  # <- your order of the three letters

# %%
four, flat = images[chosen[0]], rows[chosen[0]]  # (4, 32, 32, 3), (4, 3072)
level = four.mean(axis=(1, 2, 3)).astype(np.uint8).reshape(4, 1, 1, 1)
truths["museum: merged, axis, uint8"] = "B C A"
sound = np.clip(warmup.center_rows(flat) + 128, 0, 255).reshape(four.shape).astype(np.uint8)
ghosts = np.clip(flat - flat.mean(axis=0) + 128, 0, 255).reshape(four.shape).astype(np.uint8)
merged = warmup.pad_images(forty, 1).reshape(whole.shape)
signed = np.clip(four.astype(int) - level, 0, 255).astype(np.uint8)  # below 0 shown as black
museum = {"(1) merged axes": (whole, merged)}
for title, right, sick in (("(2) wrong axis", sound, ghosts), ("(3) uint8", signed, four - level)):
    museum[title] = [np.concatenate(list(part), axis=1) for part in (right, sick)]
fig, axes = plt.subplots(3, 2, figsize=(9.5, 5.2), layout="constrained")
for pair, (title, pictures) in zip(axes, museum.items(), strict=True):
    for ax, picture, word in zip(pair, pictures, ("as it should be", title), strict=True):
        ax.imshow(picture)
        ax.set(title=word, xticks=[], yticks=[])
fits = sum(one.shape == other.shape for one, other in museum.values())
show(
    fig,
    alt="Left as it should be, right with the mistake. Top: each image is laid out as"
    f" {34 * 34 / 340:.1f} lines across the whole width. Middle: each image carries the negative of"
    f" the others. Bottom: {np.mean(four < level):.0%} of the values were below"
    f" the mean and wrapped around. Right shape: {fits} of 3.",
)

# %% [markdown]
# No error was raised, and all three have the right shape. Shape checks catch what does not fit;
# only values and pictures catch the rest.
#
# **Question 3 (4 points).** `uint8` holds 0 to 255. Give two pixel values whose *sum* and two whose
# *difference* come out wrong in uint8, with what comes. Why does `images.mean()` not wrap around,
# and which single step at the start prevents all such faults? What does it cost in memory for
# 50,000 images of CIFAR-10?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images, sorted by arrays alone
#
# You can now write a whole classifier without a loop over images. From rows $x_i$ of `X: (N, D)`
# average the $N_c$ images of each class, then give a new image z the class of the nearest average:
#
# $$a_c = \frac{1}{N_c} \sum_{i:\, y_i = c} x_i, \qquad d_{mc} = \sum_{k=1}^{D} (z_{mk} - a_{ck})^2,
# \qquad \hat y_m = \arg\min_c d_{mc}.$$
#
# With 1,000 new images broadcasting sets `(1000, 1, D)` against `(10, D)`; `d` is `(1000, 10)`.
# **Predict first:** the share that it gets right (blind guessing: 0.10), and which rows are best
# for it: as they are, centred by `center_rows`, or the brightness alone that centring
# takes away?

# %%
guesses["nearest average: accuracy"] = 0.5  # <- your number
guesses["best rows"] = "brightness"  # <- "as they are", "centred" or "brightness"


# %%
def distances_to_averages(X, labels, Z):
    """(M, 10): squared distances of the rows of Z: (M, D) to the averages of X: (N, D)."""
    averages = np.stack([X[labels == c].mean(axis=0) for c in range(10)])  # (10, D)
    return ((Z[:, None, :] - averages) ** 2).sum(axis=2)  # by way of 250 MB


new, y_new = data.validation.images.reshape(1000, -1).astype(np.float64), data.validation.labels
distances = distances_to_averages(rows, y, new)
answers = distances.argmin(axis=1)
hit = answers == y_new
truths["nearest average: accuracy"] = accuracy = np.mean(hit)
sure = np.argsort(-np.diff(np.sort(distances, axis=1)[:, :2], axis=1).ravel())  # largest lead first
best = np.concatenate([sure[hit[sure]][:5], sure[~hit[sure]][:5]])
averages = np.stack([images[y == c].mean(axis=0) for c in range(10)]).astype(np.uint8)
titles = [f"{names[answers[i]]}\n({names[y_new[i]]})" for i in best]
show(
    image_grid(np.concatenate([averages, data.validation.images[best]]), [*names, *titles], 5),
    alt=f"The ten averages; the five clearest right answers of {hit.sum()}; the five clearest"
    f" errors, true class in brackets: {'; '.join(titles[5:])}.".replace("\n", " "),
)

# %% [markdown]
# What do the errors in the last row share with the average that they were taken for? Usually the
# colour and brightness of large areas: an average holds little else.
#
# **Ablation** (5 s): three seeds, each with a random half of the training images.

# %%
kinds = {
    "as they are": lambda A: A,
    "centred": warmup.center_rows,
    "brightness": lambda A: A - warmup.center_rows(A),  # what centring takes away
}
outcomes = {name: [] for name in kinds}
for seed in range(3):
    half = np.random.default_rng(seed).permutation(TRAIN)[: TRAIN // 2]
    for name, kind in kinds.items():
        found = distances_to_averages(kind(rows[half]), y[half], kind(new)).argmin(axis=1)
        outcomes[name].append(np.mean(found == y_new))
means = {name: np.mean(shares) for name, shares in outcomes.items()}
spreads = {name: np.std(shares, ddof=1) for name, shares in outcomes.items()}
truths["best rows"] = max(means, key=means.get)
fig, ax = plt.subplots(figsize=(7, 2.2), layout="constrained")
ax.barh(list(means), means.values(), xerr=spreads.values(), color=COLOURS[5], hatch="//", capsize=6)
ax.axvline(0.1, ls=":", color="k", label="blind")
ax.axvline(guesses["nearest average: accuracy"], ls="--", color="k", label="your guess")
ax.set(xlabel="validation accuracy, three seeds")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(fig, alt="; ".join(f"{name} {means[name]:.3f} ± {spreads[name]:.3f}" for name in kinds) + ".")

# %% [markdown]
# Brightness alone is worth little more than chance. On `scenes`, where the light changes from image
# to image, it even stands in the way; on CIFAR-10 it makes no difference.
#
# ## How exact is a mean?
#
# The mean brightness of all training images is a number; a batch of n images estimates it. For n
# independent values $v_i$ with standard deviation $\sigma$ variances add up, and a factor 1/n
# counts squared:
#
# $$\mathrm{Var}\Bigl(\frac1n \sum_{i=1}^n v_i\Bigr) = \frac{1}{n^2} \sum_{i=1}^n \mathrm{Var}(v_i)
# = \frac{n \sigma^2}{n^2}, \qquad \text{so its standard deviation is } \frac{\sigma}{\sqrt n},$$
#
# the **standard error** of the mean. Expect a line of slope -1/2 in logarithmic axes.

# %%
brightness = rows.mean(axis=1)  # (N,)
rng = np.random.default_rng(231)
sizes = 4 ** np.arange(1, 6)  # 4 to 1024
errors = [np.std([rng.choice(brightness, n).mean() for _ in range(300)]) for n in sizes]
line = brightness.std() / np.sqrt(sizes)
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.plot(sizes, errors, "o", color=COLOURS[0], label="spread of 300 batch means")
ax.plot(sizes, line, "--", color="k", label="deviation / √n")
ax.set(xlabel="images in a batch", ylabel="grey values", xscale="log", yscale="log")
ax.legend()
show(
    fig,
    alt=f"Spread {errors[0]:.1f} with 4 images, {errors[-1]:.2f} with 1024; the line says"
    f" {line[0]:.1f} and {line[-1]:.2f}.",
)

# %% [markdown]
# **Question 4 (4 points).** An accuracy is a mean, too: of ones (right) and zeros (wrong). Its
# standard deviation per image is $\sqrt{a(1-a)}$. How many validation images do you need, to know
# an accuracy near 0.25 within ± 1 point (one standard error)? What do four times as many images
# buy you, and what do they not?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Optional: arguments that change
#
# **Write** `scaled_copy`, `scale_in_place` and `appended` in `a1/warmup.py` (1 line each, about 10
# minutes), then check. A number that you pass to a function cannot be changed by it; an array or a
# list can, and *every* name of it sees the change.

# %%
check("mutability")

# %% [markdown]
# ## Recap
#
# We promise an accuracy **above 0.17 on scenes** and **above 0.22 on CIFAR-10**. The last cell also
# runs the tests of all exercises (10 to 20 s).

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(hit))
promised = {"scenes": 0.17, "cifar10": 0.22}[DATA]
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: was a cell above changed?"

# %%
print_guesses(guesses, truths)
check()

# %% [markdown]
# - Shapes are compared from the last axis; a size of 1 stretches; `keepdims` keeps what must fit.
# - `reshape` keeps the numbers in their order; `transpose` gives each a new place. Both may give
#   the shape you wanted.
# - Epochs see every row once, N random draws 63 % of them.
# - A mean of n values of standard deviation $\sigma$ errs by about $\sigma/\sqrt n$.
# - **What still fails:** an average of many images is a blur, and nearest to a blur is a poor
#   guess. The next notebook keeps *all* images and asks the nearest of them.
#
# **Read on:** Harris and others (2020), *Array programming with NumPy* (what broadcasting and
# strides are made of); Van der Walt, Colbert, Varoquaux (2011), *The NumPy array* (why loops in
# Python are slow); the Python tutorial, 9.8 and 9.9 (iterators and generators); Efron and
# Tibshirani (1993), *An Introduction to the Bootstrap* (starts from the accuracy of a mean).
