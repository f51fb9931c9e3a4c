"""Nets with normalisation and known dropout masks; gradients by complex steps.

No backpropagation here: everything is a forward pass that takes complex numbers, too, and the
derivative of f is Im f(v + ih) / h. With h = 1e-30 that is exact, for nothing is subtracted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 1e-30
EPS = 1e-5
MOMENTUM = 0.9

Array = NDArray[Any]
Floats = NDArray[np.float64]
Params = Mapping[str, Array]  # W1, b1, ..., and gamma1, beta1, ... with normalisation
Statistics = tuple[Floats, Floats]  # of a layer: running mean and running variance


@dataclass(frozen=True)
class Block:
    """What a hidden layer does between affine and ReLU, and after.

    Args:
        normalization: "batchnorm", "layernorm" or None.
        mask: of what is kept after ReLU; None keeps all and scales nothing.
        p: by which the kept ones are divided.
        statistics: of batch normalisation in mode "test"; None takes the batch's own.
    """

    normalization: str | None
    mask: Array | None = None
    p: float = 1.0
    statistics: Statistics | None = None

    def out(self, params: Params, x: Array, layer: int) -> Array:
        """(N, H): affine, normalisation, ReLU, dropout."""
        a = affine(params, x, layer)
        if self.normalization is not None:
            mean, var = self.statistics or moments(a, self.normalization)
            a = (a - mean) / (var + EPS) ** 0.5
            a = a * params[f"gamma{layer}"] + params[f"beta{layer}"]
        a = np.where(a.real > 0, a, 0)
        return a if self.mask is None else np.where(self.mask, a / self.p, 0)

    def gradients(
        self, params: Params, x: Floats, layer: int, dout: Floats
    ) -> tuple[Floats, dict[str, Floats]]:
        """The derivatives of sum(dout * out) by x, and by the layer's own parameters."""
        moving, images = complex_copy(params), x.astype(complex)

        def total() -> Any:
            return np.sum(dout * self.out(moving, images, layer))

        kinds = ["W", "b"] if self.normalization is None else ["W", "b", "gamma", "beta"]
        own = {f"{kind}{layer}": slopes(moving[f"{kind}{layer}"], total) for kind in kinds}
        return slopes(images, total), own


def affine(params: Params, x: Array, layer: int) -> Array:
    """(N, H): each image's numbers in a row, times W, plus b."""
    rows = np.stack([image.ravel() for image in x])
    return np.asarray(rows @ params[f"W{layer}"] + params[f"b{layer}"])


def moments(a: Array, normalization: str) -> tuple[Array, Array]:
    """Mean and mean squared distance from it: of each column, or of each row."""
    lines = a.T if normalization == "batchnorm" else a
    mean = np.array([sum(line) / len(line) for line in lines])
    pairs = zip(lines, mean, strict=True)
    var = np.array([sum((line - m) ** 2) / len(line) for line, m in pairs])
    return (mean, var) if normalization == "batchnorm" else (mean[:, None], var[:, None])


def running(batches: Sequence[Array]) -> Statistics:
    """Running mean and variance after batches of inputs of a batch normalisation, from zeros."""
    mean, var = np.zeros(batches[0].shape[1]), np.zeros(batches[0].shape[1])
    for batch in batches:
        new_mean, new_var = moments(batch, "batchnorm")
        mean = MOMENTUM * mean + (1 - MOMENTUM) * new_mean
        var = MOMENTUM * var + (1 - MOMENTUM) * new_var
    return mean, var


def scores(params: Params, X: Array, blocks: Sequence[Block]) -> Array:
    """(N, C): through all blocks, then affine alone."""
    out = X
    for layer, block in enumerate(blocks, start=1):
        out = block.out(params, out, layer)
    return affine(params, out, len(blocks) + 1)


def loss(
    params: Params, X: Array, y: NDArray[np.integer], blocks: Sequence[Block], reg: float
) -> Any:
    """Mean of -log softmax of the right class, plus reg / 2 times the sum of all W * W."""
    total: Any = 0.0
    for row, label in zip(scores(params, X, blocks), y, strict=True):
        total = total + np.log(sum(np.exp(row - row[label])))
    squares = sum(np.sum(params[name] ** 2) for name in params if name.startswith("W"))
    return total / len(y) + reg / 2 * squares


def gradients(
    params: Params, X: Array, y: NDArray[np.integer], blocks: Sequence[Block], reg: float
) -> dict[str, Floats]:
    """The derivative of loss by every number of every parameter."""
    moving = complex_copy(params)
    return {name: slopes(moving[name], lambda: loss(moving, X, y, blocks, reg)) for name in moving}


def complex_copy(params: Params) -> dict[str, Array]:
    return {name: value.astype(complex) for name, value in params.items()}


def slopes(moving: Array, total: Callable[[], Any]) -> Floats:
    """The derivative of total by each number of a complex array that it reads."""
    found = np.zeros(moving.shape)
    for place in np.ndindex(moving.shape):
        moving[place] += 1j * STEP
        found[place] = complex(total()).imag / STEP
        moving[place] -= 1j * STEP
    return found
