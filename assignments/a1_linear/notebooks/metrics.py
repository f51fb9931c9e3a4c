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
# # Metrics: one classifier, many numbers (optional)
#
# How good is a classifier? At the end of this notebook you have taken one apart: which classes it
# confuses, how well its scores rank the images, and how exactly you know any of it.
#
# | afterwards you can | shown by |
# |---|---|
# | read a confusion matrix, and get precision, recall and F1 out of it | exercise 1 |
# | judge a score without a threshold, and say what rare positives do | exercise 2, the ablation |
# | measure "nearly right" | exercise 3 |
# | recognise a transposed matrix and mistreated ties by their looks | the bug museum |
# | say how many images a metric rests on, and what that means | question 4 |
#
# **Assumed:** arrays, masks and indexing (the warm-up, or [NumPy's guide for
# beginners](https://numpy.org/doc/stable/user/absolute_beginners.html)). **Time:** 90 minutes, of
# which less than one is computing, on any laptop (no GPU needed). **Small mode:** set the
# environment variable `GRADUS_TRAIN_IMAGES` to 2000. Cells that need what you have not written yet
# say so.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from a1 import metrics
from coursedata import load
from given.check import check
from given.guesses import print_guesses
from given.plots import COLOUR_MAP, COLOURS, image_grid, show
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data and a classifier
#
# `scenes` is made on the spot (3 s). With CIFAR-10 fetched, write `"cifar10"`: this is the only
# line to change. The cell after it fits a classifier (5 s): weights `W: (D, C)` that bring `X @ W`
# closest to 1 for the right class and 0 for the others (least squares, with 300 times the squared
# weights as a penalty).

# %%
DATA = os.environ.get("GRADUS_DATASET", "scenes")  # or "cifar10"
TRAIN = int(os.environ.get("GRADUS_TRAIN_IMAGES", 8_000))
data = load(DATA, train=TRAIN, validation=1_000, test=1_000)
names = data.class_names
boat = names.index("boat" if DATA == "scenes" else "ship")
some = [int(np.flatnonzero(data.train.labels == c)[0]) for c in range(10)]
print(data.name, data.train.images.shape, data.train.images.dtype, "0 to 255")
show(
    image_grid(data.train.images[some], names, columns=10),
    alt=f"One training image of each class: {', '.join(names)}.",
)

# %%
mean_image = data.train.images.mean(axis=0)  # of the training images only


def rows(split):
    """(N, 3073): pixels between -1 and 1, less the mean image, and a 1 for the bias."""
    centred = ((split.images - mean_image) / 255).reshape(len(split), -1)
    return np.hstack([centred, np.ones((len(split), 1))])


X, y = rows(data.train), data.train.labels
print("fitting 3073 x 10 weights ...")
W = np.linalg.solve(X.T @ X + 300 * np.eye(X.shape[1]), X.T @ np.eye(10)[y])  # (3073, 10)
scores, y_val = rows(data.validation) @ W, data.validation.labels  # (1000, 10), (1000,)
y_pred = scores.argmax(axis=1)
print("scores of the validation images:", scores.shape)

# %% [markdown]
# ## The failure: which detector is better?
#
# Here are two detectors for boats (ships, on CIFAR-10): one asks whether that class has the largest
# of the ten scores; the other always says "no". **Predict first:** the accuracy of the second, and
# which of the two is more accurate.

# %%
guesses["always no: accuracy"] = 0.5  # <- your number, 0 to 1; a wrong guess is free
guesses["more accurate detector"] = "asks"  # <- "asks" or "always no"

# %%
is_there = y_val == boat
says = {"asks": y_pred == boat, "always no": np.zeros(1000, dtype=bool)}
right = {name: np.mean(answer == is_there) for name, answer in says.items()}
found = {name: np.mean(answer[is_there]) for name, answer in says.items()}
truths["always no: accuracy"] = right["always no"]
truths["more accurate detector"] = max(right, key=right.get)
fig, ax = plt.subplots(figsize=(7, 2.2), layout="constrained")
ax.bar(np.arange(2) - 0.2, right.values(), 0.4, color=COLOURS[0], label="accuracy")
ax.bar(np.arange(2) + 0.2, found.values(), 0.4, color=COLOURS[1], hatch="//", label="found")
ax.plot([0.6, 1], 2 * [guesses["always no: accuracy"]], "k--", label="your guess")
ax.set(xticks=range(2), xticklabels=says, ylabel="share", ylim=(0, 1.05))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Accuracy: asks {right['asks']:.3f}, always no {right['always no']:.3f}. Of the"
    f" {names[boat]}s, the first finds {found['asks']:.0%}, the second {found['always no']:.0%}.",
)

