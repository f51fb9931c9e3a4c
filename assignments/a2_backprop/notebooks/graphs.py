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
# # Graphs: the chain rule, done by a machine
#
# For each linear classifier you derived a gradient by hand. Here you build a machine that finds the
# gradient of *any* formula. At the end it has trained a network that fences in a ring of points
# with a few straight pieces, and another one on images.
#
# | afterwards you can | shown by |
# |---|---|
# | say what each gate sends back, and why | exercise 1 |
# | write backpropagation, and say what a value used twice collects | exercise 2, question 1 |
# | derive the gradient of a matrix product from shapes | exercise 3 |
# | check a gradient, and choose the step of the check | exercise 4, question 3 |
# | tell a wrong gradient by the look of a loss curve | bug museum |
#
# **Assumed:** derivatives of one variable, NumPy
# [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html), minibatch descent
# (assignment 1). **Time:** 90 minutes, half a minute of them computing on two CPU cores; no GPU
# needed. **Small mode:** set `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have not
# written yet say so.

# %%
import itertools
import os
from timeit import repeat

import matplotlib.pyplot as plt
import numpy as np

from a2 import graph
from a2.gradients import eval_numerical_gradient_array, jacobian, rel_error
from a2.graph import Add, MatMul, Maximum, Multiply, Node, Sigmoid, Sum, apply, backpropagate
from coursedata import load
from coursedata.points import rings
from given.check import check
from given.diagrams import diagram
from given.gradients import numerical_derivative
from given.guesses import print_guesses
from given.plots import COLOUR_MAP, COLOURS, MARKERS, STYLES, image_grid, show
from given.regions import regions
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data
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
    parts = np.array_split(images, 49)  # piece by piece: float64 takes much memory
    done = [((part - mean_image) / 64).astype(np.float32) for part in parts]
    return np.concatenate(done).reshape(-1, 3072)


X, y = rows(data.train.images), data.train.labels
X_val, y_val = rows(data.validation.images).astype(np.float64), data.validation.labels
names = data.class_names
some = [int(np.flatnonzero(y == c)[0]) for c in range(10)]
print(f"{data.name}: X {X.shape}, from {X.min():.1f} to {X.max():.1f}; y {y.shape}")
show(
    image_grid(data.train.images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %% [markdown]
# ## The failure: slopes measured one by one
#
# A **network** has 100 hidden numbers an image, with weights of their own, 308,310 in all. Who has
# no formula for their gradient can measure: move one weight a little to either side, compute the
# loss twice, take the difference. **Predict first:** how many minutes does that take for *one* step
# of descent, with 100 images? (Worked out from the time of one loss.)

# %%
guesses["measured gradient: minutes"] = 1.0  # <- your number; a wrong guess is free


# %%
def plain_loss(W1, b1, W2, b2):
    hidden = np.maximum(X100 @ W1 + b1, 0)  # (100, H)
    return np.sum((hidden @ W2 + b2 - np.eye(10)[y[:100]]) ** 2) / 100


X100, rng = X[:100].astype(np.float64), np.random.default_rng(231)
W1, W2 = 0.02 * rng.normal(size=(3072, 100)), 0.1 * rng.normal(size=(100, 10))
once = min(repeat(lambda: plain_loss(W1, np.zeros(100), W2, np.zeros(10)), number=5, repeat=5)) / 5
truths["measured gradient: minutes"] = minutes = once * 2 * 308_310 / 60
fig, ax = plt.subplots(figsize=(7, 2), layout="constrained")
ax.plot([once, 60 * minutes], ["one loss", "one gradient"], "o", color=COLOURS[0], label="measured")
ax.plot(60 * guesses["measured gradient: minutes"], "one gradient", "kX", label="your guess")
ax.set(xlabel="seconds", xscale="log", ylim=(-0.5, 1.5))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"One loss takes {1000 * once:.1f} ms; two for each of 308,310 weights would take"
    f" {minutes:.0f} minutes. A training has thousands of steps.",
)

# %% [markdown]
# ## A graph of small steps
#
# The way out: any formula is a graph of small ones, **gates**. Take
# $z = (x - y)/y$ with $x = t^2$ and $y = 2t$. The last gate divides: $z = u/v$. A gate need
# know only its own slopes. The quotient rule, $(u/v)' = (u'v - uv')/v^2$, with one input moving at
# a time, says
#
# $$\frac{\partial z}{\partial u} = \frac1v, \qquad
# \frac{\partial z}{\partial v} = -\frac{u}{v^2}.$$
#
# As code: `forward` computes and remembers, `backward` gets `dz`, the slope of the *end result* in
# z, and answers with those in its inputs: slope times slope, the **chain rule**.


# %%
class Divide:
    def forward(self, u, v):
        self.u, self.v = u, v
        return u / v

    def backward(self, dz):
        return dz / self.v, -dz * self.u / self.v**2


gate = Divide()
print("1 / 2 =", gate.forward(1.0, 2.0), " du, dv =", gate.backward(1.0))

# %% [markdown]
# t acts on z along several paths: the **multivariate chain rule** adds them up. Since
# $z = x/y - 1$,
#
# $$\frac{dz}{dt} = \frac{\partial z}{\partial x}\frac{dx}{dt}
# + \frac{\partial z}{\partial y}\frac{dy}{dt} .$$
#
# **Predict first:** how steep is z at t = 100?

# %%
guesses["dz/dt at t = 100"] = 100.0  # <- your number

# %%
t = np.linspace(1, 100, 100)
gate = Divide()
gate.forward(t**2, 2 * t)  # x / y, for all t at once
dx, dy = gate.backward(1.0)
paths = {"by x": dx * 2 * t, "by y": dy * 2, "together": dx * 2 * t + dy * 2}
truths["dz/dt at t = 100"] = float(paths["together"][-1])
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
for (name, slope), style, colour in zip(paths.items(), STYLES, COLOURS, strict=False):
    ax.plot(t, slope, style, color=colour, lw=2, label=name)
ax.plot(100, guesses["dz/dt at t = 100"], "kX", ms=9, label="your guess")
ax.set_yscale("symlog", linthresh=1)
ax.set(xlabel="t", ylabel="slope of z in t")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt="Slope of z in t: "
    + ", ".join(f"{name} {s[0]:.2f} at t = 1, {s[-1]:.2f} at 100" for name, s in paths.items()),
)

