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
# # Batch normalisation: activations that keep their scale
#
# A deep net learns only if its first weights have the right size. At the end of this notebook a net
# of yours learns from weights of very different sizes, and you have derived the backward pass where
# most people get stuck.
#
# | afterwards you can | shown by |
# |---|---|
# | normalise over a batch, and say what testing does differently | exercise 1, question 4 |
# | cut a long backward pass into stages, and check each alone | exercises 2 to 7 |
# | shorten it by what the layer ignores | exercise 8, questions 1, 2 |
# | say what batch norm buys, what it costs, and when it fails | exercise 9, ablation, question 3 |
# | tell three bugs of batch norm by their symptoms | bug museum |
#
# **Assumed:** the chain rule on graphs, `FullyConnectedNet` and momentum from assignment 2 (its
# solved package `a2` lies beside `a3`), NumPy
# [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html). **Time:** two sittings
# of 90 minutes (a line says where to rest), with about a minute and a half of computing on two CPU
# cores; no GPU needed. **Small mode:** set `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you
# have not written yet say so.

# %%
import os
from contextlib import redirect_stdout
from timeit import repeat
from unittest.mock import patch

import matplotlib.pyplot as plt
import numpy as np

import a2.networks
from a2.initialization import he
from a2.layers import softmax_loss
from a2.optimizers import sgd_momentum
from a3 import normalization
from a3.networks import FullyConnectedNet
from a3.normalization import batchnorm_backward, batchnorm_backward_alt, batchnorm_forward
from coursedata import load
from given import batchnorm_study as study
from given.check import check
from given.gradients import numerical_derivative
from given.guesses import print_guesses
from given.plots import COLOUR_MAP, COLOURS, image_grid, show
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
full = 20_000 if DATA == "cifar10" else 8_000
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", full))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
names, mean_image = data.class_names, data.train.images.mean(axis=0, dtype=np.float32)


def prepared(images):
    """(N, 32, 32, 3) float32."""
    return (images - mean_image) / 64


