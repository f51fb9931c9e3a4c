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
# # Layers: networks from ready-made parts
#
# No straight line parts the points below, however long a classifier trains. At the
# end your network of two layers winds around spirals, and beats linear classifiers on images with
# features that it found itself.
#
# | afterwards you can | shown by |
# |---|---|
# | say what a layer receives and returns, forward and backward, with shapes | exercise 1 |
# | say what a second layer adds, without a bend and with one | first guesses, ablation |
# | choose a bend and a loss that do not fall silent together | exercises 2 to 4, question 2 |
# | build and train a network of two layers | exercise 5 |
# | tell a bad start, a wrong scale and unprepared images apart by their curves | bug museum |
#
# **Assumed:** the notebook *graphs*; [softmax](https://en.wikipedia.org/wiki/Softmax_function) and
# [hinge loss](https://en.wikipedia.org/wiki/Hinge_loss) (assignment 1). **Time:** 100 minutes, half
# a minute of them computing on two CPU cores; no GPU needed. **Small mode:** set
# `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have not written yet say so.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from a2 import layers
from a2.networks import TwoLayerNet
from coursedata import load, points
from given.check import check
from given.gradients import numerical_derivative
from given.guesses import print_guesses
from given.plots import COLOUR_MAP, COLOURS, MARKERS, STYLES, image_grid, show
from given.regions import regions
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The failure: points that no line parts
#
# Three sets of points. A **straight** classifier has scores $XW + b$, and the best ones in the
# sense of least squares come from a formula. **Predict first:** its share of right answers on
# `xor`, where two opposite quarters are class 0 and the other two class 1.

# %%
guesses["straight classifier on xor"] = 0.80  # <- your number; a wrong guess is free


# %%
def least_squares(hidden, labels):
    """Scores (N, C) nearest to 1 for the right class and 0 for the others; and its weights."""
    ones = np.hstack([hidden, np.ones((len(hidden), 1))])  # the bias, as a feature
    weights = np.linalg.lstsq(ones, np.eye(labels.max() + 1)[labels], rcond=None)[0]
    return ones @ weights, weights


def share_right(scores, labels):
    return float(np.mean(np.argmax(scores, axis=1) == labels))


SETS = {"xor": points.xor(300), "rings": points.rings(300), "spirals": points.spirals(300)}
straight = {name: share_right(least_squares(P, c)[0], c) for name, (P, c) in SETS.items()}
truths["straight classifier on xor"] = straight["xor"]
SHOWN = "xor"  # <- turn it: "rings", "spirals", and run the cell again
P, c = SETS[SHOWN]
_, V = least_squares(P, c)
title = f"{SHOWN}: {straight[SHOWN]:.2f}; xor, you: {guesses['straight classifier on xor']:.2f}"
said = ", ".join(f"{name} {share:.3f}" for name, share in straight.items())
show(
    # 9: makes the hatched band, where the winner leads by less than 1, narrow
    regions(lambda p: 9 * (p @ V[:-1] + V[-1]), P, c, np.full(300, 12), title),
    alt=f"{SHOWN} and the regions of the best straight classifier. Right: {said}.",
)

# %% [markdown]
# A line can only choose between halves of the plane. (Hatched: nearly a tie.) What is missing?
# Perhaps a second layer: $H$ = 10 **hidden** numbers first, then scores of *them*.
# With random `W1: (2, H)`, `b1: (H,)` and the best `W2: (H, C)`, `b2: (C,)`: **predict** its share
# on `xor`, straight, and with each hidden number **bent**: replaced by 0 where it is negative.

# %%
guesses["xor, 10 hidden, straight"] = 0.90  # <- your numbers
guesses["xor, 10 hidden, bent"] = 0.90

# %%
rng = np.random.default_rng(231)
W1, b1 = rng.normal(size=(2, 10)), rng.normal(size=10)
found = {"no hidden": straight}
for name, bend in (("straight", lambda a: a), ("bent", lambda a: np.maximum(a, 0))):
    found[name] = {
        key: share_right(least_squares(bend(Q @ W1 + b1), k)[0], k) for key, (Q, k) in SETS.items()
    }
    truths[f"xor, 10 hidden, {name}"] = found[name]["xor"]
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
for k, (name, shares) in enumerate(found.items()):
    place = np.arange(3) + 0.25 * (k - 1)
    ax.bar(place, shares.values(), 0.25, color=COLOURS[k], hatch=("", "//", "..")[k], label=name)
