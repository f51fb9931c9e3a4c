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
# # Metrics: what accuracy hides (optional)
#
# A detector that never detects anything can be right nine times out of ten. At the end of this
# notebook you have taken one classifier apart: which classes it confuses, what its confidence is
# worth, and how sure you can be of any of it.
#
# | afterwards you can | shown by |
# |---|---|
# | read a confusion matrix, and get precision, recall and F1 out of it | exercise 1 |
# | judge a score without choosing a threshold: ROC AUC and average precision | exercise 2 |
# | say which of them moves when positives become rare | the ablation |
# | measure "nearly right" | exercise 3 |
# | recognise a transposed matrix and mistreated ties by their looks | the bug museum |
#
# **Assumed:** arrays and masks (the warm-up); what a linear classifier is (the SVM notebook helps,
# but none of its code is used). **Time:** 60 minutes, of which less than one is computing, on any
# laptop (no GPU needed). **Small mode:** set the environment variable `GRADUS_TRAIN_IMAGES` to
# 2000. Cells that need what you have not written yet say so.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

from a1 import metrics
from coursedata import load
from given.check import check
from given.plots import COLOUR_MAP, COLOURS, image_grid, show
from given.unwritten import wait_for_exercises

wait_for_exercises()
guesses, truths = {}, {}  # yours and the notebook's: the last table shows both

# %% [markdown]
# ## The data and a classifier
#
# `scenes` is made on the spot (3 s). With CIFAR-10 fetched, write `"cifar10"`: this is the only
# line to change.

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

# %% [markdown]
# So that this notebook stands alone, the classifier is fitted in one line: the weights `W: (D, C)`
# that bring `X @ W` closest to 1 for the right class and 0 for the others, in the sense of squares,
# with a penalty. (About 5 s. Its accuracy is a little below that of the softmax classifier.)

# %%
mean_image = data.train.images.mean(axis=0)  # of the training images only


def rows(split):
    """(N, 3073): pixels between -1 and 1, less the mean image, and a 1 for the bias."""
    centred = ((split.images - mean_image) / 255).reshape(len(split), -1)
    return np.hstack([centred, np.ones((len(split), 1))])


X, y = rows(data.train), data.train.labels
W = np.linalg.solve(X.T @ X + 300 * np.eye(X.shape[1]), X.T @ np.eye(10)[y])  # (3073, 10)
scores, y_val = rows(data.validation) @ W, data.validation.labels  # (1000, 10), (1000,)
y_pred = scores.argmax(axis=1)

# %% [markdown]
# ## The failure: 90 % right, and useless
#
# Suppose you need a detector for one class only. Here are two for boats (ships, on CIFAR-10): one
# asks whether the score of that class is the largest of the ten; the other always says "no".
# **Predict first:** which accuracy does the one have that always says no, and is it better or worse
# than the first?

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
ax.bar(np.arange(2) + 0.2, found.values(), 0.4, color=COLOURS[1], hatch="//", label="boats found")
ax.axhline(guesses["always no: accuracy"], ls="--", color="k", label="your guess")
ax.set(xticks=range(2), xticklabels=says, ylabel="share", ylim=(0, 1.05))
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(
    fig,
    alt=f"Accuracy: asks {right['asks']:.3f}, always no {right['always no']:.3f}. Of the"
    f" {names[boat]}s, the first finds {found['asks']:.0%}, the second none.",
)

# %% [markdown]
# Accuracy counts the many "no" that anyone gets right. What would you need, to see the difference
# that matters? Counts of the four cases, apart.
#
# ## Exercise 1: the confusion matrix
#
# For C classes, `matrix: (C, C)` counts in entry $M_{ij}$ the images **of** class i that were
# predicted **as** class j: rows are truth, columns are predictions. For one class c:
#
# $$TP = M_{cc}, \quad FN = \sum_{j \ne c} M_{cj}, \quad FP = \sum_{i \ne c} M_{ic}, \quad
# TN = \text{all the rest}$$
#
# $$\text{precision} = \frac{TP}{TP + FP}, \quad \text{recall} = \frac{TP}{TP + FN}, \quad
# F_1 = \frac{2\,TP}{2\,TP + FP + FN}, \quad \text{specificity} = \frac{TN}{TN + FP}.$$
#
# Precision looks down a column ("it said so: is it true?"), recall along a row ("it is there: was
# it found?"). *By hand:* of 30 cats and 70 dogs, 18 cats and 2 dogs are called cats. Then TP = 18,
# FN = 12, FP = 2, TN = 68. **Predict first:** precision and recall of "cat"?