everything = {"X_train": prepared(data.train.images), "y_train": data.train.labels}
everything |= {"X_val": prepared(data.validation.images), "y_val": data.validation.labels}
X, X_val, y_val = (everything[key] for key in ("X_train", "X_val", "y_val"))
few = everything | {"X_train": X[:2000], "y_train": data.train.labels[:2000]}
print(f"X {X.shape} {X.dtype}, from {X.min():.1f} to {X.max():.1f}; {data.name}")
shown = [int(np.flatnonzero(data.train.labels == c)[0]) for c in range(10)]
show(
    image_grid(data.train.images[shown], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %% [markdown]
# ## The failure: same net, same data, other first weights
#
# Assignment 2's net with five hidden layers of 50 units. Its first weights are normal random
# numbers with standard deviation 0.01, 0.1 or 1: the **weight scale**. **Predict first:** with
# 0.01, how widely do the outputs of hidden layer 5 spread (standard deviation)? The pixels have
# about 1.

# %%
guesses["spread in layer 5, scale 0.01"] = 0.1  # <- your number; a wrong guess is free
HIDDEN = [50] * 5


def plain_net(weight_scale):
    return a2.networks.FullyConnectedNet(HIDDEN, weight_scale=weight_scale)


def trained(net, learning_rate=0.01, images=few, num_epochs=5, batch_size=100):
    """The solver after a quiet run; the net is then as it was at its best."""
    fixed = {"num_train_samples": 500, "verbose": False}
    sizes = {"num_epochs": num_epochs, "batch_size": batch_size}
    rate = {"learning_rate": learning_rate}
    solver = Solver(net, images, sgd_momentum, optim_config=rate, **sizes, **fixed)
    with redirect_stdout(None):  # it would say that a loss became nan
        solver.train()
    return solver


# %%
def depths(make):
    """By weight scale: spreads before training, losses, best accuracy; and the same in words."""
    seen, said = {}, []
    for scale in (0.01, 0.1, 1.0):
        np.random.seed(231)
        before, run = study.spreads(make(scale), X[:200]), trained(make(scale))
        seen[scale] = before, run.loss_history, run.best_val_acc
        said.append(
            f"scale {scale}: spread {before[0]:.2g} in layer 1, {before[-1]:.2g} in layer 5, last"
            f" loss {run.loss_history[-1]:.3g}, validation accuracy {run.best_val_acc:.3f}"
        )
    return seen, "; ".join(said)


plain, said = depths(plain_net)
truths["spread in layer 5, scale 0.01"] = plain[0.01][0][-1]
fig = study.depth_figure(plain)
fig.axes[0].plot(5, guesses["spread in layer 5, scale 0.01"], "kX", ms=9, label="your guess")
fig.axes[0].legend(fontsize=8)
show(fig, alt=f"Plain net. {said}. Dotted: log 10, the loss of ignorance.")

# %% [markdown]
# Each layer multiplies the spread by about weight scale · $\sqrt{25}$, and errors compound. At
# weight scale 1 the loss leaves the picture and becomes nan. What would help? Right first weights
# (`he`) do, until the steps move them. The bolder idea: make *same spread, whatever the weights* a
# layer of the net.
#
# ## Exercise 1: forward
#
# `x: (N, D)` holds N images, D units. Each unit, a column $j$, is normalised **over the batch**:
#
# $$\mu_j = \frac1N \sum_i x_{ij}, \quad c_{ij} = x_{ij} - \mu_j, \quad
# v_j = \frac1N \sum_i c_{ij}^2, \quad \sigma_j = \sqrt{v_j + \varepsilon},$$
# $$\hat x_{ij} = c_{ij} / \sigma_j, \qquad \text{out}_{ij} = \gamma_j\, \hat x_{ij} + \beta_j .$$
#
# $\mu, v, \sigma, \gamma, \beta$ are `(D,)`; $c$, $\hat x$ (`centered`, `x_hat`) and out `(N, D)`.
# $\varepsilon$ avoids a division by 0. *By hand, used throughout:* a column (1, 3, 5, 7),
# $\varepsilon = 4$: $\mu = 4$, $c$ = (-3, -1, 1, 3), $v = 5$, $\sigma = 3$, $\hat x$ = (-1, -1/3,
# 1/3, 1).
#
# In testing an image must not depend on its company: then **running averages** take the places of
# $\mu$ and $v$. Each training batch moves them, with momentum 0.9: new = 0.9 · old + 0.1 · batch,
# from 0. **Predict first:** a unit has mean 12. After how many batches is the running mean within
# 10 % of 12? Then **write** `batchnorm_forward` in `a3/normalization.py` (20 minutes).

# %%
guesses["batches until within 10 %"] = 10  # <- your number
print(check("batchnorm_forward"))
rng = np.random.default_rng(231)
settings, followed = {"mode": "train"}, []
for _ in range(60):
    batchnorm_forward(rng.normal(12, 0.5, size=(50, 1)), np.ones(1), np.zeros(1), settings)
    followed.append(settings["running_mean"][0])
ks = np.arange(1, 61)
truths["batches until within 10 %"] = int(ks[np.abs(np.array(followed) - 12) < 1.2][0])
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.axhspan(10.8, 13.2, facecolor="0.85", edgecolor="0.6", hatch="//", label="within 10 %")
ax.plot(ks, followed, "o", ms=4, color=COLOURS[0], label="your running mean")
ax.plot(ks, 12 * (1 - 0.9**ks), color=COLOURS[1], label="12 (1 - 0.9^k)")
ax.axvline(guesses["batches until within 10 %"], ls="--", color="k", label="your guess")
ax.set(xlabel="training batches k", ylabel="running mean")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"The running mean follows 12 (1 - 0.9^k): {followed[0]:.1f} after 1 batch,"
    f" {followed[9]:.1f} after 10, {followed[29]:.1f} after 30. Within 10 % after"
    f" {truths['batches until within 10 %']}.",
)

# %% [markdown]
# A net tested after its first few steps is tested with averages that still remember their zeros.
#
# Now the picture: 12 images, 6 units, one column lit; in the histogram 200 images. **Nothing is
# lost:** $\gamma$ and $\beta$ are learnt, and with $\gamma = \sigma$, $\beta = \mu$ the layer gives
# `x` back (last line). Batch norm takes nothing from what a net *can* compute; it changes the
# coordinates in which it learns.

# %%
COLUMN = 2  # <- turn it: 0 to 5, and run the cell again
rng = np.random.default_rng(231)
batch = rng.normal([0, 3, 12, -5, 8, 1], [1, 3, 5, 0.5, 2, 4], size=(200, 6))  # (N, D)
out, _ = batchnorm_forward(batch, np.ones(6), np.zeros(6), {"mode": "train"})
fig, axes = plt.subplots(1, 3, figsize=(10, 3), layout="constrained")
for ax, block, title in ((axes[0], batch, "x"), (axes[1], out, "out")):
    grid = ax.imshow(block[:12], cmap=COLOUR_MAP, aspect="auto")
    box = plt.Rectangle((COLUMN - 0.5, -0.5), 1, 12, fill=False, ec=COLOURS[3], lw=4)
    ax.add_patch(box).set_clip_on(False)
    ax.set(title=f"{title}, one column lit", xlabel="unit j", ylabel="image i")
    fig.colorbar(grid, ax=ax)
edges = np.linspace(-20, 30, 51)
axes[2].hist(batch[:, COLUMN], edges, color=COLOURS[1], hatch="//", label="before")
axes[2].hist(out[:, COLUMN], edges, color=COLOURS[0], alpha=0.8, label="after")
axes[2].set(xlabel=f"value of unit {COLUMN}", ylabel="images")
axes[2].legend()
sigma = np.sqrt(batch.var(axis=0) + 1e-5)
undone, _ = batchnorm_forward(batch, sigma, batch.mean(axis=0), {"mode": "train"})
print(f"gamma = std, beta = mean: largest difference from x {np.abs(undone - batch).max():.0e}")
show(
    fig,
    alt=f"A grid of images by units, column {COLUMN} framed. Before: mean"
    f" {batch[:, COLUMN].mean():.2f}, spread {batch[:, COLUMN].std():.2f}; after:"
    f" {out[:, COLUMN].mean():.2f}, {out[:, COLUMN].std():.2f}.",
)

# %% [markdown]
# ### Why coordinates matter: a valley
#
# Two features, spreads 1 and 5, four images: (±1, ±5). The loss of the scores $x \cdot w$, mean
# $(x \cdot w)^2$, is $f(w) = w_1^2 + 25\, w_2^2$. A step of gradient descent multiplies $w_i$ by
# $1 - 2 \eta \lambda_i$, where $\lambda$ = (1, 25): slow along one axis, and with $\eta = 0.035$
# the other changes sign each step. The ratio $\lambda_{max} / \lambda_{min}$ is the **condition
# number**, here 25. From (0.5, 0.5) it takes 86 steps to $f < 10^{-6}$. **Predict first:** your
# `batchnorm_forward` normalises the two features; how many steps are needed now, from the
# same scores, at the best learning rate?

# %%
guesses["steps after normalising"] = 40  # <- your number


def descend(features, w, rate):
    """Steps of w until f < 1e-6, the number that the closed form asks for, and lambda."""
    curvature = np.diag(features.T @ features) / len(features)  # lambda: (2,)
    closed = curvature * w**2 * (1 - 2 * rate * curvature) ** (2 * np.arange(200)[:, None])
    path = [w]
    while np.mean((features @ path[-1]) ** 2) >= 1e-6:
        path.append(path[-1] - rate * 2 * features.T @ (features @ path[-1]) / len(features))
    return np.array(path), int(np.argmax(closed.sum(axis=1) < 1e-6)), curvature


raw, valleys = np.array([[1.0, 5], [1, -5], [-1, 5], [-1, -5]]), {}  # raw: (N, D) = (4, 2)
normal, _ = batchnorm_forward(raw, np.ones(2), np.zeros(2), {"mode": "train", "eps": 0.0})
setups = {"raw": (raw, [0.5, 0.5], 0.035), "normalised": (normal, [0.5, 2.5], 0.5)}
for name, (features, start, rate) in setups.items():
    path, expected, curvature = descend(features, np.array(start), rate)
    valleys[name] = curvature, path
    assert len(path) - 1 == expected, f"{len(path) - 1} steps, by the closed form {expected}"
    print(f"{name}: {len(path) - 1} steps, as the closed form says; lambda = {curvature.round(2)}")
truths["steps after normalising"] = len(path) - 1
fig = study.valley_figure(valleys)
fig.suptitle(f"your guess, normalised: {guesses['steps after normalising']} steps", fontsize=10)
show(fig, alt=f"Narrow valley: a zig-zag of 86 steps. Normalised, a round one: {len(path) - 1}.")

# %% [markdown]
# No rate rescues the raw valley: at best (1/26) the worse factor is 24/26. In a net the normalised
# columns are correlated: the condition usually improves, without becoming 1.
#
# ## Backward, in five stages
#
# Below: the graph of one column, forward values of the example above with $\gamma = 3$, $\beta =
# 0$. A loss sends back `dout` = (1, 0, 0, 2). Where two arrows leave a box, two gradients come
# back, and add up: that is the whole difficulty. `dv` means $\partial L / \partial v$ and has the
# shape of $v$.

# %%
column = np.array([[1.0], [3.0], [5.0], [7.0]])  # x: (N, D) = (4, 1)
centered, std = column - 4, np.array([3.0])
x_hat, gamma, dout = centered / std, np.array([3.0]), np.array([[1.0], [0.0], [0.0], [2.0]])


def written(array):
    return "(" + ", ".join(f"{number:.3g}" for number in np.ravel(array)) + ")"


steps = {"x": column, "mean": 4, "centered": centered, "var": 5, "std": std, "gamma": gamma}
steps |= {"x_hat": x_hat, "out": gamma * x_hat}
forward = {name: written(value) for name, value in steps.items()}
show(
    study.layer_graph(forward, COLOURS[0]),
    alt="Graph of the layer; arrows numbered by backward stage, 1 from x_hat to out, 5 from x to"
    " centered. Forward values: " + "; ".join(f"{n} {text}" for n, text in forward.items()) + ".",
)

# %% [markdown]
# ### Exercise 2, stage 1: scale and shift (10 min)
#
# $\text{out}_{ij} = \gamma_j \hat x_{ij} + \beta_j$. When one entry of the right side moves by
# $\delta$, $\text{out}_{ij}$ moves by $\gamma_j \delta$ ($\hat x_{ij}$), $\hat x_{ij} \delta$
# ($\gamma_j$) or $\delta$ ($\beta_j$). But $\gamma_j$ moves a whole column: N contributions, one
# number. *By hand:* `dx_hat` = (3, 0, 0, 6), `dbeta` = 3. **Predict**, with pencil: `dgamma`?
# **Write** `scale_shift_backward` in `a3/normalization.py`.

# %%
guesses["dgamma by hand"] = 0.0  # <- your number
print(check("scale_shift"))
dx_hat, dgamma, dbeta = normalization.scale_shift_backward(dout, x_hat, gamma)
truths["dgamma by hand"] = float(dgamma[0])
print(f"dx_hat {written(dx_hat)}, dbeta {written(dbeta)}")
print(f"dgamma {written(dgamma)}, by hand {guesses['dgamma by hand']}")

# %% [markdown]
# ### Exercise 3, stage 2: the quotient (15 min)
#
# $\hat x_{ij} = c_{ij} / \sigma_j$, with $c$ and $\sigma$ as *independent* inputs; that $\sigma$
# came from $c$ the graph settles later. The two slopes are
#
# $$\frac{\partial \hat x_{ij}}{\partial c_{ij}} = \frac1{\sigma_j}, \qquad
# \frac{\partial \hat x_{ij}}{\partial \sigma_j} = -\frac{c_{ij}}{\sigma_j^2} .$$
#
# Again one $\sigma_j$ serves N rows. *By hand:* `dcentered` = (1, 0, 0, 2). **Predict** `dstd`.
# **Write** `quotient_backward`.

# %%
guesses["dstd by hand"] = 1.0  # <- your number
print(check("quotient"))
by_quotient, dstd = normalization.quotient_backward(dx_hat, centered, std)
truths["dstd by hand"] = float(dstd[0])
print(f"dcentered {written(by_quotient)}, dstd {written(dstd)}, by hand {guesses['dstd by hand']}")
slope = numerical_derivative(lambda s: np.sum(dx_hat * centered / s), std, np.ones(1))
print(f"measured: the sum of dx_hat * x_hat changes by {slope:.6f} a unit of std")

# %% [markdown]
# ### Exercises 4 and 5, stages 3 and 4: root and variance (10 min each)
#
# Stage 3: $\sigma_j^2 = v_j + \varepsilon$, so $2 \sigma_j\, \mathrm{d}\sigma_j = \mathrm{d}v_j$
# ($\mathrm{d}$: a small change, here only): solve for the slope; $\varepsilon$ is gone. *By hand:*
# if `dstd` were 6, `dvar` would be 1. Stage 4: $v_j = \frac1N \sum_i c_{ij}^2$. One number comes
# from N entries, so a number `dvar` goes out to N entries: how much does $v_j$ move with $c_{ij}$
# alone? *By hand:* if `dvar` were 2, the column (-3, -1, 1, 3) would receive (-3, -1, 1, 3).
# **Write** `root_backward` and `variance_backward`.

# %%
print(check("root"))
print(check("variance"))
dvar = normalization.root_backward(np.array([6.0]), std)
sent = normalization.variance_backward(np.array([2.0]), centered)
print(
    f"dvar {written(dvar)}, by hand (1); variance_backward {written(sent)}, by hand (-3, -1, 1, 3)"
)

# %% [markdown]
# ### Exercise 6, stage 5: the mean taken off (10 min)
#
# The step that hurts, for $x_{kj}$ acts in two ways: on its own $c_{kj}$, and through the mean on
# *all* entries of the column. With $[i = k]$ for 1 if $i = k$, else 0,
#
# $$c_{ij} = x_{ij} - \frac1N \sum_k x_{kj} \quad\Rightarrow\quad
# \frac{\partial c_{ij}}{\partial x_{kj}} = [i = k] - \frac1N, \qquad
# dx_{kj} = \sum_i dc_{ij} \Bigl([i = k] - \frac1N\Bigr) .$$
#
# Carry out the sum: two terms remain. *By hand:* (4, 0, 0, 0) gives (3, -1, -1, -1). **Predict:**
# (1, 0, 0, 2) goes in; what is the *sum* of the column that comes out? **Write**
# `centering_backward`.

# %%
guesses["column sum of dx"] = 3.0  # <- your number
print(check("centering"))
truths["column sum of dx"] = float(normalization.centering_backward(by_quotient).sum())
guess = guesses["column sum of dx"]
print(f"column sum {truths['column sum of dx']:.1e}, your guess {guess}")

# %% [markdown]
# Moving a whole column moves nothing behind the mean, so the slopes of a column cancel.
#
# **A good place to rest.** The second sitting assembles the stages and trains.
#
# ## Exercise 7: all stages together
#
# Walk the graph from `out` to `x`; two boxes have two outgoing arrows: stage 5 settles `x`, the
# other is yours. **Write** `batchnorm_backward` (15 min). **Predict first:** of eight images, how
# many of the 64 slopes $\partial\, \text{out}_i / \partial x_k$ of one unit are not 0?

# %%
guesses["slopes that are not 0, of 64"] = 8  # <- your number
print(check("batchnorm_backward"))
_, cache = batchnorm_forward(column, gamma, np.zeros(1), {"mode": "train", "eps": 4.0})
dx, dgamma, _ = batchnorm_backward(dout, cache)
backward = {"out": dout, "gamma": dgamma, "x_hat": dx_hat, "std": dstd, "x": dx}
backward = {name: written(value) for name, value in backward.items()}
show(
    study.layer_graph(backward | {"centered": "two arrows leave"}, COLOURS[3]),
    alt="The graph again, with your gradients: "
    + "; ".join(f"d{name} {text}" for name, text in backward.items())
    + ".",
)

# %%
ROWS = 8  # <- turn it: 2, 3, 30
units = np.random.default_rng(4).normal(size=(ROWS, 1))
normal, cache = batchnorm_forward(units, np.ones(1), np.zeros(1), {"mode": "train", "eps": 1e-9})
each = [batchnorm_backward(pull[:, None], cache)[0][:, 0] for pull in np.eye(ROWS)]
slopes = np.array(each)  # (N, N): d out_i / d x_k
count = int(np.sum(np.abs(slopes) > 1e-12))
truths |= {"slopes that are not 0, of 64": count} if ROWS == 8 else {}
fig, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
naive = np.eye(ROWS) / units.std()
for ax, block, title in zip(
    axes, (naive, slopes), ("mean and std as constants", "your backward"), strict=True
):
    picture = ax.imshow(block, cmap=COLOUR_MAP, vmin=min(slopes.min(), 0), vmax=naive.max())
    ax.set(title=title, xlabel="moved: image k", ylabel="answers: image i")
fig.colorbar(picture, ax=axes, label="slope")
guess = guesses["slopes that are not 0, of 64"]
fig.suptitle(f"not 0: {count} of {ROWS**2}, you: {guess} of 64", fontsize=10)
show(
    fig,
    alt=f"Left, a diagonal of {naive.max():.2f}. Right, your slopes: diagonal {slopes[0, 0]:.2f} to"
    f" {np.diag(slopes).max():.2f}, elsewhere down to {slopes.min():.2f}; {np.sum(slopes > 0)} are"
    f" positive.",
)
print(f"each row times 1: at most {np.abs(slopes.sum(axis=1)).max():.0e}", end="; ")
print(f"times x_hat: at most {np.abs(slopes @ normal).max():.0e}")

# %% [markdown]
# Every image of the batch answers to every other. And two checks come free, for any `dout`:
#
# - **Shift.** $x_{ij} + t$ for all $i$ leaves `out` as it is. Its derivative by $t$ is $0 = \sum_i
#   dx_{ij}$.
# - **Stretch.** $c_{ij} (1 + t)$ leaves $\hat x$ as it is, up to $\varepsilon$. Its derivative by
#   $t$ at 0 is $0 = \sum_i dx_{ij}\, c_{ij}$, and so $\sum_i dx_{ij}\, \hat x_{ij} = 0$.
#
# **Question 1 (4 points).** In a net, `x` is `X @ W + b`. What is the gradient of `b`, and which
# parameter does its work? A friend concludes from $\gamma = \sigma$, $\beta = \mu$ that nothing can
# be gained by batch norm. What is gained, and why does "it can be undone" not contradict it? (Two
# to four sentences, here and below.)

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 8: one formula (25 min)
#
# On paper your stages shrink. Put 2, 3 and 4 after each other: what enters is `dx_hat`, what leaves
# is a multiple of $c_{ij}$, the number in front a sum over the batch. Replace each $c$ by
# $\sigma \hat x$: of all powers of $\sigma$ one, $1/\sigma$, remains. Stage 5 takes off the
# mean of both contributions; one of them has mean 0 already (why?). What is left has the form
#
# $$dx_{ij} = \frac1{\sigma_j} \Bigl( d\hat x_{ij} - A_j - B_j\, \hat x_{ij} \Bigr),$$
#
# with $A, B$: `(D,)`, two averages over the batch. The shift gives $A$ at once (sum over
# $i$; $\sum_i \hat x_{ij} = 0$), the stretch $B$ (multiply by $\hat x_{ij}$, then sum; without
# $\varepsilon$, $\sum_i \hat x_{ij}^2 = N$, and with it the same $B$ holds exactly). *By hand,* in
# the example: $A = 9/4$, $B = 3/4$, dx = (0.5, -0.667, -0.833, 1). **Write**
# `batchnorm_backward_alt`. **Predict:** how many times faster is it than the stages, for x: (100,
# 500)?

# %%
guesses["one formula: times faster"] = 10  # <- your number
check("batchnorm_alt")

# %%
rng = np.random.default_rng(231)
x, pull = rng.normal(size=(2, 100, 500))
_, cache = batchnorm_forward(x, rng.normal(size=500), np.zeros(500), {"mode": "train"})
took = {}
for f in (batchnorm_backward, batchnorm_backward_alt):
    took[f.__name__] = min(repeat(lambda f=f: f(pull, cache), number=20, repeat=5)) / 20
difference = np.abs(batchnorm_backward(pull, cache)[0] - batchnorm_backward_alt(pull, cache)[0])
staged, quick = took.values()
truths["one formula: times faster"] = staged / quick
fig, ax = plt.subplots(figsize=(7, 1.6), layout="constrained")
ax.plot([staged * 1e3, quick * 1e3], ["stages", "formula"], "o", color=COLOURS[0], label="measured")
ax.plot(staged * 1e3 / guesses["one formula: times faster"], "formula", "kX", label="your guess")
ax.set(xlabel="milliseconds", xscale="log", ylim=(-0.5, 1.5))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Stages {staged * 1e3:.2f} ms, formula {quick * 1e3:.2f} ms: {staged / quick:.1f} times"
    f" faster. Largest difference of dx: {difference.max():.0e}.",
)