for k, name in ((1, "straight"), (2, "bent")):
    label = "your guesses" if k == 1 else None
    ax.plot(0.25 * (k - 1), guesses[f"xor, 10 hidden, {name}"], "kX", ls="none", label=label)
ax.set(xticks=range(3), xticklabels=SETS, ylabel="share right", xlabel="points", ylim=(0, 1.05))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
said = "; ".join(
    f"{name} {', '.join(f'{key} {share:.2f}' for key, share in shares.items())}"
    for name, shares in found.items()
)
show(fig, alt=f"Share of right answers: {said}.")

# %% [markdown]
# Straight hidden numbers change nothing at all. Multiply out:
#
# $$(XW_1 + b_1)W_2 + b_2 = X\,(W_1W_2) + (b_1W_2 + b_2) .$$
#
# The brackets, `(2, C)` and `(C,)`, are one straight classifier: **layers without a bend
# collapse**. Ten random bent ones do much better; how much is luck (forty other seeds: spirals 0.73
# to 0.98). Now to *learn* them.
#
# ## Exercise 1: the affine layer
#
# A **layer** is a gate for a whole batch. `affine_forward(x, w, b)` with `x: (N, D)`, `w: (D, M)`,
# `b: (M,)` returns `out = x w + b`, `(N, M)`, and a `cache`: whatever its backward will want.
# `affine_backward(dout, cache)`, with `dout: (N, M)` the slopes of the loss in `out`, returns `dx`,
# `dw`, `db`, each of the shape of its variable. As in *graphs*, uses are added:
#
# $$\mathrm{dw}_{dm} = \sum_n x_{nd}\,\mathrm{dout}_{nm}, \quad
# \mathrm{db}_m = \sum_n \mathrm{dout}_{nm}, \quad
# \mathrm{dx}_{nd} = \sum_m \mathrm{dout}_{nm}\, w_{dm} .$$
#
# Images may have more axes, `(N, 32, 32, 3)`: they are put in rows first, and `dx` gets *their*
# shape. *By hand:* x = ((1, 2)), dout = ((3, 4)) give dw = ((3, 4), (6, 8)). **Write** both in
# `a2/layers.py` (about 6 lines, 15 minutes).

# %%
check("affine")

# %%
rng = np.random.default_rng(231)
x, w, b = rng.normal(size=(3, 2, 3)), rng.normal(size=(6, 4)), rng.normal(size=4)
out, cache = layers.affine_forward(x, w, b)
dout = rng.normal(size=out.shape)
dx, dw, db = layers.affine_backward(dout, cache)
rows_of = {"x": x, "w": w, "b": b, "out": out, "dx": dx, "dw": dw, "db": db, "dout": dout}
fig, axes = plt.subplots(2, 4, figsize=(9, 4.4), layout="constrained")
for ax, (name, array) in zip(axes.flat, rows_of.items(), strict=True):
    ax.imshow([np.ravel(row) for row in np.atleast_2d(array)], cmap=COLOUR_MAP)
    ax.set_title(f"{name} {array.shape}", fontsize=10)
    ax.set(xticks=[], yticks=[])
axes[0, 0].set_ylabel("forward: left to right")
axes[1, 0].set_ylabel("back: right to left")
same = ", ".join(f"{name} {array.shape}" for name, array in rows_of.items())
show(fig, alt=f"Arrays of a layer with three images; below each one its slopes: {same}.")

# %% [markdown]
# The lower row has the shapes of the upper one. Each image leaves one **sheet** in `dw`: its values
# times its slopes, all rows multiples of one. **Predict first:** put every image into the batch
# *twice*. By what factor does `dw` grow if `dout` stays as it is, and if the loss is a *mean*, so
# that `dout` carries 1/N?

# %%
guesses["batch doubled, sum: dw grows by"] = 1.0  # <- your numbers
guesses["batch doubled, mean: dw grows by"] = 2.0

# %%
sheets = []
for i in range(3):
    _, one = layers.affine_forward(x[i : i + 1], w, b)
    sheets.append(layers.affine_backward(dout[i : i + 1], one)[1])
_, twice = layers.affine_forward(np.concatenate([x, x]), w, b)
grown = layers.affine_backward(np.concatenate([dout, dout]), twice)[1]
for name, n in (("sum", 1), ("mean", 2)):
    truths[f"batch doubled, {name}: dw grows by"] = np.linalg.norm(grown) / np.linalg.norm(dw) / n
