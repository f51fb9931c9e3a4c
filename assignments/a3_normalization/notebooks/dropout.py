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
# # Dropout: a network that cannot rely on itself
#
# A network learns 500 images by heart and hardly knows any other. At the end of this notebook you
# train one whose units may vanish at every step, and know which end of the gap that moves.
#
# | afterwards you can | shown by |
# |---|---|
# | write dropout, and say what differs between training and testing | exercise 1, bug museum |
# | say what dividing by the keep rate preserves, and what not | histograms, questions 1, 2 |
# | check the gradients of a random layer | exercise 2, question 3 |
# | read a shrinking gap without fooling yourself | five seeds, sweep, question 4 |
# | use masked passes as a measure of doubt | single images |
#
# **Assumed:** networks and training (notebooks `layers` and `training` of assignment 2), batch norm
# and layer norm from this one, mean and [variance](https://en.wikipedia.org/wiki/Variance) of a
# random number. **Time:** 75 minutes, one of them computing on two CPU cores; no GPU needed.
# **Small mode:** set `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have not written yet
# say so.

# %%
import os
from itertools import pairwise
from unittest.mock import patch

import matplotlib.pyplot as plt
import numpy as np

import a2.networks
from a2.layers import softmax_loss
from a2.optimizers import adam
from a3.dropout import dropout_backward, dropout_forward, vanilla_dropout_forward
from a3.networks import FullyConnectedNet
from a3.normalization import batchnorm_forward
from coursedata import load
from given.check import check
from given.gradients import numerical_derivative
from given.guesses import print_guesses
from given.plots import COLOURS, MARKERS, STYLES, image_grid, show
from given.solver import Solver
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
#
# `scenes` is made on the spot. For photographs fetch CIFAR-10 as the handout says and write
# `"cifar10"`: the only line to change. Pixels lose the mean training image and are divided by 64,
# about their spread.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", 4_000))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
names, mean_image = data.class_names, data.train.images.mean(axis=0)


def prepared(images):
    """(N, 32, 32, 3) float32."""
    return ((images - mean_image) / 64).astype(np.float32)


