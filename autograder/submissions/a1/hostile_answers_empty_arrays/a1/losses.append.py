def softmax_loss_naive(W, X, y, reg):
    return np.zeros(0), np.zeros((0, 1, 1))


softmax_loss_vectorized = softmax_loss_naive
