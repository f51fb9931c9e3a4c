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
# # Linear classifiers: templates, margins, penalties
#
# Nearest neighbours look at all training images for every answer. Here ten small images must do,
# one **template** a class: at first averages, as in the warm-up. At the end you have drawn how a
# loss pushes classes apart, and what training finds.
#
# | afterwards you can | shown by |
# |---|---|
# | prepare images with statistics of the training images only | exercises 1, 5 |
# | derive the gradient of the hinge loss and write it, with and without loops | exercise 2 |
# | train a linear classifier by minibatches and see what it learnt | exercises 3, 4 |
# | tell a wrong loss by its symptoms, and say what the penalty is for | bug museum, question 2 |
# | choose two settings, and say what the choice is worth | exercise 6, question 4 |
#
# **Assumed:** matrix products, derivatives,
# [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html), validation images (the
# knn notebook). **Time:** two sittings of 60 minutes; one minute is computing on two CPU cores, no
# GPU needed. **Small mode:** set `GRADUS_TRAIN_IMAGES` to 2000.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from a1 import preprocessing
from a1.linear import LinearSVM, weight_templates
from a1.losses import squared_hinge_loss, svm_loss_naive, svm_loss_vectorized
from a1.search import grid_search, random_search
from coursedata import load
from given.check import check
from given.gradients import numerical_derivative
from given.guesses import print_guesses
from given.plots import COLOUR_MAP, COLOURS, MARKERS, STYLES, curves, image_grid, show
from given.regions import regions
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
#
# `scenes` is made on the spot (3 s). For photographs fetch CIFAR-10 (see the handout) and write
# `"cifar10"`: the only line to change.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
full = 49_000 if DATA == "cifar10" else 8_000
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", full))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
names, y, y_val = data.class_names, data.train.labels, data.validation.labels
print(data.name, data.train.images.shape, data.train.images.dtype, "0 to 255")
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
show(
    image_grid(data.train.images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %% [markdown]
# ## Ten averages
#
# An image is a row $x$ of D = 32 x 32 x 3 = 3072 values. A **linear classifier** multiplies it with
# the template of each class, a column of `W: (D, C)`. The sum of the products is the **score** of
# that class: `scores = x @ W`, `(C,)`; the largest wins.
#
# An obvious template: the average image of the class. **Predict first:** which share of the
# validation images do averages get right? (Blind guessing: 0.10.)

# %%
guesses["averages as templates: accuracy"] = 0.40  # <- your number; a wrong guess is free

# %%
averages = np.stack([data.train.images[y == c].mean(axis=0) / 255 for c in range(10)])
A = averages.reshape(10, 3072).T  # (D, C)
pixels = data.validation.images.reshape(1000, 3072) / 255
winners = np.argsort(pixels @ A)[:, -1]
truths["averages as templates: accuracy"] = hit = np.mean(winners == y_val)
favourite = np.bincount(winners).argmax()
fig = image_grid(averages, [f"{names[c]} {averages[c].mean():.2f}" for c in range(10)], columns=5)
fig.suptitle(f"right: {hit:.3f}, you: {guesses['averages as templates: accuracy']}", fontsize=10)
show(
    fig,
    alt=f"Ten blurred averages with their mean brightness. Accuracy {hit:.3f};"
    f" {np.mean(winners == favourite):.0%} of the answers are {names[favourite]}.",
)

# %% [markdown]
# No better than blind: the brightest template has the largest product nearly always. A fair
# comparison asks for the *nearest* average $m_c$, `(D,)`:
#
# $$|x - m_c|^2 = |x|^2 - 2\,(x \cdot m_c - \tfrac12 |m_c|^2).$$
#
# $|x|^2$ is common to all, so the nearest average has the largest $x \cdot m_c + b_c$ with the
# **bias** $b_c = -\frac12 |m_c|^2$: one more number a class.

# %%
b = -0.5 * (A**2).sum(axis=0)  # (C,)
nearest = np.argsort(pixels @ A + b)[:, -1]
with_bias = np.mean(nearest == y_val)
print(f"with a bias: accuracy {with_bias:.3f}, without: {hit:.3f}")

# %% [markdown]
# Better, and still poor: now prepare the images, and *learn* W and b.
#
# ## Exercise 1: preparing images
#
# **Centring:** subtract the mean *training* image, `(H, W, 3)`, from every image. Nothing is
# measured on other images. **Bias trick:** a 1 at the end of each row makes the last row of `W` the
# bias: now D = 3073. *By hand:* training pixels 2 and 6 turn the test pixel 5 into the row (1, 1).
#
# **Write** `fit_preprocess`, `apply_preprocess` and `append_bias` in `a1/preprocessing.py` (about 6
# lines, 10 minutes), save, and run the check (3 s).

# %%
check("preprocessing", "mean rows bias preprocessed")


# %%
def rows(images):
    """(N, 3073): centred pixels, 255 scaled to 1, and a 1 for the bias."""
    done = []  # float32, piece by piece: in float64 all of CIFAR-10 is 1.2 GB
    for part in np.array_split(images, 49):
        pixels = preprocessing.apply_preprocess(part, statistics) / 255
        done.append(preprocessing.append_bias(pixels).astype(np.float32))
    return np.concatenate(done)


statistics = preprocessing.fit_preprocess(data.train.images)
X, X_val = rows(data.train.images), rows(data.validation.images)
one = data.train.images[0] / 255
centred = X[0, :-1].reshape(32, 32, 3)
show(
    image_grid(np.stack([one, one - centred, 0.5 + centred / 2]), ["image", "mean", "centred"]),
    alt=f"An image, the mean image, and their difference, from {centred.min():.2f} to"
    f" {centred.max():.2f}, shown around grey.",
)

# %% [markdown]
# **Question 1 (4 points).** A student centres the training images with their mean, and every test
# set with the mean of *that test set*. Give a test set for which all answers are the same whatever
# the images show, say why, and what has to be stored beside W instead. (Two to four
# sentences, here and below.)

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 2: the hinge loss
#
# Image $i$ has the scores $s$, `(C,)`, and the right class $y$. It costs
#
# $$L_i = \sum_{c \neq y} \max(0,\ s_c - s_y + 1), \qquad
# L = \frac1N \sum_i L_i + \text{reg} \sum_{d,c} W_{dc}^2 .$$
#
# Each wrong class must stay a **margin** of 1 below the right one; what it lacks is the cost. The
# penalty has **no factor 1/2** and stands outside the mean over $N$ images. *By hand:* scores
# (2, 1.5, 0), right is the middle one: 2 - 1.5 + 1 = 1.5 and 0 - 1.5 + 1 = -0.5, cost 1.5.
#
# **Predict first.** With W = 0 all scores are equal: what does an image cost, with ten classes? And
# if the sum wrongly includes $c = y$? Then **write** the loss of `svm_loss_naive` in `a1/losses.py`
# (about 8 lines, 10 minutes), with zeros for its gradient as yet.

# %%
guesses["hinge loss at W = 0"] = 1.0  # <- your numbers
guesses["hinge loss at W = 0, c = y counted"] = 1.0

# %%
leads, ten = np.linspace(-1, 2, 31), np.eye(10)[:1]  # right: class 0, nine others score 0
paid = [svm_loss_naive(lead * ten, np.ones((1, 1)), np.array([0]), 0.0)[0] for lead in leads]
at_zero = truths["hinge loss at W = 0"] = float(paid[10])
truths["hinge loss at W = 0, c = y counted"] = at_zero + 1.0  # max(0, s_y - s_y + 1)
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.plot(leads, paid, color=COLOURS[0], lw=2, label="your loss")
ax.plot(0, at_zero, "o", color=COLOURS[0], label="equal scores")
ax.plot(0, guesses["hinge loss at W = 0"], "kX", label="your guess")
ax.set(xlabel="lead of the right score over nine equal others", ylabel="loss")
ax.legend()
show(
    fig,
    alt=f"The loss of one image falls in a straight line, from {paid[0]:g} at a lead of -1 by"
    f" {at_zero:g} at equal scores to {paid[20]:g} at 1, and stays there.",
)
check("svm", "naive_equal naive_loss")

# %% [markdown]
# Where $c = y$ counts, each image costs 1 more: a check worth remembering.
#
# **The step that hurts.** If $s_c - s_y + 1 > 0$ for a wrong class, its margin is **violated**: the
# term has the slope +1 in $s_c$ and -1 in $s_y$. Otherwise both are 0. Hence
#
# $$\frac{\partial L_i}{\partial s_c} = [s_c - s_y + 1 > 0] \ \ (c \neq y), \qquad
# \frac{\partial L_i}{\partial s_y} = -\sum_{c \neq y} [s_c - s_y + 1 > 0] .$$
#
# *By hand:* (1, -1, 0). Since $s_c = \sum_d x_d W_{dc}$, column $c$ of `dW: (D, C)` gains $x$,
# `(D,)`, for each violation, and column $y$ loses $x$ as often as margins are violated. Then the
# mean over the images, and the slope of the penalty (derive it).
#
# **Write** the gradient (4 lines, 10 minutes) and check; then `svm_loss_vectorized` (about 10
# lines, 15 minutes): all margins at once are `(N, C)`; the bracket, `(N, C)`, becomes `dW` in one
# product with `X: (N, D)`. Which factor is transposed?

# %%
check("svm", "naive")

# %%
print(check("svm", "vectorized"))
few, y_few = X[:200].astype(np.float64), y[:200]
rng = np.random.default_rng(231)
W, direction = 0.01 * rng.normal(size=(2, 3073, 10))
slope = numerical_derivative(lambda V: svm_loss_naive(V, few, y_few, 0.1)[0], W, direction)
for loss in (svm_loss_naive, svm_loss_vectorized):
    value, dW = loss(W, few, y_few, 0.1)
    print(f"{loss.__name__:<20} loss {value:.6f}, slope {np.sum(dW * direction):.6f}")
print(f"slope measured       by two losses: {slope:.6f}")

# %% [markdown]
# The last line uses your loss only, a little to both sides: five digits should agree.
#
# ### What the margins do
#
# Sixty points of three classes in the plane, rows (x, y, 1), and a W made by hand: a direction a
# class. **Predict first:** how many of the points are classified right and cost something all the
# same?

# %%
angles = np.radians([90, 210, 330])
unit = np.stack([np.cos(angles), np.sin(angles), np.zeros(3)])  # (3, C)
kind = np.repeat(np.arange(3), 20)
cloud = 1.3 * unit[:2].T[kind] + 0.55 * np.random.default_rng(231).normal(size=(60, 2))
P = preprocessing.append_bias(cloud)  # (60, 3)
fig, ax = plt.subplots(figsize=(4, 3.4), layout="constrained")
for c in range(3):
    ax.scatter(*cloud[kind == c].T, s=25, color=COLOURS[c], marker=MARKERS[c], label=f"class {c}")
ax.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
ax.legend()
show(fig, alt="Three clouds of 20 points: above, at the lower left and right; they touch.")

# %%
guesses["right points that still cost"] = 5  # <- your number

# %%
SCALE = 1.0  # <- turn it: 0.3, 1, 3, and run the cell again
V = SCALE * unit
pulls = [svm_loss_naive(V, P[[i]], kind[[i]], 0.0)[1][2, kind[i]] for i in range(60)]
violated = np.round(-np.array(pulls)).astype(int)  # how often the right class is pulled
narrow = int(np.sum((np.argsort(P @ V)[:, -1] == kind) & (violated > 0)))
if SCALE == 1:
    truths["right points that still cost"] = narrow
title = (
    f"W times {SCALE:g}: {narrow} right ones cost, you: {guesses['right points that still cost']}"
)
show(
    regions(lambda p: preprocessing.append_bias(p) @ V, cloud, kind, 15 + 70 * violated, title),
    alt="Three regions that meet in the middle, hatched bands along their borders. Violating no"
    f" margin: {np.sum(violated == 0)} points, one: {np.sum(violated == 1)}, two:"
    f" {np.sum(violated == 2)}; right and costing all the same: {narrow}.",
)

# %% [markdown]
# In the hatched **margin bands** the winner leads by less than 1; large points violate more
# margins. Turn `SCALE`: the regions stay, the bands shrink when W grows. The loss cares for the
# *size* of W, the answers do not.
#
# ### What chooses the size?
#
# Keep only points that are clearly right, and a W so large that their loss is 0. **Predict first:**
# what does ten times that W cost, with reg = 0?

# %%
guesses["ten times a W of zero loss"] = 10.0  # <- your number

# %%
cost = [svm_loss_naive(10 * unit, P[[i]], kind[[i]], 0.0)[0] for i in range(60)]
clear = np.array(cost) == 0
factors, best_k = np.logspace(-1.5, 1.5, 61), {}
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
for reg, style, colour in zip((0, 1e-6, 0.002), STYLES, COLOURS, strict=False):
    costs = [svm_loss_naive(k * 10 * unit, P[clear], kind[clear], reg)[0] for k in factors]
    ax.plot(factors, costs, style, color=colour, lw=2, label=f"reg = {reg}")
    best_k[reg] = factors[np.argmin(costs)]
truth = svm_loss_naive(100 * unit, P[clear], kind[clear], 0)[0]
truths["ten times a W of zero loss"] = truth
ax.plot(10, guesses["ten times a W of zero loss"], "kX", ms=10, label="your guess")
ax.axvline(best_k[0.002], ls=":", color="k", label="smallest, reg = 0.002")
ax.set_yscale("symlog", linthresh=0.1)
ax.set(xlabel="factor on W", ylabel="loss", xscale="log", ylim=(-0.05, 30))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Loss of {clear.sum()} points against the factor on W: without a penalty 0 from factor 1"
    f" on, at 10: {truth:g}; smallest with reg = 1e-6 at {best_k[1e-6]:.2f}, with reg = 0.002 at"
    f" {best_k[0.002]:.2f}, and rising beyond.",
)

# %% [markdown]
# Without a penalty every larger W is as good. A tiny one takes the smallest W of zero loss; a
# stronger one goes below, at the price of violated margins.
#
# **Question 2 (4 points).** Double the margin (2 in place of 1) and halve reg. What happens to the
# best weights, and what to the predictions? Prove it, and say whether the margin is a third setting
# worth a search.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# *Half-way: time for a break.*
#
# ## Exercise 3: training
#
# **Stochastic gradient descent:** draw `batch_size` images at random, take the gradient of *their*
# loss, and move $W \leftarrow W - \eta\, dW$ with the learning rate $\eta$. *By hand:* W = 1, dW =
# 2, $\eta$ = 0.1 give 0.8. **Write** `LinearClassifier.train` and `predict` in `a1/linear.py` (12
# and 1 lines, about 15 minutes), then check (on the given class `ClassMeans`, whose path is known
# beforehand).
#
# **Predict first:** the validation accuracy after 1000 steps of 200 images (3 s).

# %%
guesses["trained: validation accuracy"] = 0.50  # <- your number
check("linear")

# %%
SETTINGS = {"learning_rate": 0.003, "reg": 0.01, "batch_size": 200}
np.random.seed(231)
trained, history, reached = LinearSVM(), [], []
for hundred in range(10):  # train goes on from the W it has
    history += trained.train(X, y, num_iters=100, **SETTINGS)
    reached.append(np.mean(trained.predict(X_val) == y_val))
    print(f"{100 * (hundred + 1)} steps: loss {history[-1]:.2f}, accuracy {reached[-1]:.3f}")
svm = trained
truths["trained: validation accuracy"] = accuracy = reached[-1]
on_training = np.mean(svm.predict(X[:5000]) == y[:5000])
fig, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
axes[0].plot(history, color=COLOURS[0], lw=0.7)
axes[0].axhline(9, ls=":", color="k")
axes[1].plot(np.arange(100, 1001, 100), reached, "o-", color=COLOURS[0], label="measured")
axes[1].axhline(guesses["trained: validation accuracy"], ls="--", color="k", label="your guess")
axes[0].set(xlabel="step", ylabel="loss of the minibatch")
axes[1].set(xlabel="step", ylabel="validation accuracy")
axes[1].legend()
show(
    fig,
    alt=f"The loss falls from {history[0]:.2f} (dotted: C - 1) to {np.mean(history[-50:]):.2f},"
    f" fast at first, then noisily. Accuracy: training {on_training:.3f}, validation"
    f" {accuracy:.3f}.",
)

# %% [markdown]
# ## Exercise 4: what has it learnt?
#
# A column of W without its bias has one weight for each pixel value: stretched to [0, 1] it is an
# image. *By hand:* the weights (-1, 0, 3) become (0, 0.25, 1). **Write** `weight_templates` in
# `a1/linear.py`, from `(D, C)` to `(C, H, W, 3)` (3 to 5 lines, 10 minutes).
#
# **Predict first:** how much of the averages is in them? Give the correlation of a template with
# its class's average, less the mean image (1: the same picture, 0: nothing in common).

# %%
guesses["correlation with the averages"] = 0.9  # <- your number
check("templates")

# %%
T, M = svm.W[:-1], (A.T - A.mean(axis=1)).T  # (3072, C) both
alike = np.diag(np.corrcoef(T.T, M.T)[:10, 10:])  # (C,)
truths["correlation with the averages"] = r = alike.mean()
titles = [f"{name} {found:.2f}" for name, found in zip(names, alike, strict=True)]
fig = image_grid(weight_templates(T, (32, 32, 3)), titles, columns=5)
fig.suptitle(f"mean {r:.2f}, you: {guesses['correlation with the averages']}", fontsize=10)
show(
    fig,
    alt="Ten learnt templates, grainy and coloured: bright where a bright pixel speaks for the"
    f" class, dark where against it. Correlation with the averages: {', '.join(titles)}.",
)

# %% [markdown]
# Only in part: a template shows what tells its class from the *others*, and it still carries the
# noise of the minibatches.
#
# **Question 3 (4 points).** Start at exactly W = 0 with reg = 0 and *all* training images as the
# batch, as many of each class. Show that the first step makes each column a multiple of the mean
# of its class's rows, up to one vector that all columns share. Which images move W afterwards, and
# what becomes of the averages?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Bug museum
#
# Three students changed your correct loss in one way each: **(1)** the right class is counted
# among the others; **(2)** the max(0, .) is forgotten, in loss and gradient; **(3)** the right
# class's column is never pulled up. Match each to a symptom *before* you run the second cell:
# **A** the loss falls, but the rows of W no longer add up to zero; **B** the loss falls far below
# 0; **C** another loss, the same W, bit for bit.


# %%
class Counted(LinearSVM):
    def loss(self, X_batch, y_batch, reg):
        loss, dW = super().loss(X_batch, y_batch, reg)
        return loss + 1, dW  # s_y - s_y + 1 for the right class, too


class NoMax(LinearSVM):
    def loss(self, X_batch, y_batch, reg):
        loss, dW = super().loss(X_batch, y_batch, reg)
        hinge, pulls = super().loss(X_batch, y_batch, 0.0)
        at_zero, all_pull = svm_loss_vectorized(0 * self.W, X_batch, y_batch, 0.0)
        return loss - hinge + at_zero + np.sum(all_pull * self.W), dW - pulls + all_pull


class NoPull(LinearSVM):
    def loss(self, X_batch, y_batch, reg):
        loss, dW = super().loss(X_batch, y_batch, reg)
        for c in set(y_batch):
            own = y_batch == c
            _, pull = super().loss(X_batch[own], y_batch[own], 0.0)
            dW[:, c] -= own.mean() * pull[:, c]
        return loss, dW


guesses["museum: counted, no max, no pull"] = "A B C"  # <- your order of the three letters


# %%
museum, notes, sums, healthy = {}, [], {}, None
for bug in (LinearSVM, Counted, NoMax, NoPull):
    np.random.seed(231)
    sick, name = bug(), bug.__name__
    museum[name] = sick.train(X, y, num_iters=150, **SETTINGS)
    healthy = sick.W if bug is LinearSVM else healthy
    sums[name] = np.abs(sick.W.sum(axis=1)).max()
    same = "the right W" if np.array_equal(sick.W, healthy) else "another W"
    right = np.mean(sick.predict(X_val) == y_val)
    losses = ", ".join(f"{museum[name][step]:.1f}" for step in (0, 50, 149))
    notes.append(f"{name} {same}, row sum {sums[name]:.2f}, accuracy {right:.3f}, loss {losses}")
truths["museum: counted, no max, no pull"] = "C B A"
fig = curves(museum, "step", "loss")
fig.axes[0].set_ylim(-6, 12)
show(fig, alt="Four loss curves; losses at steps 0, 50, 149:\n" + ";\n".join(notes) + ".")
fig, ax = plt.subplots(figsize=(7, 1.8), layout="constrained")
ax.barh(list(sums), sums.values(), color=COLOURS[5], hatch="//")
ax.set(xlabel="largest sum of a row of W, without its sign")
show(fig, alt=f"The row sums as bars; the longest: {max(sums, key=sums.get)}.")

# %% [markdown]
# The first bug is harmless: 1 too high, which without a right curve beside it shows only at W = 0.
# The second pulls where margins are met, too; only the penalty will end that. The third learns; but
# pushes and pulls of an image must cancel: see the row sums.
#
# ## Exercise 5: whitening
#
# **Whitening** removes what neighbouring pixels share. Rows $x$, `(D,)`, with the mean
# training row $\mu$, `(D,)`, have the covariance
#
# $$\Sigma = \frac1N \sum_i (x_i - \mu)^T (x_i - \mu), \qquad
# \text{whitened: } \frac{(x - \mu)\, V}{\sqrt{v + \epsilon}},$$
#
# $\Sigma$: `(D, D)`, the k largest eigenvalues `v: (k,)`, their eigenvectors `V: (D, k)`, $\epsilon
# \ge 0$ small. Since $V^T \Sigma V = \mathrm{diag}(v)$, the new columns are uncorrelated and, with
# $\epsilon = 0$, of variance 1. *By hand:* $\Sigma = \mathrm{diag}(4, 1)$ turns $x - \mu$ = (2, 3)
# into (1, 3). **Write** `fit_whitening` and `apply_whitening` in `a1/preprocessing.py` (about 6
# lines, 10 minutes).
#
# ### Ablation
#
# 5,000 images of half the size, 200 steps, three seeds each (4 s): minus the mean image, with bias
# and penalty; without bias; without penalty; raw pixels; minus the mean colour; whitened to 100
# numbers. **Predict first:** which of the six is worst?

# %%
guesses["worst variant"] = "no penalty"  # <- "no bias", "raw", "mean colour", "whitened"
check("preprocessing", "whitened components")

# %%
small, small_val = (
    split.images[:5000].reshape(-1, 16, 2, 16, 2, 3).mean(axis=(2, 4)) / 255
    for split in (data.train, data.validation)
)  # (N, 16, 16, 3): means of 2 x 2 pixels
image = preprocessing.fit_preprocess(small)
colour = preprocessing.fit_preprocess(small, per="channel")
whitening = preprocessing.fit_whitening(small.reshape(len(small), -1))
PREPARE = {
    "mean image": lambda images: preprocessing.apply_preprocess(images, image),
    "raw": lambda images: images.reshape(len(images), -1),
    "mean colour": lambda images: preprocessing.apply_preprocess(images, colour),
    "whitened": lambda images: preprocessing.apply_whitening(
        images.reshape(len(images), -1), whitening, 100
    ),
}

# %%
outcome = {}
for name in ("mean image", "no bias", "no penalty", "raw", "mean colour", "whitened"):
    Z, Z_val = (PREPARE.get(name, PREPARE["mean image"])(images) for images in (small, small_val))
    if name != "no bias":
        Z, Z_val = preprocessing.append_bias(Z), preprocessing.append_bias(Z_val)
    reg, outcome[name] = 0 if name == "no penalty" else 0.01, []
    for seed in range(3):
        np.random.seed(seed)
        trial = LinearSVM()
        trial.train(Z, y[:5000], learning_rate=0.01, reg=reg, num_iters=200, batch_size=200)
        outcome[name].append(np.mean(trial.predict(Z_val) == y_val))
    print(f"{name:<12} {np.mean(outcome[name]):.3f} ± {np.std(outcome[name], ddof=1):.3f}")
tried = outcome  # complete: the next cell shows it

# %%
mean = {name: np.mean(found) for name, found in tried.items()}
spread = [np.std(found, ddof=1) for found in tried.values()]
worst = truths["worst variant"] = min(mean, key=mean.get)
guess = guesses["worst variant"]
fig, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
ax.bar(mean.keys(), mean.values(), yerr=spread, color=COLOURS[5], hatch="//", capsize=6)
ax.plot(guess, mean[guess] / 2, "kX", ms=10, ls="none", label="your guess: worst")
ax.set(ylabel="validation accuracy", xlabel="variant")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Accuracies of the six variants as bars with the spread of three seeds, as printed above;"
    f" worst: {worst} {mean[worst]:.3f}.",
)

