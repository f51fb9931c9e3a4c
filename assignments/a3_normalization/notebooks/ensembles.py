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
# # Ensembles: five opinions and one answer
#
# Train the same network twice with another seed: the accuracy stays, the answers do not. At the end
# of this notebook you have turned that nuisance into points, and know what each of them costs.
#
# | afterwards you can | shown by |
# |---|---|
# | average models, and say what must not be averaged | exercise 1, bug museum |
# | tell what an ensemble can gain, and why not more | the figures of variance, question 1 |
# | get several models out of one training run | exercise 2 |
# | say when averaging over crops of an image helps | exercise 3, question 3 |
#
# **Assumed:** the [softmax](https://en.wikipedia.org/wiki/Softmax_function), a network and its
# training from assignment 2; nothing of this assignment's other notebooks. All exercises here are
# **optional**. **Time:** 60 minutes, one of them computing on two CPU cores; no GPU needed.
# **Small mode:** set `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have not written yet
# say so.

# %%
import os
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np

from a2.networks import FullyConnectedNet
from a2.optimizers import adam, sgd_momentum
from a3.ensembles import (
    average_over_crops,
    average_probabilities,
    ensemble_labels,
    snapshot_rate,
    ten_crops,
)
from coursedata import load
from given.check import check
from given.guesses import print_guesses
from given.plots import COLOURS, image_grid, show
from given.solver import Solver
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
#
# `scenes` is made on the spot. For photographs fetch CIFAR-10 as the handout says and write
# `"cifar10"`: this is the only line to change. Pixels lose the mean training image and are divided
# by 64, about their spread.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", 4_000))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
names, mean_image = data.class_names, data.train.images.mean(axis=0)


def centred(images):
    """(N, 32, 32, 3) float32: the mean training image subtracted, divided by 64."""
    return ((images - mean_image) / 64).astype(np.float32)


