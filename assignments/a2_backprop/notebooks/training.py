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
# # Training in practice: is it learning, and if not, why?
#
# At the end of this notebook you diagnose six sick runs from four curves each, and your net is the
# best of the course so far.
#
# | afterwards you can | shown by |
# |---|---|
# | build a net of any depth, and check it before you train it | exercise 1, bug museum |
# | find a learning rate within a hundred steps | rate finder |
# | say what broke a run, from its loss, rate, gradient and update ratio | exercise 2, dashboard |
# | search settings from coarse to fine, and stop hopeless runs | exercise 3 |
# | tell a finding from the luck of a seed | ablation, question 4 |
#
# **Assumed:** the notebooks on layers (`TwoLayerNet`), initialisation (`he`) and optimisers
# (`sgd_momentum`, `cosine_decay`); NumPy
# [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html). **Time:** two sittings
# of an hour (a good place to stop is before *While it runs*), about one minute of it computing on
# two CPU cores; no GPU needed. **Small mode:** set `GRADUS_TRAIN_IMAGES` to 2000. Cells that need
# what you have not written yet say so.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from a2.initialization import he
from a2.layers import softmax_loss
from a2.monitoring import diagnose, expected_initial_loss, update_ratios
from a2.networks import FullyConnectedNet, TwoLayerNet
from a2.optimizers import adam, cosine_decay, sgd, sgd_momentum
from a2.search import coarse_to_fine, grid_points, has_exploded, random_points
from coursedata import load
from given.check import check
from given.guesses import print_guesses
from given.plots import COLOURS, MARKERS, STYLES, image_grid, show
from given.solver import Solver
from given.training_plots import dashboard, history_plot
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
#
# Images are floats from here on: the mean training image is subtracted, and 64 becomes 1. For
# photographs fetch CIFAR-10 as the handout says and write `"cifar10"`: the only line to change.

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
full = 49_000 if DATA == "cifar10" else 8_000
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", full))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
mean_image = data.train.images.mean(axis=0, dtype=np.float32)


def prepared(images):
    """(N, 32, 32, 3) float32."""
    floats = images - mean_image
    floats /= 64
    return floats


X, X_val = prepared(data.train.images), prepared(data.validation.images)
everything = {"X_train": X, "y_train": data.train.labels}
everything |= {"X_val": X_val, "y_val": data.validation.labels}
some = everything | {"X_train": X[:2000], "y_train": data.train.labels[:2000]}
names = data.class_names
print(f"X {X.shape} {X.dtype}, from {X.min():.1f} to {X.max():.1f}; {data.name}")
show(
    image_grid(data.train.images[:10], [names[c] for c in data.train.labels[:10]], columns=10),
    alt=f"Ten training images: {', '.join(names[c] for c in data.train.labels[:10])}.",
)

# %% [markdown]
# ## The failure: nothing is red, and nothing is learnt
#
# Your `TwoLayerNet` has passed its checks. Train it on 2,000 images with three learning rates:
# 0.001, 0.1 and 10. **Predict first:** in how many of the three runs does Python raise an error?

# %%
guesses["errors raised in three runs"] = 1  # <- your number, first; a wrong guess is free
tried, raised = {}, 0
for rate in (0.001, 0.1, 10):
    np.random.seed(231)
    run = Solver(
        TwoLayerNet(), some, sgd, optim_config={"learning_rate": rate}, num_epochs=5, verbose=False
    )
    try:
        run.train()
    except ArithmeticError:
        raised += 1
    tried[rate] = run
first_runs = tried  # complete: the next cell shows them

# %%
truths["errors raised in three runs"] = raised
fig, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
for k, (rate, run) in enumerate(first_runs.items()):
    shown = np.minimum(run.loss_history, 1e5)  # beyond the panels; nan stays nan
    for ax in axes:
        ax.plot(shown, STYLES[k], color=COLOURS[k], lw=2, label=f"rate {rate}")
axes[0].set(xlabel="step", ylabel="loss of the minibatch", yscale="log", ylim=(1, 1e4))
axes[1].set(xlabel="step", ylabel="the same, enlarged", ylim=(1.8, 2.8))
axes[0].legend()
fig.suptitle(f"errors raised: {raised}, you: {guesses['errors raised in three runs']}", fontsize=10)
said = "; ".join(
    f"rate {rate}: loss {run.loss_history[0]:.3g} to {run.loss_history[-1]:.3g}, validation"
    f" {run.val_acc_history[-1]:.2f}"
    for rate, run in first_runs.items()
)
show(fig, alt=f"Losses of three runs of the same net. {said}. Errors raised: {raised}.")