fig, axes = plt.subplots(1, 4, figsize=(9, 2.8), layout="constrained")
heads = ("image 0", "+ image 1", "+ image 2", "= dw")
top = max(np.abs(sheet).max() for sheet in [*sheets, dw])
for ax, name, sheet in zip(axes, heads, [*sheets, dw], strict=True):
    ax.imshow(sheet, cmap=COLOUR_MAP, vmin=-top, vmax=top)
    ax.set(title=f"{name}, rank {np.linalg.matrix_rank(sheet)}", xlabel="M", ylabel="D")
told = [
    f"{kind} {truths[key]:.2f}, you: {guesses[key]:.2f}"
    for kind in ("sum", "mean")
    if (key := f"batch doubled, {kind}: dw grows by")
]
fig.suptitle(f"batch doubled: {'; '.join(told)}", fontsize=10)
show(
    fig,
    alt=f"Three sheets of rank one add up to dw, off by {np.abs(sum(sheets) - dw).max():.0e}."
    f" Batch doubled, dw grows by: {'; '.join(told)}.",
)

# %% [markdown]
# A mean keeps the typical length of a step whatever the batch; a sum would make it grow with it.
#
# **Question 1 (4 points).** A friend's `dx` uses `w` without transposing it. For which sizes does
# every test of *shapes* pass, for which `w` even every test of *values*? Which sizes N, D, M would
# you test with, and which further mistake would N = D hide? (Two to four sentences, here and
# below.)

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 2: bends
#
# **Write** `relu_forward`, `relu_backward`, and the same for `sigmoid` and `tanh`, in
# `a2/layers.py` (two lines each, 15 minutes), elementwise:
#
# $$\mathrm{relu}(x) = \max(x, 0), \qquad \sigma(x) = \frac1{1 + e^{-x}}, \qquad
# \tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}} .$$
#
# *By hand:* at x = 0 the slopes are 0 (by agreement), 1/4 and 1. $\tanh(x) = 2\sigma(2x) - 1$
# takes you from one slope to the other; each can be had from the *output* alone. Beware of
# $e^{1000}$. **Predict first:** the slope of the sigmoid at x = 10, as a share of its largest.

# %%
guesses["sigmoid: slope at 10, share"] = 0.1  # <- your number
check("activations")

# %%
line = np.linspace(-12, 12, 241)
bends = {
    "relu": (layers.relu_forward, layers.relu_backward),
    "sigmoid": (layers.sigmoid_forward, layers.sigmoid_backward),
    "tanh": (layers.tanh_forward, layers.tanh_backward),
}
fig, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
at_ten = {}
for k, (name, (ahead, back)) in enumerate(bends.items()):
    bent, cache = ahead(line)
    slope = back(np.ones(241), cache)
    at_ten[name] = slope[220] / slope.max()
    for ax, curve in zip(axes, (bent, slope), strict=True):
        ax.plot(line, curve, STYLES[k], marker=MARKERS[k], markevery=40, color=COLOURS[k])
    axes[0].lines[-1].set_label(name)
truths["sigmoid: slope at 10, share"] = float(at_ten["sigmoid"])
axes[1].plot(10, guesses["sigmoid: slope at 10, share"] / 4, "kX", label="your guess (sigmoid)")
axes[0].set(xlabel="x", ylabel="output", ylim=(-1.5, 4))
axes[1].set(xlabel="x", ylabel="slope", yscale="log", ylim=(1e-10, 3))
for ax in axes:
    ax.legend(fontsize=8)
said = ", ".join(f"{name} {share:.1e}" for name, share in at_ten.items())
show(fig, alt=f"Three bends and their slopes; slope at x = 10 as a share of the largest: {said}.")

# %% [markdown]
# Sigmoid and tanh **saturate** on both sides, the rectifier on one, where it is flat for good.
#
# ## Exercise 3: losses of scores
#
# The two losses of assignment 1, as layers at the end: from scores `x: (N, C)` and classes
# `y: (N,)` to the mean loss *and* `dx: (N, C)`, its slopes in the scores; no weights, no penalty.
# An image with scores s, `(C,)`, and the right class y costs
#
# $$\sum_{c \ne y} \max(0,\ s_c - s_y + 1) \qquad\text{or}\qquad
# \log\textstyle\sum_c e^{s_c} - s_y .$$
#
# *By hand:* scores (2, 0.5, 0), the second is right. Hinge: 2.5 + 0.5 = 3, slopes (1, -2, 1).
# Softmax: 1.81, slopes (0.74, -0.84, 0.10). **Write** `svm_loss` and `softmax_loss` in
# `a2/layers.py` (about 6 lines each, 15 minutes); scores of 10,000 must work, too. **Predict
# first:** what does the softmax loss charge for *ten times* these scores?

