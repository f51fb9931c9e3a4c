def softmax_loss_naive(W, X, y, reg):
    raise RuntimeError("x" * 20_000)