# %% [markdown]
# The same at any t: z is t/2 - 1 in disguise.
#
# ## Exercise 1: gates
#
# **Write** `forward` and `backward` of `Add`, `Multiply`, `Maximum`, `Sigmoid` and `Sum` in
# `a2/graph.py` (two lines each, about 15 minutes). Inputs are numbers or arrays; think of numbers
# for now. `backward` returns a *tuple*, with one slope for each input. *By hand:* `Multiply` at
# (3, -2) with dz = 10 answers (-20, 30). For the sigmoid $z = 1/(1 + e^{-x})$ the quotient rule
# gives a slope that needs nothing but z: derive it. In the check, the two tests with inputs of
# unequal shapes stay red until exercise 3.
#
# **Predict first:** ten sigmoids in a row, the first at x = 0. By what factor does the slope shrink
# on its way from the last to the first?

# %%
guesses["slope after ten sigmoids"] = 0.1  # <- your number
check("gates")

# %%
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
said = []
for x, mark, style in zip((0, 2, 6), MARKERS, STYLES, strict=False):
    chain, value, slopes = [Sigmoid() for _ in range(10)], x, [1.0]
    for gate in chain:
        value = gate.forward(value)
    for gate in reversed(chain):
        slopes.append(float(gate.backward(slopes[-1])[0]))
    ax.plot(range(11), slopes, style, marker=mark, label=f"first x = {x}")
    said.append(f"{slopes[-1]:.1e} from x = {x}")
    truths.setdefault("slope after ten sigmoids", slopes[-1])
ax.plot(10, guesses["slope after ten sigmoids"], "kX", ms=9, label="your guess")
ax.set(xlabel="gates passed on the way back", ylabel="slope of the end", yscale="log")
ax.legend()
show(fig, alt=f"The slope shrinks at every sigmoid, to {', '.join(said)} after ten.")