# %%
guesses["softmax: ten times the scores"] = 1.81  # <- your number
check("loss_layers")

# %%
scores = np.array([[2.0, 0.5, 0.0]])
times, right_one = np.linspace(0, 10, 21), np.array([1])
fig, axes = plt.subplots(1, 2, figsize=(9, 2.6), layout="constrained")
said = []
for k, (name, loss) in enumerate((("hinge", layers.svm_loss), ("softmax", layers.softmax_loss))):
    pairs = [loss(factor * scores, right_one) for factor in times]
    costs, pulls = [float(pair[0]) for pair in pairs], [-pair[1][0, 1] for pair in pairs]
    for ax, curve in zip(axes, (costs, pulls), strict=True):
        ax.plot(times, curve, STYLES[k], marker=MARKERS[k], color=COLOURS[k], label=name)
    said.append(f"{name} {costs[-1]:.2f}, pull {pulls[-1]:.2f}")
truths["softmax: ten times the scores"] = costs[-1]
axes[0].plot(10, guesses["softmax: ten times the scores"], "kX", label="your guess (softmax)")
axes[0].set(xlabel="factor on the scores", ylabel="loss")
axes[1].set(xlabel="factor on the scores", ylabel="pull on the right score")
axes[0].legend()
show(fig, alt=f"Both losses grow in nearly straight lines; at factor 10: {'; '.join(said)}.")

# %% [markdown]
# The more wrong, the dearer, at a steady slope: both losses go on pulling. Not every loss does.
#
# ## Exercise 4: losses of one number
#
# Here p, z and y are arrays of one shape, say `(N,)`. **Regression** predicts numbers: with y the
# true ones, the **mean squared error** of predictions p is the mean of $(p - y)^2$. *By hand:* a
# house for 3.0 predicted at 3.5 costs 0.25. **Classification** into yes (now y = 1) and no (0) has
# a probability $s = \sigma(z)$ of yes; the **cross-entropy** is the mean of
# $-(y \log s + (1 - y) \log(1 - s))$. *By hand:* y = 0, s = 0.7 costs 1.204; squared, 0.49.
#
# **The step that hurts.** Where s rounds to 0 the logarithm is infinite; so do not compute s. With
# $-\log s = \log(1 + e^{-z})$ and $-\log(1 - s) = \log(1 + e^z) = z + \log(1 + e^{-z})$,
#
# $$L = \log(1 + e^{z}) - y z .$$
#
# Its slope in z is a line of work, and short. **Write** `mse_loss(p, y)` and
# `binary_cross_entropy(z, y)` in `a2/layers.py` (2 and 3 lines, 10 minutes; is
# $\log(1 + e^{10000})$ finite in yours?).
#
# **Predict first:** y = 1, but z = -5: surely wrong. With rate 1, how many steps until z > 0, for
# the cross-entropy, and for the squared error of $s = \sigma(z)$?

# %%
guesses["steps to z > 0, cross-entropy"] = 20  # <- your numbers
guesses["steps to z > 0, squared"] = 40
check("regression_losses")


# %%
def slope_squared(z, y):
    s, cache = layers.sigmoid_forward(z)
    return layers.sigmoid_backward(layers.mse_loss(s, y)[1], cache)


def slope_entropy(z, y):
    return layers.binary_cross_entropy(z, y)[1]


yes, kinds = np.ones(1), {"cross-entropy": slope_entropy, "squared": slope_squared}
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
for k, (name, slope) in enumerate(kinds.items()):
    path = [np.array([-5.0])]
    while path[-1][0] <= 0 and len(path) < 1000:
        path.append(path[-1] - 1.0 * slope(path[-1], yes))
    truths[f"steps to z > 0, {name}"] = len(path) - 1
    ax.plot(np.concatenate(path), STYLES[k], color=COLOURS[k], lw=2, label=name)
    at = guesses[f"steps to z > 0, {name}"]
    ax.plot(at, 0, "k", marker="Xv"[k], ms=9, ls="none", label=f"your guess, {name}")
ax.axhline(0, ls=":", color="k")
ax.set(xlabel="step", ylabel="z (right: above 0)")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
first = {name: float(slope(np.array([-5.0]), yes)[0]) for name, slope in kinds.items()}
said = ", ".join(
    f"{n}: slope {first[n]:.3f}, {truths[f'steps to z > 0, {n}']} steps" for n in kinds
)
show(fig, alt=f"Descent from z = -5. {said}.")