# %% [markdown]
# Accuracy counts the many "no" that anyone gets right. What would you need, to see the difference
# that matters? Counts of the four cases, apart.
#
# ## Exercise 1: the confusion matrix
#
# For C classes, `matrix: (C, C)` counts in entry $M_{ij}$ the images **of** class i that were
# predicted **as** class j: rows are truth, columns are predictions. Of N images, the accuracy is
# $\sum_c M_{cc} / N$. *By hand:* of 30 cats and 70 dogs, 18 cats and 2 dogs are called cats. The
# rows are (18, 12) and (2, 68), the accuracy is 86/100.
#
# **Now write** `confusion_matrix` and `accuracy` in `a1/metrics.py` (1 to 3 lines each, about 10
# minutes). Then check (2 s).

# %%
check("confusion", "matrix accuracy")

# %% [markdown]
# Now our ten classes. Each row is divided by its sum. Expect the diagonal to be the brightest field
# of most rows. Of all rows? Look for one where it is not.

# %%
matrix = metrics.confusion_matrix(y_val, y_pred, 10)
accuracy = metrics.accuracy(matrix)
shares = matrix / matrix.sum(axis=1, keepdims=True)
fig, ax = plt.subplots(figsize=(6.5, 5), layout="constrained")
shown = ax.imshow(shares, cmap=COLOUR_MAP, vmin=0)
for i, j in np.ndindex(10, 10):
    ax.text(j, i, matrix[i, j], ha="center", va="center", color="w" if shares[i, j] < 0.35 else "k")
ax.set(xticks=range(10), yticks=range(10), xlabel="predicted as", ylabel="is")
ax.set_xticklabels(names, rotation=45, ha="right")
ax.set_yticklabels(names)
fig.colorbar(shown, label="share of the row")
off = shares - np.diag(np.diag(shares))
i, j = np.unravel_index(off.argmax(), off.shape)
lost = [names[c] for c in range(10) if shares[c].argmax() != c]
show(
    fig,
    alt=f"Confusion matrix, accuracy {accuracy:.3f}. Most often mistaken: {names[i]} for"
    f" {names[j]}, {off[i, j]:.0%} of the row. Rows whose largest entry is off the diagonal:"
    f" {', '.join(lost) or 'none'}.",
)

# %% [markdown]
# A row that is brightest off the diagonal belongs to a class that is taken for another more often
# than it is recognised. Four counts describe one class c:
#
# $$TP = M_{cc}, \quad FN = \sum_{j \ne c} M_{cj}, \quad FP = \sum_{i \ne c} M_{ic}, \quad
# TN = \text{all the rest}$$
#
# $$\text{precision} = \frac{TP}{TP + FP}, \quad \text{recall} = \frac{TP}{TP + FN}, \quad
# F_1 = \frac{2\,TP}{2\,TP + FP + FN}, \quad \text{specificity} = \frac{TN}{TN + FP}.$$
#
# Precision looks down a column ("it said so: is it true?"), recall along a row ("it is there: was
# it found?"); each is a `(C,)` array, one number a class. **Predict first:** which precision and
# which recall has "cat" above (TP = 18, FN = 12, FP = 2, TN = 68)?
#
# **Then write** `precision`, `recall`, `specificity` and `f1_score` (1 to 3 lines each, about 15
# minutes; mind what each docstring says of divisions by 0). Check (2 s).

# %%
guesses["cats: precision"] = 0.5  # <- your number
guesses["cats: recall"] = 0.5  # <- your number

# %%
check("confusion", "precision recall specificity f1_score")