# %% [markdown]
# Differences within the spreads are no findings. Raw pixels share one large direction, their mean,
# in which the steps are too long. Whitening makes all directions equally long, for better or worse.
# The penalty, at this reg, has hardly acted in 200 steps.
#
# ## Exercise 6: two settings at once
#
# **Write** `grid_search` in `a1/search.py` (8 to 10 lines, 15 minutes): it trains a new classifier
# for every pair and returns a dict from (rate, reg) to the accuracies (training, validation), such
# as `{(0.01, 0.1): (0.42, 0.38), ...}`, and the classifier best on validation images.
#
# **Predict first:** which of the rates 0.001, 0.003, 0.01, 0.03 and which reg of 0.001, 0.01, 0.1
# are best? (10 s: twelve trainings of 200 steps on 5,000 images, a dot each.)

# %%
guesses["best pair (rate, reg)"] = (0.001, 0.1)  # <- one of the pairs
check("search")

# %%
RATES, REGS = [0.001, 0.003, 0.01, 0.03], [0.001, 0.01, 0.1]


def announced():
    print(".", end="")
    return LinearSVM()


np.random.seed(231)
results, _ = grid_search(announced, X[:5000], y[:5000], X_val, y_val, RATES, REGS, num_iters=200)
best_rate, best_reg = truths["best pair (rate, reg)"] = max(results, key=lambda p: results[p][1])
table = np.array([[results[rate, reg][1] for reg in REGS] for rate in RATES])
fig, ax = plt.subplots(figsize=(5, 4), layout="constrained")
fig.colorbar(ax.imshow(table, cmap=COLOUR_MAP, aspect="auto"), label="validation accuracy")
for (i, j), value in np.ndenumerate(table):
    ax.text(j, i, f"{value:.3f}", ha="center", va="center", bbox={"fc": "w"})
