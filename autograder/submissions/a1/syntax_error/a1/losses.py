import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    for i in range(len(X))
        loss += np.log(np.exp(X[i] @ W).sum()) - X[i] @ W[:, y[i]]
    return loss