# %% [markdown]
# Surely wrong, the squared error hardly moves at first; the cross-entropy sets out at full speed.
#
# **Question 2 (4 points).** Derive both slopes in z for y = 1, and give them at z = -10. Which
# factor is to blame, and why does the cross-entropy not have it? Where would you nevertheless take
# the squared error, and with which last layer?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 5: a network of two layers
#
# Affine, rectifier, affine, softmax: `W1: (D, H)`, `b1: (H,)`, `W2: (H, C)`, `b2: (C,)`,
#
# $$\text{scores} = \max(0,\ XW_1 + b_1)\,W_2 + b_2, \qquad
# L = \text{softmax loss} + \tfrac12\,\text{reg}\,\Big(\sum W_1^2 + \sum W_2^2\Big) .$$
#
# The penalty *has* a half here, so its slope is reg W, and leaves biases alone. **Write**
# `TwoLayerNet.__init__` and `loss` in `a2/networks.py` from your layers (5 and 12 lines, 20
# minutes): forward in order, back in reverse. *By hand:* with all weights 0 and ten classes the
# loss is log 10 = 2.303.

# %%
print(check("two_layer_net"))
np.random.seed(231)
net = TwoLayerNet(input_dim=6, hidden_dim=5, num_classes=3, weight_scale=0.5, reg=0.1)
X6, y6 = np.random.randn(8, 6), np.random.randint(3, size=8)
_, grads = net.loss(X6, y6)
for name, at in list(net.params.items()):
    way = np.random.randn(*at.shape)

    def loss_at(value, name=name):
        net.params[name] = value
        return float(net.loss(X6, y6)[0])

    measured = numerical_derivative(loss_at, at, way)
    net.params[name] = at
    print(
        f"{name}: slope measured {measured:+.8f}, by your gradient {np.sum(grads[name] * way):+.8f}"
    )

# %% [markdown]
# Seven digits should agree. Now the points: 2000 steps of plain descent on all 300 at once.
# **Predict first:** the share of `spirals` that 10 hidden numbers get right (straight: about 0.75).

# %%
guesses["spirals, 10 hidden"] = 0.60  # <- your number


# %%
def trained_on(name, H, seed=0):
    P, c = SETS[name]
    np.random.seed(seed)
    net = TwoLayerNet(2, H, c.max() + 1, weight_scale=1.0)
    for _ in range(2000):
        _, grads = net.loss(P, c)
        for key, slope in grads.items():
            net.params[key] -= 0.3 * slope
    return share_right(net.loss(P), c), net


HIDDEN = 10  # <- turn it: 3, 5, 50, and run the cell again
reached = {name: trained_on(name, HIDDEN) for name in SETS}
share, net = reached["spirals"]
if HIDDEN == 10:
    truths["spirals, 10 hidden"] = share
title = f"{HIDDEN} hidden: {share:.3f}; with 10, you: {guesses['spirals, 10 hidden']:.3f}"
said = ", ".join(f"{name} {reached[name][0]:.3f} (straight {straight[name]:.3f})" for name in SETS)
show(
    regions(net.loss, *SETS["spirals"], np.full(300, 12), title),
    alt=f"Three spiral arms and the regions of a net with {HIDDEN} hidden numbers. Right: {said}.",
)

# %% [markdown]
# The failure is repaired. Where a border bends, a hidden number passes 0; between such lines all is
# linear.
#
# ## Images
#
# `scenes` is made on the spot (3 s). For photographs fetch CIFAR-10 as the handout says and write
# `"cifar10"`: this is the only line to change. A row of `X: (N, D)` is an image less the mean
# training image, divided by 64; D = 3072.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
full = 49_000 if DATA == "cifar10" else 8_000
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", full))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
mean_image = data.train.images.mean(axis=0)


def rows(images):
    parts = np.array_split(images, 49)  # float32, piece by piece: float64 takes much memory
    done = [((part - mean_image) / 64).astype(np.float32) for part in parts]
    return np.concatenate(done).reshape(-1, 3072)