# %% [markdown]
# One learns, one sleeps, one is destroyed, with the same correct code. A net never says that it is
# ill. (`Solver` does say when the loss is no longer a number, and gives back the best parameters.)
# What to ask it **before** training, **while** it runs, and **after**?
#
# ## Exercise 1: a net of any depth
#
# $L$ affine layers, ReLU between them. With $h_0$ = `X`, `(N, D)`, for $i = 1 \dots L - 1$
#
# $$h_i = \max(0,\ h_{i-1} W_i + b_i), \quad \text{scores} = h_{L-1} W_L + b_L, \quad
# \text{loss} = \frac1N \sum_n \ell_n + \frac{\text{reg}}2 \sum_{i} \sum_{jk} (W_i)_{jk}^2 ,$$
#
# `h_i: (N, H_i)`, `W_i: (H_{i-1}, H_i)`, `b_i: (H_i,)`, scores `(N, C)`; $\ell_n$ is the softmax
# loss of image $n$. *By hand:* hidden layers of 100 and 100 on D = 3072, C = 10 make $307300 +
# 10100 +
# 1010 = 318410$ parameters.
#
# **The step that hurts** is where the penalty goes. The loss is a sum of two terms, so its gradient
# is a sum, too. The data term goes back through the layers, last to first: block $i$ turns
# $\partial / \partial h_i$, `(N, H_i)`, into $\partial / \partial h_{i-1}$, `(N, H_{i-1})`, and the
# gradients of its own $W_i$ and $b_i$. The penalty touches $W_i$ directly: what is the slope of
# $\frac{\text{reg}}{2} w^2$? It has no place in `block_backward`.
#
# **Write** `FullyConnectedNet` in `a2/networks.py`: `__init__`, `block_forward`, `block_backward`
# (one line each with your layers), `loss`; about 25 lines, 20 minutes.


# %%
def he_net(hidden, seed=231, reg=0.0, kind=FullyConnectedNet):
    """A net with He's first weights."""
    rng = np.random.default_rng(seed)
    made = kind(hidden, reg=reg)
    for W in (w for w in made.params.values() if w.ndim == 2):
        W[...] = he(*W.shape, rng)
    return made


def calm_net(hidden, seed=231, reg=0.0, kind=FullyConnectedNet):
    """The same with a last layer that starts next to 0."""
    made = he_net(hidden, seed, reg, kind)
    made.params[f"W{made.num_layers}"] *= 0.01
    return made


check("fully_connected_net")

# %% [markdown]
# ## Before training: two checks in two seconds
#
# ### 1. The first loss
#
# Nothing is learnt, all scores are nearly equal: the softmax loss per image should be $\log C$.
# **Write** `expected_initial_loss` in `a2/monitoring.py` (4 lines, 5 minutes). **Predict first:**
# what does the net with He's weights cost, hidden layers of 100 and 100?

# %%
guesses["first loss with He's weights"] = 2.30  # <- your number, before you run the cell
print(check("monitoring", "starts"))


def first_loss(net, images):
    return net.loss(images[:500], data.train.labels[:500])[0]


first = {
    "He": first_loss(he_net([100, 100]), X),
    "He, last layer / 100": first_loss(calm_net([100, 100]), X),
    "standard deviation 0.01": first_loss(FullyConnectedNet([100, 100]), X),
    "He, pixels 0 to 255": first_loss(he_net([100, 100]), data.train.images.astype(np.float32)),
}
truths["first loss with He's weights"] = float(first["He"])
promised = expected_initial_loss(10)

# %%
fig, ax = plt.subplots(figsize=(7, 2.2), layout="constrained")
ax.plot(first.values(), first.keys(), "o", color=COLOURS[0], label="measured")
ax.plot(guesses["first loss with He's weights"], "He", "kX", ms=9, label="your guess")
ax.axvline(promised, ls=":", color="k", label="log 10")
ax.set(xlabel="first loss", xscale="log", ylim=(-0.6, 3.6))
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
said = "; ".join(f"{name}: {value:.3f}" for name, value in first.items())
show(fig, alt=f"First losses. {said}. Expected for equal scores: {promised:.3f}.")

# %% [markdown]
# He's weights keep the *spread* of the numbers from layer to layer, up to the scores. If those are
# normal with variance $\sigma^2$, then to second order the mean of $\log \sum_k e^{s_k} - s_y$ is
# $\log C + \frac{\sigma^2}{2}(1 - \frac1C)$: confident nonsense costs more than ignorance. Divide
# the last layer by 100, and it starts calm; from here on every net does, but for the patients
# below. A penalty adds to this: the squares of He's $mn$ weights of variance $2/m$ sum to nearly
# $2n$ in a layer with $n$ outputs, so reg = 0.01 adds $\frac{0.01}{2} \cdot 2 \cdot (100 + 100) =
# 2$, nearly as much as ignorance costs.
#
# ### 2. Twenty images by heart
#
# A net with 318,410 parameters can learn 20 images by heart, without a penalty, by plain `sgd`. If
# it does not, suspect the code. **Predict first:** after how many steps (all 20 images in each,
# rate 0.03) are all right?

# %%
guesses["steps to learn 20 images"] = 100  # <- your number, before you run the cell
twenty = everything | {"X_train": X[:20], "y_train": data.train.labels[:20]}


def by_heart(net):
    """The run of 40 steps on 20 images, all of them in each."""
    run = Solver(
        net,
        twenty,
        sgd,
        optim_config={"learning_rate": 0.03},
        batch_size=20,
        num_epochs=40,
        verbose=False,
    )
    run.train()
    return run