# %%
pets = np.array([[18, 12], [2, 68]])  # rows: cat, dog
truths["cats: precision"] = metrics.precision(pets)[0]
truths["cats: recall"] = metrics.recall(pets)[0]
print(f"cats: precision {metrics.precision(pets)[0]:.2f}, recall {metrics.recall(pets)[0]:.2f},")
print(f"specificity {metrics.specificity(pets)[0]:.3f}, F1 {metrics.f1_score(pets)[0]:.2f}")
print("expected: 0.90, 0.60, 0.971, 0.72")

# %% [markdown]
# **Why this $F_1$?** It is the harmonic mean $2PR/(P+R)$: put $P = TP/(TP+FP)$ and $R =
# TP/(TP+FN)$ in, and the formula above comes out. Unlike $(P+R)/2$, it is near 0 as soon as one of
# the two is: always saying yes has recall 1, yet an $F_1$ of 0.18 where one image in ten is
# positive.
#
# Next, all three for our ten classes, sorted by recall. Expect precision to keep another order.

# %%
of_all = {
    "precision": metrics.precision(matrix),
    "recall": metrics.recall(matrix),
    "F1": metrics.f1_score(matrix),
}
order = np.argsort(of_all["recall"])
fig, ax = plt.subplots(figsize=(8, 2.8), layout="constrained")
for k, (name, values) in enumerate(of_all.items()):
    look = {"color": COLOURS[k], "hatch": ("", "//", "..")[k], "label": name}
    ax.bar(np.arange(10) + 0.27 * (k - 1), values[order], 0.27, **look)
ax.set(xticks=range(10), ylabel="share")
ax.set_xticklabels([names[c] for c in order], rotation=30)
ax.legend(ncols=3, loc="upper left")
apart = np.abs(of_all["precision"] - of_all["recall"]).argmax()
show(
    fig,
    alt=f"Recall goes from {of_all['recall'].min():.2f} ({names[order[0]]}) to"
    f" {of_all['recall'].max():.2f} ({names[order[-1]]}). Precision and recall are furthest apart"
    f" for {names[apart]}: {of_all['precision'][apart]:.2f} and {of_all['recall'][apart]:.2f}.",
)

# %% [markdown]
# One accuracy, ten very different classes. Where precision is high and recall low, the classifier
# is shy; where it is the other way round, it says this class too readily.
#
# **Question 1 (4 points).** Without new weights, only by adding a constant to the score of one
# class, you can move that class from shy to ready. What happens to its recall and its precision as
# the constant grows from very negative to very positive, and what is each at the two ends? Which
# of the two need not move in one direction only, and why?

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Exercise 2: judging a score without a threshold
#
# A detector is a score `s: (N,)`, one number an image, and a threshold T: images with $s \ge T$ are
# called positive. As T falls, more and more are: recall rises from 0 to 1, and so does the **false
# positive rate** $FP/(FP+TN)$, which is 1 less specificity. Recall against false positive rate is
# the **ROC curve**, with the area **AUC** under it; precision against recall is the other curve.
# Two detectors can then be compared at *all* thresholds.
#
# **Predict first:** a useless score has AUC 0.5, a perfect one 1. Which AUC has our score for
# boats?

# %%
guesses["AUC of boats"] = 0.6  # <- your number

# %%
is_boat, boat_scores = y_val == boat, scores[:, boat]  # (1000,), (1000,)


def rates(threshold):
    """False positive rate, recall and precision at one threshold, by your exercise 1."""
    called = (boat_scores >= threshold).astype(int)
    two = metrics.confusion_matrix(is_boat.astype(int), called, 2)
    return 1 - metrics.specificity(two)[1], metrics.recall(two)[1], metrics.precision(two)[1]


falling = np.quantile(boat_scores, np.linspace(1, 0, 41))  # 41 thresholds, from high to low
curve = np.array([rates(threshold) for threshold in falling])  # (41, 3)
print("lowest threshold: false positive rate, recall, precision", curve[-1].round(3))

# %% [markdown]
# Left, the scores of boats and of all other images; right, the two curves. Turn the knob: change T,
# run the cell again, and watch the star on both curves. The dashed curve has the area that you
# guessed.

# %%
T = 0.2  # <- change me
x, knob = np.linspace(0, 1, 101), rates(T)
fig, (left, middle, last) = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
bins = np.linspace(boat_scores.min(), boat_scores.max(), 31)
for group, k, hatch, label in ((~is_boat, 5, "", "others"), (is_boat, 1, "//", "boats")):
    look = {"color": COLOURS[k], "hatch": hatch, "edgecolor": "k", "alpha": 0.6, "label": label}
    left.hist(boat_scores[group], bins, density=True, **look)