X, y = rows(data.train.images), data.train.labels
X_val, y_val = rows(data.validation.images), data.validation.labels
names = data.class_names
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
print(f"{data.name}: X {X.shape}, from {X.min():.1f} to {X.max():.1f}; y {y.shape}")
show(
    image_grid(data.train.images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)


# %%
def descend(net, images, labels, passes, rate=0.1, shrink=0.9, seed=231, fixed=()):
    """Trains by minibatches of 100; returns their losses and the accuracy after each pass."""
    net.params = {key: value.astype(np.float32) for key, value in net.params.items()}  # faster
    rng, losses, reached = np.random.default_rng(seed), [], []
    for _ in range(passes):
        order = rng.permutation(len(labels))
        for start in range(0, len(labels) - 99, 100):
            batch = order[start : start + 100]
            loss, grads = net.loss(images[batch], labels[batch])
            losses.append(float(loss))
            for key in grads.keys() - set(fixed):
                net.params[key] -= np.float32(rate) * grads[key]
        rate *= shrink
        reached.append(share_right(net.loss(X_val), y_val))
    return losses, reached


# %% [markdown]
# 200 hidden numbers, a rate of 0.1 that shrinks after each pass, reg = 0.001 (5 to 20 s). **Predict
# first:** the share of validation images it gets right.

# %%
guesses["network: validation accuracy"] = 0.80  # <- your number

# %%
PASSES, SHRINK = (10, 0.8) if TRAIN <= 8_000 else (6, 0.7)
np.random.seed(231)
learnt = TwoLayerNet(hidden_dim=200, weight_scale=0.01, reg=0.001)
losses, reached = [], []
for i in range(PASSES):  # descend goes on from the weights it finds
    more, last = descend(learnt, X, y, passes=1, rate=0.1 * SHRINK**i, seed=i)
    losses, reached = losses + more, reached + last
    print(f"pass {i + 1} of {PASSES}: loss {np.mean(more[-50:]):.2f}, accuracy {last[0]:.3f}")
network, accuracy = learnt, reached[-1]
truths["network: validation accuracy"] = accuracy
on_training = share_right(network.loss(X[:5000]), y[:5000])
fig, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
axes[0].plot(losses, color=COLOURS[0], lw=0.7)
axes[0].axhline(np.log(10), ls=":", color="k")
axes[1].plot(range(1, PASSES + 1), reached, "o-", color=COLOURS[0], label="measured")
axes[1].axhline(guesses["network: validation accuracy"], ls="--", color="k", label="your guess")
axes[0].set(xlabel="step", ylabel="loss of the minibatch (dotted: log 10)")
axes[1].set(xlabel="pass", ylabel="validation accuracy")
axes[1].legend()
show(
    fig,
    alt=f"The loss falls from {losses[0]:.2f} to {np.mean(losses[-50:]):.2f}. Validation accuracy"
    f" {reached[0]:.3f} after one pass, {accuracy:.3f} at the end; training {on_training:.3f}.",
)

# %% [markdown]
# Training images do better than validation images: a later assignment is about that gap.
#
# ### What the first layer looks for
#
# Each hidden number has a column of W1, and that is an image: what it likes is bright. Shown are
# the twenty with the strongest say in the scores.

# %%
say = np.linalg.norm(network.params["W2"], axis=1)  # (H,)
strongest = np.argsort(-say)[:20]
columns = network.params["W1"].T[strongest].reshape(20, -1)  # (20, D)
low, high = np.percentile(columns, [1, 99], axis=1, keepdims=True)
pictures = np.clip((columns - low) / (high - low), 0, 1).reshape(20, 32, 32, 3)
awake = np.mean(X_val @ network.params["W1"][:, strongest] + network.params["b1"][strongest] > 0, 0)
show(
    image_grid(pictures, [f"{share:.0%}" for share in awake], columns=10),
    alt="First-layer weights of the ten strongest hidden numbers, as images. Above each,"
    f" the share of validation images that wake it: {awake.min():.0%} to {awake.max():.0%}.",
)

# %% [markdown]
# Mostly one blob in the middle against its surroundings, in a colour: no longer one template a
# class.
#
# ## Bug museum
#
# Three friends trained your correct network in a wrong way: **(1)** all weights start at 0; **(2)**
# the gradient is a sum over the 100 images, not a mean; **(3)** validation images are divided by
# 64, but the mean image is not subtracted. Match each to a symptom *before* you run the second
# cell: **A** the loss falls as it should, the accuracy lags behind; **B** the loss stays near
# log 10 from the first step on; **C** the loss leaps up within a few steps, and is soon no number.


# %%
class SumForMean(TwoLayerNet):
    def loss(self, X, y=None):
        found = super().loss(X, y)
        return found if y is None else (found[0], {k: 100 * g for k, g in found[1].items()})


class NotCentred(TwoLayerNet):
    def loss(self, X, y=None):
        return super().loss(X + mean_row if y is None else X, y)  # only without classes: validation


mean_row = (mean_image / 64).astype(np.float32).ravel()  # (D,)
guesses["museum: zeros, sum, centring"] = "A B C"  # <- your order of the three letters

# %%
kinds = {"right": (TwoLayerNet, 0.01), "zeros": (TwoLayerNet, 0.0)}
kinds |= {"sum": (SumForMean, 0.01), "not centred": (NotCentred, 0.01)}
curves, marks = {}, {}
for name, (Kind, scale) in kinds.items():
    np.random.seed(231)
    net = Kind(hidden_dim=50, weight_scale=scale, reg=0.001)
    with np.errstate(all="ignore"):
        curves[name], marks[name] = descend(net, X[:8000], y[:8000], passes=5)
truths[key := "museum: zeros, sum, centring"] = "B C A"

# %%
fig, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
for k, name in enumerate(curves):
    look = {"color": COLOURS[k], "marker": MARKERS[k], "ls": STYLES[k], "label": name}
    axes[0].plot(curves[name], markevery=(13 * k, 60), **look)
    axes[1].plot(range(1, 6), marks[name], **look)
axes[0].set(xlabel="step", ylabel="loss of the minibatch", ylim=(1, 6))
axes[1].set(xlabel="pass", ylabel="validation accuracy", ylim=(0, None))
axes[1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
fig.suptitle(f"{truths[key]}; you: {guesses[key]}", fontsize=10)
said = "; ".join(
    f"{n} {max(a[:20]):.3g} at most in 20 steps, {np.mean(a[-20:]):.3g} at the end"
    for n, a in curves.items()
)
ended = ", ".join(f"{name} {found[-1]:.3f}" for name, found in marks.items())
show(fig, alt=f"Losses: {said}. Validation accuracy at the end: {ended}.")

# %% [markdown]
# From zeros only b2 learns, and the loss stays at log 10. The sum makes each step a hundred times
# longer. The third bug does not show in the loss at all.
#
# **Question 3 (4 points).** Let all weights start at 0. Which of the four gradients are exactly 0
# at the first step, and what does the network learn in the end? Now let all columns of W1 be equal,
# and all rows of W2, but not 0 (b1 = 0): prove that they stay equal. How many hidden numbers does
# such a network have in truth?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Ablation: which ingredient matters?
#
# Three seeds each, four passes (15 s): all; without a hidden layer (nor penalty); with W1 fixed at
# its random start; without penalty; and with all pixels **permuted**, in the same way in every
# image. The second and third have rates that suit them. **Predict first:** leaving out which one
# costs most, and how much accuracy does the permutation cost?

# %%
guesses["costliest to leave out"] = "penalty"  # <- "hidden layer", "learning W1" or "penalty"
guesses["accuracy lost by permuting"] = 0.20  # <- your number


# %%
class NoHidden:
    def __init__(self):
        self.params = {"W": 0.01 * np.random.randn(3072, 10), "b": np.zeros(10)}

    def loss(self, X, y=None):
        scores, cache = layers.affine_forward(X, *self.params.values())
        return scores if y is None else self.slopes(layers.softmax_loss(scores, y), cache)

    def slopes(self, judged, cache):
        _, dW, db = layers.affine_backward(judged[1], cache)
        return judged[0], {"W": dW, "b": db}


class Permuted(TwoLayerNet):
    order = np.random.default_rng(231).permutation(3072)

    def loss(self, X, y=None):
        return super().loss(X[:, self.order], y)


# %%
SIZE = {"hidden_dim": 100, "weight_scale": 0.01}
variants = {
    "all": (lambda: TwoLayerNet(reg=0.001, **SIZE), ()),
    "no hidden layer": (NoHidden, ()),
    "no learning W1": (lambda: TwoLayerNet(reg=0.001, **SIZE), ("W1",)),
    "no penalty": (lambda: TwoLayerNet(**SIZE), ()),
    "permuted": (lambda: Permuted(reg=0.001, **SIZE), ()),
}
rates, tried = {"no hidden layer": 0.005, "no learning W1": 0.5}, {}
for name, (make, fixed) in variants.items():
    tried[name] = []
    for seed in range(3):
        np.random.seed(seed)
        rate = rates.get(name, 0.05)
        found = descend(make(), X[:8000], y[:8000], 4, rate, seed=seed, fixed=fixed)
        tried[name].append(found[1][-1])
    print(f"{name:<16} {np.mean(tried[name]):.3f} ± {np.std(tried[name], ddof=1):.3f}")
ablation = tried  # complete: the next cell shows it

# %%
mean = {name: np.mean(found) for name, found in ablation.items()}
spread = [np.std(found, ddof=1) for found in ablation.values()]
truths["costliest to leave out"] = min(list(mean)[1:4], key=mean.get).removeprefix("no ")
truths["accuracy lost by permuting"] = float(mean["all"] - mean["permuted"])
fig, ax = plt.subplots(figsize=(9, 2.8), layout="constrained")
ax.bar(mean.keys(), mean.values(), yerr=spread, color=COLOURS[5], hatch="//", capsize=6)
guess = f"no {guesses['costliest to leave out']}"
ax.plot(guess, mean[guess] / 2, "kX", ms=10, ls="none", label="your guess: costliest")
level = mean["all"] - guesses["accuracy lost by permuting"]
ax.plot("permuted", level, "kv", ms=10, ls="none", label="your guess: permuted")
ax.set(ylabel="validation accuracy", xlabel="variant")
ax.tick_params(axis="x", labelsize=8)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
table = ", ".join(
    f"{name} {m:.3f} ± {s:.3f}" for (name, m), s in zip(mean.items(), spread, strict=True)
)
show(fig, alt=f"Accuracy after four passes, mean and spread of three seeds: {table}.")

# %% [markdown]
# Look at the spread before the means: differences within it are no findings. The penalty has hardly
# had time to act.
#
# **Question 4 (4 points).** Let Q be the matrix that permutes the pixels: rows become $XQ$. Give
# the weights with which a network on $XQ$ has exactly the scores of yours on $X$, and show that one
# step of descent (penalty included) keeps it so. What does this network therefore not know about
# images, and which measured number says so?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images
#
# $e^{-L}$ of one image with the winner as its class is the network's confidence. After a look, put
# a word for each error into `misled` (colour, place, outline?), and run the cell again.

# %%
misled = ["?", "?", "?", "?", "?"]  # <- your word for each error

scores = network.loss(X_val)
answers = np.argmax(scores, axis=1)
alone = [layers.softmax_loss(scores[[i]], answers[[i]])[0] for i in range(len(scores))]
sure = np.argsort(alone)  # the smallest loss first
hits = (answers == y_val)[sure]
chosen = np.concatenate([sure[hits][:5], sure[~hits][:5]])
titles = [f"{names[answers[i]]} {np.exp(-alone[i]):.0%}\n({names[y_val[i]]})" for i in chosen]
titles[5:] = [f"{title}\n{word}" for title, word in zip(titles[5:], misled, strict=True)]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt="Top: the five surest right answers. Bottom: the five surest errors, true class in"
    " brackets, and your word: "
    + "; ".join(title.replace("\n", " ") for title in titles[5:])
    + ".",
)

# %% [markdown]
# ## What the accuracy is worth
#
# An accuracy $a$ measured on $n$ = 1,000 images has the standard error $\sqrt{a(1-a)/n}$. We
# promise **above 0.43 on scenes** and **above 0.50 on CIFAR-10** with all training images, above
# 0.20 on a slice.

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.43, "cifar10": 0.50}[DATA] if full <= TRAIN else 0.20
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: do the checks of all five exercises pass?"