# %% [markdown]
# The same gradient up to rounding, in fewer passes over the arrays.
#
# ## A hundred times the weights
#
# `x = X @ W` goes through batch norm. Multiply W by 100. **Predict first:** by which factor does
# the gradient of W change?

# %%
guesses["gradient of W, W times 100"] = 100.0  # <- your factor
rng = np.random.default_rng(231)
inputs, W, pull = rng.normal(size=(50, 8)), rng.normal(size=(8, 5)), rng.normal(size=(50, 5))
factors = np.logspace(-4, 4, 17)
outs, sizes = [], []
for factor in (1.0, *factors):
    x = inputs @ (factor * W)
    out, cache = batchnorm_forward(x, np.ones(5), np.zeros(5), {"mode": "train"})
    outs.append(out)
    sizes.append(np.linalg.norm(inputs.T @ batchnorm_backward_alt(pull, cache)[0]))
ratio = np.array(sizes[1:]) / sizes[0]
moved = [np.abs(out - outs[0]).max() for out in outs[1:]]
truths["gradient of W, W times 100"] = ratio[12]  # factors[12] is 100
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.loglog(factors, ratio, "o-", color=COLOURS[0], label="size of the gradient of W")
ax.loglog(factors, np.maximum(moved, 1e-12), "s--", color=COLOURS[1], label="change of out")
ax.plot(100, guesses["gradient of W, W times 100"], "kX", ms=9, label="your guess")
ax.set(xlabel="factor of W", ylabel="relative to factor 1")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Times 100: out changes by {moved[12]:.0e}, the gradient is {ratio[12]:.3g} of"
    f" what it was. Times 0.01: {moved[4]:.2g} and {ratio[4]:.3g}. Below, epsilon"
    f" takes over.",
)

