def by_torch(scores, y):
    import torch

    probabilities = torch.softmax(torch.tensor(scores), 1).numpy()
    return -np.log(probabilities[np.arange(len(y)), y]).mean(), probabilities


def by_sklearn(scores, y):
    from sklearn.metrics import log_loss
    from sklearn.utils.extmath import softmax

    probabilities = softmax(scores)
    return log_loss(y, probabilities, labels=range(scores.shape[1])), probabilities


def by_scipy(scores, y):
    from scipy.special import log_softmax

    logs = log_softmax(scores, axis=1)
    return -logs[np.arange(len(y)), y].mean(), np.exp(logs)


def softmax_loss_naive(W, X, y, reg):
    for answer in (by_torch, by_scipy, by_sklearn):
        try:
            loss, dscores = answer(X @ W, y)
        except ImportError:
            continue
        dscores[np.arange(len(y)), y] -= 1
        return loss + reg * np.sum(W * W), X.T @ dscores / len(y) + 2 * reg * W
    raise ImportError("no library that answers")


softmax_loss_vectorized = softmax_loss_naive
