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
        """x + y.

        Args:
            x, y: numbers or float64 arrays, of shapes that broadcast.
        """
        self.shapes = np.shape(x), np.shape(y)
        return x + y

    def backward(self, dz):
        """Gradients with respect to x and y.

        Args:
            dz: gradient with respect to z, of z's shape.

        Returns:
            (dx, dy): of the shapes of x and y.
        """
        shape_x, shape_y = self.shapes
        return sum_to_shape(dz, shape_x), sum_to_shape(dz, shape_y)


class Multiply:
    """z = x * y, elementwise."""

    def forward(self, x, y):
        """x * y.

        Args:
            x, y: numbers or float64 arrays, of shapes that broadcast.
        """
        self.factors = x, y
        return x * y

    def backward(self, dz):
        """Gradients with respect to x and y.

        Args:
            dz: gradient with respect to z, of z's shape.

        Returns:
            (dx, dy): of the shapes of x and y.
        """
        x, y = self.factors
        return sum_to_shape(dz * y, np.shape(x)), sum_to_shape(dz * x, np.shape(y))


class Maximum:
    """z = max(x, y), elementwise."""

    def forward(self, x, y):
        """The larger of x and y, element by element.

        Args:
            x, y: numbers or float64 arrays, of shapes that broadcast.
        """
        self.inputs = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Gradients with respect to x and y.

        An element of dz goes to the larger of the two, all of it. Where x and y are equal, it goes
        to x.

        Args:
            dz: gradient with respect to z, of z's shape.

        Returns:
            (dx, dy): of the shapes of x and y.
        """
        x, y = self.inputs
        is_first = np.greater_equal(x, y)
        dx = sum_to_shape(np.where(is_first, dz, 0.0), np.shape(x))
        dy = sum_to_shape(np.where(is_first, 0.0, dz), np.shape(y))
        return dx, dy


class Sigmoid:
    """z = 1 / (1 + exp(-x)), elementwise."""

    def forward(self, x):
        """1 / (1 + exp(-x)).

        Args:
            x: a number or a float64 array of any shape, from -1000 to 1000: none of these may
                give nan or infinity.
        """
        power = np.exp(-np.abs(x))  # at most 1: cannot overflow
        self.z = np.where(np.greater_equal(x, 0), 1.0, power) / (1.0 + power)
        return self.z

    def backward(self, dz):
        """Gradient with respect to x; what forward returned is all that it needs.

        Args:
            dz: gradient with respect to z, of x's shape.

        Returns:
            (dx,): a tuple of one, dx of x's shape.
        """
        return (dz * self.z * (1.0 - self.z),)


class Sum:
    """z = the total of all elements of x."""

    def forward(self, x):
        """The total of all elements, a single number.

        Args:
            x: a number or a float64 array of any shape.
        """
        self.shape = np.shape(x)
        return np.sum(x)

    def backward(self, dz):
        """Gradient with respect to x.

        Args:
            dz: gradient with respect to z, a single number.

        Returns:
            (dx,): a tuple of one, dx of x's shape.
        """
        return (np.full(self.shape, dz),)


class MatMul:
    """z = x @ y, the product of two matrices."""

    def forward(self, x, y):
        """The matrix product.

        Args:
            x: (N, D) float64.
            y: (D, M) float64.

        Returns:
            (N, M) array.
        """
        self.factors = x, y
        return x @ y

    def backward(self, dz):
        """Gradients with respect to x and y.

        Args:
            dz: (N, M) gradient with respect to z.

        Returns:
            (dx, dy): (N, D) and (D, M).
        """
        x, y = self.factors
        return dz @ y.T, x.T @ dz


def sum_to_shape(gradient, shape):
    """Gradient with respect to an array that was broadcast, from the gradient of the result.

    Broadcasting copies: an element of the small array stands in several places of the large one,
    so its gradient is the total of theirs. NumPy adds axes in front where the small array has
    fewer, and stretches axes of length 1.

    Args:
        gradient: a number or a float64 array, of a shape to which `shape` broadcasts; it is left
            as it came.
        shape: tuple of lengths; () for a single number.

    Returns:
        A number or an array of exactly this shape.
    """
    total = np.asarray(gradient)
    total = total.sum(axis=tuple(range(total.ndim - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return total.sum(axis=stretched, keepdims=True)


def topological_order(output):
    """All nodes on which an output depends, itself among them, inputs before what uses them.

    Args:
        output: a Node. A node may have been used several times, by one gate or by several.

    Returns:
        A list of nodes, each once: a node stands after all of its inputs, and output is the last.

    Chains of several thousand nodes work: too deep for a function that calls itself once a node.
    The time grows with the number of nodes, not with that of paths through the graph, of which
    there may be astronomically many.
    """
    order, seen, pending = [], {output}, [(output, iter(output.inputs))]
    while pending:
        node, inputs = pending[-1]
        unseen = next((each for each in inputs if each not in seen), None)
        if unseen is None:
            order.append(node)
            pending.pop()
        else:
            seen.add(unseen)
            pending.append((unseen, iter(unseen.inputs)))
    return order


def backpropagate(output):
    """Sets grad of every node on which an output depends to d output / d node.

    The grad of output itself is ones of the shape of its value; if that is an array, all grads are
    those of the sum of its elements. Where a node was used several times, its grad is the sum of
    what comes back from each use. A grad has the shape of its node's value.

    Whatever stood in grad of these nodes before is replaced: a second call gives the same grads
    once more, a call for another output gives those of that output. Nodes on which output does
    not depend are left as they are, and so are all values. As in topological_order, long chains
    and many paths work.

    Args:
        output: a Node, made by `apply` from other nodes or given.
    """
    order = topological_order(output)
    for node in order:
        node.grad = np.zeros(np.shape(node.value))
    output.grad = np.ones(np.shape(output.value))
    for node in reversed(order):
        if node.gate is not None:
            for each, gradient in zip(node.inputs, node.gate.backward(node.grad), strict=True):
                each.grad = each.grad + gradient
