"""Search for hyper-parameters and, to see why gradients are used, for weights."""
from __future__ import print_function
import itertools
import numpy as np
from a1.decos import xrange


class Run(object):
    """One trained classifier with its two accuracies."""
    def __init__(self, classifier, train_acc, val_acc):
        self.classifier, self.train_acc, self.val_acc = classifier, train_acc, val_acc


def grid_search(new_classifier, X, y, X_val, y_val, learning_rates, regs, num_iters=100, verbose=False):
    """Train a classifier for every pair of a learning rate and a penalty strength. max() with a key takes the first of equals."""
    dict_ = {}; runs = []
    for lr, reg in itertools.product(learning_rates, regs):
        if (lr, reg) in dict_:
            continue  # "Nothing is trained twice"
        clf = new_classifier()
        clf.train(X, y, learning_rate=lr, reg=reg, num_iters=num_iters)
        run = Run(clf, np.mean(np.asarray(clf.predict(X)) == np.asarray(y)), np.mean(np.asarray(clf.predict(X_val)) == np.asarray(y_val)))
        dict_[(lr, reg)] = (run.train_acc, run.val_acc)
        runs += [run]
        if verbose: print("lr %e reg %e train %f val %f" % (lr, reg, run.train_acc, run.val_acc))
    return dict_, max(runs, key=lambda r: r.val_acc).classifier


def random_search(loss, shape, num_draws, rng):
    """The best of num_draws random weights; min() with a key over a generator, so only the best is kept."""
    draws = (rng.normal(size=shape) for _ in xrange(num_draws))
    smallest, W = min(((loss(W), W) for W in draws), key=lambda pair: pair[0])
    return W, smallest