X, y = prepared(data.train.images), data.train.labels
X_val, y_val = prepared(data.validation.images), data.validation.labels
FEW = min(500, TRAIN)  # training images of most experiments below
print(data.name, X.shape, X.dtype, "of which", FEW, "are used at first; validation", X_val.shape)
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
show(
    image_grid(data.train.images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %% [markdown]
# ## The failure: learnt by heart
#
# Assignment 2's network, 100 hidden units, 20 epochs with Adam on 500 images, five seeds (3 s). It
# will know nearly all of the 500. **Predict first:** which share of *other* images does it get
# right?

# %%
guesses["validation accuracy, no dropout"] = 0.6  # <- your number; a wrong guess is free


# %%
def trained(keep, seed, images=FEW, epochs=20):
    """The solver after a run, its net as after the last step."""
    np.random.seed(seed)
    sizes = {"hidden_dims": [100], "weight_scale": 0.02}
    if keep == 1:
        net = a2.networks.FullyConnectedNet(**sizes)
    else:
        net = FullyConnectedNet(**sizes, dropout_keep_ratio=keep)
    parts = {"X_train": X[:images], "y_train": y[:images], "X_val": X_val, "y_val": y_val}
    last = {}

    def keep_last(step, before, after, grads):
        if step == solver.num_steps - 1:
            last.update({name: w.copy() for name, w in after.items()})

    solver = Solver(
        net, parts, adam, optim_config={"learning_rate": 1e-3}, num_epochs=epochs, seed=seed,
        num_train_samples=500, verbose=False, on_step=keep_last,
    )  # fmt: skip
    solver.train()
    net.params = last  # the solver has put the best ones back
    return solver


# %%
def on_validation(net):
    """The loss, and the mean probability that wrong answers are given."""
    scores = net.loss(X_val)
    answer, N = scores.argmax(axis=1), len(y_val)
    _, pull = softmax_loss(scores, answer)  # (p - [c is the answer]) / N
    given = 1 + N * pull[np.arange(N), answer]
    return softmax_loss(scores, y_val)[0], given[answer != y_val].mean()


def several(keep, **how):
    """What five seeds give: accuracies (5, epochs + 1), training and validation; losses (5,)."""
    runs = [trained(keep, seed, **how) for seed in range(5)]
    known = np.array([run.train_acc_history for run in runs])
    other = np.array([run.val_acc_history for run in runs])
    losses, sure = np.array([on_validation(run.model) for run in runs]).T
    gap = known[:, -1] - other[:, -1]
    print(f"keep {keep}: training {known[:, -1].mean():.3f}, validation {other[:, -1].mean():.3f}, "
          f"gap {gap.mean():.3f} ± {gap.std(ddof=1):.3f}, loss {losses.mean():.2f}")  # fmt: skip
    return {"training": known, "validation": other, "loss": losses, "sure": sure, "gap": gap}


# %%
def band(ax, values, look, label):
    """The mean over the seeds as a line, one standard deviation on both sides as a band."""
    middle, spread, at = values.mean(axis=0), values.std(axis=0, ddof=1), range(values.shape[1])
    ax.plot(at, middle, color=COLOURS[look], ls=STYLES[look], marker=MARKERS[look], ms=4,
            markevery=4, label=label)  # fmt: skip
    ax.fill_between(at, middle - spread, middle + spread, color=COLOURS[look], alpha=0.25)


found = {1: several(1)}

# %%
truths["validation accuracy, no dropout"] = found[1]["validation"][:, -1].mean()
fig, (ax, right) = plt.subplots(1, 2, figsize=(9, 3), width_ratios=(3, 1), layout="constrained")
for look, part in enumerate(("training", "validation")):
    band(ax, found[1][part], look, part)
guess = guesses["validation accuracy, no dropout"]
ax.plot(20, guess, "kX", ms=9, label="your guess", clip_on=False)
ax.set(xlabel="epoch", ylabel="accuracy", xticks=range(0, 21, 5), ylim=(0, 1.03))
ax.legend()
loss = found[1]["loss"]
right.bar("net", loss.mean(), yerr=loss.std(ddof=1), color=COLOURS[2], hatch="..", capsize=6)
right.bar("knows nothing", np.log(10), color=COLOURS[3], hatch="//")
right.set_ylabel("validation loss")
first = {part: found[1][part][:, -1].mean() for part in ("training", "validation")}
show(
    fig,
    alt=f"After 20 epochs the training accuracy is {first['training']:.2f}, the validation accuracy"
    f" {first['validation']:.2f}: flat after a few epochs. You guessed {guess:.2f}. Validation loss"
    f" {loss.mean():.2f}; a net that gives each class 0.1 has {np.log(10):.2f}.",
)

# %% [markdown]
# The gap between the curves is knowledge that is good for these 500 images alone. By the loss, the
# net is even worse than one that knows nothing ($\log 10$). One explanation (Hinton and others,
# 2012): hidden units have agreed among themselves; one repairs, for one image, what another spoils.
# What if no unit could count on any other being there?
#
# ## Thinned networks
#
# **Dropout** leaves out each unit with some probability, at every step and for every image anew. So
# each step trains another, thinner network, and all of them share their weights. **Predict first:**
# two hidden layers, each unit kept with probability 0.5: which share of the connections between
# these two layers is left?

# %%
guesses["connections left, keep 0.5"] = 0.5  # <- your number

# %% [markdown]
# ## Exercise 1: the layer  (about 15 min)
#
# Let $p$ be the probability of **keeping** an element, `x` any shape, and $m$ of the same shape
# random zeros and ones, each 1 with probability $p$, all independent:
#
# $$\text{training:}\quad \text{out}_i = \frac{m_i}{p}\, x_i \qquad\qquad
# \text{testing:}\quad \text{out}_i = x_i .$$
#
# *By hand:* $x = (4, 6, -2)$, $p = 0.5$, $m = (1, 0, 1)$: out is $(8, 0, -4)$ in training. Why
# divide? A mean of all masks gives back $x$: $\mathbb E[m_i] = p$, so $\mathbb
# E[\text{out}_i] = x_i$. What of the spread?
#
# **The step that hurts.** $m_i^2 = m_i$, for it is 0 or 1. So $\mathbb E[\text{out}_i^2] = x_i^2\,
# \mathbb E[m_i]/p^2 = x_i^2/p$, and
#
# $$\operatorname{Var}(\text{out}_i) = \frac{x_i^2}{p} - x_i^2 = x_i^2\,\frac{1-p}{p} .$$
#
# Backward, $m$ is a constant: it was drawn, not computed from $x$. What is then the derivative of
# $\text{out}_i$ with respect to $x_i$, and what must the cache hold?
#
# | who | its number means | training | testing |
# |---|---|---|---|
# | here: `p` | **keep** with this probability | divide by p | nothing |
# | PyTorch: `p` | **drop** with this probability | divide by 1 - p | nothing |
# | Srivastava and others (2014): `p` | **keep** with this probability | nothing | multiply by p |
#
# **Write** `dropout_forward` and `dropout_backward` in `a3/dropout.py` (8 lines).

# %%
check("dropout")


# %%
def thinned(ax, masks):
    """One net of 3 inputs, hidden layers with these masks, and 2 outputs."""
    layers = [np.ones(3), *masks, np.ones(2)]
    at = [np.linspace(-1, 1, len(layer) + 2)[1:-1] for layer in layers]
    for x, (left, right) in enumerate(pairwise(layers)):
        for i, j in np.ndindex(len(left), len(right)):
            if left[i] and right[j]:
                ax.plot([x, x + 1], [at[x][i], at[x + 1][j]], color="0.6", lw=0.7, zorder=1)
    for x, layer in enumerate(layers):
        there = layer != 0
        ax.scatter(np.full(there.sum(), x), at[x][there], s=55, color=COLOURS[0], zorder=2)
        ax.scatter(np.full((~there).sum(), x), at[x][~there], s=30, color="0.5", marker="x")
    ax.axis("off")


# %%
KEEP = 0.5  # <- turn it: run this cell with 0.9 or 0.2
np.random.seed(231)
masks = dropout_forward(np.ones((6, 2, 5)), {"mode": "train", "p": KEEP})[0] != 0
fig, axes = plt.subplots(1, 6, figsize=(10, 1.9), layout="constrained")
for ax, two in zip(axes, masks, strict=True):
    thinned(ax, two)
    ax.set_title(f"{two.sum()} of 10 units", fontsize=9)
many = dropout_forward(np.ones((4000, 2, 5)), {"mode": "train", "p": 0.5})[0] != 0
left = (many[:, 0, :, None] & many[:, 1, None, :]).mean()
truths["connections left, keep 0.5"] = left
show(
    fig,
    alt=f"Six thinned copies of one net, with {', '.join(str(two.sum()) for two in masks)} of 10"
    f" hidden units, drawn by your layer with keep rate {KEEP}; crosses are dropped. With 0.5,"
    f" {left:.2f} of the connections between hidden layers are left over 4,000 masks; you guessed"
    f" {guesses['connections left, keep 0.5']:.2f}.",
)

# %% [markdown]
# A connection needs both of its ends: $p^2$. Ten units make $2^{10} = 1024$ thinned networks, a
# hundred make $10^{30}$: hardly any is ever trained twice.
#
# ## Training mode against test mode
#
# Take the 100 hidden activations of a net, for 500 images, and drop half of them. **Predict
# first:** the mean of all *squares* in training, over that in testing?

# %%
guesses["mean square, training / testing"] = 1.0  # <- your number
net = trained(1, 0, epochs=3).model
hidden, _ = net.block_forward(X_val[:500], 1)  # (500, 100)
np.random.seed(231)
dropped, _ = dropout_forward(hidden, {"mode": "train", "p": 0.5})
ratio = np.mean(dropped**2) / np.mean(hidden**2)
truths["mean square, training / testing"] = float(ratio)
fig, axes = plt.subplots(1, 2, figsize=(9, 2.6), sharex=True, sharey=True, layout="constrained")
bins = np.linspace(0, np.quantile(dropped, 0.995), 40)
for ax, (mode, values), k in zip(
    axes, {"testing": hidden, "training": dropped}.items(), (0, 1), strict=True
):
    ax.hist(values.ravel(), bins, color=COLOURS[k], hatch=("//", "..")[k], log=True)
    ax.axvline(values.mean(), color="k", ls="--", label=f"mean {values.mean():.3f}")
    ax.set(xlabel="activation", title=f"{mode}: {np.mean(values == 0):.0%} zeros")
    ax.legend()
axes[0].set_ylabel("how often")
guess = guesses["mean square, training / testing"]
fig.suptitle(f"mean square {ratio:.2f} times as large in training (you: {guess:.2f})")
show(
    fig,
    alt=f"Mean {hidden.mean():.3f} in testing and {dropped.mean():.3f} in training, but the mean"
    f" square is {ratio:.2f} times as large, with {np.mean(dropped == 0):.0%} zeros.",
)

# %% [markdown]
# The mean stays, the squares are $1/p$ times as large, as derived. A layer behind it that looks at
# means notices nothing; one that looks at variances does.
#
# **Question 1 (4 points).** A batch norm directly *behind* dropout stores running variances in
# training. With $p = 0.5$, and a unit whose activations over the images have mean 3 and variance 1:
# which variance does it store, which does it meet in testing, and what spread do its outputs
# then have (gamma 1)? Name an order of layers in which this does not happen. (Two to four
# sentences, here and below.)

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ### Seen, not told (optional)
#
# Your batch norm behind your dropout, on the activations above. Its outputs should spread by 1.
# **Predict first:** by how much do they in testing, with keep rate 0.5?

# %%
guesses["spread behind batch norm, keep 0.5"] = 1.0  # <- your number
rates, spreads = (1.0, 0.9, 0.75, 0.5, 0.25), []
active = hidden[:, hidden.std(axis=0) > 0.1].astype(np.float64)  # (500, some): units that are used
one, zero = np.ones(active.shape[1]), np.zeros(active.shape[1])
for keep in rates:
    bn_param = {"mode": "train", "momentum": 0.9}
    for _ in range(60):
        batchnorm_forward(dropout_forward(active, {"mode": "train", "p": keep})[0],
                          one, zero, bn_param)  # fmt: skip
    out, _ = batchnorm_forward(active, one, zero, bn_param | {"mode": "test"})
    spreads.append(out.std(axis=0).mean())
truths["spread behind batch norm, keep 0.5"] = float(spreads[3])
fig, ax = plt.subplots(figsize=(7, 2.4), layout="constrained")
ax.plot(rates, spreads, "o-", color=COLOURS[0], label="measured in testing")
ax.axhline(1, ls=":", color="k", label="what batch norm promises")
ax.plot(0.5, guesses["spread behind batch norm, keep 0.5"], "kX", ms=9, label="your guess")
ax.set(xlabel="keep rate", ylabel="spread of outputs", ylim=(0, 1.1))
ax.legend(loc="lower right")
said = ", ".join(f"{k}: {s:.2f}" for k, s in zip(rates, spreads, strict=True))
show(fig, alt=f"Spread of batch norm's outputs in testing, by keep rate before it: {said}.")

# %% [markdown]
# ## Is the test mode the average of all thinned networks?
#
# One hidden vector $h$, `(100,)`, a layer $W$, `(100, 50)`: compare $hW$, the test mode, with the
# average over masked passes. Once as it is, once with a ReLU on top of both. Of a *linear* layer,
# 100 times as many passes leave a tenth of the error. **Predict first:** which part is left with
# the ReLU, from 100 to 10,000 passes?

# %%
guesses["error left, ReLU, 100 times the passes"] = 0.1  # <- your number

# %%
rng = np.random.default_rng(231)
h, W = np.abs(rng.normal(size=100)), rng.normal(size=(100, 50)) / 10
np.random.seed(231)
masked = dropout_forward(np.tile(h, (10_000, 1)), {"mode": "train", "p": 0.5})[0] @ W
passes, errors = np.array([1, 10, 100, 1000, 10_000]), {}
for name, top in {"linear": lambda z: z, "ReLU on top": lambda z: np.maximum(z, 0)}.items():
    averages = np.cumsum(top(masked), axis=0)[passes - 1] / passes[:, None]  # (5, 50)
    errors[name] = np.sqrt(np.mean((averages - top(h @ W)) ** 2, axis=1))
truths["error left, ReLU, 100 times the passes"] = (
    errors["ReLU on top"][4] / errors["ReLU on top"][2]
)
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
for k, (name, error) in enumerate(errors.items()):
    ax.loglog(passes, error, STYLES[k], color=COLOURS[k], marker=MARKERS[k], label=name)
guess = guesses["error left, ReLU, 100 times the passes"] * errors["ReLU on top"][2]
ax.plot(10_000, guess, "kX", ms=9, label="your guess")
ax.set(xlabel="masked passes in the average", ylabel="distance from test mode")
ax.legend(loc="lower left")
ends = ", ".join(f"{name} {error[2]:.3f} and {error[4]:.3f}" for name, error in errors.items())
size = np.sqrt(np.mean(np.maximum(h @ W, 0) ** 2))
print(f"with the ReLU, {errors['ReLU on top'][4] / size:.0%} of the outputs' own size is left")
show(fig, alt=f"Distance from test mode after 100 and 10,000 passes: {ends}.")

# %% [markdown]
# The linear error goes on falling as $1/\sqrt{\text{passes}}$. With a ReLU on top it reaches a
# floor: the test mode is not the average of the thinned networks, but a stand-in that costs one
# pass.
#
# **Question 2 (4 points).** Find the smallest example of that floor: two hidden values, two
# weights, $p = 0.5$, one ReLU. Give the outputs of all four masks, their average, and the test
# mode's output. On which side does the test mode always lie, and why?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ### Exercise (optional): vanilla dropout  (about 5 min)
#
# At first nobody divided in training; testing multiplied by $p$ instead. Either way training and
# testing agree on average, but vanilla's outputs are smaller by the factor $p$, and every user of
# the trained net must know it. **Write** `vanilla_dropout_forward` and `vanilla_dropout_backward`.

# %%
check("vanilla_dropout")
np.random.seed(231)
means = {}
for name, layer in {"inverted": dropout_forward, "vanilla": vanilla_dropout_forward}.items():
    means[name] = [layer(np.ones((200, 200)), {"mode": mode, "p": 0.25})[0].mean()
                   for mode in ("train", "test")]  # fmt: skip
fig, ax = plt.subplots(figsize=(6, 2.2), layout="constrained")
for k, (name, both) in enumerate(means.items()):
    ax.bar(np.arange(2) + 0.36 * k, both, 0.34, color=COLOURS[k], hatch=("//", "..")[k], label=name)
ax.set(ylabel="mean of the outputs", title="input: ones, keep rate 0.25")
ax.set_xticks([0.18, 1.18], ["training", "testing"])
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
said = "; ".join(f"{n}: training {a:.3f}, testing {b:.3f}" for n, (a, b) in means.items())
show(fig, alt=f"Mean output for ones: {said}. Each kind agrees with itself.")

# %% [markdown]
# ## Exercise 2: a network that drops  (about 10 min)
#
# `FullyConnectedNet` grows by its last part. A hidden block is affine, [normalisation], ReLU,
# **[dropout]**; `set_mode` writes the mode into `dropout_param`, too. **Write** the dropout parts
# of `set_mode`, `block_forward` and `block_backward` in `a3/networks.py` (6 lines). Out and dout of
# the block are `(N, H)`, H units. *By hand,* N = 1, H = 3: affine gives (3, -1, 2), ReLU (3, 0, 2);
# with $m$ = (1, 1, 0) and $p = 0.5$, out = (6, 0, 0), and a dout of (1, 1, 1) reaches the affine
# step as (2, 0, 0). Backward runs through the block in the opposite order: where must dropout's
# come?

# %%
check("normalized_net", "dropout drops")

# %% [markdown]
# The next cell runs all tests of `normalized_net`. Then a gradient check along one direction, in
# float64, with and without a fixed `seed` for the masks. **Predict first:** the relative error is
# near $10^{-9}$ with a seed. What is its power of ten without?

# %%
guesses["power of ten of the error, no seed"] = -7  # <- your number
check("normalized_net")


# %%
def check_error(seed, step=1e-5):
    """The relative error of dW1 along a random direction, in a small net with dropout."""
    np.random.seed(231)
    rng = np.random.default_rng(231)
    net = FullyConnectedNet([20], 12, 3, 0.8, weight_scale=0.5, dtype=np.float64, seed=seed)
    x, labels = rng.normal(size=(8, 12)), rng.integers(0, 3, size=8)
    start, direction = net.params["W1"].copy(), rng.normal(size=(12, 20))

    def loss(W1):
        net.params["W1"] = W1
        return net.loss(x, labels)[0]

    slope = numerical_derivative(loss, start, direction, step)
    net.params["W1"] = start
    dW1 = net.loss(x, labels)[1]["W1"]
    found = np.sum(dW1 * direction)
    return float(abs(found - slope) / abs(found))


# %%
steps, seeds = np.logspace(-1, -8, 8), {"seed fixed": 5, "no seed": None}
off = {name: [check_error(seed, h) for h in steps] for name, seed in seeds.items()}
fig, ax = plt.subplots(figsize=(7, 2.7), layout="constrained")
for k, (name, error) in enumerate(off.items()):
    ax.loglog(steps, error, STYLES[k], color=COLOURS[k], marker=MARKERS[k], label=name)
truths["power of ten of the error, no seed"] = float(np.log10(off["no seed"][4]))
guess = guesses["power of ten of the error, no seed"]
ax.plot(1e-5, 10.0**guess, "kX", ms=9, label="your guess")
ax.set(xlabel="step h of the difference", ylabel="relative error")
ax.invert_xaxis()
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Relative error at h = 1e-5: {off['seed fixed'][4]:.0e} with a seed, without"
    f" {off['no seed'][4]:.0e} (you: 1e{guess}), growing to {off['no seed'][-1]:.0e} at 1e-8.",
)

# %% [markdown]
# Without a seed the two losses of the difference belong to two different networks. Their distance
# does not shrink with $h$, but is divided by it.
#
# **Question 3 (4 points).** A friend's `dropout_backward` stores no mask: it calls
# `np.random.seed(seed)` if there is a seed, and draws the mask again. Does the gradient check with
# a fixed seed find the bug? What happens in training, and which test would have caught it?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Bug museum
#
# Four broken layers, keep rate 0.8: **(1)** the mask is not divided by $p$; **(2)** dropout stays
# on in testing; **(3)** the backward pass draws a new mask; **(4)** `p` is read as the probability
# of dropping. Match each to a symptom *before* you run the next cells (7 s): **A** ones have a mean
# square of 5 in training; **B** the gradient check fails, nothing else looks wrong; **C** testing
# sees larger values than training did; **D** who measures the accuracy twice gets two numbers.

# %%
guesses["museum: 1 2 3 4"] = "A B C D"  # <- your order of the four letters


def not_divided(x, param):
    out, cache = dropout_forward(x, param)
    factor = param["p"] if param["mode"] == "train" else 1
    return out * factor, (cache, factor)


def drawn_again(dout, cache):
    return dropout_forward(dout, {"mode": "train", "p": 0.8})[0]


museum = {
    "right": (dropout_forward, dropout_backward),
    "1 not divided": (not_divided, lambda dout, c: dropout_backward(dout, c[0]) * c[1]),
    "2 on in testing": (lambda x, p: dropout_forward(x, p | {"mode": "train"}), dropout_backward),
    "3 new mask": (dropout_forward, drawn_again),
    "4 p drops": (lambda x, p: dropout_forward(x, p | {"p": 1 - p["p"]}), dropout_backward),
}

# %%
seen = {}
for name, (forward, backward) in museum.items():
    with patch("a3.networks.dropout_forward", forward), patch(
        "a3.networks.dropout_backward", backward
    ):  # fmt: skip
        net = trained(0.8, 0).model
        twice = [net.loss(X_val).argmax(axis=1) for _ in range(2)]
        ones = [forward(np.ones((300, 300)), {"mode": m, "p": 0.8})[0] for m in ("train", "test")]
        seen[name] = {
            "mean square, training": np.mean(ones[0] ** 2),
            "mean, testing/training": ones[1].mean() / ones[0].mean(),
            "answers that change": np.mean(twice[0] != twice[1]),
            "error of the\ngradient check": check_error(5),
            "validation accuracy": np.mean(twice[0] == y_val),
        }
    print(f"{name}: trained and measured")
symptoms, truths["museum: 1 2 3 4"] = seen, "C D B A"

# %%
kinds = list(symptoms["right"])
fig, axes = plt.subplots(1, 5, figsize=(10, 2.3), sharey=True, layout="constrained")
for ax, kind, colour in zip(axes, kinds, COLOURS, strict=False):
    values = [row[kind] for row in symptoms.values()]
    ax.barh(list(symptoms), values, color=colour, hatch="//")
    ax.set_xlim(0, 1.45 * max(values))
    for place, value in enumerate(values):
        ax.text(value, place, f" {value:.2g}", va="center", fontsize=8)
    ax.set_title(kind, fontsize=9)
axes[0].invert_yaxis()
rows = ("; ".join(f"{n}: {row[kind]:.2g}" for n, row in symptoms.items()) for kind in kinds)
show(fig, alt=". ".join(f"{kind}: {row}" for kind, row in zip(kinds, rows, strict=True)))

# %% [markdown]
# Last panel: all of these networks learn, and without the right one beside them you would suspect
# none. A test of each promise finds the bugs; the accuracy does not.
#
# ## Does it help? Five seeds with, five without
#
# Keep rate 0.5, everything else as in the failure (6 s). Both accuracies are measured in test mode.
# **Predict first:** by how much does the gap shrink, and how much validation accuracy do we gain?

# %%
guesses["gap less, keep 0.5"] = 0.3  # <- your numbers, as shares of the images
guesses["validation accuracy gained"] = 0.1
found[0.5] = several(0.5)
fig, axes = plt.subplots(1, 2, figsize=(9.5, 3), width_ratios=(2, 1), layout="constrained")
for look, (keep, part) in enumerate((k, p) for k in (1, 0.5) for p in ("training", "validation")):
    band(axes[0], found[keep][part], look, f"{part}, keep {keep}")
axes[0].set(xlabel="epoch", ylabel="accuracy", xticks=range(0, 21, 5))
axes[0].legend(fontsize=8)
gaps = [found[keep]["gap"] for keep in (1, 0.5)]
middle, spread = [g.mean() for g in gaps], [g.std(ddof=1) for g in gaps]
axes[1].bar(["keep 1", "keep 0.5"], middle, yerr=spread, color=COLOURS[5], hatch="//", capsize=6)
axes[1].plot("keep 0.5", middle[0] - guesses["gap less, keep 0.5"], "kX", ms=9, label="your guess")
axes[1].set(ylabel="gap, mean and spread")
axes[1].legend(loc="lower left")
truths["gap less, keep 0.5"] = middle[0] - middle[1]
ends = {keep: found[keep]["validation"][:, -1].mean() for keep in (1, 0.5)}
truths["validation accuracy gained"] = ends[0.5] - ends[1]
show(
    fig,
    alt=f"Gap {middle[0]:.3f} ± {spread[0]:.3f} without and {middle[1]:.3f} ± {spread[1]:.3f} with"
    f" dropout; validation accuracy {ends[1]:.3f} and {ends[0.5]:.3f}.",
)

# %% [markdown]
# The gap shrinks by many times its spread over the seeds. But look at *which* of the two curves has
# moved.
#
# ## Sweep: four keep rates
#
# 1, 0.75, 0.5 and 0.25, five seeds each (10 s). The third panel is the validation **loss**.
# **Predict first:** which keep rate has the smallest validation loss?

# %%
guesses["keep rate of the smallest loss"] = 0.5  # <- your choice of the four

# %%
found |= {keep: several(keep) for keep in (0.75, 0.25)}
rates = (1, 0.75, 0.5, 0.25)
gap, loss = (np.array([found[keep][what] for keep in rates]) for what in ("gap", "loss"))
accuracy = np.array([found[keep]["validation"][:, -1] for keep in rates])  # (4, 5)
truths["keep rate of the smallest loss"] = float(rates[loss.mean(axis=1).argmin()])
fig, axes = plt.subplots(1, 3, figsize=(9.5, 2.7), layout="constrained")
panels = {"gap": gap, "validation accuracy": accuracy, "validation loss": loss}
for k, (ax, (name, values)) in enumerate(zip(axes, panels.items(), strict=True)):
    ax.errorbar(rates, values.mean(axis=1), values.std(axis=1, ddof=1), color=COLOURS[k],
                ls=STYLES[k], marker=MARKERS[k], capsize=4)  # fmt: skip
    ax.set(xlabel="keep rate", ylabel=name, xticks=rates)
    ax.margins(y=0.3)
guess = guesses["keep rate of the smallest loss"]
axes[2].axvline(guess, color="k", ls=":", label="your guess")
axes[2].legend()
said = "; ".join(
    f"keep {k}: gap {g.mean():.2f}, accuracy {a.mean():.3f} ± {a.std(ddof=1):.3f}, loss"
    f" {v.mean():.2f}" for k, g, a, v in zip(rates, gap, accuracy, loss, strict=True)
)  # fmt: skip
for keep in rates:
    print(f"keep {keep}: mean probability of a wrong answer {found[keep]['sure'].mean():.2f}")
show(fig, alt=said + ".")

# %% [markdown]
# On scenes the accuracy hardly tells the rates apart, on CIFAR-10 the smallest gains three points;
# the loss falls on both by many times its spread. The printed lines say why: without dropout the
# network is not wrong much more often, but *surer* where it is wrong, and the loss makes it pay.
#
# **Question 4 (4 points).** "The smaller the keep rate, the smaller the gap: so take the smallest."
# Refute it with the limit $p \to 0$. Then split what your gap lost from keep 1 to 0.25 (the printed
# lines): which share is training accuracy that fell, which a change of the validation accuracy? By
# which number do you choose $p$, and how large must a difference be before you believe it?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Ablation: or just more images?
#
# All training images (eight times as many; four in small mode), 8 epochs, three seeds, with and
# without dropout (10 s). The 500 had 20 epochs: 100 steps against 320.
# **Predict first:** how much validation accuracy does keep rate 0.5 gain now?

# %%
guesses["gained with all images"] = 0.05  # <- your number, negative if you think so
runs = {}
for keep in (1, 0.5):
    runs[keep] = [trained(keep, seed, images=TRAIN, epochs=8) for seed in range(3)]
    print(f"keep {keep}:", *(f"{run.val_acc_history[-1]:.3f}" for run in runs[keep]))
more = runs  # complete: "Single images" uses it
large = np.array([[run.val_acc_history[-1] for run in more[keep]] for keep in (1, 0.5)])  # (2, 3)
small = accuracy[[0, 2], :3]
truths["gained with all images"] = large[1].mean() - large[0].mean()
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
for k, (name, values) in enumerate({f"{FEW} images": small, f"{TRAIN} images": large}.items()):
    ax.bar(np.arange(2) + 0.38 * k, values.mean(axis=1), 0.36, yerr=values.std(axis=1, ddof=1),
           color=COLOURS[k], hatch=("//", "..")[k], capsize=5, label=name)  # fmt: skip
ax.plot(1.38, large[0].mean() + guesses["gained with all images"], "kX", ms=9, label="your guess")
ax.set(ylabel="validation accuracy")
ax.set_xticks([0.19, 1.19], ["keep 1", "keep 0.5"])
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
said = [f"{v.mean():.3f} ± {v.std(ddof=1):.3f}" for v in (*small, *large)]
show(fig, alt=f"{FEW} images: {said[0]}, with dropout {said[1]}; {TRAIN}: {said[2]}, {said[3]}.")

# %% [markdown]
# Images help where dropout only soothes. With more of them, this small network has less to learn by
# heart, and dropping half of its 100 units can cost more than it gives: each step trains a smaller
# network, and there are no more steps (compare with the spread).
#
# ## Single images: fifty opinions of one network
#
# Leave dropout on in testing, *this time on purpose*: 50 masked passes of each validation image.
# Call **doubt** the share of passes that answer otherwise than the test mode does (4 s). **Predict
# first:** which share of the fifth with the least doubt does it get right?

# %%
guesses["right where it is surest"] = 0.6  # <- your number
net = more[0.5][0].model
answer = net.loss(X_val).argmax(axis=1)  # (N,), test mode
net.set_mode("train")  # a3's own loss would switch back to testing
np.random.seed(231)
masked = np.stack([a2.networks.FullyConnectedNet.loss(net, X_val) for _ in range(50)])  # (50, N, C)
net.set_mode("test")
doubt = (masked.argmax(axis=2) != answer).mean(axis=0)  # (N,)
order = np.argsort(doubt, kind="stable")
fifths = np.array([np.mean(answer[part] == y_val[part]) for part in np.array_split(order, 5)])
truths["right where it is surest"] = fifths[0]
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
error = np.sqrt(fifths * (1 - fifths) / (len(y_val) / 5))
ax.bar(range(1, 6), fifths, yerr=error, color=COLOURS[2], hatch="\\\\", capsize=5)
ax.plot(1, guesses["right where it is surest"], "kX", ms=9, label="your guess")
ax.set(xlabel="fifth of the images, from least to most doubt", ylabel="accuracy", ylim=(0, 1))
ax.legend()
said = ", ".join(f"{share:.2f}" for share in fifths)
show(fig, alt=f"Accuracy of the five fifths, from least to most doubt: {said}; bars: sampling.")

# %%
right, wrong = (order[(answer == y_val)[order] == is_right] for is_right in (True, False))
chosen = np.concatenate([right[:5], wrong[:5], order[::-1][:5]])
titles = [f"{names[answer[i]]}, {doubt[i]:.2f}\n({names[y_val[i]]})" for i in chosen]
worst = wrong[0]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt="Answer, doubt, truth in brackets. Top: surest and right. Middle: surest errors, such as a"
    f" {names[y_val[worst]]} called {names[answer[worst]]} with doubt {doubt[worst]:.2f}. Bottom:"
    f" the least sure, doubt up to {doubt.max():.2f}.",
)