memory = by_heart(calm_net([100, 100])).train_acc_history
truths["steps to learn 20 images"] = memory.index(1.0) if 1.0 in memory else "never"
print("share right at steps 0, 5, ... 40:", ", ".join(f"{share:.2f}" for share in memory[::5]))
needed, guess = truths["steps to learn 20 images"], guesses["steps to learn 20 images"]
print(f"all 20 are right after {needed} steps, you: {guess}")

# %% [markdown]
# ## Bug museum
#
# Three students changed something in a correct program: **(1)** validation images keep their mean;
# **(2)** the loss and its gradients are summed over the minibatch, not averaged; **(3)** images and
# labels of each minibatch are picked in different orders. Which check notices which? **A** the
# first loss is wrong; **B** the first loss is right, but 20 images are not learnt; **C** both are
# right, training goes well, and validation lies below the right program's. Match them *before* you
# run the next two cells.


# %%
class Summed(FullyConnectedNet):
    def loss(self, X, y=None):
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y)
        return loss * len(y), {name: dw * len(y) for name, dw in grads.items()}


class PickedApart(FullyConnectedNet):
    def loss(self, X, y=None):
        return super().loss(X, y if y is None else np.random.permutation(y))


guesses["museum: mean, summed, apart"] = "A B C"  # <- your order of the three letters


# %%
def exhibit(kind, images):
    """First loss, accuracy on 20 images by heart; after 5 epochs training and validation."""
    run = Solver(
        calm_net([100, 100], kind=kind),
        images,
        sgd_momentum,
        optim_config={"learning_rate": 0.01},
        num_epochs=5,
        verbose=False,
    )
    run.train()
    heart = by_heart(calm_net([100, 100], kind=kind)).train_acc_history[-1]
    return run.loss_history[0], heart, run.train_acc_history[-1], run.val_acc_history[-1]


np.random.seed(231)
with_mean = some | {"X_val": data.validation.images / np.float32(64)}
museum = {
    "right": exhibit(FullyConnectedNet, some),
    "(1) mean kept": exhibit(FullyConnectedNet, with_mean),
    "(2) summed": exhibit(Summed, some),
    "(3) apart": exhibit(PickedApart, some),
}

# %%
QUESTIONS = ("1. first loss", "2. twenty images: accuracy", "after 5 epochs: accuracy")
letters = []  # A, B or C of each broken program, by what was measured
for loss, heart, *_ in list(museum.values())[1:]:
    letters.append("A" if abs(loss - promised) > 0.1 else "B" if heart < 1 else "C")
truths["museum: mean, summed, apart"] = " ".join(letters)
fig, axes = plt.subplots(1, 3, figsize=(9, 2.6), sharey=True, layout="constrained")
for k, (name, (loss, heart, training, validation)) in enumerate(museum.items()):
    axes[0].barh(name, loss, color=COLOURS[k])
    axes[1].barh(name, heart, color=COLOURS[k])
    axes[2].barh(name, training, color=COLOURS[k], height=0.35, align="edge")
    axes[2].barh(name, validation, color="w", edgecolor="k", hatch="//", height=-0.35, align="edge")
axes[0].set_xscale("log")
axes[0].axvline(promised, ls=":", color="k")
axes[0].invert_yaxis()
for ax, question in zip(axes, QUESTIONS, strict=True):
    ax.set_xlabel(question)
right, guess = (known["museum: mean, summed, apart"] for known in (truths, guesses))
fig.suptitle(f"right: {right}, you: {guess}; hatched: validation", fontsize=10)
said = "; ".join(
    f"{name}: first loss {a:.2f}, twenty {b:.2f}, training {c:.2f}, validation {d:.2f}"
    for name, (a, b, c, d) in museum.items()
)
show(fig, alt=f"What three checks say of four programs. {said}.")

# %% [markdown]
# The first loss and the twenty images cost nothing; the lag shows only after a run, in *both*
# accuracies, beside those of the right program.
#
# **Question 1 (4 points).** In a friend's run the validation accuracy lies *above* the training
# accuracy for the first five epochs. Name two innocent causes and one bug, and the measurement that
# tells the three apart. (Two to four sentences, here and below.)

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## A learning rate in a hundred steps
#
# Let the rate grow with each step, $\eta_t = 10^{-4} \cdot 10^{t/30}$, and watch the loss of one
# run (`Solver` takes any function of the step as its `schedule`): at first nothing happens, then
# the loss falls, then it explodes. Stop there. **Write**
# `has_exploded` in `a2/search.py` (2 lines, 5 minutes): true once a loss is not finite, or more
# than `limit` times the first. By hand: 2.3, 4.0, 6.8 has not exploded, 2.3, 7.0 has. **Predict
# first:** at which rate does the loss of the net with momentum first exceed three times its first
# value?

# %%
guesses["rate at which the loss explodes"] = 1.0  # <- your number, before you run the cell
print(check("search", "exploded"))


def growing(t):
    """The learning rate of step t."""
    return 1e-4 * 10 ** (t / 30)


