import subprocess


def attempt():
    command = ["cat", "/tmp/gradus_hostile_canary"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10).stdout
    except OSError:
        return None


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