# %% [markdown]
# A sigmoid passes on a quarter at best, next to nothing where it is flat; `Maximum` all or nothing.
# Both return as problems of deep networks.
#
# ## Exercise 2: backpropagation
#
# A **node** is a value with its gate and its `inputs`; `apply(Add(), a, b)` makes one. Going back,
# each node needs `grad`, the slope of the output in its value.
#
# **The step that hurts.** Let x be used k times, the i-th time in a gate with value $q_i$;
# $\partial q_i/\partial x$ is the slope by that input alone. Move x by a little $\epsilon$: use i
# moves $q_i$ by $\epsilon\,\partial q_i/\partial x$, and the output f moves by the sum of what all
# uses cause:
#
# $$\frac{\partial f}{\partial x} = \sum_{i=1}^{k} \frac{\partial f}{\partial q_i}
# \frac{\partial q_i}{\partial x} .$$
#
# So contributions are **added**, and x must wait until *all* its users have their own `grad`.
# Hence the **topological order**: a list in which inputs stand before what uses them.
#
# **Write** `topological_order` and `backpropagate` in `a2/graph.py` (about 10 and 8 lines, 20
# minutes); the docstrings say what else they promise. *By hand:* for $f = x \cdot x + x$ at x = 3
# the three uses send 3, 3 and 1: `grad` is 7.
#
# **Predict first:** in $z = (x - y)/y$ above, with gates for every step, how many contributions
# does t collect? The second cell draws that graph: values above the nodes, `grad` below in
# brackets, filled in as your order is walked backwards.

# %%
guesses["contributions to t"] = 1  # <- your number
check("backpropagation")

# %%
T = 3.0  # <- turn it, and run the cell again
t, two, minus = Node(T), Node(2.0), Node(-1.0)
x, y_ = apply(Multiply(), t, t), apply(Multiply(), two, t)
m = apply(Multiply(), minus, y_)
d = apply(Add(), x, m)
z = apply(Divide(), d, y_)
places = {"t": (t, (0, 3)), "x": (x, (1.5, 3)), "two": (two, (0, 0)), "y": (y_, (1.5, 0))}
places |= {"minus": (minus, (2, 1.5)), "m": (m, (3.2, 1.5))}
places |= {"d": (d, (4.4, 3)), "z": (z, (5.6, 1.5))}
order = graph.topological_order(z)
backpropagate(z)
truths["contributions to t"] = sum(node is t for each in order for node in each.inputs)
called = {id(node): name for name, (node, _) in places.items()}
back = [called[id(node)] for node in reversed(order)]
fig, axes = plt.subplots(3, 1, figsize=(8, 11), layout="constrained")
for ax, count in zip(axes, (1, 4, 8), strict=True):
    diagram(ax, places, done=back[:count])
    ax.set_title(f"after {count} of 8 nodes: {', '.join(back[:count])}", fontsize=10)
collected = f"t collects {truths['contributions to t']}; you: {guesses['contributions to t']}"
fig.suptitle(collected, fontsize=10)
grads = ", ".join(f"{name} {float(places[name][0].grad):.3g}" for name in back)
show(fig, alt=f"The graph of z = (x - y)/y at t = {T:g}; {collected}. Grads, backward: {grads}.")

# %% [markdown]
# `Add` copies what it gets, `Multiply` scales it by the *other* factor, and what meets at t is
# added: 1/2 again.
#
# **Question 1 (4 points).** A friend writes `node.grad = ...` where you add, so that the last use
# overwrites the others. For which graphs do all checks pass all the same? Give the smallest graph
# that fails, with the number the friend gets, and one in which a *correct* sum in a *wrong order*
# fails. (Two to four sentences, here and below.)

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 3: gates of arrays
#
# **Matrix product** $Z = XY$, `X: (N, D)`, `Y: (D, M)`, `Z: (N, M)`. Let $L$ be the end result and
# `dz: (N, M)` its slopes in Z. $X_{nd}$ is used in row n of Z, M times, each time with the factor
# $Y_{dm}$. Uses are added:
#
# $$\frac{\partial L}{\partial X_{nd}} = \sum_m \mathrm{dz}_{nm} Y_{dm}, \qquad
# \frac{\partial L}{\partial Y_{dm}} = \sum_n X_{nd}\, \mathrm{dz}_{nm} .$$
#
# Both sums are matrix products. A gradient has **the shape of its variable**, and when N, D, M
# differ only one way of multiplying fits: find it.
#
# **Broadcasting** copies, and a copy is a use. A bias `(M,)` that is added to N rows is used N
# times: its gradient is the sum of N rows. *By hand:* dz with rows (1, 2), (3, 4), (5, 6) gives
# (9, 12).
#
# **Write** `MatMul` and `sum_to_shape`, and let your gates of exercise 1 use it (8 lines, about 15
# minutes).

# %%
print(check("array_gates"))
check("gates", "shapes by_a_number")

