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
# # Image features: better numbers than pixels (optional)
#
# A linear classifier does not know that two pixels are neighbours. You will see that with your own
# eyes, and then mend it: 154 numbers an image, edges and hues, that beat its 3072 pixels. At the
# end you have drawn an image as the little strokes that your code sees in it.
#
# | afterwards you can | shown by |
# |---|---|
# | say what a linear classifier on pixels cannot use | the failure |
# | describe an image by its hues and by its edges | exercises 1 and 2 |
# | put features of different size on one scale, from training statistics alone | the bug museum |
# | find out which of several ingredients matters, and by how much | the ablation |
# | say what an operation on the pixels does to each feature | questions 1 to 3 |
#
# **Assumed:** softmax classifier and minibatch training (the two notebooks before;
# `LinearClassifier` is used). **Time:** 75 minutes, of which one is computing on two cores (half a
# minute more on CIFAR-10; no GPU needed). **Small mode:** set the environment variable
# `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have not written yet say so.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from a1.features import color_histogram_hsv, extract_features, hog_feature, rgb2gray
from a1.linear import Softmax
from coursedata import load
from given.check import check
from given.plots import COLOURS, curves, image_grid, show
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
#
# `scenes` is made on the spot (4 s). With CIFAR-10 fetched, write `"cifar10"`: this is the only
# line to change.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
full = 49_000 if DATA == "cifar10" else 8_000
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", full))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
train, val, names = data.train.images, data.validation.images, data.class_names
y, y_val = data.train.labels, data.validation.labels
print(data.name, train.shape, train.dtype, "0 to 255")
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
show(
    image_grid(train[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)


# %% [markdown]
# One way to train serves this whole notebook: columns scaled to mean 0 and standard deviation 1 *on
# the training images*, a bias, 2000 steps of your softmax classifier. For `F: (N, D)` the
# statistics are `(D,)`.


# %%
def standardised(F, F_val):
    """Both (N, D) less the training mean, over the training deviation, with a last column of 1."""
    mean, deviation = F.mean(axis=0), F.std(axis=0) + 1e-8  # (D,)
    return [np.hstack([(A - mean) / deviation, np.ones((len(A), 1))]) for A in (F, F_val)]


def trained(F, F_val, seed=0, learning_rate=0.03, num_iters=2000):
    """A softmax classifier on features F, its validation accuracy, and its losses."""
    np.random.seed(seed)
    classifier = Softmax()
    X, X_val = standardised(F, F_val)
    losses = classifier.train(
        X, y[: len(X)], learning_rate=learning_rate, reg=0.01, num_iters=num_iters
    )
    return classifier, float(np.mean(classifier.predict(X_val) == y_val)), losses


# %% [markdown]
# ## The failure: shuffled pixels
#
# Here is one fixed **permutation** of the 1024 pixel places, the same for every image: you have met
# it in the nearest-neighbour notebook. **Predict first:** a linear classifier on pixels gets some
# accuracy. Now *all* images, training and validation, are shuffled by this permutation, and it is
# trained anew. By how many points (hundredths) does its accuracy fall?

# %%
guesses["shuffled pixels: points lost"] = 15  # <- your number; a wrong guess is free

# %%
places = np.random.default_rng(231).permutation(32 * 32)
few = min(TRAIN, 4_000)  # training images of this experiment


def shuffled(images):
    """(N, 32, 32, 3): the pixels of every image at the same new places."""
    return images.reshape(len(images), 32 * 32, 3)[:, places].reshape(images.shape)


pair = np.concatenate([train[some[:4]], shuffled(train[some[:4]])])
show(
    image_grid(pair, [*(names[c] for c in range(4)), *["shuffled"] * 4], columns=4),
    alt="Four images, and below them the same pixels at shuffled places: coloured noise.",
)

# %% [markdown]
# Now train on both (about 10 s on two cores). The learning rate is small because there are so many
# columns.


# %%
def pixels(images):
    """(N, 3072) float32: each image as a row."""
    return images.reshape(len(images), -1).astype(np.float32)


settings = {"learning_rate": 1e-3, "num_iters": 600}
_, plain, _ = trained(pixels(train[:few]), pixels(val), **settings)
_, mixed, _ = trained(pixels(shuffled(train[:few])), pixels(shuffled(val)), **settings)
truths["shuffled pixels: points lost"] = 100 * (plain - mixed)
print(f"pixels {plain:.3f}, shuffled pixels {mixed:.3f} (standard error 0.015)")

# %% [markdown]
# Nothing is lost but a little chance: the sum $\sum_d x_d W_{dc}$ does not care in which order it
# is taken. You cannot recognise a single shuffled image; the classifier never *saw* an image in the
# first place. What would you need? Numbers that depend on which pixels are neighbours, or that say
# at once what many pixels say together.
#
# ## Exercise 1: how much of which hue
#
# The **hue** of a pixel runs from red over green and blue back to red, as a number in [0, 1). The
# **histogram** of an image with $H \times W$ pixels counts hues in B bins:
#
# $$h_b = \frac{1}{HW}\,\#\{\text{pixels with } \tfrac{b}{B} \le \text{hue} < \tfrac{b+1}{B}\},
# \qquad h: (B,), \quad \sum_b h_b = 1.$$
#
# *By hand:* a 2 x 2 image with hues 0.05, 0.12, 0.15 and 0.95, and B = 10: $h_0 = h_9 = \frac14$,
# $h_1 = \frac12$. **Predict first:** how many points does the hue histogram lose when pixels are
# shuffled?

# %%
guesses["shuffled hues: points lost"] = 15  # <- your number

# %% [markdown]
# **Now write** `color_histogram_hsv` in `a1/features.py` (2 or 3 lines, about 15 minutes; `hue` is
# given, and hues are multiplied by `xmax` before they are counted). Save, then check (2 s).

# %%
check("color_histogram")

# %%
chosen = [some[2], some[9]]
fig, axes = plt.subplots(1, 4, figsize=(9, 2.2), layout="constrained", width_ratios=[1, 2, 1, 2])
wheel = plt.get_cmap("hsv")((np.arange(10) + 0.5) / 10)
for k, i in enumerate(chosen):
    axes[2 * k].imshow(train[i])
    axes[2 * k].axis("off")
    axes[2 * k].set_title(names[y[i]])
    axes[2 * k + 1].bar(range(10), color_histogram_hsv(train[i]), color=wheel, edgecolor="k")
    axes[2 * k + 1].set(xlabel="hue, from red (0) to red (9)", ylabel="share", xticks=range(10))
tops = [int(np.argmax(color_histogram_hsv(train[i]))) for i in chosen]
show(
    fig,
    alt=f"Hue histograms of a {names[y[chosen[0]]]} and a {names[y[chosen[1]]]}; their most"
    f" frequent hues are in bins {tops[0]} and {tops[1]} of 0 to 9.",
)

# %% [markdown]
# Each bar says what hundreds of pixels say together, wherever they are. So shuffling cannot change
# it at all, and neither can a boat that moves to the left.
#
# **Question 1 (4 points).** Name a change of an image that leaves all its pixels' hues as they are
# but changes what you see completely, and two images of different classes that this feature cannot
# tell apart. What *else* of the colour, besides places, does the histogram throw away?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 2: which edges, and where
#
# An **edge** is where grey values change quickly. With the grey image $I: (H, W)$ and its slopes
# $g_x, g_y: (H, W)$ along columns and rows, each pixel has a strength and an orientation:
#
# $$s = \sqrt{g_x^2 + g_y^2}, \qquad \theta = \operatorname{atan2}(g_y, g_x) \bmod 180° .$$
#
# **The step that hurts:** why modulo 180? A dark boat on bright water and a bright one on dark
# water have the same outline, with all slopes reversed: $(g_x, g_y) \to (-g_x, -g_y)$ turns
# $\theta$ by 180°. Modulo 180 the two become one: the *orientation* stays, the direction is
# dropped.
#
# The image is cut into cells of 8 x 8 pixels, and the 180 degrees into 9 bins of 20. A cell's entry
# for a bin adds the strengths of the cell's pixels that fall into it, divided by 64:
#
# $$f_{r,c,b} = \frac{1}{64} \sum_{\text{pixels of cell } (r,c)} s\,[20\,b \le \theta < 20\,(b+1)],
# \qquad f: (4 \cdot 4 \cdot 9,) = (144,).$$
#
# This **histogram of oriented gradients** (HOG) knows roughly *where* and exactly *how* an edge
# runs. *By hand:* an image that is 0 on the left half and 100 on the right has $g_y = 0$ and, in
# the two columns beside the border, $g_x = 50$: $\theta = 0$, bin 0, in two columns of cells. Each
# such cell has 8 of these pixels: $f = 8 \cdot 50/64 = 6.25$. **Predict first:** what does
# shuffling do to HOG plus classifier: how many points are lost?

# %%
guesses["shuffled HOG: points lost"] = 15  # <- your number

# %% [markdown]
# **Now write** `hog_feature` in `a1/features.py` (6 to 10 lines, about 30 minutes). `np.gradient`
# gives $g_y$ and $g_x$, in this order. Then check (2 s).

# %%
check("hog")

# %%
half = np.zeros((32, 32, 3))
half[:, 16:] = 100
f = hog_feature(half).reshape(4, 4, 9)
print("row of cells, bin 0:", np.round(f[0, :, 0], 2), " expected: 0, 6.25, 6.25, 0")
print("all other bins:", np.abs(f[:, :, 1:]).max(), " expected: 0")


# %% [markdown]
# Now draw what the feature sees: in each cell nine strokes *along* the edge (at right angles to the
# slope), as thick as the entry is large. Expect outlines to show, textures to become bushes.


# %%
def strokes(ax, image):
    """Draws the HOG of an image, cell by cell."""
    cells = hog_feature(image).reshape(4, 4, 9)
    ax.imshow(rgb2gray(image), cmap="gray", alpha=0.35, vmin=0, vmax=255)
    for row, column, b in np.ndindex(cells.shape):
        along = np.radians(20 * b + 10 + 90)
        x, r = 8 * column + 3.5, 8 * row + 3.5
        dx, dy = 3.6 * np.cos(along), 3.6 * np.sin(along)
        width = 5 * cells[row, column, b] / cells.max()
        ax.plot([x - dx, x + dx], [r - dy, r + dy], color=COLOURS[0], lw=width)
    ax.axis("off")


fig, axes = plt.subplots(2, 4, figsize=(8, 4.2), layout="constrained")
for k, c in enumerate((0, 2, 5, 7)):
    axes[0, k].imshow(train[some[c]])
    axes[0, k].set_title(names[c])
    axes[0, k].axis("off")
    strokes(axes[1, k], train[some[c]])
show(fig, alt="Four images and, below each, its edges as strokes: steep where outlines are steep.")

# %% [markdown]
# In which of the four would you recognise the class from the strokes alone? What has happened to
# the ground's texture?
#
# **Question 2 (4 points).** Mirror an image left to right. Which entries of `f: (4, 4, 9)` change
# places, and how (give the new row, column and bin of entry (r, c, b))? Which feature would you
# build from `f` that is the same for an image and its mirror image?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## All images
#
# `extract_features` (given) joins the features of each image: 144 + 10 = 154 columns. About 3 s on
# scenes, 20 s for 49,000 images.

# %%
KINDS = [hog_feature, color_histogram_hsv]
F, F_val = extract_features(train, KINDS), extract_features(val, KINDS)
print("features", F.shape, "instead of", train.reshape(len(train), -1).shape)

# %% [markdown]
# ## Ablation: which ingredient matters?
#
# Three seeds each (2 s). **Predict first:** rank HOG alone ("e" for edges), hues alone ("h") and
# both together ("b"), best first.

# %%
guesses["ranking of edges, hues, both"] = "b h e"  # <- your order

# %%
parts = {"e": slice(0, 144), "h": slice(144, 154), "b": slice(0, 154)}
outcomes = {
    name: [trained(F[:, part], F_val[:, part], seed)[1] for seed in range(3)]
    for name, part in parts.items()
}
means = {name: np.mean(found) for name, found in outcomes.items()}
spreads = [np.std(found, ddof=1) for found in outcomes.values()]
truths["ranking of edges, hues, both"] = " ".join(sorted(means, key=means.get, reverse=True))
fig, ax = plt.subplots(figsize=(7, 2.4), layout="constrained")
ax.bar(["edges", "hues", "both"], means.values(), yerr=spreads, color=COLOURS[5], hatch="//")
ax.axhline(plain, ls="--", color="k", label=f"pixels ({few} images)")
ax.set(ylabel="validation accuracy")
ax.legend()
told = ", ".join(f"{m:.3f} ± {s:.3f}" for m, s in zip(means.values(), spreads, strict=True))
show(fig, alt=f"Accuracy with edges, hues, both (three seeds): {told}; pixels {plain:.3f}.")

# %% [markdown]
# The spread over seeds is tiny, because the problem is convex: all seeds end near the same W. It
# leaves out the largest uncertainty, which images happen to be in the validation set: ± 0.015.
#
# ### And shuffled?
#
# Now the three guesses come true or not: HOG and hues of the shuffled images (about 3 s).

# %%
S, S_val = extract_features(shuffled(train[:few]), KINDS), extract_features(shuffled(val), KINDS)
lost = {"pixels": (plain, mixed)}
for name, part in (("hues", parts["h"]), ("edges", parts["e"])):
    before = trained(F[:few, part], F_val[:, part])[1]
    lost[name] = before, trained(S[:, part], S_val[:, part])[1]
truths["shuffled hues: points lost"] = 100 * (lost["hues"][0] - lost["hues"][1])
truths["shuffled HOG: points lost"] = 100 * (lost["edges"][0] - lost["edges"][1])
fig, ax = plt.subplots(figsize=(7, 2.4), layout="constrained")
before, after = zip(*lost.values(), strict=True)
ax.bar(np.arange(3) - 0.2, before, 0.4, color=COLOURS[0], label="as they are")
ax.bar(np.arange(3) + 0.2, after, 0.4, color=COLOURS[1], hatch="//", label="shuffled")
ax.set(xticks=range(3), xticklabels=lost, ylabel="validation accuracy")
ax.legend()
told = ", ".join(f"{name} {b:.3f} to {a:.3f}" for name, (b, a) in lost.items())
show(fig, alt=f"Accuracy before and after shuffling: {told}.")

# %% [markdown]
# Pixels and hues do not notice; HOG is ruined, because it is the only one that ever looked at
# neighbours. That is its strength, seen from the other side.
#
# ## Neighbours in each space
#
# The same image, and its four nearest training images by pixels, by hues, by edges (L2 distances).
# Expect each row to agree with the first image in what *its* feature sees.

# %%
query = some[2]
spaces = {"pixels": pixels(train[:few]), "hues": F[:few, 144:], "edges": F[:few, :144]}
shown, titles = [], []
for name, A in spaces.items():
    nearest = np.argsort(((A - A[query]) ** 2).sum(axis=1))[:5]
    shown.append(train[nearest])
    titles += [name, *(names[y[i]] for i in nearest[1:])]
same = {
    name: sum(title == names[y[query]] for title in titles[5 * k + 1 : 5 * k + 5])
    for k, name in enumerate(spaces)
}
show(
    image_grid(np.concatenate(shown), titles, columns=5),
    alt=f"Neighbours of one {names[y[query]]}, of its own class among four: {same}.",
)

# %% [markdown]
# ## Bug museum
#
# Three students trained on HOG and hues, with one change each: **(1)** hues as counts of pixels (0
# to 1024), and no standardising; **(2)** $g_x$ and $g_y$ exchanged in `hog_feature`, everywhere;
# **(3)** the cells are read column by column, in the validation features only. Match each to a
# symptom *before* you run the cell: **A** training as ever, validation far down; **B** no
# difference that you could measure; **C** the loss leaps about, far above log 10.

# %%
guesses["museum: scale, exchanged, order"] = "A B C"  # <- your order of the three letters


# %%
def exchanged(features):
    """HOG with x and y exchanged: the angle becomes 90° minus the angle, bin b becomes 4 - b."""
    cells = features[:, :144].reshape(-1, 4, 4, 9)[..., (4 - np.arange(9)) % 9]
    return np.hstack([cells.reshape(-1, 144), features[:, 144:]])


def reordered(features):
    """HOG with rows and columns of cells exchanged."""
    cells = features[:, :144].reshape(-1, 4, 4, 9).swapaxes(1, 2)
    return np.hstack([cells.reshape(-1, 144), features[:, 144:]])


# %%
def counted(features):
    """HOG, and hues as counts of pixels."""
    return np.hstack([features[:, :144], 1024 * features[:, 144:]])


np.random.seed(0)
unscaled = Softmax()
loss_1 = unscaled.train(counted(F), y, learning_rate=0.03, reg=0.01, num_iters=300)
accuracy_1 = np.mean(unscaled.predict(counted(F_val)) == y_val)
_, right, loss_0 = trained(F, F_val)
_, accuracy_2, loss_2 = trained(exchanged(F), exchanged(F_val))
_, accuracy_3, loss_3 = trained(F, reordered(F_val))
truths["museum: scale, exchanged, order"] = "C B A"

# %%
museum = {"right": loss_0[:300], "(1)": loss_1, "(2)": loss_2[:300], "(3)": loss_3[:300]}
fig = curves(museum, "step", "loss (logarithmic)")
fig.axes[0].set_yscale("log")
show(
    fig,
    alt=f"Loss curves: (1) leaps up to {max(loss_1):.3g}, the others fall together. Validation"
    f" accuracy: right {right:.3f}, (1) {accuracy_1:.3f}, (2) {accuracy_2:.3f},"
    f" (3) {accuracy_3:.3f}.",
)

# %% [markdown]
# (2) is the treacherous one: consistent nonsense is as good a feature as sense, as long as it is
# the same nonsense everywhere. No accuracy will ever tell you; only a test against the
# specification does. And (3) shows why features must come from one function, not from two copies of
# it.
#
# **Question 3 (4 points).** After standardising, someone multiplies one feature by 100. What
# happens to the best loss and the best predictions without a penalty? With one? And to the speed of
# minibatch descent? Explain each in a sentence.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images
#
# The surest right answers and the surest errors of the classifier on HOG and hues, and how many of
# the pixel classifier's errors it mends.

# %%
best, accuracy, _ = trained(F, F_val)
X_val = standardised(F, F_val)[1]
scores = X_val @ best.W  # (1000, 10)
answers = scores.argmax(axis=1)
lead = np.diff(np.sort(scores, axis=1)[:, -2:], axis=1).ravel()  # of the best score
sure, hit = np.argsort(-lead), answers == y_val
chosen = np.concatenate([sure[hit[sure]][:5], sure[~hit[sure]][:5]])
titles = [f"{names[answers[i]]}\n({names[y_val[i]]})" for i in chosen]
show(
    image_grid(val[chosen], titles, columns=5),
    alt="Top: the five surest right answers. Bottom: the five surest errors, true class in"
    " brackets: " + "; ".join(title.replace("\n", " ") for title in titles[5:]) + ".",
)

# %% [markdown]
# Compare with the errors of the softmax notebook: they were about the colour of the ground. Which
# of these errors do you understand from the strokes?
#
# ## What the accuracy is worth
#
# We promise **above 0.38 on scenes** and **above 0.45 on CIFAR-10** with all training images, above
# 0.25 on a slice.

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.38, "cifar10": 0.45}[DATA] if full <= TRAIN else 0.25
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: do the checks of both exercises pass?"

# %% [markdown]
# ## Recap
#
# The test images have waited: they are looked at once, now that no setting will change.

# %%
T = standardised(F, extract_features(data.test.images, KINDS))[1]
print(
    f"test accuracy {np.mean(best.predict(T) == data.test.labels):.3f}, validation {accuracy:.3f}"
)
print(f"{'':<36}{'your guess':>14}{'measured':>14}")
for name, guess in guesses.items():
    truth = truths.get(name, "not yet")
    truth = f"{truth:.3g}" if isinstance(truth, float) else truth
    print(f"{name:<36}{guess!s:>14}{truth!s:>14}")
check()

# %% [markdown]
# - A linear classifier on pixels cannot tell neighbours from strangers; features can.
# - HOG sees edges and where they are; hues see colours, wherever they are; together they do best.
# - Statistics come from the training images; a wrong but consistent feature hides from accuracy.
# - **What still fails:** we chose these features, and a boat seen from the front has other edges.
#   Next, a network finds features of its own. (Between 4,000 and 10,000 images of CIFAR-10 these
#   hand-made ones still beat a fully connected network; on scenes they do not.)
#
# **Question 4 (4 points).** Your classifier on features leads the one on pixels by several points.
# The data sets had the same 1,000 validation images. With the standard errors above, how sure are
# you, and which count of images would make you surer than any standard error of a single accuracy?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# **Read on:** Dalal and Triggs (2005), *Histograms of oriented gradients for human detection*
# (where HOG comes from, with every choice tested); Lowe (2004), *Distinctive image features from
# scale-invariant keypoints* (orientations at points that can be found again); Swain and Ballard
# (1991), *Color indexing* (how far hues alone go); Coates, Ng, Lee (2011), *An analysis of
# single-layer networks in unsupervised feature learning* (learnt patches beat all of these).
