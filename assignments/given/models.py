"""What a solver expects of a model, and the copies it makes of it."""

import math
from typing import Any, Protocol

import numpy as np

Array = np.ndarray[Any, Any]
Arrays = dict[str, Array]


class Model(Protocol):
    """What a solver trains.

    `loss(X)` gives scores, (N, C); `loss(X, y)` gives the loss and a dict of gradients with the
    keys of `params`. A list of dicts called `bn_params`, where there is one, is the model's state
    beside its parameters (running averages): its arrays are kept and brought back with them.
    """

    params: Arrays

    def loss(self, X: Any, y: Any = None) -> Any: ...


def check_gradients(params: Arrays, grads: Arrays) -> None:
    """Refuses gradients that are not one of each parameter, of its shape."""
    have = {name: np.shape(dw) for name, dw in grads.items()}
    want = {name: np.shape(w) for name, w in params.items()}
    if have != want:
        name = next(n for n in [*want, *have] if have.get(n) != want.get(n))
        raise ValueError(
            f"model.loss gave a gradient {name!r} of shape {have.get(name, 'none')}; the parameter"
            f" has shape {want.get(name, 'none')}"
        )


def gradient_norm(grads: Arrays) -> float:
    """The length of all gradients together."""
    with np.errstate(over="ignore", invalid="ignore"):
        norm = math.sqrt(sum(float(np.vdot(dw, dw)) for dw in grads.values()))
    if math.isinf(norm):  # float32 ends at 3e38: the squares may be beyond, and the length not
        norm = math.hypot(*(float(np.linalg.norm(dw.astype(float))) for dw in grads.values()))
    return norm


def copied(arrays: Arrays) -> Arrays:
    return {name: np.array(array) for name, array in arrays.items()}


def running(model: Model) -> list[Arrays]:
    """Copies of the arrays in the model's `bn_params`; none where it has no such list."""
    layers = getattr(model, "bn_params", [])
    return [copied({k: v for k, v in layer.items() if is_array(v)}) for layer in layers]


def put(model: Model, params: Arrays, layers: list[Arrays]) -> None:
    """Gives the model copies of the parameters, and of the arrays of its `bn_params`."""
    model.params = copied(params)
    for layer, arrays in zip(getattr(model, "bn_params", []), layers, strict=True):
        for name in [name for name, value in layer.items() if is_array(value)]:
            del layer[name]
        layer.update(copied(arrays))


def is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)