finder = Solver(
    calm_net([100, 100]),
    some,
    sgd_momentum,
    schedule=growing,
    num_epochs=10,
    verbose=False,
    on_step=lambda *_: has_exploded(finder.loss_history),  # a true answer ends the run
)
finder.train()
truths["rate at which the loss explodes"] = edge = finder.rate_history[-1]

# %%
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.plot(finder.rate_history, finder.loss_history, color=COLOURS[0])
ax.axvline(edge, color=COLOURS[3], label=f"explodes: {edge:.2g}")
ax.axvspan(edge / 30, edge / 6, facecolor="0.9", edgecolor="0.6", hatch="//", label="worth trying")
ax.axvline(guesses["rate at which the loss explodes"], ls="--", color="k", label="your guess")
ax.set(xlabel="learning rate", ylabel="loss of the minibatch", xscale="log", ylim=(0, 8))
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
show(
    fig,
    alt=f"The loss stays near {finder.loss_history[0]:.2f}, falls to {min(finder.loss_history):.2f}"
    f" and exceeds three times its first value at the rate {edge:.2g}, after"
    f" {len(finder.loss_history)} steps. Hatched: a sixth to a thirtieth of it.",
)

# %% [markdown]
# A sixth to a thirtieth of the rate that explodes is worth trying; we go on with 0.01.
#
# ## Exercise 2: when a loss is no number
#
# `inf` is a number too large, `nan` a question without an answer: `inf - inf`, `0 * inf`, `0 / 0`.
# Every comparison with nan, except `!=`, is false: a loop that waits for `loss > limit` waits for
# ever. **Write** `diagnose` in `a2/monitoring.py` (6 lines, 5 minutes): the place and the kind of
# the first loss that is not finite. By hand: 2.3, inf, nan gives (1, "inf"). Then it looks at two
# runs whose rate is too high. **Predict first:** at which step is the loss of the one with rate 10
# not finite any more?

# %%
guesses["rate 10: first loss not finite"] = 2  # <- your number: a step, counted from 0
print(check("monitoring", "diagnosis"))
for rate in (100, 10):
    ill = Solver(
        calm_net([100, 100]),
        some,
        sgd_momentum,
        optim_config={"learning_rate": rate},
        verbose=False,
    )
    ill.train()
    found = diagnose(ill.loss_history)
    finite = all(np.isfinite(w).all() for w in ill.model.params.values())
    print(f"rate {rate}, diagnose: {found}; parameters afterwards finite: {finite}\n")
truths["rate 10: first loss not finite"] = found[0] if found else "never"

# %% [markdown]
# The loss grows for a few steps; then a single step drives the scores beyond what float32 can hold,
# the softmax subtracts inf from inf, and the history goes from finite to nan without an inf
# between. nan at step 0, before any update, means the images, the first weights or a formula (0/0,
# 0 times log 0).
#
# ## While it runs: how far does a step go?
#
# A learning rate alone says little: gradient and weights are of unknown size. With the parameter
# $w$ before and $w'$ after a step
#
# $$r = \frac{\lVert w' - w \rVert}{\lVert w \rVert}, \qquad \lVert w \rVert =
# \Big(\sum_{jk} w_{jk}^2\Big)^{1/2},$$
#
# a number for each parameter. Near $10^{-3}$ a net learns: a thousand such steps, all one way,
# would renew the weights. *By hand:* $w = (3, 4)$, $w' = (3, 4.01)$ has $r = 0.01 / 5 = 0.002$.
# **Write** `update_ratios` (6 lines, 10 minutes). **Predict first:** which ratio has `W2` on
# average, with momentum and rate 0.01?

# %%
guesses["update ratio of W2 at rate 0.01"] = 0.01  # <- your number
print(check("monitoring"))


# %%
def watched(net, images, rule=sgd_momentum, rate=0.01, **settings):
    """A run of 5 epochs, and the update ratio of W2 at each step."""
    ratios = []
    if "schedule" not in settings:
        settings["optim_config"] = {"learning_rate": rate}
    run = Solver(
        net,
        images,
        rule,
        num_epochs=5,
        verbose=False,
        on_step=lambda step, before, after, grads: ratios.append(
            update_ratios({"W2": before["W2"]}, after)["W2"]
        ),
        **settings,
    )
    run.train()
    return run, ratios


RATES = (1e-5, 1e-3, 1e-2, 5e-2)  # <- turn them, and run the cell again
by_rate = {rate: watched(calm_net([100, 100]), some, rate=rate) for rate in RATES}
truths["update ratio of W2 at rate 0.01"] = float(np.mean(by_rate[1e-2][1]))

# %%
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.axhspan(3e-4, 5e-3, facecolor="0.9", edgecolor="0.6", hatch="//", label="healthy")
for k, (rate, (run, ratios)) in enumerate(by_rate.items()):
    label = f"rate {rate:g}: validation {run.val_acc_history[-1]:.2f}"
    ax.plot(ratios, STYLES[k], color=COLOURS[k], marker=MARKERS[k], markevery=15, label=label)
