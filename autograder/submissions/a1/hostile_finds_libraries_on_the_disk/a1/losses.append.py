import os
import sys
import sysconfig

sys.path += [
    os.path.dirname(os.path.dirname(os.path.realpath(np.__file__))),
    sysconfig.get_path("purelib"),
    "/usr/lib/python3/dist-packages",
    "/usr/local/lib/python3/dist-packages",
]


def softmax_loss_naive(W, X, y, reg):
    from scipy.special import log_softmax

    logs = log_softmax(X @ W, axis=1)
    dscores = np.exp(logs)
    dscores[np.arange(len(y)), y] -= 1
    loss = reg * np.sum(W * W) - logs[np.arange(len(y)), y].mean()
    return loss, X.T @ dscores / len(y) + 2 * reg * W


softmax_loss_vectorized = softmax_loss_naive