# %% [markdown]
# Same function, gradient a hundredth: $f(aW) = f(W)$ gives $\nabla f(aW) = \nabla f(W) / a$. Large
# weights take small relative steps, and so calm themselves. At tiny factors $\varepsilon$ outweighs
# the variance, and the layer stops normalising.
#
# **Question 2 (4 points).** The penalty $\frac12\,\text{reg} \sum W^2$ cannot make such a layer's
# function simpler: the size of W has no effect. Show that without penalty the gradient of W is
# orthogonal to W (as one long vector), so that each step of SGD makes W longer. What happens to the
# relative steps, and what then does the penalty do?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 9: in the net
#
# A hidden block becomes affine, batch norm, ReLU, with $\gamma$, $\beta$ and running averages of
# its own. **Write** the batch norm part of `FullyConnectedNet`'s four methods in `a3/networks.py`
# (20 minutes): `normalization_parameters`, `set_mode`, `block_forward`, `block_backward`; layer
# norm and dropout come in the next notebooks. Then the failure from the beginning, again. **Predict
# first:** the validation accuracy with weight scale 0.01, where the plain net had chance.

# %%
guesses["accuracy with batch norm, 0.01"] = 0.15  # <- your number
print(check("normalized_net", "batchnorm parameters mode_keeps normalizes_a_batch running"))


