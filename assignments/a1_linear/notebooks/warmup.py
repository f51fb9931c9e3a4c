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
# Twelve million numbers in a second: that is what this course asks of a laptop, and what it gets
# when NumPy does the looping. At the end of this notebook your own functions will have cut,
# padded and glued forty images into one mosaic, and sorted unseen images into ten classes, without
# a single loop over pixels.
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
# **Time:** 75 minutes, of which less than one is computing, on any laptop (no GPU needed). **Small
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
# the channel c (red, green, blue). We write its shape as `(N, H, W, C)`, here (4000, 32, 32, 3).
#
# ## The failure: a loop over pixels
#
# How bright is each image on average? With loops, that is three lines. Here they run on the first
# 100 images. **Predict first:** how many times faster is NumPy at the same?

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

# %% [markdown]
# For 50,000 images and 300 passes, the loops would take half an hour or more, NumPy some seconds:
# the difference between trying one idea and trying a hundred. What would you need, to write such
# lines yourself? To know what an operation does along which axis, and what happens where shapes
# differ. That is the rest of this notebook; but first, the one place where the course *does* loop:
# over batches.
#
# ## Exercise 1: generators
#
# A function that says `yield` in place of `return` is a **generator**: calling it runs nothing
# yet. Each `next()` runs it up to the next `yield`; between two of them it sleeps, with all its
# variables. So it can describe a sequence that never ends.


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
# **Predict first:** 0, 1, 1, 2, 3, 5, ...: each Fibonacci number is the sum of the two before it.
# How many of them lie below one million?

# %%
guesses["Fibonacci numbers below a million"] = 1000  # <- your number

# %% [markdown]
# **Now write** `fibonacci` and `minibatches` in `a1/warmup.py` (4 and 5 lines, about 15 minutes
# for both; the docstrings are the specification). A batch is an array of row numbers: `rng` is a
# `np.random.Generator`, whose `permutation(n)` gives the numbers 0 to n - 1 in random order. Save,
# then run the check (2 s). Its other rows belong to later exercises.

# %%
check("warmup")

# %%
below = list(warmup.fibonacci(1_000_000))
truths["Fibonacci numbers below a million"] = len(below)
print(below[:10], "...", below[-1])
assert below[-1] == below[-2] + below[-3], "the last one is not the sum of the two before it"
print(f"{len(below)} of them, because each is about 1.618 times the one before")

# %% [markdown]
# `assert` is the smallest check there is: silent where the condition holds, else it stops with
# your sentence. Write one whenever you catch yourself thinking "this must be ...".
#
# The next picture shows 24 batches of your generator, 10 of 60 rows each. Expect each epoch (6
# batches, between two dashed lines) to touch every row exactly once, in ever new order.

# %%
batches = list(islice(warmup.minibatches(60, 10, np.random.default_rng(231)), 24))
touched = np.zeros((24, 60))
touched[np.repeat(np.arange(24), 10), np.concatenate(batches)] = 1
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
ax.imshow(touched, cmap=COLOUR_MAP, aspect="auto", interpolation="nearest")
for end in (5.5, 11.5, 17.5):
    ax.axhline(end, ls="--", color="w")
ax.set(xlabel="row of the training set", ylabel="batch")
counts = touched.reshape(4, 6, 60).sum(axis=1)  # (epochs, rows)
show(
    fig,
    alt=f"24 batches of 10 rows. In each of the four epochs every row is touched between"
    f" {counts.min():.0f} and {counts.max():.0f} times.",
)

# %% [markdown]
# ### What if each batch were simply drawn at random?
#
# Many programs (our classifier later, too) draw 10 *random* rows for each batch, without an epoch's
# book-keeping. **Predict first:** after as many draws as there are rows, which share of the rows
# has been seen at least once?

# %%
guesses["seen after N random draws"] = 0.9  # <- your number, 0 to 1

