"""Computational graphs: gates compute values going forward, gradients going backward.

A gate is one operation. `forward` computes its value from its inputs, which are numbers or float64
arrays, and keeps on the gate itself what `backward` will need. `backward` gets dz, the gradient of
the graph's output with respect to the gate's value, and returns a tuple with the gradients with
respect to its inputs, one for each, in their order: also where there is one input only. A gradient
has the shape of its input. Neither method changes the arrays that it is given.

A gate object serves one application; whoever applies a gate twice makes two. Its backward may be
called any number of times after forward, each time with another dz.

Add, Multiply and Maximum work elementwise. Where the shapes of their inputs differ, the values are
broadcast as NumPy does it, and `sum_to_shape` brings a gradient back to the shape of its input.
"""

import numpy as np

from a2.algebra import f8, fresh, logistic


class Node:
    """A value in a graph, and where it came from.

    Attributes:
        value: a number or a float64 array.
        gate: the gate that computed it; None where it was given.
        inputs: tuple of the nodes that went into the gate; empty where it was given.
        grad: gradient of a graph's output with respect to value; None until backpropagate.
    """

    def __init__(self, value, gate=None, inputs=()):
        self.value = value
        self.gate = gate
        self.inputs = tuple(inputs)
        self.grad = None


def apply(gate, *inputs):
    """The node that a new gate makes of input nodes: `apply(Add(), a, b)`."""
    return Node(gate.forward(*(node.value for node in inputs)), gate, inputs)


class Add:
    """z = x + y."""

    def forward(self, x, y):
        self.shapes = np.shape(x), np.shape(y)
        return np.add(x, y)

    def backward(self, dz):
        return tuple(sum_to_shape(dz, s) for s in self.shapes)


class Multiply:
    """z = x * y, elementwise."""

    def forward(self, x, y):
        self.x, self.y = fresh(x), fresh(y)
        return np.multiply(x, y)

    def backward(self, dz):
        return sum_to_shape(dz * self.y, self.x.shape), sum_to_shape(dz * self.x, self.y.shape)


class Maximum:
    """z = max(x, y), elementwise."""

    def forward(self, x, y):
        self.first = np.greater_equal(x, y)  # ties go to x
        self.shapes = np.shape(x), np.shape(y)
        return np.maximum(x, y)

    def backward(self, dz):
        sx, sy = self.shapes
        return (
            sum_to_shape(np.where(self.first, dz, 0.0), sx),
            sum_to_shape(np.where(self.first, 0.0, dz), sy),
        )


class Sigmoid:
    """z = 1 / (1 + exp(-x)), elementwise."""

    def forward(self, x):
        # keeps the derivative s(x) s(-x), not the value
        z = logistic(x)
        self.slope = z * logistic(-f8(x))
        return z

    def backward(self, dz):
        return (self.slope * dz,)


class Sum:
    """z = the total of all elements of x."""

    def forward(self, x):
        self.shape = np.shape(x)
        v = f8(x).ravel()
        return np.ones(v.size) @ v

    def backward(self, dz):
        return (np.ones(self.shape) * dz,)


class MatMul:
    """z = x @ y, the product of two matrices."""

    def forward(self, x, y):
        x, y = fresh(x), fresh(y)

        def pull(dz):
            return (
                np.einsum("nm,dm->nd", dz, y, optimize=True),
                np.einsum("nd,nm->dm", x, dz, optimize=True),
            )

        self.pull = pull
        return np.einsum("nd,dm->nm", x, y, optimize=True)

    def backward(self, dz):
        return self.pull(dz)


def sum_to_shape(gradient, shape):
    """Gradient of a broadcast array: einsum leaves out the axes that were copied."""
    g = f8(gradient)
    shape = tuple(shape)
    padded = (1,) * (g.ndim - len(shape)) + shape
    keep = [i for i in range(g.ndim) if padded[i] != 1]
    return np.array(np.einsum(g, list(range(g.ndim)), keep)).reshape(shape)


def topological_order(output):
    """Kahn's algorithm from the output backwards: a node is peeled off when all its uses are."""
    uses = {id(output): 0}
    todo = [output]
    while todo:
        for child in todo.pop().inputs:
            if id(child) not in uses:
                uses[id(child)] = 0
                todo.append(child)
            uses[id(child)] += 1
    peeled, ready = [], [output]
    while ready:
        node = ready.pop()
        peeled.append(node)
        for child in node.inputs:
            uses[id(child)] -= 1
            if uses[id(child)] == 0:
                ready.append(child)
    return peeled[::-1]


def backpropagate(output):
    """Vector-Jacobian products along the reversed topological order."""
    order = topological_order(output)
    total = {id(node): np.zeros(np.shape(node.value)) for node in order}
    total[id(output)] = np.ones(np.shape(output.value))
    for node in reversed(order):
        node.grad = total[id(node)]
        if node.gate is None:
            continue
        for child, part in zip(node.inputs, node.gate.backward(node.grad)):
            total[id(child)] = total[id(child)] + part  # never in place: parts may be shared