def normalised(weight_scale=0.03, kind=FullyConnectedNet):
    return kind(HIDDEN, normalization="batchnorm", weight_scale=weight_scale)


repaired, said = depths(normalised)
truths["accuracy with batch norm, 0.01"] = reached = repaired[0.01][2]
fig = study.depth_figure(repaired)
guess = guesses["accuracy with batch norm, 0.01"]
fig.suptitle(f"batch norm; weight scale 0.01: accuracy {reached:.2f}, your guess {guess}")
show(fig, alt=f"With batch norm. {said}.")

# %% [markdown]
# The spread is now a matter of the layer, not of luck. How far does that carry? Nine weight scales
# from 0.0001 to 1, with and without, 5 epochs on 2,000 images (10 s). Say that a net *trains* if
# its best validation accuracy is above 0.2. **Predict first:** at how many of the nine does the
# plain net train, and at how many with batch norm?

# %%
guesses["scales that train, plain"] = 3  # <- your number, 0 to 9
guesses["scales that train, batch norm"] = 9  # <- and here
SCALES = np.logspace(-4, 0, 9)
MEASURED = ("final loss", "best training accuracy", "best validation accuracy")
found = {name: {what: [] for what in MEASURED} for name in ("plain", "batch norm")}
for scale in SCALES:
    for name, measured in found.items():
        np.random.seed(231)
        net = plain_net(scale) if name == "plain" else normalised(scale)
        run = trained(net)
        values = np.mean(run.loss_history[-10:]), max(run.train_acc_history), run.best_val_acc
        for what, value in zip(MEASURED, values, strict=True):
            measured[what].append(value)
        print(f"weight scale {scale:.5f}, {name}: {run.best_val_acc:.3f}")