# %% [markdown]
# ## Recap
#
# The test images have waited: they are looked at once. The last line runs the checks of all
# exercises (10 to 20 s).

# %%
test_accuracy = share_right(network.loss(rows(data.test.images)), data.test.labels)
print(f"test accuracy {test_accuracy:.3f}, validation {accuracy:.3f}")
print_guesses(guesses, truths)
check()

# %% [markdown]
# - A layer is a gate for a batch: shapes flow back as they came, weights collect a sheet an image.
# - Without a bend all layers are one; with it, borders bend where hidden numbers pass 0.
# - The loss must fit the last layer: a flat bend times a squared error learns nothing when it is
#   surely wrong.
# - **What still fails:** the start. Weights of 0 learn nothing; 0.01 was chosen by trial for *two*
#   layers, and with ten of them it fails again. Next: how large the first weights must be.
#
# **Read on:** Cybenko (1989), *Approximation by superpositions of a sigmoidal function* (one hidden
# layer comes as near as you like to any continuous function on a bounded region, if wide enough);
# Glorot, Bordes, Bengio (2011), *Deep sparse
# rectifier neural networks* (why the rectifier won); Goodfellow, Bengio, Courville, *Deep
# Learning*, 6.2 (which loss for which output); Minsky and Papert (1969), *Perceptrons* (what
# straight classifiers cannot do, proved).