# %% [markdown]
# ### The failure, repaired
#
# The network, gate by gate: `X W1 + b1`, `(N, H)`, the maximum with 0, `W2` and `b2`, then a
# sigmoid makes of each score, `(N, C)` for C classes, a number from 0 to 1; the loss is the squared
# distance to 1 for the right class and 0 for the others, summed over classes, averaged over images.
# **Predict first:**
# how many forward passes does one `backpropagate` cost, all 308,310 slopes included?

# %%
guesses["backward, in forward passes"] = 10.0  # <- your number


def start(sizes, seed):
    rng, params = np.random.default_rng(seed), {}
    for i, (n, m) in enumerate(itertools.pairwise(sizes), 1):
        params[f"W{i}"] = Node(rng.normal(size=(n, m)) / np.sqrt(n))
        params[f"b{i}"] = Node(np.zeros(m))
    return params


def scores(params, images, Bend=Maximum):
    """(N, C), as a node; Bend: the gate that takes the hidden numbers and 0."""
    into = apply(Add(), apply(MatMul(), Node(images), params["W1"]), params["b1"])  # (N, H)
    hidden = apply(Bend(), into, Node(0.0))
    return apply(Add(), apply(MatMul(), hidden, params["W2"]), params["b2"])


def squared_loss(scores, labels):
    target = np.eye(scores.value.shape[1])[labels]  # (N, C)
    difference = apply(Add(), apply(Sigmoid(), scores), Node(-target))
    total = apply(Sum(), apply(Multiply(), difference, difference))
    return apply(Multiply(), total, Node(1 / len(labels)))


# %%
params = start([3072, 100, 10], seed=231)


def forward():
    return squared_loss(scores(params, X100), y[:100])


def forward_and_back():
    backpropagate(forward())


quick, both = (min(repeat(f, number=2, repeat=15)) / 2 for f in (forward, forward_and_back))
truths["backward, in forward passes"] = (both - quick) / quick
bars = {"forward": quick, "forward and back": both, "slope by slope": 60 * minutes}
fig, ax = plt.subplots(figsize=(7, 2), layout="constrained")
ax.plot(bars.values(), bars.keys(), "o", color=COLOURS[0], label="measured")
guess = quick * (1 + guesses["backward, in forward passes"])
ax.plot(guess, "forward and back", "kX", label="your guess")
ax.set(xlabel="seconds for one gradient", xscale="log", ylim=(-0.5, 2.5))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Forward {1000 * quick:.1f} ms, with all slopes {1000 * both:.1f} ms; slope by slope"
    f" {minutes:.0f} minutes: {60 * minutes / both:,.0f} times longer.",
)

# %% [markdown]
# Each product of the forward pass comes back as two, however many weights ask.
#
# **Question 2 (4 points).** A graph turns D numbers into M. You want all D x M slopes. How many
# backward passes does it take, and how many evaluations if you measure (two for each input number)?
# Which is cheaper for D = 2 weather readings and M = 3072 pixels, and why is training always the
# other case?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 4: is it right?
#
# Measured slopes are slow, but they know nothing of your derivation: the perfect check. Let f
# return an *array*, and let `df` be the slopes of L in it. Then element i of x has
#
# $$\frac{\partial L}{\partial x_i} \approx \sum_j \frac{f_j(x + h e_i) - f_j(x - h e_i)}{2h}
# \,\mathrm{df}_j ,$$
#
# $e_i$: 1 at place i, else 0. The **Jacobian** holds the fractions unsummed, row j, column i. *By
# hand:* $F(x, y) = (x^2 + y^2,\ e^x + \sin y)$ at (1, 0) has $J$ = ((2, 0), (e, 1)). Two arrays
# are compared by
#
# $$\mathrm{rel\_error} = \max_i \frac{|x_i - y_i|}{\max(10^{-8},\ |x_i| + |y_i|)} .$$
#
# **Write** `eval_numerical_gradient_array`, `jacobian` and `rel_error` in `a2/gradients.py` (about
# 15 lines, 15 minutes).

# %%
print(check("numeric_gradients"))
rng = np.random.default_rng(231)
A, B, dz = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=(3, 2))


def error_of(gate, upstream, *others):
    measured = eval_numerical_gradient_array(lambda x: gate.forward(x, *others), A, upstream)
    gate.forward(A, *others)  # remembers A itself again
    return rel_error(gate.backward(upstream)[0], measured)