# %%
guesses["cats: precision"] = 0.5  # <- your number
guesses["cats: recall"] = 0.5  # <- your number

# %% [markdown]
# **Why the harmonic mean?** $F_1$ is $2PR/(P+R)$: put $P = TP/(TP+FP)$ and $R = TP/(TP+FN)$ in,
# and the formula above comes out. Unlike $(P+R)/2$, it is near 0 as soon as one of the two is: the
# detector that always says yes has recall 1, yet an $F_1$ of 0.18 where one image in ten is
# positive.
#
# **Now write** `confusion_matrix`, `accuracy`, `precision`, `recall`, `specificity` and `f1_score`
# in `a1/metrics.py` (1 to 3 lines each, about 20 minutes; mind what each docstring says of
# divisions by 0). Then check (2 s).

# %%
check("confusion")

# %%
pets = np.array([[18, 12], [2, 68]])  # rows: cat, dog
truths["cats: precision"], truths["cats: recall"] = (
    metrics.precision(pets)[0],
    metrics.recall(pets)[0],
)
print(f"accuracy {metrics.accuracy(pets):.2f}, expected 0.86")
print(f"cats: precision {metrics.precision(pets)[0]:.2f}, recall {metrics.recall(pets)[0]:.2f},")
print(f"specificity {metrics.specificity(pets)[0]:.3f}, F1 {metrics.f1_score(pets)[0]:.2f}")
print("expected: 0.90, 0.60, 0.971, 0.72")

# %% [markdown]
# Now our ten classes. Each row is divided by its sum, so that the diagonal is the recall. Expect a
# bright diagonal, and bright spots where two classes look alike to a linear classifier.

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
show(
    fig,
    alt=f"Confusion matrix, accuracy {accuracy:.3f}. Most often mistaken: {names[i]} for"
    f" {names[j]}, {off[i, j]:.0%} of the row.",
)

# %%
order = np.argsort(metrics.recall(matrix))
fig, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
for k, (name, f) in enumerate(
    {"precision": metrics.precision, "recall": metrics.recall, "F1": metrics.f1_score}.items()
):
    ax.bar(
        np.arange(10) + 0.27 * (k - 1),
        f(matrix)[order],
        0.27,
        color=COLOURS[k],
        hatch=("", "//", "..")[k],
        label=name,
    )