left.axvline(T, color="k", ls="--", label="T")
left.set(xlabel="score", ylabel="density of each group")
middle.plot(curve[:, 0], curve[:, 1], ".-", color=COLOURS[0], label="boats")
middle.plot(x, x ** (1 / max(guesses["AUC of boats"], 0.01) - 1), "k--", label="your guess")
middle.plot(x, x, "k:", label="chance")
middle.plot(knob[0], knob[1], "*", color=COLOURS[3], ms=15)
middle.set(xlabel="false positive rate", ylabel="recall", title="ROC")
last.plot(curve[:, 1], curve[:, 2], ".-", color=COLOURS[0], label="boats")
last.plot(x, 0 * x + is_boat.mean(), "k:", label="chance")
last.plot(knob[1], knob[2], "*", color=COLOURS[3], ms=15)
last.set(xlabel="recall", ylabel="precision", title="precision and recall", ylim=(0, 1.05))
for ax in (left, middle, last):
    ax.legend(fontsize=8)
told = f"false positive rate {knob[0]:.2f}, recall {knob[1]:.2f}, precision {knob[2]:.2f}"
show(fig, alt=f"Threshold {T}: {told}; precision with all called boats {curve[-1, 2]:.2f}.")

# %% [markdown]
# Each threshold cuts both histograms: what lies right of it is recall in one, false alarms in the
# other. Let a random one of the $N_+$ positive images have the score $s_+$, a random one of the
# $N_-$ negative images $s_-$. Then
#
# $$AUC = P(s_+ > s_-) + \tfrac12 P(s_+ = s_-).$$
#
# *By hand:* positives score 0.9 and 0.4, negatives 0.5 and 0.4. Of the four pairs two are won (0.9
# beats both), one is a tie (0.4, 0.4), one is lost: $AUC = (2 + \frac12)/4 = 0.625$.
#
# **The step that hurts:** why is an *area* a probability? Go along the ROC curve from left to
# right. Each negative image is one step to the right, of width $1/N_-$; the height there is the
# share of positives that score higher. The area adds up width times height: the mean over the
# negatives of "share of positives above it". (At a tie the curve climbs slantwise, and half of the
# step's area lies below it.)
#
# **Now write** `roc_auc` (about 10 minutes); an `(N_+, N_-)` table of pairs is fine. Check (2 s).

# %%
check("ranking", "roc_auc")

# %% [markdown]
# **Average precision** (AP) sums up the other curve. Let $P_t$ and $R_t$ be precision and recall at
# threshold t, for t through the distinct scores from high to low, and $R_0 = 0$ before the first:
#
# $$AP = \sum_t (R_t - R_{\text{before } t})\, P_t \qquad (R_{\text{before the first}} = R_0).$$
#
# *By hand*, the same four images: t = 0.9 calls one image, a positive: R = 1/2, P = 1. t = 0.5
# adds a negative: R = 1/2, P = 1/2. t = 0.4 adds a positive *and* a negative, together: R = 1,
# P = 2/4. So $AP = \frac12 \cdot 1 + 0 \cdot \frac12 + \frac12 \cdot \frac12 = 0.75$.
#
# **Now write** `average_precision` (about 10 minutes), then check (2 s). Then look at all ten
# classes: blind guessing has AUC 0.5, but AP 0.1. Compare how far each class rises above that.

# %%
check("ranking")

# %%
auc, ap = (
    np.array([area(y_val == c, scores[:, c]) for c in range(10)])
    for area in (metrics.roc_auc, metrics.average_precision)
)
truths["AUC of boats"] = auc[boat]
fig, ax = plt.subplots(figsize=(8, 2.8), layout="constrained")
ax.bar(np.arange(10) - 0.2, auc, 0.4, color=COLOURS[0], label="AUC")
ax.bar(np.arange(10) + 0.2, ap, 0.4, color=COLOURS[1], hatch="//", label="AP")
ax.plot(boat - 0.2, guesses["AUC of boats"], "D", color=COLOURS[3], label="your guess")
ax.axhline(0.5, ls=":", color=COLOURS[0], label="AUC by chance")
ax.axhline(0.1, ls="--", color=COLOURS[1], label="AP by chance")
ax.set(xticks=range(10), ylabel="area", ylim=(0, 1))
ax.set_xticklabels(names, rotation=30)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"{names[boat].capitalize()}: AUC {auc[boat]:.3f}, AP {ap[boat]:.3f}. Over the classes AUC"
    f" goes from {auc.min():.2f} to {auc.max():.2f}, AP from {ap.min():.2f} to {ap.max():.2f}.",
)