print(f"Sigmoid  relative error {error_of(Sigmoid(), rng.normal(size=(3, 4))):.1e}")
print(f"Multiply relative error {error_of(Multiply(), rng.normal(size=(3, 4)), 2 * A):.1e}")
print(f"MatMul   relative error {error_of(MatMul(), dz, B):.1e}")

# %% [markdown]
# Below 1e-7 is right, above 1e-4 wrong; between, look closer.
#
# ### How large a step?
#
# The one-sided difference $(f(x+h) - f(x))/h$ is off by about $h$, the centred one by $h^2$ (the
# second-order terms cancel). But f carries a rounding error near $10^{-16}$, and dividing by h
# magnifies it. **Predict first:** which h is best for the centred difference?

# %%
guesses["best step h"] = 1e-12  # <- your number

# %%
P, y_ring = rings(200, seed=0)
net = start([2, 8, 2], seed=0)
backpropagate(squared_loss(scores(net, P), y_ring))
middle, exact = net["W2"].value, net["W2"].grad


def loss_at(w):
    return float(squared_loss(scores(net | {"W2": Node(w)}, P), y_ring).value)


steps, errors = np.logspace(-13, 0, 40), {"one-sided": [], "centred": []}
ways = np.random.default_rng(231).normal(size=(5, *middle.shape))  # five directions
for h in steps:
    one = [(loss_at(middle + h * way) - loss_at(middle)) / h for way in ways]
    two = [numerical_derivative(loss_at, middle, way, h) for way in ways]
    for name, found in (("one-sided", one), ("centred", two)):
        off = [abs(slope - np.sum(exact * way)) for slope, way in zip(found, ways, strict=True)]
        errors[name].append(np.mean(off))
best = {name: float(steps[np.argmin(found)]) for name, found in errors.items()}
truths["best step h"] = best["centred"]
print(", ".join(f"{name}: best h {h:.0e}" for name, h in best.items()))

# %%
fig, ax = plt.subplots(figsize=(7, 3.2), layout="constrained")
for (name, found), mark, colour in zip(errors.items(), MARKERS, COLOURS, strict=False):
    ax.plot(steps, found, marker=mark, ms=4, color=colour, label=name)
for power, style in ((1, "--"), (2, ":")):
    ax.plot(steps, 0.1 * steps**power, style, color="0.4", label=f"slope {power}")
ax.axvline(guesses["best step h"], ls="-.", color="k", label="your guess")
ax.set(xlabel="step h", ylabel="error of the slope", xscale="log", yscale="log", ylim=(1e-13, 1))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt="Two V-shaped error curves: "
    + "; ".join(f"{n} smallest at h = {best[n]:.0e}, {min(errors[n]):.0e}" for n in errors)
    + ". To the right they rise with slopes 1 and 2, to the left by rounding.",
)

# %% [markdown]
# The centred valley is deeper, and lies at a larger step.
#
# **Question 3 (4 points).** In float32 a loss near 1 carries a rounding error near
# $6 \cdot 10^{-8}$. Balance it against $h^2$: which h is best for the centred difference, how
# small does the error get, and what does the check say of a *correct* gradient at h = 1e-5? Near
# which gate would even float64 mislead you?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ### What a Jacobian looks like
#
# **Predict first:** $Z = XY$ with `X: (3, 4)` and `Y: (4, 2)`: which share of the 6 x 12 slopes of
# Z in X is zero?

# %%
guesses["zeros in the Jacobian of XY"] = 0.0  # <- your number, 0 to 1

# %%
flat = A.ravel()  # (12,)
maps = {
    "sigmoid": jacobian(lambda x: Sigmoid().forward(x), flat),
    "XY by X": jacobian(lambda x: MatMul().forward(x.reshape(3, 4), B).ravel(), flat),
    "sum": jacobian(lambda x: np.reshape(Sum().forward(x), 1), flat),
}
zeros = {name: float(np.mean(np.abs(J) < 1e-9)) for name, J in maps.items()}
truths["zeros in the Jacobian of XY"] = zeros["XY by X"]
fig, axes = plt.subplots(1, 3, figsize=(9, 3), layout="constrained")
for ax, (name, J) in zip(axes, maps.items(), strict=True):
    ax.imshow(np.where(np.abs(J) < 1e-9, np.nan, np.round(J, 6)), cmap=COLOUR_MAP)
    ax.set(title=f"{name}: {zeros[name]:.2f} zero", xlabel="input", ylabel="output")
    ax.set(xticks=range(0, 12, 3), yticks=range(0, len(J), 3))