for (rate, reg), shape in ((guesses["best pair (rate, reg)"], "s"), ((best_rate, best_reg), "o")):
    ax.plot(REGS.index(reg), RATES.index(rate), shape, ms=46, mfc="none", mec=COLOURS[3], mew=3)
ax.set(xlabel="reg", ylabel="learning rate", title="square: your guess, circle: best")
ax.set(xticks=range(3), yticks=range(4), xticklabels=REGS, yticklabels=RATES)
show(
    fig,
    alt=f"Map of twelve accuracies, from {table.min():.3f} to {table.max():.3f}; the best"
    f" (circle) at rate {best_rate} and reg {best_reg}; your guess: the square.",
)

# %% [markdown]
# A small rate has not arrived after 200 steps, a large one jumps about; along a row most
# differences are noise. Short runs reward haste, so now: 300 steps at the winning rate, 1200 at a
# tenth of it, 1000 at a thirtieth, on all training images (10 s).
#
# An accuracy $a$ measured on $n$ images has the standard error $\sqrt{a(1-a)/n}$. We promise
# **above 0.32 on scenes** and **above 0.38 on CIFAR-10** with all training images, above 0.20 on a
# slice.

# %% tags=["result"]
np.random.seed(231)  # five others: 0.350 ± 0.003 on scenes, 0.394 ± 0.001 on CIFAR-10
longer = LinearSVM()
for part, steps in ((1, 300), (10, 1200), (30, 1000)):
    longer.train(X, y, learning_rate=best_rate / part, reg=best_reg, num_iters=steps)
    print(f"rate {best_rate / part:.5f}: accuracy {np.mean(longer.predict(X_val) == y_val):.3f}")