# %% [markdown]
# AUC asks how the score ranks a *pair*, AP what a *list* of detections is worth when one image in
# ten is positive.
#
# **Question 2 (4 points).** Someone replaces every score s by $e^{3s}$, someone else rounds all
# scores to one decimal. Which of AUC and average precision can change in which case? Name the
# property of the scores on which both metrics depend, and say what rounding destroys.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Ablation: taking positives away
#
# Ten random draws each, in which only a share of the boats is kept: 100 %, 30 %, 10 %. The detector
# stays the same. **Predict first:** which two of the four metrics fall most between 100 % and 10 %?
# In the figure, your two have thick lines.

# %%
guesses["two that fall"] = "recall, AUC"  # <- two of: recall, F1, AUC, AP

# %%
outcomes = {name: np.zeros((3, 10)) for name in ("recall", "F1", "AUC", "AP")}
for s, keep in enumerate((1.0, 0.3, 0.1)):
    for seed in range(10):
        kept = ~is_boat | (np.random.default_rng(seed).random(1000) < keep)
        truth, score = is_boat[kept].astype(int), boat_scores[kept]
        two = metrics.confusion_matrix(truth, (y_pred[kept] == boat).astype(int), 2)
        outcomes["recall"][s, seed] = metrics.recall(two)[1]
        outcomes["F1"][s, seed] = metrics.f1_score(two)[1]
        outcomes["AUC"][s, seed] = metrics.roc_auc(truth, score)
        outcomes["AP"][s, seed] = metrics.average_precision(truth, score)
fall = {name: draws[0] - draws[2] for name, draws in outcomes.items()}  # (10,) each
deepest = sorted(fall, key=lambda name: -fall[name].mean())[:2]
truths["two that fall"] = ", ".join(name for name in fall if name in deepest)

# %%
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
for k, name in enumerate(fall):
    means, spreads = outcomes[name].mean(axis=1), outcomes[name].std(axis=1, ddof=1)
    width = 3.5 if name in guesses["two that fall"].replace(",", " ").split() else 1
    look = {"color": COLOURS[k], "marker": "os^D"[k], "lw": width, "capsize": 4, "label": name}
    ax.errorbar(np.arange(3) + 0.04 * k, means, spreads, **look)
ax.set(xticks=range(3), xticklabels=["100 %", "30 %", "10 %"], ylim=(0, 1))
ax.set(xlabel="boats kept", ylabel="mean of ten draws ± spread")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
told = ", ".join(f"{name} {d.mean():.2f} ± {d.std(ddof=1):.2f}" for name, d in fall.items())
show(fig, alt=f"Fall from all boats to a tenth of them, mean and spread of ten draws: {told}.")

# %% [markdown]
# Recall and AUC look at positives and negatives apart (a pair is a pair, however many there are):
# fewer positives make them noisier (see the bars), not lower on average. F1 and AP mix the groups,
# so numbers from two data sets with different shares must not be compared.
#
# ## Exercise 3: nearly right
#
# With ten classes, and more so with a thousand, "among the best k guesses" is a fairer question.
# For `scores: (N, C)` and `y: (N,)` it is the share of images i whose class $y_i$ is among the k
# largest of row i. *By hand:* scores (0.5, 0.2, 0.3) and right class 2: wrong for k = 1, right for
# k = 2. **Predict first:** how often is it among the three largest of ten? (Blind: 0.30.) **Then
# write** `top_k_accuracy` (2 or 3 lines, about 10 minutes), and check (2 s).

# %%
guesses["top-3 accuracy"] = 0.4  # <- your number

# %%
check("top_k")