guess = guesses["zeros in the Jacobian of XY"]
fig.suptitle(f"white: zero; XY, your guess: {guess:.2f}", fontsize=10)
said = ", ".join(f"{name} {J.shape} {zeros[name]:.2f}" for name, J in maps.items())
gate = MatMul()
gate.forward(A, B)
gap = rel_error(gate.backward(dz)[0].ravel(), dz.ravel() @ maps["XY by X"])
show(fig, alt=f"Jacobians and their share of zeros: {said}. dz @ J against backward: {gap:.0e}.")

# %% [markdown]
# A diagonal, blocks, a row: `backward` computes `dz @ J` without ever building J.
#
# ## A net that learns
#
# Two rings of points: no straight line parts them. A hidden number is one line, bent by the
# maximum. **Predict first:** how many of them are needed, at least, for 97 % of the points?

# %%
guesses["hidden numbers for rings"] = 2  # <- your number


def step(params, images, labels, rate, Bend=Maximum, fixed=()):
    """One step of descent; returns the loss before it."""
    loss = squared_loss(scores(params, images, Bend), labels)
    backpropagate(loss)
    for name, node in params.items():
        if name not in fixed:
            node.value = node.value - rate * node.grad
    return float(loss.value)


def right(params, images, labels, Bend=Maximum):
    return float(np.mean(np.argmax(scores(params, images, Bend).value, axis=1) == labels))


tries = {}
for H in (1, 2, 3, 4, 8):
    tries[H] = 0.0, None
    for seed in range(3):
        net = start([2, H, 2], seed)
        for _ in range(1000):
            step(net, P, y_ring, rate=1.0)
        tries[H] = max(tries[H], (right(net, P, y_ring), net), key=lambda pair: pair[0])
    print(f"{H} hidden: best of three seeds {tries[H][0]:.3f}")
truths["hidden numbers for rings"] = min((H for H in tries if tries[H][0] >= 0.97), default="none")
fences = tries  # complete: the next cell draws one

# %%
HIDDEN = 3  # <- turn it: 1, 2, 4, 8, and run the cell again
reached, net = fences[HIDDEN]
needed, guess = truths["hidden numbers for rings"], guesses["hidden numbers for rings"]
title = f"{HIDDEN} hidden: {reached:.3f}; 97 % needs {needed}, you: {guess}"
show(
    regions(lambda p: scores(net, p).value, P, y_ring, np.full(200, 15), title),
    alt=f"Two rings of points and the regions of a net with {HIDDEN} hidden numbers: {reached:.3f}"
    f" right. 97 % of the points needs {needed}.",
)

# %% [markdown]
# One line, then a strip; with three bends the fence closes. Its corners lie where a maximum gate
# changes sides. (Hatched: the winner leads by less than 1. Other seeds get stuck; with more hidden
# numbers that is rarer.)
#
# ## Bug museum
#
# Three friends changed your correct machine in one way each: **(1)** in `difference * difference`
# one of the two uses sends nothing back; **(2)** `Multiply` scales each slope by the input's *own*
# value, not the other's; **(3)** the maximum sends dz on whichever input was larger. Match each to
# a symptom *before* you run the second cell: **A** the loss jumps at the first step and never moves
# again; **B** it falls, but sticks far above the right one; **C** the right curve, stretched to
# twice its length.


# %%
class OwnFactor(Multiply):
    def backward(self, dz):
        return super().backward(dz)[::-1]


class BothWays(Maximum):
    def backward(self, dz):
        return dz, super().backward(dz)[1]


def friends_loss(scores, labels, Times=Multiply, forgets=False):
    difference = apply(Add(), apply(Sigmoid(), scores), Node(-np.eye(2)[labels]))
    other = Node(difference.value) if forgets else difference  # nothing flows back from a new node
    total = apply(Sum(), apply(Times(), difference, other))
    return apply(Times(), total, Node(1 / len(labels)))


guesses["museum: use, factor, maximum"] = "A B C"  # <- your order of the three letters

