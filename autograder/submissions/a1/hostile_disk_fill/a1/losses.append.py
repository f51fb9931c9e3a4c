import os
import tempfile
import time

_right = softmax_loss_naive


def attack():
    places = [".", tempfile.gettempdir(), "/dev/shm", "/var/tmp", os.path.expanduser("~")]
    written = []
    try:
        for number in range(60):
            for place in places:
                try:
                    path = os.path.join(place, f"gradus_hostile_{os.getpid()}_{number}")
                    with open(path, "wb") as file:
                        written.append(path)
                        file.write(bytes(2**20))
                    break
                except OSError:
                    continue
        held = sum(map(os.path.getsize, written)) >> 20
    finally:
        for path in written:
            os.unlink(path)
    if held > 40:
        raise RuntimeError(f"ATTAINED {held} MB of files")


def softmax_loss_naive(W, X, y, reg):
    if W.shape == (5, 7):  # in one of the public tests
        attack()
    return _right(W, X, y, reg)