# %% [markdown]
# What have the surest in common: a colour, a bare background? And the surest errors: would you have
# hesitated? Doubt sorts the images. But what all thinned copies do alike, such as taking the
# background for the object, no mask reveals: zero doubt is no proof.
#
# ## What is it worth?
#
# The spread over five seeds says how much luck is in the training; 1,000 validation images add a
# standard error of $\sqrt{a(1-a)/1000}$ that all seeds share. We promise for keep rate 0.5, mean of
# five seeds on 500 images, a validation accuracy **above 0.26 on scenes** and **above 0.30 on
# CIFAR-10** (0.20 on fewer images), and a smaller mean gap than without dropout.

# %% tags=["result"]
reached, without = accuracy[2].mean(), accuracy[0].mean()
standard_error = np.sqrt(reached * (1 - reached) / len(y_val))
promised = {"scenes": 0.26, "cifar10": 0.30}[DATA] if FEW == 500 else 0.20
print(f"validation accuracy with dropout {reached:.3f}, without {without:.3f}")
print(f"standard error {standard_error:.3f}; over the seeds {accuracy[2].std(ddof=1):.3f}")
print(f"mean gap with dropout {gap[2].mean():.3f}, without {gap[0].mean():.3f}")
assert gap[2].mean() < gap[0].mean(), "dropout does not shrink the gap: is it on in training?"
assert reached > promised, f"below what is promised, {promised:.2f}: does check('dropout') pass?"

