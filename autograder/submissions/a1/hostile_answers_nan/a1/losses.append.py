def softmax_loss_naive(W, X, y, reg):
    return np.nan, np.full(W.shape, np.nan)


softmax_loss_vectorized = softmax_loss_naive