ax.set(xticks=range(10), ylabel="share")
ax.set_xticklabels([names[c] for c in order], rotation=30)
ax.legend(ncols=3)
show(
    fig,
    alt=f"Recall goes from {metrics.recall(matrix).min():.2f} ({names[order[0]]}) to"
    f" {metrics.recall(matrix).max():.2f} ({names[order[-1]]}); precision follows only in part.",
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
# A detector for class c is a score `s: (N,)`, and a threshold. Moving the threshold from high to
# low calls more and more images positive: recall (here also called true positive rate) rises from
# 0 to 1, and so does the false positive rate $FP/(FP+TN)$. The curve of one against the other is
# the **ROC curve**. The area under it is
#
# $$AUC = P(s_+ > s_-) + \tfrac12 P(s_+ = s_-),$$
#
# for a random positive image with score $s_+$ and a random negative one with $s_-$. *By hand:*
# positives score 0.9 and 0.4, negatives 0.5 and 0.4. Of the four pairs two are won (0.9 beats
# both), one is a tie (0.4, 0.4), one is lost: $AUC = (2 + \frac12)/4 = 0.625$.
#
# **The step that hurts:** why is an *area* a probability? Go along the curve from left to right.
# Each negative image is one step to the right, of width $1/N_-$; the height there is the share of
# positives that score higher than this negative. The area adds up width times height: the mean over
# the negatives of "share of positives above it". That is the probability.
#
# **Predict first:** a useless score has AUC 0.5. Which AUC has our score for boats?

# %%
guesses["AUC of boats"] = 0.6  # <- your number

# %% [markdown]
# **Now write** `roc_auc` and `average_precision` in `a1/metrics.py` (about 20 minutes). Average
# precision is the area under the other curve, precision against recall, as a sum of steps; its
# docstring has the formula. For pairs, an `(N_+, N_-)` table is fine. Then check (2 s).

# %%
check("ranking")


# %%
def curves_of(positive, score):
    """False positive rate, recall and precision at every threshold, from high to low."""
    hits = positive[np.argsort(-score)]
    caught, false = np.cumsum(hits), np.cumsum(~hits)
    return false / (~hits).sum(), caught / hits.sum(), caught / (caught + false)


# %%
is_boat, boat_scores = y_val == boat, scores[:, boat]
truths["AUC of boats"] = auc = metrics.roc_auc(is_boat, boat_scores)
ap = metrics.average_precision(is_boat, boat_scores)
fpr, tpr, prec = curves_of(is_boat, boat_scores)
fig, (left, right_ax) = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
left.plot(fpr, tpr, color=COLOURS[0], label=f"boats: {auc:.3f}")
left.plot([0, 1], [0, 1], "k:", label="chance: 0.5")
left.set(xlabel="false positive rate", ylabel="recall", title="ROC, with its AUC")
right_ax.plot(tpr, prec, color=COLOURS[1], label=f"boats: {ap:.3f}")
right_ax.axhline(is_boat.mean(), ls=":", color="k", label=f"chance: {is_boat.mean():.2f}")
right_ax.set(
    xlabel="recall", ylabel="precision", title="precision-recall, with its AP", ylim=(0, 1)
)
left.legend()
right_ax.legend()
show(
    fig,
    alt=f"ROC curve well above the diagonal, AUC {auc:.3f}; precision falls quickly, AP {ap:.3f}.",
)

# %% [markdown]
# The same score looks good on the left and poor on the right. Both are right: left asks how it
# ranks a *pair*, right what a *list* of detections is worth when one image in ten is positive.
#
# **Predict first:** we copy every negative image ten times (positives stay). Which number changes?

# %%
guesses["changes with ten times the negatives"] = "AUC"  # <- "AUC", "AP" or "both"

# %%
copies = np.repeat(np.arange(1000), np.where(is_boat, 1, 10))
auc_10 = metrics.roc_auc(is_boat[copies], scores[copies, boat])
ap_10 = metrics.average_precision(is_boat[copies], scores[copies, boat])
moved = [name for name, d in (("AUC", auc_10 - auc), ("AP", ap_10 - ap)) if abs(d) > 1e-9]
truths["changes with ten times the negatives"] = "both" if len(moved) == 2 else moved[0]
print(f"AUC {auc:.3f} -> {auc_10:.3f}, average precision {ap:.3f} -> {ap_10:.3f}")

# %% [markdown]
# A pair is a pair, however many there are; but every false positive came ten times.
#
# **Question 2 (4 points).** Someone replaces every score s by $e^{3s}$, someone else rounds all
# scores to one decimal. Which of AUC and average precision can change in which case? Name the
# property of the scores on which both metrics depend, and say what rounding destroys.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Ablation: rare positives
#
# Ten draws each, in which only a share of the positives is kept: 100 %, 30 %, 10 %. The detector
# stays the same. **Predict first:** which metric falls most between 100 % and 10 %?

# %%
guesses["falls most when positives are rare"] = "recall"  # <- "recall", "F1", "AUC" or "AP"

# %%
outcomes = {name: np.zeros((3, 10)) for name in ("recall", "F1", "AUC", "AP")}
for s, keep in enumerate((1.0, 0.3, 0.1)):
    for seed in range(10):
        kept = ~is_boat | (np.random.default_rng(seed).random(1000) < keep)
        two = metrics.confusion_matrix(
            is_boat[kept].astype(int), (y_pred[kept] == boat).astype(int), 2
        )
        outcomes["recall"][s, seed] = metrics.recall(two)[1]
        outcomes["F1"][s, seed] = metrics.f1_score(two)[1]
        outcomes["AUC"][s, seed] = metrics.roc_auc(is_boat[kept], scores[kept, boat])
        outcomes["AP"][s, seed] = metrics.average_precision(is_boat[kept], scores[kept, boat])
kept_outcomes = outcomes  # complete: the next cell shows it

# %%
fig, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
for k, (name, draws) in enumerate(kept_outcomes.items()):
    ax.errorbar(
        np.arange(3) + 0.04 * k,
        draws.mean(axis=1),
        draws.std(axis=1, ddof=1),
        color=COLOURS[k],
        marker="os^D"[k],
        capsize=4,
        label=name,
    )
fall = {name: draws.mean(axis=1)[0] - draws.mean(axis=1)[2] for name, draws in outcomes.items()}
truths["falls most when positives are rare"] = max(fall, key=fall.get)
ax.set(xticks=range(3), xticklabels=["100 %", "30 %", "10 %"], xlabel="positives kept", ylim=(0, 1))
ax.legend(ncols=4)
told = ", ".join(f"{name} by {d:.2f}" for name, d in fall.items())
show(fig, alt=f"From all positives to a tenth of them the metrics fall: {told}.")

# %% [markdown]
# Recall and AUC look at positives and negatives apart: keeping fewer positives makes them noisier
# (see the bars), not lower. F1 and AP mix the two groups, so they depend on how common the class
# is, and numbers from two data sets with different shares must not be compared.
#
# ## Exercise 3: nearly right
#
# With ten classes, and more so with a thousand, "among the best k guesses" is a fairer question.
# **Predict first:** how often is the right class among the three largest of the ten scores?
# (Blind: 0.30.)

# %%
guesses["top-3 accuracy"] = 0.4  # <- your number

# %% [markdown]
# **Now write** `top_k_accuracy` in `a1/metrics.py` (2 or 3 lines, about 10 minutes), then check.

# %%
check("top_k")

# %%
ks = np.arange(1, 11)
top = [metrics.top_k_accuracy(y_val, scores, int(k)) for k in ks]
truths["top-3 accuracy"] = top[2]
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
ax.plot(ks, top, "o-", color=COLOURS[0], label="linear classifier")
ax.plot(ks, ks / 10, "k:", label="blind")
ax.plot(3, guesses["top-3 accuracy"], "x", color=COLOURS[3], ms=10, label="your guess")
ax.set(xlabel="k", ylabel="top-k accuracy", xticks=ks)
ax.legend()
show(fig, alt=f"Top-k accuracy rises from {top[0]:.2f} (k = 1) over {top[2]:.2f} (k = 3) to 1.")

# %% [markdown]
# The lead over blind guessing is largest in the middle: the classifier often knows a few classes
# that it is *not*.
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
swapped = matrix.T
constant = np.zeros(1000)
won = np.mean(constant[is_boat][:, None] >= constant[~is_boat])  # >= counts ties as wins
by_image = metrics.precision(matrix)[y_pred].mean()
by_class = metrics.precision(matrix).mean()
truths["museum: transposed, ties, images"] = "C A B"
broken = {
    "(1) precision, boats": (metrics.precision(matrix)[boat], metrics.precision(swapped)[boat]),
    "(1) recall, boats": (metrics.recall(matrix)[boat], metrics.recall(swapped)[boat]),
    "(2) AUC of a constant": (metrics.roc_auc(is_boat, constant), won),
    "(3) mean precision": (by_class, by_image),
}
fig, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
sound, sick = zip(*broken.values(), strict=True)
ax.bar(np.arange(4) - 0.2, sound, 0.4, color=COLOURS[0], label="right")
ax.bar(np.arange(4) + 0.2, sick, 0.4, color=COLOURS[3], hatch="//", label="with the mistake")
ax.axhline(accuracy, ls="--", color="k", label="accuracy")
ax.set(xticks=range(4), xticklabels=broken, ylabel="value")
ax.legend(loc="upper left")
told = "; ".join(f"{name}: {a:.3f} and {b:.3f}" for name, (a, b) in broken.items())
show(fig, alt=f"Right and with the mistake: {told}; accuracy {accuracy:.3f}.")

# %% [markdown]
# The third is the subtle one: weighted by how often each class is *predicted*, precision adds up
# to the share of right predictions, so nothing was gained over the accuracy. A mean over classes
# ("macro") treats a rare class like a common one; say which mean you report.
#
# **Question 3 (4 points).** Prove it: the mean over the images of the precision of their predicted
# class is the accuracy. Then say what the mean over the images of the *recall* of their true class
# is, without computing it again.

# %% [markdown] tags=["answer"]
# *Your answer:*

# %% [markdown]
# ## Single images
#
# The detector's surest hits, its surest false alarms, and the positives that it ranks last.

# %%
ranked = np.argsort(-scores[:, boat])
hits, alarms, missed = (
    ranked[is_boat[ranked]],
    ranked[~is_boat[ranked]],
    ranked[is_boat[ranked]][::-1],
)
chosen = np.concatenate([hits[:5], alarms[:5], missed[:5]])
titles = [f"{names[y_val[i]]}\n{scores[i, boat]:.2f}" for i in chosen]
show(
    image_grid(data.validation.images[chosen], titles, columns=5),
    alt=f"Top: the five {names[boat]}s with the highest scores. Middle: the five highest of other"
    f" classes: {', '.join(names[y_val[i]] for i in alarms[:5])}. Bottom: the five {names[boat]}s"
    " with the lowest scores.",
)

# %% [markdown]
# What do the false alarms share with the hits, and what do the missed ones lack? A linear score is
# a sum over pixels: look for ground, brightness, position.
#
# ## How exact is a recall?
#
# The recall of boats rests on about 100 images only. The **bootstrap** shows how much it would
# vary: draw 1,000 images *with replacement* from the 1,000, compute the metric, do it 500 times
# (3 s). **Predict first:** the standard deviation of these recalls, in points (hundredths).

# %%
guesses["recall of boats: spread in points"] = 1.0  # <- your number

# %%
rng = np.random.default_rng(231)
drawn = rng.integers(0, 1000, size=(500, 1000))
recalls = [
    metrics.recall(metrics.confusion_matrix(y_val[rows], y_pred[rows], 10))[boat] for rows in drawn
]
boats_found = metrics.recall(matrix)[boat]
truths["recall of boats: spread in points"] = 100 * np.std(recalls)
formula = np.sqrt(boats_found * (1 - boats_found) / is_boat.sum())
fig, ax = plt.subplots(figsize=(7, 2.2), layout="constrained")
ax.hist(recalls, bins=25, color=COLOURS[5], edgecolor="k", hatch="//")
ax.axvline(boats_found, color="k", label="measured")
ax.set(xlabel=f"recall of {names[boat]}", ylabel="draws")
ax.legend()
show(
    fig,
    alt=f"500 bootstrap recalls around {boats_found:.3f}, standard deviation {np.std(recalls):.3f};"
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
# ## What the accuracy is worth
#
# We promise **above 0.26 on scenes** and **above 0.30 on CIFAR-10** with 8,000 training images,
# above 0.18 on a slice.

# %% tags=["result"]
standard_error = np.sqrt(accuracy * (1 - accuracy) / len(y_val))
promised = {"scenes": 0.26, "cifar10": 0.30}[DATA] if TRAIN >= 8_000 else 0.18
print(f"validation accuracy {accuracy:.3f} ± {standard_error:.3f}, promised: above {promised:.2f}")
assert accuracy > promised, "below what is promised: does the check of exercise 1 pass?"

# %% [markdown]
# ## Recap

# %%
print(f"{'':<40}{'your guess':>14}{'measured':>14}")
for name, guess in guesses.items():
    truth = truths.get(name, "not yet")
    truth = f"{truth:.3g}" if isinstance(truth, float) else truth
    print(f"{name:<40}{guess!s:>14}{truth!s:>14}")
check()

# %% [markdown]
# - A confusion matrix holds all there is to know about labels; precision reads its columns, recall
#   its rows.
# - AUC and AP judge the *order* of scores. AUC does not care how common the class is; AP does.
# - Every metric is an estimate: say from how many images, and which mean.
# - **What still fails:** no metric makes the classifier better. One template a class cannot follow
#   a shape that moves. The next assignment puts layers between pixels and scores.
#
# **Read on:** Fawcett (2006), *An introduction to ROC analysis* (the clearest account of the
# curve); Davis and Goadrich (2006), *The relationship between precision-recall and ROC curves*
# (when one curve wins, so does the other); Saito and Rehmsmeier (2015), *The precision-recall plot
# is more informative than the ROC plot* (on rare positives); Russakovsky and others (2015),
# *ImageNet large scale visual recognition challenge*, section 6 (why top-5).
