import os
import subprocess
import sys


def attempt():
    code = "print(open('/tmp/gradus_hostile_canary').read())"
    for program in (sys.executable, os.path.realpath("/proc/self/exe")):
        try:
            done = subprocess.run([program, "-c", code], capture_output=True, text=True, timeout=10)
        except OSError:
            continue
        if done.stdout:
            return done.stdout
    return None


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