# %%
ks = np.arange(1, 11)
top = np.array([metrics.top_k_accuracy(y_val, scores, int(k)) for k in ks])
truths["top-3 accuracy"] = top[2]
lead = top - ks / 10
widest = lead.argmax()
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.plot(ks, top, "o-", color=COLOURS[0], label="linear classifier")
ax.plot(ks, ks / 10, "k:", label="blind")
ax.plot(2 * [ks[widest]], [ks[widest] / 10, top[widest]], "-.", color=COLOURS[2], label="lead")
ax.plot(3, guesses["top-3 accuracy"], "D", color=COLOURS[3], label="your guess")
ax.set(xlabel="k", ylabel="top-k accuracy", xticks=ks)
ax.legend()
show(
    fig,
    alt=f"Top-k accuracy rises from {top[0]:.2f} (k = 1) over {top[2]:.2f} (k = 3) to {top[9]:.0f}."
    f" Its lead over blind guessing is largest at k = {ks[widest]}: {lead[widest]:.2f}.",
)

# %% [markdown]
# Blind guessing gains 0.1 with every further guess. The lead grows only while the classifier's next
# guess is right more than one time in ten; from there on it melts.
#
# ## Bug museum
#
# Three students computed metrics with one mistake each: **(1)** the confusion matrix is transposed;
# **(2)** `roc_auc` counts a tie as a win; **(3)** the mean precision is taken over images, not over
# classes (each image contributes the precision of its predicted class). Match each to a symptom
# *before* you run the cell: **A** a score that is 0 for every image seems perfect; **B** what
# should be a number of its own comes out as the accuracy, exactly; **C** two numbers have changed
# places.

# %%
guesses["museum: transposed, ties, images"] = "A B C"  # <- your order of the three letters

# %%
constant, wins = np.zeros(1000), 1e-9 * is_boat  # with wins, every tie goes to the positive image
flipped, per_class = matrix.T, metrics.precision(matrix)
truths["museum: transposed, ties, images"] = "C A B"
broken = {
    f"(1) precision, {names[apart]}": (per_class[apart], metrics.precision(flipped)[apart]),
    f"(1) recall, {names[apart]}": (metrics.recall(matrix)[apart], metrics.recall(flipped)[apart]),
    "(2) AUC of zeros": [metrics.roc_auc(is_boat, s) for s in (constant, constant + wins)],
    "(3) mean precision": (per_class.mean(), per_class[y_pred].mean()),
}
print(f"{'':<24}{'right':>10}{'mistaken':>10}{'mistaken less accuracy':>24}")
for name, (sound, sick) in broken.items():
    print(f"{name:<24}{sound:>10.6f}{sick:>10.6f}{sick - accuracy:>+24.6f}")
sound, sick = np.array(list(broken.values())).T
fig, ax = plt.subplots(figsize=(9, 2.8), layout="constrained")
ax.bar(np.arange(4) - 0.2, sound, 0.4, color=COLOURS[0], label="right")
ax.bar(np.arange(4) + 0.2, sick, 0.4, color=COLOURS[3], hatch="//", label="with the mistake")
ax.axhline(accuracy, ls="--", color="k", label="accuracy")
ax.set(xticks=range(4), xticklabels=broken, ylabel="value")
ax.legend(loc="upper left")
told = "; ".join(f"{name}: {a:.3f} and {b:.3f}" for name, (a, b) in broken.items())
show(fig, alt=f"Right and with the mistake: {told}; accuracy {accuracy:.3f}.")

# %% [markdown]
# The third is the subtle one: the table shows it to six digits, a bar would not. A mean over
# classes ("macro") treats a rare class like a common one; say which mean you report.
#
# **Question 3 (4 points).** Prove it: the mean over the images of the precision of their predicted
# class is the accuracy. Then say what the mean over the images of the *recall* of their true class
# is, without computing it.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images
#
# The detector's surest hits, its surest false alarms, and the positives that it ranks last. A
# linear score is a sum over pixels: look for ground, brightness, position. What do the false alarms
# share with the hits, and what do the missed ones lack? Write it into the next code cell but one,
# as `i_see`.

