def softmax_loss_naive(W, X, y, reg):
    raise RuntimeError("x" * 200_000)