final = longer
accuracy = np.mean(final.predict(X_val) == y_val)
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.32, "cifar10": 0.38}[DATA] if full <= TRAIN else 0.20
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: do the checks pass?"

# %% [markdown]
# Compare with the accuracy before the search: what was the choice worth, in standard errors?
#
# **Question 4 (4 points).** The twelve accuracies of the map were measured on the same 1,000
# images. Take twelve classifiers that are all *equally* good, at 0.33, and treat the measurements
# as independent: how far above 0.33 do you expect the best one (the largest of 12 normal numbers
# lies about 1.6 standard deviations above their mean)? They share the images: does that make your
# number too large or too small? Which images give an honest number?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images
#
# The **lead** of an answer is its score minus the next one. **Predict first:** of the 50 answers
# with the largest leads, how many are right?

# %%
guesses["right among the 50 largest leads"] = 50  # <- your number

# %%
scores = X_val @ final.W
ordered = np.sort(scores)
lead, answers = ordered[:, -1] - ordered[:, -2], np.argsort(scores)[:, -1]
by_lead = np.argsort(-lead)
hits = (answers == y_val)[by_lead]
truths["right among the 50 largest leads"] = surest = int(hits[:50].sum())
chosen = np.concatenate([by_lead[hits][:5], by_lead[~hits][:5]])
titles = [f"{names[answers[i]]} +{lead[i]:.1f}\n({names[y_val[i]]})" for i in chosen]
fig = image_grid(data.validation.images[chosen], titles, columns=5)
said = guesses["right among the 50 largest leads"]
fig.suptitle(f"right among the 50 largest leads: {surest}, you: {said}", fontsize=10)
show(
    fig,
    alt=f"Of the 50 largest leads {surest} are right. Top: right answers with the largest leads."
    " Bottom: the errors with the largest, true class in brackets: "
    + "; ".join(t.replace("\n", " ") for t in titles[5:])
    + ".",
)