swept = found  # complete: the next cell shows it

# %%
fig = study.sweep_figure(SCALES, swept)
fig.axes[0].set_ylim(1.2, 3)
fig.axes[2].axhline(0.2, ls=":", color="k")
said, title = [], []
for name, measured in swept.items():
    accuracies = np.array(measured["best validation accuracy"])
    truths[f"scales that train, {name}"] = count = int(np.sum(accuracies > 0.2))
    title.append(f"{name}: {count} of 9, you: {guesses[f'scales that train, {name}']}")
    said.append(
        f"{name} trains at {count} of 9 scales, best {accuracies.max():.3f} at"
        f" {SCALES[accuracies.argmax()]:.2g}"
    )
fig.suptitle("; ".join(title), fontsize=10)
show(fig, alt="; ".join(said) + ". A loss that became nan is not drawn.")

# %% [markdown]
# At one end $\varepsilon$; at the other relative steps that are too small ("A hundred times the
# weights"), and the last layer, which no batch norm follows: its scores start far too large.
# Between them the weight scale matters little.
#
# ### How large must the batch be?
#
# Batches of 5, 10 and 50; weight scale 0.1, where both nets train; the learning rate in proportion
# to the batch, so that an epoch goes equally far; 3 epochs, 3 seeds (20 s). **Predict first:** at
# 5, by how much does batch norm change the validation accuracy (plus: better)?

# %%
guesses["batch norm minus plain, batches of 5"] = 0.05  # <- your number
sized = {"plain": {}, "batch norm": {}}
for size in (5, 10, 50):
    for name, outcomes in sized.items():
        outcomes[str(size)] = []
        for seed in range(3):
            np.random.seed(seed)
            net = plain_net(0.1) if name == "plain" else normalised(0.1)
            run = trained(net, 0.0002 * size, num_epochs=3, batch_size=size)
            outcomes[str(size)].append(run.val_acc_history[-1])
        print(f"batches of {size}, {name}: {np.mean(outcomes[str(size)]):.3f}")
fig, said = study.seeds_figure(sized, "images a batch", "validation accuracy")
plain_mean = np.mean(sized["plain"]["5"])
guess = guesses["batch norm minus plain, batches of 5"]
truths["batch norm minus plain, batches of 5"] = np.mean(sized["batch norm"]["5"]) - plain_mean
fig.axes[0].plot(0.24, plain_mean + guess, "kX", ms=9, label="your guess")
fig.axes[0].legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(fig, alt=f"Mean and spread of three seeds by batch size. {said}.")

