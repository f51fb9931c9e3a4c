"""What the layers of a2 and a3 cost: `python -m tests.benchmarks.deep_layers`.

CPU seconds on one thread: the gradient of batch normalisation by one formula beside the one by
stages, and a training step of a network with five hidden layers beside the same network in PyTorch.
docs/benchmarks.md has figures.
"""

import sys

import numpy as np
import torch
from tests.benchmarks.comparison import Comparison, Task, report_all

from a2.networks import FullyConnectedNet
from a2.optimizers import sgd
from a3.normalization import batchnorm_backward, batchnorm_backward_alt, batchnorm_forward

SHAPES = [(100, 500), (500, 100), (50, 1000), (1000, 1000)]  # (N, D) of a batch
FEATURES, HIDDEN, CLASSES, BATCH = 3072, (100,) * 5, 10, 100
RATE, STEPS = 1e-2, 50


def main() -> int:
    """Prints a row a comparison; 1 if one of them misses what is wanted."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(231)
    return report_all([*(batch_norm(rng, shape) for shape in SHAPES), training_step(rng)])


def batch_norm(rng: np.random.Generator, shape: tuple[int, int]) -> Comparison:
    """The two gradients on a cache of the same forward pass."""
    x, dout = rng.normal(size=shape), rng.normal(size=shape)
    gamma, beta = rng.normal(size=shape[1]), rng.normal(size=shape[1])
    _, cache = batchnorm_forward(x, gamma, beta, {"mode": "train"})
    return Comparison(
        f"batch norm backward {shape}, one formula against stages",
        lambda: [batchnorm_backward_alt(dout, cache) for _ in range(STEPS)],
        lambda: [batchnorm_backward(dout, cache) for _ in range(STEPS)],
    )


def training_step(rng: np.random.Generator) -> Comparison:
    """Loss, gradients and one step of plain descent, float32."""
    X = rng.normal(size=(BATCH, FEATURES)).astype(np.float32)
    y = rng.integers(0, CLASSES, size=BATCH)
    return Comparison(
        f"training step, {FEATURES} - {len(HIDDEN)} x {HIDDEN[0]} - {CLASSES}, against PyTorch",
        numpy_steps(X, y),
        torch_steps(X, y),
        at_least=0.5,
    )


def numpy_steps(X: np.ndarray, y: np.ndarray) -> Task:
    """STEPS steps of our network."""
    net = FullyConnectedNet(HIDDEN, FEATURES, CLASSES, weight_scale=0.05, dtype=np.float32)

    def steps() -> None:
        for _ in range(STEPS):
            _, grads = net.loss(X, y)
            for name, dw in grads.items():
                net.params[name], _ = sgd(net.params[name], dw, {"learning_rate": RATE})

    return steps


def torch_steps(X: np.ndarray, y: np.ndarray) -> Task:
    """The same number of steps of the same network in PyTorch."""
    sizes = (FEATURES, *HIDDEN)
    hidden = [
        layer
        for fan_in, fan_out in zip(sizes, HIDDEN, strict=False)
        for layer in (torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU())
    ]
    net = torch.nn.Sequential(*hidden, torch.nn.Linear(HIDDEN[-1], CLASSES))
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
    images, labels = torch.from_numpy(X), torch.from_numpy(y)

    def steps() -> None:
        for _ in range(STEPS):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(net(images), labels).backward()
            optimizer.step()

    return steps


if __name__ == "__main__":
    sys.exit(main())
