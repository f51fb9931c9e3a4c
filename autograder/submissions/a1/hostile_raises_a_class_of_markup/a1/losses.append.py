def softmax_loss_naive(W, X, y, reg):
    raise type("<gradus_hostile>\x1b[2J\u202e", (ValueError,), {})()