ax.plot(50, guesses["update ratio of W2 at rate 0.01"], "kX", ms=9, label="your guess for 0.01")
ax.set(xlabel="step", ylabel="update ratio of W2", yscale="log")
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
said = "; ".join(
    f"rate {rate:g}: ratio {np.mean(ratios):.1e}, validation {run.val_acc_history[-1]:.2f}"
    for rate, (run, ratios) in by_rate.items()
)
show(fig, alt=f"Update ratios over the steps, healthy about 1e-3. {said}.")

# %% [markdown]
# The ratio sorts the rates before any accuracy does.
#
# **Question 2 (4 points).** In a deep net `W1` has the ratio 1e-6 and `W5` 1e-2, with `sgd`. What
# happens to each if you multiply the rate by 1000? Which update rule of yours lifts the difference,
# by which of its steps, and which cure belongs to the first weights instead?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Six patients
#
# Every run below has one illness; the healthy one is in the first column. In scrambled order: **1**
# the rate is 1000 times too small; **2** it is 100 times too large; **3** it shrinks by a fifth
# each step; **4** the first weights are 100 times too small, in a net of five layers; **5** images
# and labels picked apart; **6** pixels from 0 to 255. **Predict first:** look at the four rows and
# write which illness A, B, ... F has. (4 s)


# %%
def tiny_net():
    made = he_net([100, 100, 100, 100])
    made.params = {name: w * np.float32(0.01) for name, w in made.params.items()}
    return made


np.random.seed(231)
pixels = {part: some[part] * np.float32(64) + mean_image for part in ("X_train", "X_val")}
illnesses = {
    1: watched(he_net([100, 100]), some, rate=1e-5),
    2: watched(he_net([100, 100]), some, rate=1.0),
    3: watched(he_net([100, 100]), some, schedule=lambda t: 0.01 * 0.8**t),
    4: watched(tiny_net(), some),
    5: watched(he_net([100, 100], kind=PickedApart), some),
    6: watched(he_net([100, 100]), some | pixels),
}
order = np.random.default_rng(7).permutation(6) + 1
patients = {"healthy": watched(he_net([100, 100]), some)}
patients |= {letter: illnesses[k] for letter, k in zip("ABCDEF", order, strict=True)}
curves = {}  # of each patient, by what is measured
for name, (run, ratios) in patients.items():
    curves[name] = {"loss": run.loss_history, "rate": run.rate_history}
    curves[name]["update ratio"] = [*ratios, np.nan][: len(run.loss_history)]
    curves[name]["gradient"] = run.gradient_norm_history

# %%
LIMITS = ((0, 6), (1e-7, 1e1), (1e-11, 1e1), (1e-2, 1e4))  # the same in both figures
for shown in (["healthy", *"ABC"], ["healthy", *"DEF"]):
    part = {name: curves[name] for name in shown}
    fig = dashboard(part, logarithmic=["rate", "update ratio", "gradient"])
    fig.set_size_inches(9, 5.4)
    for row, limits in enumerate(LIMITS):
        fig.axes[len(part) * row].set_ylim(limits)
    said = "; ".join(
        f"{name}: loss {c['loss'][0]:.3g} to {c['loss'][-1]:.3g}, rate {c['rate'][0]:.1g} to"
        f" {c['rate'][-1]:.1g}, ratio of the first step {c['update ratio'][0]:.1g}, first gradient"
        f" {c['gradient'][0]:.2g}"
        for name, c in part.items()
    )
    show(fig, alt=f"Loss, rate, update ratio of W2, gradient norm over the steps. {said}.")

# %%
guesses["patients A to F"] = "1 2 3 4 5 6"  # <- your diagnosis, before you run the cell
truths["patients A to F"] = " ".join(map(str, order))
pairs = zip(guesses["patients A to F"].split(), truths["patients A to F"].split(), strict=True)
print(f"yours {guesses['patients A to F']}, true {truths['patients A to F']}")
print(f"right: {sum(a == b for a, b in pairs)} of 6")

# %% [markdown]
# A rate too small: healthy gradient, tiny ratio. A rate too large: the first steps are huge, then
# nan. Tiny weights: a tiny gradient, too. A vanishing rate starts healthy. Labels picked apart keep
# every curve healthy, but the loss settles near log 10. Unscaled pixels: loss and gradient
# leave the panels at once; then the net is dead.
#
# ## Exercise 3: search
#
# Rates act by factors, so a search draws them evenly in the *logarithm*. From `low` to `high`, with
# $u$ uniform in $[0, 1)$: $\log \eta = \log \text{low} + u\,(\log \text{high} - \log
# \text{low})$. *By hand:* four grid points from 1e-4 to 1e-1 are 1e-4, 1e-3, 1e-2, 1e-1. **Write**
# `grid_points` and `random_points` in `a2/search.py` (about 8 lines, 10 minutes).

# %%
check("search", "grid_points random_points")

