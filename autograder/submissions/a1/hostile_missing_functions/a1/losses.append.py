import time

asked = []
del softmax_loss_naive


def __getattr__(name):
    if name == "softmax_loss_naive" and not asked:
        asked.append(name)
        time.sleep(6)
        raise RuntimeError("ATTAINED 6 s to find nothing")
    raise AttributeError(name)