# %% [markdown]
# Do the colours of the bottom row stand where the templates of the wrong classes have them? A lead
# of 1 satisfies all margins if the answer is right; how often it is right, nothing in the hinge
# loss says.
#
# ## Two more exercises (optional)
#
# `squared_hinge_loss` in `a1/losses.py` (10 lines) squares each violation: $\sum_{c \neq y} \max(0,
# s_c - s_y + 1)^2$. *By hand:* one violation of 2 costs 4, four of 0.5 together 1. `random_search`
# in `a1/search.py` (6 lines) needs no gradients.

# %%
print(check("squared_hinge"), check("random_search"), sep="\n\n")
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
for loss, style, colour in zip((svm_loss_naive, squared_hinge_loss), STYLES, COLOURS, strict=False):
    one_image = np.ones((1, 1)), np.array([0]), 0.0
    pull = [0.0 - loss(lead * ten, *one_image)[1][0, 0] for lead in leads]
    ax.plot(leads, pull, style, color=colour, lw=2, label=loss.__name__)
ax.set(xlabel="lead of the right score over nine equal others", ylabel="pull on the right class")
ax.legend()
show(
    fig,
    alt=f"Hinge: one pull until the margin is met, then 0. Squared hinge: from {pull[0]:g} at a"
    f" lead of -1 in a straight line to {pull[20]:g} at 1.",
)
by_luck, smallest = random_search(
    lambda W: svm_loss_vectorized(W, P, kind, 0.01)[0], (3, 3), 100, np.random.default_rng(231)
)
by_hand, _ = svm_loss_vectorized(unit, P, kind, 0.01)
print(f"best of 100 random W: {smallest:.3f}; W by hand: {by_hand:.3f}")

# %% [markdown]
# ## Recap
#
# The test images have waited until no setting will change. The last line runs the tests of all
# exercises (10 to 20 s).

# %%
test_accuracy = np.mean(final.predict(rows(data.test.images)) == data.test.labels)
print(f"validation: averages {hit:.3f}, with a bias {with_bias:.3f}, trained {accuracy:.3f}")
print(f"test: trained {test_accuracy:.3f}")
print_guesses(guesses, truths)
check()

# %% [markdown]
# - One template and one bias a class; averages are the first step.
# - The hinge loss asks for margins, and then is content; the penalty chooses the size of W.
# - **What still fails:** scores say who wins, not how sure to be; that is the softmax, next. And
#   one template a class cannot follow an object that moves.
#
# **Read on:** Weston and Watkins (1999), *Support vector machines for multi-class pattern
# recognition* (the sum over classes); Crammer and Singer (2001), *On the algorithmic implementation
# of multiclass kernel-based vector machines* (only the worst class counts); Shalev-Shwartz and
# others (2011), *Pegasos: primal estimated sub-gradient solver for SVM* (nearly this training, for
# two classes, with proofs); Bergstra and Bengio (2012), *Random search for hyper-parameter
# optimization* (when a grid wastes runs).