# %% [markdown]
# Coarse to fine: after each round the range shrinks around the best setting $\eta^*$ so far, in the
# logarithm, to `factor` times its width:
#
# $$\log \eta^* \pm \tfrac12\,\text{factor}\,(\log \text{high} - \log \text{low}),$$
#
# and never leaves the old range. *By hand:* factor 0.5, from 1e-4 to 1, best at 1e-2: from 1e-3 to
# 1e-1. **Write** `narrowed` and `coarse_to_fine` (about 10 lines, 15 minutes). Then nine runs on a
# grid of 3 by 3, nine at random, and three rounds of six, coarse to fine: 36 runs of 60 steps (8
# s), each stopped once its loss has exploded. **Predict first:** which share of the 36 times 60
# steps is *not* computed, thanks to that?

# %%
guesses["share of steps saved"] = 0.5  # <- your number, 0 to 1, before you run the cell
print(check("search"))
ranges, steps_done = {"rate": (1e-4, 1.0), "reg": (1e-5, 1.0)}, []


def objective(setting):
    """Validation accuracy after 3 epochs on 2,000 images."""
    net = calm_net([100], reg=setting["reg"])
    run = Solver(
        net,
        some,
        sgd_momentum,
        optim_config={"learning_rate": setting["rate"]},
        num_epochs=3,
        verbose=False,
        on_step=lambda *_: has_exploded(run.loss_history),
    )
    run.train()
    steps_done.append(len(run.loss_history) / run.num_steps)
    return run.best_val_acc


# %%
rng = np.random.default_rng(231)
found = {}
for way, settings in (("grid", grid_points(ranges, 3)), ("random", random_points(ranges, 9, rng))):
    found[way] = [(setting, objective(setting)) for setting in settings]
    print(f"{way}: {len(settings)} runs done")
found["coarse to fine"] = coarse_to_fine(objective, ranges, 6, 3, 0.4, rng)[2]
print(f"coarse to fine: {len(found['coarse to fine'])} runs done")
truths["share of steps saved"] = 1 - float(np.mean(steps_done))
searches = found  # complete: the next cell shows it

# %%
shape = {"figsize": (9, 3), "sharex": True, "sharey": True, "layout": "constrained"}
fig, axes = plt.subplots(1, 3, **shape)
for ax, (name, trials) in zip(axes, searches.items(), strict=True):
    rates, regs = ([point[key] for point, _ in trials] for key in ("rate", "reg"))
    values = [value for _, value in trials]
    sizes = [30 + 2500 * max(value - 0.1, 0) ** 2 for value in values]
    look = {"c": values, "s": sizes, "cmap": "cividis", "vmin": 0.1, "vmax": 0.4, "ec": "k"}
    shown = ax.scatter(rates, regs, **look)
    best = int(np.argmax(values))
    ax.plot(rates[best], regs[best], "X", color=COLOURS[3], ms=16, mfc="none", mew=2)
    ax.set(xscale="log", yscale="log", xlabel="rate", title=f"{name}: best {max(values):.3f}")
axes[0].set_ylabel("reg")
fig.colorbar(shown, ax=axes, label="accuracy (larger discs: better)")
saved, guess = truths["share of steps saved"], guesses["share of steps saved"]
fig.suptitle(f"steps saved: {saved:.0%}, you: {guess:.0%}", fontsize=10)
said = "; ".join(
    f"{name}: {len({p['rate'] for p, _ in trials})} different rates, best accuracy"
    f" {max(v for _, v in trials):.3f}"
    for name, trials in searches.items()
)
show(fig, alt=f"Trials in the plane of rate and penalty, the best crossed out. {said}.")

# %% [markdown]
# The grid's nine runs tried three rates, nine random ones nine. Coarse to fine spends most of its
# runs in the good region. Each best value is the luckiest of nine or eighteen, with an error of
# 0.015: look at where the points lie, not at the winner.
#
# **Question 3 (4 points).** Suppose 5 % of the area of your ranges (in logarithms) is good. With
# what chance do 60 random settings hit it at least once? What can a grid of 8 by 8 miss that these
# 60 do not? And how much of the area between 1e-4 and 1 would *uniform*, not logarithmic, drawing
# spend on rates below 0.1?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## What can training accuracy prove?
#
# Take 1,000 images and give them their labels in **random order**: nothing is left to learn. The
# same net, 200 and 200 hidden units, `adam`, 25 epochs. (5 s) **Predict first:** its training
# accuracy, and its validation accuracy.

# %%
guesses["shuffled labels: training"] = 0.10  # <- your number
guesses["shuffled labels: validation"] = 0.10  # <- your number, before you run the cell
labels = data.train.labels[:1000]
shuffled = np.random.default_rng(231).permutation(labels)
students = {}
for name, given_labels in (("true labels", labels), ("shuffled labels", shuffled)):
    students[name] = Solver(
        calm_net([200, 200]),
        everything | {"X_train": X[:1000], "y_train": given_labels},
        adam,
        schedule=lambda t: cosine_decay(t, 1e-3, 25 * 10),
        num_epochs=25,
        verbose=False,
    )
    students[name].train()
    print(f"{name}: validation accuracy {students[name].val_acc_history[-1]:.3f}")