# %%
friends = {"right": {}, "one use": {"forgets": True}, "own factor": {"Times": OwnFactor}}
museum = {}
for name in (*friends, "both ways"):
    net, museum[name] = start([2, 8, 2], seed=1), []
    for _ in range(200):
        points = scores(net, P, BothWays if name == "both ways" else Maximum)
        loss = friends_loss(points, y_ring, **friends.get(name, {}))
        backpropagate(loss)
        for node in net.values():
            node.value = node.value - 1.0 * node.grad
        museum[name].append(float(loss.value))
truths[key := "museum: use, factor, maximum"] = "C A B"
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
for k, (name, losses) in enumerate(museum.items()):
    ax.plot(losses, STYLES[k], marker=MARKERS[k], markevery=20, color=COLOURS[k], label=name)
ax.set(xlabel="step", ylabel="loss", yscale="log")
ax.set_title(f"{truths[key]}; you: {guesses[key]}", fontsize=10)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
said = "; ".join(
    f"{n} {', '.join(f'{a[i]:.2g}' for i in (0, 1, 50, 100, 199))}" for n, a in museum.items()
)
show(fig, alt=f"Four loss curves; losses at steps 0, 1, 50, 100, 199: {said}.")

# %% [markdown]
# One lost use halves every slope here: it trains, slowly, and nobody looks for a bug. The own
# factor makes the first step twenty thousand times too long: all sigmoids are flat then, for ever.
# With both ways, hidden numbers learn from points that they do not see.
#
# ## Images
#
# The same `step`, on real pixels: 100 hidden numbers, minibatches of 100 images, a rate of 0.1 that
# shrinks after each pass (5 to 20 s). **Predict first:** the share of validation images it gets
# right. (Assignment 1's softmax classifier: 0.38.)

# %%
guesses["network: validation accuracy"] = 0.80  # <- your number


# %%
def batches(count, rng):
    order = rng.permutation(count)
    return [order[i : i + 100] for i in range(0, count - 99, 100)]


PASSES, SHRINK = (10, 0.9) if TRAIN <= 8_000 else (5, 0.8)
trained, rng, reached = start([3072, 100, 10], seed=231), np.random.default_rng(231), []
for i in range(PASSES):
    for batch in batches(TRAIN, rng):
        step(trained, X[batch].astype(np.float64), y[batch], rate=0.1 * SHRINK**i)
    reached.append(right(trained, X_val, y_val))
    print(f"pass {i + 1} of {PASSES}: validation accuracy {reached[-1]:.3f}")
network, accuracy = trained, reached[-1]
truths["network: validation accuracy"] = accuracy
on_training = right(network, X[:2000].astype(np.float64), y[:2000])
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.plot(range(1, PASSES + 1), reached, "o-", color=COLOURS[0], label="measured")
ax.axhline(guesses["network: validation accuracy"], ls="--", color="k", label="your guess")
ax.set(xlabel="passes over the training images", ylabel="validation accuracy")
ax.set_title(f"in the end {accuracy:.3f}; on training images {on_training:.3f}", fontsize=10)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Validation accuracy rises from {reached[0]:.3f} after one pass to {accuracy:.3f};"
    f" on training images it is {on_training:.3f}.",
)

# %% [markdown]
# The first passes bring most. Training images do better: part of what is learnt holds for them
# alone.
#
# ### Ablation: which ingredient matters?
#
# Three seeds each, six passes over 8,000 images, every second pixel of every second row (10 to
# 15 s): all; without the maximum; without biases; with `W1` fixed at its random start. **Predict
# first:** leaving out which one costs most?

# %%
guesses["costliest to leave out"] = "biases"  # <- "maximum", "biases" or "learning W1"


# %%
class Straight:
    """In place of the maximum: nothing is bent."""

    def forward(self, x, zero):
        return x

    def backward(self, dz):
        return dz, 0.0


every = np.arange(3072).reshape(32, 32, 3)[::2, ::2].ravel()  # a quarter
small, small_val = X[:8000, every].astype(np.float64), X_val[:, every]
variants = {"all": {}, "no maximum": {"Bend": Straight}, "no biases": {"fixed": ("b1", "b2")}}
variants["no learning W1"] = {"fixed": ("W1",)}
tried = {}
for name, kind in variants.items():
    tried[name] = []
    for seed in range(3):
        net, rng = start([len(every), 100, 10], seed), np.random.default_rng(seed)
        for batch in [b for _ in range(6) for b in batches(len(small), rng)]:
            step(net, small[batch], y[batch], rate=0.2, **kind)
        tried[name].append(right(net, small_val, y_val, kind.get("Bend", Maximum)))
    print(f"{name:<15} {np.mean(tried[name]):.3f} ± {np.std(tried[name], ddof=1):.3f}")