# %% [markdown]
# Compare the gaps at 5 and at 50.
#
# **Question 3 (4 points).** Is the difference between the two nets at 5 images a finding? Use the
# three seeds *and* the standard error of an accuracy $a$ on $n$ = 1,000 images, $\sqrt{a (1 - a) /
# n}$. The mean over N images has the variance $\sigma^2 / N$: give its error for N = 5 and 50 in
# units of $\sigma$, and two reasons why small batches hurt batch norm, one in training and one in
# testing.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Bug museum
#
# Three students changed your net in one way each: **(1)** the running averages never move; **(2)**
# testing uses the mean and variance of the test batch; **(3)** backward forgets that $v$ depends on
# `x`. Match each to a symptom *before* you run the next cells: **A** the loss falls as it should,
# validation in batches of 100 is fine, and images asked for alone get one and the same answer;
# **B** the loss falls too slowly, and a gradient check fails; **C** the loss falls as it should,
# validation is clearly too low, in batches and alone.

# %%
guesses["museum: averages, test batch, v"] = "A B C"  # <- your order of the three letters


class NeverMoves(FullyConnectedNet):
    def loss(self, X, y=None):
        for bn_param in self.bn_params:
            bn_param.pop("running_mean", None)
            bn_param.pop("running_var", None)
        return super().loss(X, y)


class TestBatch(FullyConnectedNet):
    def set_mode(self, mode):
        super().set_mode("train")


NO_VARIANCE = {"variance_backward": lambda dvar, centered: 0 * centered}


class ForgetsVariance(FullyConnectedNet):
    instead = NO_VARIANCE

    def block_backward(self, dout, cache, layer):
        with patch.multiple(normalization, **self.instead):  # in place of your stage 4
            return super().block_backward(dout, cache, layer)


# %%
museum, said = {}, []
for kind in (FullyConnectedNet, NeverMoves, TestBatch, ForgetsVariance):
    np.random.seed(231)
    net = normalised(kind=kind)
    run = trained(net)
    single = study.answers_alone(net, X_val[:300])
    np.random.seed(231)
    small = kind([20] * 3, normalization="batchnorm", weight_scale=0.03, dtype=np.float64)
    error = study.slope_error(small, X[:50], few["y_train"][:50])
    accuracies = run.val_acc_history[-1], np.mean(single == y_val[:300])
    museum[kind.__name__] = run.loss_history, *accuracies, error
    said.append(
        f"{kind.__name__}: last losses {np.mean(run.loss_history[-10:]):.2f}, accuracy in batches"
        f" {accuracies[0]:.3f}, alone {accuracies[1]:.3f} ({len(set(single))} different answers),"
        f" gradient error {error:.0e}"
    )
truths["museum: averages, test batch, v"] = "C A B"
fig = study.symptoms_figure(museum)
guess = guesses["museum: averages, test batch, v"]
fig.suptitle(f"(1) C, (2) A, (3) B; your letters: {guess}", fontsize=10)
show(fig, alt="; ".join(said) + ".")

# %% [markdown]
# Only `ForgetsVariance` shows in the loss; `TestBatch` shows nowhere until images come alone, as
# they do once the net is used. (If no gradient error is large, your `batchnorm_backward` does not
# use stage 4: correct, but the third exhibit is then the right net.)
#
# ## Ablation: which ingredient matters?
#
# Three seeds each, at learning rates 0.01 and 0.1 (15 s): everything; $\gamma$ and $\beta$ fixed at
# 1 and 0; backward with $\mu$ and $\sigma$ as constants; no batch norm, but `he` weights; neither.
# **Predict first:** leaving out *one* ingredient, which costs most accuracy at rate 0.1?

# %%
guesses["costliest to leave out, rate 0.1"] = "gamma, beta"  # or "gradient", "norm (he)"


class FixedScale(FullyConnectedNet):
    def loss(self, X, y=None):
        answer = super().loss(X, y)
        if y is not None:
            for name in answer[1]:
                answer[1][name] *= not name.startswith(("gamma", "beta"))
        return answer


class ConstantStatistics(ForgetsVariance):
    instead = NO_VARIANCE | {"centering_backward": lambda dcentered: dcentered}


def he_net():
    net, rng = plain_net(0.01), np.random.default_rng(np.random.randint(1000))
    for name, W in net.params.items():
        net.params[name] = he(*W.shape, rng).astype(W.dtype) if name.startswith("W") else W
    return net


# %%
VARIANTS = {
    "all": normalised,
    "no gamma, beta": lambda: normalised(kind=FixedScale),
    "no gradient": lambda: normalised(kind=ConstantStatistics),
    "no norm (he)": he_net,
    "neither": lambda: plain_net(0.03),
}
ablation = {"rate 0.01": {}, "rate 0.1": {}}
for name, make in VARIANTS.items():
    for rate, outcomes in zip((0.01, 0.1), ablation.values(), strict=True):
        outcomes[name] = []
        for seed in range(3):
            np.random.seed(seed)
            outcomes[name].append(trained(make(), rate).val_acc_history[-1])
    print(f"{name:<15}", *(f"{rate}: {np.mean(o[name]):.3f}" for rate, o in ablation.items()))
mean = {name: np.mean(found) for name, found in ablation["rate 0.1"].items()}
single = [name for name in mean if name.startswith("no ")]
truths["costliest to leave out, rate 0.1"] = min(single, key=mean.get).removeprefix("no ")
fig, said = study.seeds_figure(ablation, "variant", "validation accuracy")
guess = f"no {guesses['costliest to leave out, rate 0.1']}"
fig.axes[0].plot(list(mean).index(guess) + 0.24, mean[guess], "kX", ms=9, label="your guess")
fig.axes[0].legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(fig, alt=f"Mean and spread of three seeds. {said}.")