# %%
ways = {"your epochs": [], "N random draws": [], "2 N random draws": []}
for seed in range(3):
    rng = np.random.default_rng(seed)
    epoch = np.concatenate(list(islice(warmup.minibatches(TRAIN, 100, rng), TRAIN // 100)))
    ways["your epochs"].append(len(np.unique(epoch)) / TRAIN)
    for count in (1, 2):
        drawn = rng.integers(0, TRAIN, size=count * TRAIN)
        name = "2 N random draws" if count == 2 else "N random draws"
        ways[name].append(len(np.unique(drawn)) / TRAIN)
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
# although some rows come three times before others come once? Two to four sentences.

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
# **Now write** `broadcast_shape` (the rule itself), `outer_product`, `center_rows` and
# `pick_scores` in `a1/warmup.py` (1 to 7 lines each, about 25 minutes). Three traps on the way:
#
# - an array of shape `(N,)` is neither row nor column: `a @ b` of two of them is one number, and
#   `a.T` is `a`. To make a column, add an axis: `a[:, None]` is `(N, 1)`.
# - `A.mean(axis=1)` of `A: (N, D)` is `(N,)`, which does not fit `(N, D)`; with `keepdims=True` it
#   is `(N, 1)`, which does.
# - `scores[:, y]` is not "from each row its class", but an `(N, N)` table: index with *two* arrays.

# %%
check("warmup")

# %% [markdown]
# One picture for each of the three. Expect the times table on the left; in the middle, rows of
# very different height that all end up around 0; on the right, one marked cell a row.

# %%
rng = np.random.default_rng(231)
rows = rng.normal(size=(6, 40)) + 4 * np.arange(6)[:, None]
scores, right = rng.normal(size=(6, 5)), np.array([0, 2, 4, 1, 1, 3])
table, centred = warmup.outer_product(np.arange(1, 11), np.arange(1, 13)), warmup.center_rows(rows)
fig, (left, middle, last) = plt.subplots(1, 3, figsize=(9.5, 3), layout="constrained")
left.imshow(table, cmap=COLOUR_MAP, extent=(0.5, 12.5, 10.5, 0.5))
left.set(title="outer_product", xlabel="b[j]", ylabel="a[i]")
middle.plot(rows.mean(axis=1), "s--", color=COLOURS[1], label="before")
middle.plot(centred.mean(axis=1), "o-", color=COLOURS[0], label="after")
middle.set(title="center_rows", xlabel="row", ylabel="mean of the row")
middle.legend()
last.imshow(scores, cmap=COLOUR_MAP)
last.plot(right, np.arange(6), "ws", mfc="none", ms=16, mew=2)
picked = np.round(warmup.pick_scores(scores, right), 1).tolist()
last.set(title=f"pick_scores:\n{picked}", xlabel="class", ylabel="image")
show(
    fig,
    alt=f"Left: products up to {table.max()}. Middle: row means from {rows.mean(axis=1).min():.1f}"
    f" to {rows.mean(axis=1).max():.1f} before, {np.abs(centred.mean(axis=1)).max():.1e} at most"
    f" after. Right: the scores picked are {picked}.",
)

# %% [markdown]
# On images, `center_rows` takes each image's own brightness away. **Predict first:** what is the
# grey value (0 to 255) of a *black* pixel in an image whose mean is 100, once 128 has been added
# to everything for display?

# %%
guesses["black, in an image of mean 100"] = 0  # <- your number

# %%
rows = images.reshape(len(images), -1).astype(np.float64)  # (N, 3072): one image a row
truths["black, in an image of mean 100"] = 0 - 100 + 128
darkest, brightest = np.argsort(rows.mean(axis=1))[[0, -1]]
chosen = [darkest, brightest]
shown = np.clip(warmup.center_rows(rows[chosen]) + 128, 0, 255).reshape(-1, 32, 32, 3)
titles = [f"{names[y[i]]}, {rows[i].mean():.0f}" for i in chosen]
show(
    image_grid(
        np.concatenate([images[chosen], shown.astype(np.uint8)]),
        [*titles, *(f"{title.split(',')[0]}, centred" for title in titles)],
        columns=4,
    ),
    alt=f"The darkest image ({titles[0]}) and the brightest ({titles[1]}), before and after"
    " centring: afterwards both are middling grey, and their shapes are easier to see.",
)

# %% [markdown]
# What do you see in the centred images that was hidden before? What is lost? (Remember it: next
# time we take off the mean *image* instead.)
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
# order of the numbers in memory and only draws the borders anew. **Predict first:** an image is
# *reshaped* from (32, 32, 3) to (3, 32, 32), and its first channel is shown. Which part of the old
# image is in it: "all", "top third" or "left third"? (One channel holds 1024 numbers; one old row
# holds 96.)

# %%
guesses["in the first wrong channel"] = "all"  # <- "all", "top third" or "left third"

# %%
image = images[some[2]]
right, wrong = image.transpose(2, 0, 1)[0], image.reshape(3, 32, 32)[0]
truths["in the first wrong channel"] = "top third"
show(
    image_grid(
        np.stack([image[:, :, 0], right, wrong]), ["red channel", "transpose", "reshape"], 3
    ),
    alt="The red channel; the same after transpose; after reshape a weave of lines, in which only"
    " the top third of the image is left, its left, middle and right thirds line by line.",
)

# %% [markdown]
# Both arrays have the right shape, and no error was raised. A row of the reshaped image is a third
# of an old row, its red, green and blue values in turn; 32 such rows are not eleven old ones.
#
# **Now write** `channels_first`, `pad_images` and `mosaic` (1 to 3 lines each, about 15 minutes).
# In `mosaic`, the first `columns` images are the top row; think of it as `(rows, columns, H, W,
# C)`: which two axes must meet before you may merge them? Then check, and look.

# %%
check("warmup")

# %%
first = [np.flatnonzero(y == c)[:4] for c in range(10)]  # four images of each class
forty = images[np.stack(first, axis=1).ravel()]  # one row of the mosaic: one image a class
whole = warmup.mosaic(warmup.pad_images(forty, 1), 10)
fig, ax = plt.subplots(figsize=(9.5, 4), layout="constrained")
ax.imshow(whole)
ax.set(xticks=17 + 34 * np.arange(10), xticklabels=names, yticks=[])
show(fig, alt=f"A mosaic of shape {whole.shape}: one column a class ({', '.join(names)}).")

# %% [markdown]
# Expected: 4 times 34 rows and 10 times 34 columns, black lines between the images, and each class
# in its own column. Which classes could you tell apart by colour alone? Which by shape only?
#
# ## Bug museum
#
# Three students wrote `mosaic(pad_images(...))` or centred an image, each with one mistake: **(1)**
# merged axes without moving them first; **(2)** took the mean over the wrong axis; **(3)**
# subtracted in uint8. Match each to a symptom *before* you run the cell: **A** bright specks where
# it should be dark; **B** stripes: each row of the mosaic mixes rows of different images; **C**
# every image looks like a ghost of all of them.

# %%
guesses["museum: merged, axis, uint8"] = "A B C"  # <- your order of the three letters

# %%
merged = forty.reshape(4 * 32, 10 * 32, 3)
ghosts = rows[first[0]] - rows[first[0]].mean(axis=0)  # over the images, not over each one
ghosts = np.clip(ghosts + 128, 0, 255).reshape(4, 32, 32, 3).astype(np.uint8)
wrapped = forty[:4] - np.uint8(100)  # 3 - 100 is 159 in uint8: it counts modulo 256
truths["museum: merged, axis, uint8"] = "B C A"
fig, axes = plt.subplots(3, 1, figsize=(7, 6), layout="constrained")
for ax, picture, title in (
    (axes[0], merged, "(1) merged axes"),
    (axes[1], np.concatenate(ghosts, axis=1), "(2) wrong axis"),
    (axes[2], np.concatenate(wrapped, axis=1), "(3) uint8"),
):
    ax.imshow(picture)
    ax.set(title=title, xticks=[], yticks=[])
dark = np.mean(forty[:4] < 100)
show(
    fig,
    alt="Top: stripes, every row of the picture runs through several images. Middle: each image"
    " carries the negative of the others. Bottom: the darkest parts have become bright; a share of"
    f" {dark:.2f} of the values was below 100 and wrapped around.",
)

# %% [markdown]
# None of the three raised an error, and two of them have the right shape. Shape checks catch what
# does not fit; only values and pictures catch the rest.
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
# You can now write a whole classifier without a loop over images: average the training images of
# each class, then give each new image the class of the average that is nearest to it. Distances of
# 1,000 images to 10 averages: broadcasting `(1000, 1, D)` against `(10, D)`. **Predict first:** the
# share of validation images that it gets right. (Blind guessing: 0.10.)

# %%
guesses["nearest average: accuracy"] = 0.5  # <- your number

# %%
averages = np.stack([rows[y == c].mean(axis=0) for c in range(10)])  # (10, D)
new = data.validation.images.reshape(1000, -1).astype(np.float64)  # (1000, D)
distances = ((new[:, None, :] - averages) ** 2).sum(axis=2)  # (1000, 10), by way of 250 MB
answers = distances.argmin(axis=1)
accuracy = np.mean(answers == data.validation.labels)
truths["nearest average: accuracy"] = accuracy
margin = np.diff(np.sort(distances, axis=1)[:, :2], axis=1).ravel()  # lead of the nearest average
sure = np.argsort(-margin)
hit = answers == data.validation.labels
chosen = np.concatenate([sure[hit[sure]][:5], sure[~hit[sure]][:5]])
titles = [f"{names[answers[i]]}\n({names[data.validation.labels[i]]})" for i in chosen]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt="Top: the five clearest right answers. Bottom: the five clearest errors, true class in"
    " brackets: " + "; ".join(title.replace("\n", " ") for title in titles[5:]) + ".",
)

# %% [markdown]
# Look at the errors: what do they share with the class that they were taken for? Usually the
# colour and brightness of large areas. An average image holds little else.
#
# ## How exact is a mean?
#
# The mean brightness of all training images is a number; a batch of n images gives an estimate of
# it. The **standard error** of a mean of n independent values with standard deviation $\sigma$ is
# $\sigma/\sqrt n$. Expect a straight line of slope -1/2 in logarithmic axes.

# %%
brightness = rows.mean(axis=1)  # (N,)
rng = np.random.default_rng(231)
sizes = 4 ** np.arange(1, 6)  # 4 to 1024
errors = [np.std([rng.choice(brightness, n).mean() for _ in range(300)]) for n in sizes]
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.plot(sizes, errors, "o", color=COLOURS[0], label="spread of 300 batch means")
ax.plot(sizes, brightness.std() / np.sqrt(sizes), "--", color="k", label="deviation / √n")
ax.set(xlabel="images in a batch", ylabel="grey values", xscale="log", yscale="log")
ax.legend()
show(fig, alt=f"Spread {errors[0]:.1f} with 4 images, {errors[-1]:.2f} with 1024, on the line.")

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
# minutes), then check. A number or a tuple that you pass to a function cannot be changed by it; an
# array or a list can, and *every* name of it sees the change.

# %%
check("mutability")

# %%
x = np.array([1.0, 2.0, 3.0])
alias, copy = x, x.copy()
warmup.scale_in_place(x, 10)
print("x", x, " alias", alias, " copy", copy)  # expected: x and alias are ten times as large
print(warmup.appended(1), warmup.appended(2))  # expected: [1] [2], not [1] [1, 2]

# %% [markdown]
# ## What the accuracy is worth
#
# We promise **above 0.17 on scenes** and **above 0.22 on CIFAR-10**.

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(hit))
promised = {"scenes": 0.17, "cifar10": 0.22}[DATA]
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: was a cell above changed?"

# %% [markdown]
# ## Recap

# %%
print(f"{'':<36}{'your guess':>14}{'measured':>14}")
for name, guess in guesses.items():
    truth = truths.get(name, "not yet")
    truth = f"{truth:.3g}" if isinstance(truth, float) else truth
    print(f"{name:<36}{guess!s:>14}{truth!s:>14}")
check()

# %% [markdown]
# - Shapes are compared from the last axis; a size of 1 stretches; `keepdims` keeps what must fit.
# - `reshape` never moves a number; `transpose` does. Both may give the shape you wanted.
# - Epochs see every row once, random draws see 63 % of them; a mean of n values errs by 1/√n.
# - **What still fails:** an average of many images is a blur, and nearest to a blur is a poor
#   guess. The next notebook keeps *all* images and asks the nearest of them.
#
# **Read on:** Harris and others (2020), *Array programming with NumPy* (what broadcasting and
# strides are made of); Van der Walt, Colbert, Varoquaux (2011), *The NumPy array* (why loops in
# Python are slow); the Python tutorial, 9.9 and 9.10 (iterators and generators); Efron and
# Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 2 (drawing with replacement on
# purpose).