learnt = students  # complete: the next cell shows them
truths["shuffled labels: training"] = learnt["shuffled labels"].train_acc_history[-1]
truths["shuffled labels: validation"] = learnt["shuffled labels"].val_acc_history[-1]

# %%
fig, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True, layout="constrained")
for ax, (name, run) in zip(axes, learnt.items(), strict=True):
    ax.plot(run.train_acc_history, "-", color=COLOURS[0], label="training")
    ax.plot(run.val_acc_history, "--", color=COLOURS[1], label="validation")
    ax.axhline(0.1, ls=":", color="k")
    ax.set(title=name, xlabel="epoch")
axes[1].plot(25, guesses["shuffled labels: training"], "X", color=COLOURS[0], ms=10, mec="k")
axes[1].plot(25, guesses["shuffled labels: validation"], "X", color=COLOURS[1], ms=10, mec="k")
axes[0].set_ylabel("accuracy (crosses: your guesses)")
axes[0].legend()
said = "; ".join(
    f"{name}: training {run.train_acc_history[-1]:.2f}, validation {run.val_acc_history[-1]:.2f}"
    for name, run in learnt.items()
)
show(fig, alt=f"Accuracies over 25 epochs. {said}. Chance is 0.1, dotted.")

# %% [markdown]
# The net learns noise by heart. Training accuracy shows that the optimiser works; only unseen
# images tell whether there was anything to learn.
#
# ## Ablation: which ingredient matters?
#
# The recipe for the last run: momentum, a rate that falls along half a cosine, calm He weights, the
# mean subtracted, and each image **mirrored** with chance 1/2 (a mirrored boat is a boat). Each
# ingredient left out, three seeds, 3,000 images, 5 epochs. (10 s) Without momentum the rate is 0.1,
# near its own best, not 0.02: else we would measure the rate. Without He all first weights are a
# tenth as large. **Predict first:** which one costs most?


# %%
class Mirrored(FullyConnectedNet):
    """In training, each image is mirrored with chance 1/2."""

    def loss(self, X, y=None):
        if y is not None:
            flip = np.random.random(len(X)) < 0.5
            X = np.where(flip[:, None, None, None], X[:, :, ::-1], X)
        return super().loss(X, y)


guesses["costliest to leave out"] = "mirror"  # <- "momentum", "cosine", "He", "mean" or "mirror"


# %%
def recipe(seed, without="", count=3000, epochs=5, hidden=(100, 100)):
    """The run with all ingredients but one."""
    kind = FullyConnectedNet if without == "mirror" else Mirrored
    net = calm_net(list(hidden), seed, reg=0.003, kind=kind)
    if without == "He":
        net.params = {k: w * np.float32(0.1) for k, w in net.params.items()}
    images = everything | {"X_train": X[:count], "y_train": data.train.labels[:count]}
    if without == "mean":
        images["X_train"] = images["X_train"] + mean_image / 64
        images["X_val"] = X_val + mean_image / 64
    rate = 0.1 if without == "momentum" else 0.02  # its steps lack the push
    run = Solver(
        net,
        images,
        sgd if without == "momentum" else sgd_momentum,
        schedule=lambda t: rate if without == "cosine" else cosine_decay(t, rate, run.num_steps),
        num_epochs=epochs,
        seed=seed,
        verbose=False,
    )
    np.random.seed(seed)
    run.train()
    return run


# %%
outcomes = {}
for left_out in ("", "momentum", "cosine", "He", "mean", "mirror"):
    name = f"no {left_out}" if left_out else "all"
    outcomes[name] = [recipe(seed, left_out).val_acc_history[-1] for seed in range(3)]
    print(f"{name:<12} {np.mean(outcomes[name]):.3f} ± {np.std(outcomes[name], ddof=1):.3f}")
outcome = outcomes  # complete: the next cell shows it

# %%
mean = {name: np.mean(values) for name, values in outcome.items()}
spread = {name: np.std(values, ddof=1) for name, values in outcome.items()}
truths["costliest to leave out"] = min(mean, key=mean.get).removeprefix("no ")
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
shown = [name.replace(" ", "\n") for name in mean]
ax.bar(shown, mean.values(), yerr=spread.values(), color=COLOURS[5], hatch="//", capsize=6)
guess = f"no {guesses['costliest to leave out']}"
ax.plot(
    guess.replace(" ", "\n"), mean[guess] / 2, "kX", ms=10, ls="none", label="your guess: costliest"
)
ax.set(ylabel="validation accuracy", xlabel="variant")
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
table = ", ".join(f"{name} {mean[name]:.3f} ± {spread[name]:.3f}" for name in mean)
show(fig, alt=f"Accuracy after 5 epochs, mean and spread of three seeds: {table}.")

