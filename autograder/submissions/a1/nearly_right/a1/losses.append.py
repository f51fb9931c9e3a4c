def softmax_loss_vectorized(W, X, y, reg):
    N = len(X)
    scores = X @ W
    scores -= scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    totals = powers.sum(axis=1)
    loss = np.mean(np.log(totals) - scores[np.arange(N), y]) + reg * (W**2).sum()
    slope = powers / totals[:, None]
    slope[np.arange(N), y] -= 1
    return loss, X.T @ slope / N + reg * W