# %% [markdown]
# Three findings. $\gamma$ and $\beta$ hardly matter here. The gradient *through* mean and variance
# does. (A variant built from stages equals the right net if your `batchnorm_backward` does not use
# them: "no gradient" then shows what "all" shows.) And at the small rate good first weights come
# near batch norm: what it buys is freedom, from the weight scale and for the learning
# rate. Why exactly is disputed: see the readings.
#
# ## Real images
#
# All training images, five layers of 100 units, ten epochs (15 s). In training mode the answer for
# an image depends on its company. So each validation image then gets 20 answers, in 20 random
# batches of 50, with the *same* parameters. **Predict first:** which share of the images gets more
# than one answer?

# %%
guesses["images with several answers"] = 0.05  # <- your number, 0 to 1
np.random.seed(231)
net = FullyConnectedNet([100] * 5, normalization="batchnorm", weight_scale=0.03)
rate = {"learning_rate": 0.03}
best = Solver(net, everything, sgd_momentum, optim_config=rate, lr_decay=0.8, num_epochs=10)
best.train()
accuracy = best.best_val_acc

# %%
twin = TestBatch([100] * 5, normalization="batchnorm")  # always in training mode
twin.params = net.params
rng, answers = np.random.default_rng(231), np.empty((20, len(X_val)), dtype=int)
for once in answers:
    for rows in rng.permutation(len(X_val)).reshape(-1, 50):
        once[rows] = twin.loss(X_val[rows]).argmax(axis=1)
several = np.any(answers != answers[0], axis=0)
truths["images with several answers"] = several.mean()
scores = net.loss(X_val).astype(float)  # in test mode
steady = scores.argmax(axis=1)
_, pull = softmax_loss(scores, steady)  # (p - [c is the answer]) / N
confidence = 1 + (len(steady) * pull)[np.arange(len(steady)), steady]
print(f"more than one answer: {several.mean():.2f}; you: {guesses['images with several answers']}")
sure = confidence > np.median(confidence)
print(f"of the surer half {several[sure].mean():.2f}, of the others {several[~sure].mean():.2f}")
print(
    f"accuracy, test mode {np.mean(steady == y_val):.3f}, batches {np.mean(answers == y_val):.3f}"
)

# %%
guesses["middle row: what misled the net"] = "?"  # <- look first, then a few words of yours
truths["middle row: what misled the net"] = "you judge"
order = np.argsort(-confidence)
right, wrong = (order[(steady == y_val)[order] == hit][:4] for hit in (True, False))
chosen = np.array([*right, *wrong, *np.flatnonzero(several)[:4]])
titles = [
    f"{names[steady[i]]} {confidence[i]:.0%}\n({names[y_val[i]]})\n"
    f"{np.mean(answers[:, i] == steady[i]):.0%} agree"
    for i in chosen
]
fig = image_grid(data.validation.images[chosen], titles, columns=4)
fig.set_size_inches(7, 6)
show(
    fig,
    alt="Top: the surest right answers; middle: the surest errors; bottom: images with several"
    " answers. Answer in test mode, in brackets the true class, and how many of the 20 batches"
    " agree: " + "; ".join(title.replace("\n", " ") for title in titles) + ".",
)

# %% [markdown]
# Sure answers depend less on the company than those on the fence: compare the two shares. Look at
# the middle row: what may have misled the net, which errors would you forgive? Note it in the cell.
#
# **Question 4 (4 points).** The same image, the same parameters, two predictions in training mode:
# bug or property? Name another layer that does so (the handout lists it), say for each what
# evaluation must fix, and what it is good for in training. What does batch norm answer in training
# mode for a batch of *one* image?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## What the accuracy is worth, and recap
#
# The standard error is that of question 3. We promise **above 0.45 on scenes** and **above 0.46 on
# CIFAR-10** with all training images, above 0.22 on a slice. Nothing was chosen by the test images.
# The last line runs the tests of all exercises; those of the next notebooks are still open (10 to
# 20 s).

# %% tags=["result"]
error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.45, "cifar10": 0.46}[DATA] if full <= TRAIN else 0.22
print(f"validation accuracy {accuracy:.3f} ± {error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: do the checks of exercises 7 and 9 pass?"

# %%
test_accuracy = best.check_accuracy(prepared(data.test.images), data.test.labels)
print(f"test accuracy {test_accuracy:.3f}, validation {accuracy:.3f}")
print_guesses(guesses, truths)
check()

# %% [markdown]
# - Batch norm keeps each unit's spread, whatever the weights; $\gamma$ and $\beta$ can undo it.
# - A long backward pass is short stages; what the layer ignores (shift, stretch) checks the whole,
#   and shortens it to one line.
# - Larger weights: same output, smaller gradient. Hence the freedom of weight scale and rate.
# - Training and testing are two functions, and two of the three bugs live between them.
# - **What still fails:** small batches, and single images in training mode. What if the average ran
#   over an image's units instead of the batch? That is the next notebook: layer norm.
#
# **Read on:** Ioffe and Szegedy (2015), *Batch normalization* (the method; its explanation is no
# longer believed by all); Santurkar and others (2018), *How does batch normalization help
# optimization?* (a smoother loss, not steadier inputs); van Laarhoven (2017), *L2 regularization
# versus batch and weight normalization* (question 2); Wu and Johnson (2021), *Rethinking "batch" in
# BatchNorm* (what goes wrong in practice).