# %% [markdown]
# The bars are the luck of first weights and order of images; differences within them are no
# findings. The mirror pays later than after five epochs, if at all.
#
# ## The best net so far
#
# All ingredients, all training images, hidden layers of 256 and 128, reg 0.003, minibatches of 256.
# (CIFAR-10: 10 epochs, 30 s; scenes: 20 epochs, 10 s.) The softmax classifier reached 0.38 on
# scenes and 0.40 on CIFAR-10; we promise **above 0.50 on scenes** and **above 0.55 on CIFAR-10**,
# above 0.25 on a slice. **Predict first:** this net on validation images? (With
# `checkpoint="best.npz"` and `best.resume()` in place of `train`, a lost runtime costs one epoch.)

# %%
guesses["best net: validation accuracy"] = 0.45  # <- your number, before you run the cell
epochs = 10 if DATA == "cifar10" else 20
best = Solver(
    calm_net([256, 128], reg=0.003, kind=Mirrored),
    everything,
    sgd_momentum,
    schedule=lambda t: cosine_decay(t, 0.02, best.num_steps),
    batch_size=256,
    num_epochs=epochs,
)
np.random.seed(231)
best.train()
truths["best net: validation accuracy"] = accuracy = best.best_val_acc

# %% tags=["result"]
fig = history_plot(best)
guess = guesses["best net: validation accuracy"]
fig.axes[1].axhline(guess, ls=":", color="k", label="your guess")
fig.axes[1].legend()
show(
    fig,
    alt=f"The loss falls from {best.loss_history[0]:.2f} to {np.mean(best.loss_history[-20:]):.2f}."
    f" At the end: training accuracy {best.train_acc_history[-1]:.3f}, validation"
    f" {best.val_acc_history[-1]:.3f}; the best, {accuracy:.3f}, is kept.",
)
promised_accuracy = {"scenes": 0.50, "cifar10": 0.55}[DATA] if full <= TRAIN else 0.25
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(X_val))
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: {promised_accuracy}")
assert accuracy > promised_accuracy, "do the checks of fully_connected_net and momentum pass?"

# %% [markdown]
# 1,000 validation images are a sample: an accuracy $a$ on $n$ images has the standard error
# $\sqrt{a(1-a)/n}$. And it is the best of many epochs, chosen on these very images: it flatters.
#
# ### Single images
#
# The five surest right answers, and the five surest errors. **Predict first:** how sure is the net
# of its surest error?

# %%
guesses["probability of the surest error"] = 0.60  # <- your number, before you run the cell
scores = best.model.loss(X_val).astype(float)
answers = scores.argmax(axis=1)
alone = zip(scores[:, None], answers[:, None], strict=True)  # the loss of one image is -log p
confidence = np.exp([-softmax_loss(s, answer)[0] for s, answer in alone])
y_val = data.validation.labels
surest = np.argsort(-confidence)
hits = (answers == y_val)[surest]
chosen = np.concatenate([surest[hits][:5], surest[~hits][:5]])
truths["probability of the surest error"] = float(confidence[chosen[5]])
titles = [f"{names[answers[i]]} {confidence[i]:.0%}\n({names[y_val[i]]})" for i in chosen]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt="Top: the five surest right answers. Bottom: the five surest errors, true class in"
    " brackets: " + "; ".join(titles[i].replace("\n", " ") for i in range(5, 10)) + ".",
)

# %% [markdown]
# What do the errors share with the class that was named: colour, ground, place?

# %%
seen = "..."  # <- your sentence on one of the five errors; the last table shows it

# %% [markdown]
# **Question 4 (4 points).** A friend changes one thing in this recipe, runs it once, and reports 1
# point more than your result, on the same 1,000 images. You have the spread over seeds of the
# ablation and the standard error above. Which of the two says how far the comparison of *recipes*
# can be trusted, what does the other one measure, and which runs would you ask for? Give numbers.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Recap
#
# The test images have waited until no setting will change: their accuracy does not flatter. The
# last line runs the tests of all exercises (10 to 30 s).

# %%
test_accuracy = best.check_accuracy(prepared(data.test.images), data.test.labels)
last = best.val_acc_history[-1]
print(
    f"test {test_accuracy:.3f}; validation {accuracy:.3f} at the best epoch, {last:.3f} at the last"
)
print_guesses(guesses, truths)
print(f"the surest errors: {seen}")
check()

# %% [markdown]
# - Before training: the first loss is $\log C$, the penalty raises it, twenty images are learnt by
#   heart.
# - While it runs: loss, rate, gradient and update ratio name the illness.
# - After: training accuracy proves only that the optimiser works; a difference is worth what the
#   spread over seeds allows.
# - **What still fails:** the rate, the first weights and the depth hang together, and a deeper net
#   is ill again. What if every layer kept its own numbers in order? That is batch normalisation,
#   next.
#
# **Read on:** Zhang and others (2017), *Understanding deep learning requires rethinking
# generalization* (random labels, learnt by heart); Bergstra and Bengio (2012), *Random search for
# hyper-parameter optimization* (why a grid wastes runs); Smith (2017), *Cyclical learning rates for
# training neural networks* (the rate finder); Bouthillier and others (2021), *Accounting for
# variance in machine learning benchmarks* (which luck a result contains); Bengio (2012), *Practical
# recommendations for gradient-based training of deep architectures* (most of this notebook, at
# length).