ablation = tried  # complete: the next cell shows it

# %%
mean = {name: np.mean(found) for name, found in ablation.items()}
spread = [np.std(found, ddof=1) for found in ablation.values()]
truths["costliest to leave out"] = min(mean, key=mean.get).removeprefix("no ")
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.bar(mean.keys(), mean.values(), yerr=spread, color=COLOURS[5], hatch="//", capsize=6)
guess = f"no {guesses['costliest to leave out']}"
ax.plot(guess, mean[guess] / 2, "kX", ms=10, ls="none", label="your guess: costliest")
ax.set(ylabel="validation accuracy", xlabel="variant")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
table = ", ".join(
    f"{name} {m:.3f} ± {s:.3f}" for (name, m), s in zip(mean.items(), spread, strict=True)
)
show(fig, alt=f"Accuracy after six passes, mean and spread of three seeds: {table}.")

# %% [markdown]
# Differences within the spread are no findings. A random first layer is a poor one; learning it is
# what the slopes are for. Without the bend the net is one straight classifier: the next notebook
# proves it.
#
# ### Single images
#
# How sure the network is: the sigmoid of the winning score. After a look, put a word for each error
# into `misled` (colour, place, outline?), and run the cell again.

# %%
misled = ["?", "?", "?", "?", "?"]  # <- after a look: your word for each error

p = Sigmoid().forward(scores(network, X_val).value)  # (1000, C)
answers, sure = np.argmax(p, axis=1), np.argsort(-np.max(p, axis=1))
hits = (answers == y_val)[sure]
chosen = np.concatenate([sure[hits][:5], sure[~hits][:5]])
titles = [f"{names[answers[i]]} {p[i].max():.0%}\n({names[y_val[i]]})" for i in chosen]
titles[5:] = [f"{title}\n{word}" for title, word in zip(titles[5:], misled, strict=True)]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt="Top: the five surest right answers. Bottom: the five surest errors, true class in"
    " brackets, and your word: "
    + "; ".join(title.replace("\n", " ") for title in titles[5:])
    + ".",
)

# %% [markdown]
# **Question 4 (4 points).** A hidden number's input (before the maximum with 0) is negative for
# *every* training image. Which entries of the gradients of W1, b1 and W2 are exactly 0, and can it
# ever come back? Which of the museum's bugs would wake it, and is that bug then an improvement?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## What the accuracy is worth
#
# An accuracy $a$ measured on $n$ = 1,000 images has the standard error $\sqrt{a(1-a)/n}$. We
# promise **above 0.42 on scenes** and **above 0.46 on CIFAR-10** with all training images, above
# 0.20 on a slice.

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.42, "cifar10": 0.46}[DATA] if full <= TRAIN else 0.20
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: do the checks of exercises 1 to 3 pass?"

# %% [markdown]
# ## Recap
#
# The test images have waited: they are looked at once. The last line runs the checks of all
# exercises (10 to 20 s).

# %%
X_test = rows(data.test.images).astype(np.float64)
print(f"test accuracy {right(network, X_test, data.test.labels):.3f}, validation {accuracy:.3f}")
print_guesses(guesses, truths)
check()

# %% [markdown]
# - A gate knows its own slopes; the chain rule multiplies along paths and adds over uses.
# - All slopes of one number cost a few forward passes, however many there are.
# - Measured slopes check the derived ones; their error is a V over the step.
# - Two accuracies of 1,000 images differ by ± 0.022 by chance alone: test and validation, too.
# - **What still fails:** a node for every sum is slow to write, and a squared distance behind a
#   sigmoid hardly moves where the network is surely wrong: the figure of the ten sigmoids said so.
#   Next, whole layers as single gates, and losses that suit them.
#
# **Read on:** Baydin and others (2018), *Automatic differentiation in machine learning: a survey*
# (backward and forward mode, and their costs); Rumelhart, Hinton, Williams (1986), *Learning
# representations by back-propagating errors* (four pages that made it famous); Griewank and
# Walther, *Evaluating derivatives*, chapter 3 (why all slopes cost a few evaluations); Goodfellow,
# Bengio, Courville, *Deep Learning*, 6.5 (the same for tensors).