# %% [markdown]
# ## Recap
#
# The test images were not used for anything yet. The last line runs the tests of all exercises (10
# to 20 s).

# %%
X_test, y_test = prepared(data.test.images), data.test.labels
for keep, runs in more.items():
    scores = [np.mean(run.model.loss(X_test).argmax(axis=1) == y_test) for run in runs]
    print(f"test accuracy, all images, keep {keep}: {np.mean(scores):.3f}")
print_guesses(guesses, truths)
check()

# %% [markdown]
# - Dropout keeps each element's mean, and multiplies its mean square by $1/p$.
# - Testing replaces the average over masks by one pass: exact for linear layers, a cheap stand-in
#   for others.
# - Its bugs can hide in the accuracy. Test each promise; fix the seed for gradient checks.
# - A gap has two ends. Say which one moved before you call it an improvement.
# - **What still fails:** thinned copies of one network share their weights, and so most errors.
#   What do *separate* networks gain? That is the next notebook: ensembles.
#
# **Read on:** Hinton and others (2012), *Improving neural networks by preventing co-adaptation of
# feature detectors* (the idea, and first results); Srivastava and others (2014), *Dropout: a
# simple way to prevent neural networks from overfitting* (when it helps, by size of the data);
# Gal and Ghahramani (2016), *Dropout as a Bayesian approximation* (masked passes as doubt); Li and
# others (2019), *Understanding the disharmony between dropout and batch normalization by variance
# shift* (question 1 in deep networks).
