"""Cross-validation: every training image is once in the part that measures."""
from __future__ import print_function, division
from numpy import *
from a1.decos import *


def kfold_indices(num_rows, num_folds, rng):
    """Every row gets the number of a fold, 0 1 2 0 1 2 ..., and the NUMBERS are shuffled, not the rows."""
    fold = arange(num_rows) % num_folds
    rng.shuffle(fold)
    return [(where(fold != k)[0], where(fold == k)[0]) for k in xrange(num_folds)]


def cross_validate(classify, X, y, num_folds, rng, verbose=False):
    """The validation accuracy of each fold of kfold_indices."""
    y = asarray(y)
    accs = array([])
    for tr, va in kfold_indices(len(y), num_folds, rng):
        hits = asarray(classify(X[tr], y[tr], X[va])) == y[va]
        accs = concatenate((accs, [hits.mean()]))
        if verbose: print("fold", len(accs), accs[-1])
    return accs