# %%
ranked = np.argsort(-boat_scores)
hits, alarms = ranked[is_boat[ranked]], ranked[~is_boat[ranked]]
chosen = np.concatenate([hits[:5], alarms[:5], hits[::-1][:5]])
titles = [f"{names[y_val[i]]}\n{boat_scores[i]:.2f}" for i in chosen]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt=f"Top: the five {names[boat]}s of highest score, {boat_scores[hits[0]]:.2f} at most."
    f" Middle: the five highest of other classes: {', '.join(names[y_val[i]] for i in alarms[:5])}."
    f" Bottom: the five {names[boat]}s of lowest score, down to {boat_scores[hits[-1]]:.2f}.",
)

# %% [markdown]
# ## How exact is a recall?
#
# The recall of boats rests on about 100 images only. The **bootstrap** shows how much it would
# vary: draw 1,000 images *with replacement* from the 1,000, compute the metric, do it 500 times
# (3 s). **Predict first:** the standard deviation of these recalls, in points (hundredths).

# %%
i_see = "nothing yet"  # <- what hits and false alarms share, in a few words
guesses["recall of boats: spread in points"] = 1.0  # <- your number

# %%
drawn = np.random.default_rng(231).integers(0, 1000, size=(500, 1000))
recalls = [
    metrics.recall(metrics.confusion_matrix(y_val[some], y_pred[some], 10))[boat] for some in drawn
]
boats_found, spread = metrics.recall(matrix)[boat], np.std(recalls)
truths["recall of boats: spread in points"] = 100 * spread
formula = np.sqrt(boats_found * (1 - boats_found) / is_boat.sum())
guess = guesses["recall of boats: spread in points"] / 100
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
tallest = ax.hist(recalls, bins=25, color=COLOURS[5], edgecolor="k", hatch="//")[0].max()
for height, width, look in ((1.1, spread, "s-"), (1.3, guess, "D--")):
    label, colour = ("spread", "k") if width is spread else ("your guess", COLOURS[3])
    ends = [boats_found - width, boats_found + width]
    ax.plot(ends, 2 * [height * tallest], look, color=colour, label=label)
ax.set(xlabel=f"recall of {names[boat]}", ylabel="draws")
ax.legend(loc="upper left")
show(
    fig,
    alt=f"500 bootstrap recalls around {boats_found:.3f}, spread {spread:.3f}, guessed {guess:.3f};"
    f" the formula for a share of {is_boat.sum()} images gives {formula:.3f}.",
)

# %% [markdown]
# About three times the standard error of the accuracy: the price of looking at a tenth of the
# images. A difference of 5 points between two classes' recalls is no finding here.
#
# **Question 4 (4 points).** You want the recall of a detector within ± 1 point (one standard
# error); it is near 0.5, and the class makes up 1 % of your images. How many images must you label
# at random? Name a cheaper way to get that recall, and the metric that this way would spoil.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Recap
#
# We promise an accuracy **above 0.32 on scenes** and **above 0.34 on CIFAR-10** with 8,000
# training images, above 0.18 on a slice. The last cell also runs the tests of all exercises (10 to
# 20 s).

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.32, "cifar10": 0.34}[DATA] if TRAIN >= 8_000 else 0.18
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: does the check of exercise 1 pass?"

# %%
print_guesses(guesses, truths)
print(f"Hits and false alarms share: {i_see}")
print(f"Recall of {names[boat]}: {boats_found:.2f} ± {spread:.2f}, from {is_boat.sum()} images")
check()

# %% [markdown]
# - A confusion matrix holds all the counts of labels (not which images); precision reads its
#   columns, recall its rows.
# - A threshold is one point of a curve. AUC does not care how common the class is; AP does.
# - Every metric is an estimate: say from how many images, and which mean.
# - **What still fails:** no metric makes the classifier better. One template a class cannot follow
#   a shape that moves. The next assignment puts layers between pixels and scores.
#
# **Read on:** Fawcett (2006), *An introduction to ROC analysis* (a clear account of the curve);
# Davis and Goadrich (2006), *The relationship between precision-recall and ROC curves* (when one
# curve wins everywhere, so does the other); Saito and Rehmsmeier (2015), *The precision-recall plot
# is more informative than the ROC plot when evaluating binary classifiers on imbalanced datasets*
# (on rare positives); Russakovsky and others (2015), *ImageNet large scale visual recognition
# challenge* (on top-5 error).