X, y = centred(data.train.images), data.train.labels
X_val, y_val = centred(data.validation.images), data.validation.labels
print(data.name, X.shape, X.dtype, "validation", X_val.shape)
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
show(
    image_grid(data.train.images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %% [markdown]
# ## The failure: another seed, another answer
#
# Five networks with 100 hidden units, the same images, the same settings, six epochs each. Only the
# seed differs: the weights to start from, and the order of the images. Their accuracies will differ
# by a point or two. **Predict first:** on which share of the validation images do two of them give
# *different answers*? (10 s.)

# %%
guesses["share on which two nets differ"] = 0.05  # <- your number; a wrong guess is free


# %%
def trained(seed, X, y, epochs=6, order=None):
    """A network after some epochs; `order` is the seed of the images' order, if it is another."""
    np.random.seed(seed)
    net = FullyConnectedNet([100], input_dim=X[0].size, weight_scale=0.02, reg=1e-3)
    Solver(
        net,
        {"X_train": X, "y_train": y, "X_val": X[:100], "y_val": y[:100]},
        adam,
        optim_config={"learning_rate": 1e-3},
        num_epochs=epochs,
        seed=seed if order is None else order,
        verbose=False,
    ).train()
    return net


nets = []
for seed in range(5):
    nets.append(trained(seed, X, y))
    accuracy = np.mean(nets[-1].loss(X_val).argmax(axis=1) == y_val)
    print(f"network {seed}: validation accuracy {accuracy:.3f}")

# %%
scores = np.stack([net.loss(X_val) for net in nets]).astype(np.float64)  # (M, N, C) = (5, 1000, 10)
answers = scores.argmax(axis=2)  # (5, 1000)
alone = (answers == y_val).mean(axis=1)
differ = (answers[:, None] != answers).mean(axis=2)  # (5, 5)
truths["share on which two nets differ"] = differ[~np.eye(5, dtype=bool)].mean()
fig, ax = plt.subplots(figsize=(4.6, 3.4), layout="constrained")
shown = ax.imshow(differ, cmap="cividis", vmin=0)
for i, j in np.ndindex(5, 5):
    ax.text(j, i, f"{differ[i, j]:.2f}", ha="center", va="center", color="w" if i == j else "k")
fig.colorbar(shown, label="share of images")
guess = guesses["share on which two nets differ"]
ax.set(xlabel="network", ylabel="network", title=f"answers that differ (you: {guess:.2f})")
found = truths["share on which two nets differ"]
show(
    fig,
    alt=f"Each pair of the five networks differs on {differ[differ > 0].min():.2f} to"
    f" {differ.max():.2f} of the images, on average {found:.2f}; you guessed {guess:.2f}.",
)

# %% [markdown]
# They agree on how many images they get right, and not on which. So some of the images that one net
# misses are within reach of another: what would you need to collect them?
#
# ## Exercise 1: one answer of several models  (about 10 min)
#
# Model $m$ gives image $i$ the scores `scores[m, i]: (C,)`. Let $p^{(m)}_i$, `(C,)`, be their
# softmax; the ensemble believes
#
# $$\bar p_i = \frac1M \sum_{m=1}^M p^{(m)}_i, \qquad \text{answer}_i = \arg\max_c \bar p_{ic} .$$
#
# *By hand:* two models, two classes, scores (2, 0) and (0, 1): probabilities (0.881, 0.119) and
# (0.269, 0.731), mean (0.575, 0.425): class 0. **Write** `average_probabilities` and
# `ensemble_labels` in `a3/ensembles.py` (5 lines). **Predict first:** what accuracy do the five
# nets reach together?

# %%
guesses["accuracy of five together"] = 0.45  # <- your number
check("ensembles", "average labels")

# %%
sizes, gained = np.arange(1, 6), []
for size in sizes:  # every choice of so many of the five
    chosen = combinations(range(5), size)
    gained.append([np.mean(ensemble_labels(scores[list(c)]) == y_val) for c in chosen])
together = np.mean(ensemble_labels(scores) == y_val)
truths["accuracy of five together"] = together
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
middle, spread = zip(*((np.mean(each), np.std(each)) for each in gained), strict=True)
ax.errorbar(sizes, middle, spread, fmt="o-", color=COLOURS[0], capsize=4, label="ensembles")
ax.plot(5, guesses["accuracy of five together"], "kX", ms=9, label="your guess")
ax.set(xlabel="models in the ensemble", ylabel="validation accuracy", xticks=sizes)
ax.legend()
said = ", ".join(f"{n}: {a:.3f}" for n, a in zip(sizes, middle, strict=True))
show(fig, alt=f"Accuracy by number of models, {said}; the five together {together:.3f}.")

# %% [markdown]
# The first additional models bring most, the last one little. Why?
#
# **The step that hurts.** Call $e_m$ how far model $m$'s probability of an image's right class lies
# from its mean over the images; let $v$ be its variance over the images, the same for all models,
# and $\rho$ the correlation of two models, the same for all pairs. Then
#
# $$\operatorname{Var}\Big(\frac1M\sum_m e_m\Big) = \frac1{M^2}\big(M v + M(M-1)\rho v\big)
# = \rho v + \frac{1-\rho}{M}\,v .$$
#
# The second part dies as $1/M$; the first stays however many models you train. What all of them
# find hard, no average makes easy.
#
# **Predict first:** of the variance of one net, which share is left in the average of all five? (If
# they had nothing in common: 1/5.)

# %%
guesses["variance left in the average"] = 0.5  # <- your number

# %%
images = np.arange(len(y_val))
right = np.stack([average_probabilities(one[None])[images, y_val] for one in scores])  # (5, N)
one_net, average = right.var(axis=1).mean(), right.mean(axis=0).var()
truths["variance left in the average"] = average / one_net
rho = np.corrcoef(right)[~np.eye(5, dtype=bool)].mean()
fig, ax = plt.subplots(figsize=(7, 2.1), layout="constrained")
ax.barh(["one net", "average of five"], [one_net, average], color=COLOURS[5], hatch="//")
ax.axvline(one_net / 5, ls=":", color="k", label="nothing in common")
guess = guesses["variance left in the average"] * one_net
ax.plot(guess, "average of five", "kX", ms=9, label="your guess")
ax.set(xlabel="variance over the images of the right class's probability")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Variance of one net {one_net:.4f}, of the average of five {average:.4f}: a share of"
    f" {average / one_net:.2f}. The mean correlation of two nets is {rho:.2f}.",
)

# %% [markdown]
# Most of it stays: what is hard for one net is hard for all. Put the correlation into the formula;
# it gives the share. Averaging changes only the rest.
#
# **Question 1 (4 points).** The loss of an image is $-\log p_y$. Show with one picture or one
# inequality that the loss of the averaged probabilities is never above the average of the models'
# losses, whatever the models. Does the same hold for the accuracy? Prove it or give three models
# and one image as a counter-example.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Bug museum: what must not be averaged
#
# Three students average something else: **(1)** the class numbers, rounded; **(2)** the weights of
# the five networks, into one; **(3)** the scores, after one of the five nets was stored with scores
# ten times too large. Match each to a symptom *before* you run the next cell: **A** hardly any loss
# of accuracy: nobody would notice; **B** the lowest accuracy of all, some classes far too often and
# others hardly ever; **C** the middle of the list comes too often, its ends too rarely.

# %%
guesses["museum: numbers, weights, scores"] = "A B C"  # <- your order of the three letters

# %%
merged = FullyConnectedNet([100], weight_scale=0.02)
merged.params = {k: np.mean([net.params[k] for net in nets], axis=0) for k in nets[0].params}
loud = scores * np.array([10, 1, 1, 1, 1])[:, None, None]
museum = {
    "probabilities (right)": ensemble_labels(scores),
    "class numbers": np.rint(answers.mean(axis=0)).astype(int),
    "weights": merged.loss(X_val).argmax(axis=1),
    "scores, one loud": loud.mean(axis=0).argmax(axis=1),
}
truths["museum: numbers, weights, scores"] = "C B A"
fig, axes = plt.subplots(1, 4, figsize=(10, 2.6), sharey=True, layout="constrained")
notes = []
for ax, (name, labels), colour in zip(axes, museum.items(), COLOURS, strict=False):
    ax.bar(range(10), np.bincount(labels, minlength=10), color=colour, hatch="//")
    hit = np.mean(labels == y_val)
    ax.set(title=f"{name}\naccuracy {hit:.3f}", xlabel="class", xticks=range(0, 10, 3))
    notes.append(f"{name} {hit:.3f}, commonest class {np.bincount(labels).argmax()}")
axes[0].set_ylabel("answers")
same = [
    np.mean(museum[name] == answers[0]) for name in ("probabilities (right)", "scores, one loud")
]
notes.append(
    f"the loud net's own answer: {same[0]:.2f} of the right ones, {same[1]:.2f} with it loud"
)
show(fig, alt="How often each class is the answer: " + "; ".join(notes) + ".")

# %% [markdown]
# A class number is a name: the mean of "0" and "8" is not "4". Mean weights fit no network. And
# scores have no common scale: the loud net decides most answers, and since it is no bad net, the
# accuracy hardly tells. Probabilities are bounded by 1: a
# loud net still counts for more there, but not without limit.
#
# **Question 2 (4 points).** Two networks compute *the same function*, yet their averaged weights
# compute another. Construct such a pair from one trained network with two hidden units, without any
# training, and say why averaging their probabilities does no harm.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 2: several models out of one run  (about 10 min)
#
# Five models cost five trainings. **Snapshots** cost one: let the learning rate fall to 0, keep the
# weights, throw the net out of its valley by the full rate, and let it fall again. With $S =
# \lceil T/M \rceil$ steps a cycle, $T$ steps in all, step $t = 1, \dots, T$ has the rate
#
# $$\eta_t = \frac{\eta}{2}\Big(\cos\frac{\pi\,((t-1) \bmod S)}{S} + 1\Big).$$
#
# *By hand:* $\eta = 0.2$, $T = 8$, $M = 2$: the rates are 0.2, 0.171, 0.1, 0.029, and again.
# **Write** `snapshot_rate` in `a3/ensembles.py` (2 lines).

# %%
check("ensembles", "snapshot")
steps = np.arange(1, 641)
fig, ax = plt.subplots(figsize=(7, 2.2), layout="constrained")
for cycles, style, colour in ((1, "--", COLOURS[1]), (4, "-", COLOURS[0])):
    rates = [snapshot_rate(int(t), 0.02, 640, cycles) for t in steps]
    ax.plot(steps, rates, style, color=colour, label=f"{cycles} cycle{'s' * (cycles > 1)}")
ax.set(xlabel="step", ylabel="learning rate")
ax.legend(loc="upper right")
show(fig, alt="One cosine from 0.02 to 0 in 640 steps, and four in 160 steps each, like a saw.")

# %% [markdown]
# **Predict first.** Sixteen epochs, once as one cosine, once as four with a snapshot at the end of
# each, three seeds (12 s). By how much does the average of the four snapshots beat the *last*
# snapshot, and by how much the single cosine?

# %%
guesses["snapshots less the last one"] = 0.03  # <- your numbers, as shares of the images
guesses["snapshots less one cosine"] = 0.03


# %%
def snapshots(seed, cycles, epochs=16, rate=0.02):
    """(cycles, N, C): the scores of the snapshots of one run."""
    np.random.seed(seed)
    net, kept = FullyConnectedNet([100], weight_scale=0.02, reg=1e-3), []
    images = {"X_train": X, "y_train": y, "X_val": X_val, "y_val": y_val}
    total = epochs * (len(y) // 100)

    def keep(step, before, after, grads):
        if (step + 1) % (total // cycles) == 0:
            kept.append({name: w.copy() for name, w in after.items()})

    solver = Solver(
        net, images, sgd_momentum, num_epochs=epochs, seed=seed, verbose=False, on_step=keep,
        schedule=lambda t: snapshot_rate(t + 1, rate, total, cycles),
    )  # fmt: skip
    solver.train()
    found = []
    for weights in kept:
        net.params = weights
        found.append(net.loss(X_val))
    return np.array(found, dtype=np.float64)


# %%
rows = {"single cosine": [], "last snapshot": [], "four snapshots": []}
for seed in range(3):
    one, four = snapshots(seed, 1), snapshots(seed, 4)
    for name, chosen in zip(rows, (one, four[-1:], four), strict=True):
        rows[name].append(np.mean(ensemble_labels(chosen) == y_val))
    print(f"seed {seed}: " + ", ".join(f"{name} {a[-1]:.3f}" for name, a in rows.items()))
middle = {name: np.mean(found) for name, found in rows.items()}
truths["snapshots less the last one"] = middle["four snapshots"] - middle["last snapshot"]
truths["snapshots less one cosine"] = middle["four snapshots"] - middle["single cosine"]
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
spread = [np.std(found, ddof=1) for found in rows.values()]
ax.bar(middle.keys(), middle.values(), yerr=spread, color=COLOURS[5], hatch="//", capsize=6)
for name, base in (("last", "last snapshot"), ("one", "single cosine")):
    key = next(k for k in guesses if k.startswith("snapshots less") and name in k)
    ax.plot(base, middle["four snapshots"] - guesses[key], "kX", ms=9)
ax.set(ylabel="validation accuracy", ylim=(0.8 * min(middle.values()), None))
said = ", ".join(f"{n} {m:.3f} ± {s:.3f}" for (n, m), s in zip(middle.items(), spread, strict=True))
show(fig, alt=f"Mean and spread of three seeds: {said}. Crosses: where you expected the bases.")

# %% [markdown]
# The average beats its last member. One patient run of the same length is the fair comparison:
# there the gain differs from seed to seed (look at the printed lines), and three seeds hardly tell
# it from nothing. Count what a comparison costs before you report a gain.
#
# ## Ablation: what makes members different?
#
# Three members on 1,500 images, three seeds each (30 s): the same first weights and another order
# of the images; other first weights and the same order; both; and both with images drawn with
# replacement for each member (*bagging*). **Predict first:** which way gains most over its members?

# %%
guesses["largest gain by"] = "both"  # <- "order", "weights", "both" or "bagging"


# %%
def members(way, seed):
    """(3, N, C) scores of three members that differ in one way."""
    found = []
    for k in range(10 * seed, 10 * seed + 3):
        rows = np.arange(len(few))
        if way == "bagging":
            rows = np.random.default_rng(k).choice(len(few), len(few))
        start = 10 * seed if way == "order" else k
        order = 10 * seed if way == "weights" else k
        found.append(trained(start, few[rows], y_few[rows], 8, order).loss(X_val))
    return np.array(found, dtype=np.float64)


few, y_few, measured = X[:1500], y[:1500], {}
for way in ("order", "weights", "both", "bagging"):
    measured[way] = []
    for seed in range(3):
        each = members(way, seed)
        single = (each.argmax(axis=2) == y_val).mean()
        measured[way].append((single, np.mean(ensemble_labels(each) == y_val) - single))
    print(f"{way:<8} single {np.mean(measured[way], axis=0)[0]:.3f}, gain", end=" ")
    print(
        f"{np.mean(measured[way], axis=0)[1]:.3f} ± {np.std(measured[way], axis=0, ddof=1)[1]:.3f}"
    )
gains = measured  # complete: the next cell shows it

# %%
gain = {way: np.mean(found, axis=0)[1] for way, found in gains.items()}
spread = [np.std(found, axis=0, ddof=1)[1] for found in gains.values()]
truths["largest gain by"] = max(gain, key=gain.get)
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.bar(gain.keys(), gain.values(), yerr=spread, color=COLOURS[2], hatch="\\\\", capsize=6)
ax.plot(guesses["largest gain by"], gain[guesses["largest gain by"]] / 2, "kX", ms=10)
ax.set(xlabel="what differs between the members", ylabel="gain over a single member")
said = ", ".join(f"{w} {g:.3f} ± {s:.3f}" for (w, g), s in zip(gain.items(), spread, strict=True))
show(fig, alt=f"Gain of three members, mean and spread: {said}. The cross: your guess.")

# %% [markdown]
# The order of the images alone makes members about as different as the weights do, and doing both
# adds little: look at the spread before you rank them. Bagging often gains most *over its members*,
# which saw fewer different images and are worse: a gain is not yet an accuracy.
#
# ## Exercise 3: one model, ten views  (about 10 min)
#
# Members may also differ in what they look at. **Ten crops**: four corners and the centre of the
# image, and their mirror images; one model answers for each, and the probabilities are averaged.
# From `(N, 32, 32, 3)` and size 28 come `(10, N, 28, 28, 3)`; the centre starts at row and column
# $\lfloor (32 - 28)/2 \rfloor = 2$. **Write** `ten_crops` and `average_over_crops` (8 lines).

# %%
check("ten_crops")
at = int(np.flatnonzero(y_val == 0)[0])
crops = ten_crops(data.validation.images[at : at + 1], 24)[:, 0]  # (10, 24, 24, 3)
places = ["top left", "top right", "bottom left", "bottom right", "centre"]
show(
    image_grid(crops, places + [f"{place},\nmirrored" for place in places], columns=5),
    alt=f"Ten crops of one {names[0]}: the corners, the centre, and the same five mirrored.",
)

# %% [markdown]
# A net for 28 x 28 pixels learns from all ten crops of 2,000 images, four epochs (4 s). **Predict
# first:** how much better is the average over ten crops of a validation image than its centre crop?

# %%
guesses["ten crops less the centre"] = 0.03  # <- your number, negative if you think so

# %%
size, some_rows = 28, slice(0, 2000)
crops = ten_crops(X[some_rows], size)  # (10, n, 28, 28, 3)
learner = trained(0, crops.reshape(-1, size * size * 3), np.tile(y[some_rows], 10), epochs=4)
views = np.stack([learner.loss(view) for view in ten_crops(X_val, size)]).astype(np.float64)
believed = np.stack([average_probabilities(view[None]) for view in views])  # (10, N, C)
each = (believed.argmax(axis=2) == y_val).mean(axis=1)
averaged = np.mean(average_over_crops(believed).argmax(axis=1) == y_val)
truths["ten crops less the centre"] = averaged - each[4]
fig, ax = plt.subplots(figsize=(8, 2.8), layout="constrained")
labels = places + [f"{place} m." for place in places]
ax.bar(labels, each, color=COLOURS[5], hatch="//", label="one crop")
ax.axhline(averaged, color=COLOURS[3], label="average of ten")
ax.plot("centre", each[4] + guesses["ten crops less the centre"], "kX", ms=9, label="your guess")
ax.set(ylabel="validation accuracy", xlabel="crop (m.: mirrored)", ylim=(0.8 * min(each), None))
ax.tick_params(axis="x", rotation=60)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Centre {each[4]:.3f}, corners on average {np.delete(each, [4, 9]).mean():.3f}, mirrored"
    f" centre {each[9]:.3f}; average over ten crops {averaged:.3f}.",
)

# %% [markdown]
# The standard error of each bar is 0.016, so the gain is hard to tell from nothing. Yet nothing is
# wrong with the code.
#
# **Question 3 (4 points).** Put the two experiments beside each other: five seeds gained more than
# ten crops. Use the formula with $\rho$ to say why, and name one change of the model or of the
# images with which ten crops would gain more.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images
#
# Which errors does the ensemble of five repair, and which not? **Predict first:** of the images
# that *all five* networks miss, which share does the ensemble get right?

# %%
guesses["right where all five are wrong"] = 0.1  # <- your number

# %%
hits = (answers == y_val).sum(axis=0)  # (N,): how many of the five are right
final = ensemble_labels(scores)
truths["right where all five are wrong"] = np.mean((final == y_val)[hits == 0])
share = [np.mean((final == y_val)[hits == k]) for k in range(6)]
saved = np.flatnonzero((final == y_val) & (hits <= 2))[:5]
lost = np.flatnonzero((final != y_val) & (hits == 0))[:5]
chosen = np.concatenate([saved, lost])
titles = [f"{names[final[i]]}, {hits[i]} of 5\n({names[y_val[i]]})" for i in chosen]
said = ", ".join(f"{k} right: {s:.2f}" for k, s in enumerate(share))
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt=f"Top: right together though most nets are wrong. Bottom: missed by all. By how many of the"
    f" five are right, the ensemble is right for {said}.",
)

# %%
WHICH = 0  # <- turn it: another of the images of the top row
i = saved[WHICH]
believed = np.stack([average_probabilities(one[None])[i] for one in scores])  # (5, C)
fig, axes = plt.subplots(1, 6, figsize=(11, 2.4), sharey=True, layout="constrained")
titles = [f"network {m}" for m in range(5)] + ["average"]
for ax, p, title in zip(axes, [*believed, believed.mean(axis=0)], titles, strict=True):
    bars = ax.bar(range(10), p, color=COLOURS[5])
    bars[y_val[i]].set(color=COLOURS[3], hatch="//")
    ax.set(title=f"{title}: {names[p.argmax()]}", xlabel="class", xticks=range(0, 10, 3))
axes[0].set_ylabel("probability")
own = ", ".join(f"{p[y_val[i]]:.2f}" for p in believed)
show(
    fig,
    alt=f"A {names[y_val[i]]} (hatched): the five networks give it {own}; the average"
    f" {believed.mean(axis=0)[y_val[i]]:.2f}, and answers {names[believed.mean(axis=0).argmax()]}.",
)

# %% [markdown]
# A minority that is sure can overrule a majority that doubts: that is what averaging probabilities
# adds to a vote. Where all five are wrong, only a class that nobody puts first and most put close
# behind could save the answer: that is rare.
#
# ## What is it worth?
#
# 1,000 validation images give an accuracy $a$ a standard error of $\sqrt{a(1-a)/1000}$. But network
# 0 and the five are measured on the *same* images, so only those count on which one of them is
# right and the other wrong; if luck alone decided each of $n$ such images, the two counts would
# differ by about $\sqrt n$. We promise for the five together **above 0.46 on scenes** and **above
# 0.43 on CIFAR-10**; above 0.30 on a slice.

# %% tags=["result"]
standard_error = np.sqrt(together * (1 - together) / len(y_val))
was_right, is_right = answers[0] == y_val, final == y_val
won, fell = np.sum(is_right & ~was_right), np.sum(was_right & ~is_right)
promised = {"scenes": 0.46, "cifar10": 0.43}[DATA] if TRAIN >= 4_000 else 0.30
print(f"{won} images gained, {fell} lost; luck: a difference of {np.sqrt(won + fell):.0f}")
print(f"one net {alone.mean():.3f}, five together {together:.3f} ± {standard_error:.3f}")
assert together > promised, f"below what is promised, {promised:.2f}: does check('ensembles') pass?"

# %% [markdown]
# ## Recap
#
# The test images were not used for anything yet. The last line runs the tests of all exercises (10
# to 20 s).

# %%
X_test, y_test = centred(data.test.images), data.test.labels
test_scores = np.stack([net.loss(X_test) for net in nets]).astype(np.float64)
one = (test_scores.argmax(axis=2) == y_test).mean()
five = np.mean(ensemble_labels(test_scores) == y_test)
print(f"test accuracy: one net {one:.3f}, five together {five:.3f}")
print_guesses(guesses, truths)
check()

# %% [markdown]
# - Networks that differ only in the seed make partly different errors; averaging their
#   probabilities keeps what they agree on. The gain comes from the part that is not shared, and it
#   is paid for with M trainings and M forward passes.
# - Average probabilities: not labels, not weights of independent runs, not scores.
# - Snapshots and crops are cheap members; the crops of one model are mostly alike.
# - **What still fails:** every member reads pixels at fixed places. Layers that look for the same
#   thing everywhere come next, in assignment 4.
#
# **Read on:** Dietterich (2000), *Ensemble methods in machine learning* (three reasons why it
# works); Huang and others (2017), *Snapshot ensembles: train 1, get M for free* (what cycles gain
# on deep nets); Lakshminarayanan, Pritzel, Blundell (2017), *Simple and scalable predictive
# uncertainty estimation using deep ensembles* (five seeds also know better what they do not know);
# Krizhevsky, Sutskever, Hinton (2012), *ImageNet classification with deep convolutional neural
# networks* (ten crops in use).
