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
import math
import random  # was for a test graph

from a2.helpers import build, flat, logistic, logistic_slope


def elementwise(f, x, y):
    """f of every pair, broadcast."""
    x, y = np.broadcast_arrays(x, y)
    return build([f(a, b) for a, b in zip(flat(x), flat(y))], x.shape)[()]


def product(x, y):
    """Schoolbook product; the large ones go to NumPy."""
    n, d = x.shape
    m = y.shape[1]
    if n * d * m > 20000:
        return x @ y
    rows, columns = x.tolist(), [y[:, j].tolist() for j in range(m)]
    z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            z[i, j] = sum([a * b for a, b in zip(rows[i], columns[j])])
    return z


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
        return elementwise(lambda a, b: a + b, x, y)

    def backward(self, dz):
        """Gradients with respect to x and y.

        Args:
            dz: gradient with respect to z, of z's shape.

        Returns:
            (dx, dy): of the shapes of x and y.
        """
        return sum_to_shape(dz, self.shapes[0]), sum_to_shape(dz, self.shapes[1])


class Multiply:
    """z = x * y, elementwise."""

    def forward(self, x, y):
        """x * y.

        Args:
            x, y: numbers or float64 arrays, of shapes that broadcast.
        """
        self.x = np.array(x)
        self.y = np.array(y)
        return elementwise(lambda a, b: a * b, x, y)

    def backward(self, dz):
        """Gradients with respect to x and y.

        Args:
            dz: gradient with respect to z, of z's shape.

        Returns:
            (dx, dy): of the shapes of x and y.
        """
        dx = elementwise(lambda g, b: g * b, dz, self.y)
        dy = elementwise(lambda g, a: g * a, dz, self.x)
        return sum_to_shape(dx, self.x.shape), sum_to_shape(dy, self.y.shape)


class Maximum:
    """z = max(x, y), elementwise."""

    def forward(self, x, y):
        """The larger of x and y, element by element.

        Args:
            x, y: numbers or float64 arrays, of shapes that broadcast.
        """
        self.shapes = np.shape(x), np.shape(y)
        # 1.0 where x wins (or ties)
        self.first = elementwise(lambda a, b: 1.0 if a >= b else 0.0, x, y)
        return elementwise(lambda a, b: a if a >= b else b, x, y)

    def backward(self, dz):
        """Gradients with respect to x and y.

        An element of dz goes to the larger of the two, all of it. Where x and y are equal, it goes
        to x.

        Args:
            dz: gradient with respect to z, of z's shape.

        Returns:
            (dx, dy): of the shapes of x and y.
        """
        dx = elementwise(lambda g, one: g if one else 0.0, dz, self.first)
        dy = elementwise(lambda g, one: 0.0 if one else g, dz, self.first)
        return sum_to_shape(dx, self.shapes[0]), sum_to_shape(dy, self.shapes[1])


class Sigmoid:
    """z = 1 / (1 + exp(-x)), elementwise."""

    def forward(self, x):
        """1 / (1 + exp(-x)).

        Args:
            x: a number or a float64 array of any shape, from -1000 to 1000: none of these may
                give nan or infinity.
        """
        # keeps x, not z: the slope comes without cancellation
        self.shape = np.shape(x)
        self.values = flat(x)
        return build([logistic(v) for v in self.values], self.shape)[()]

    def backward(self, dz):
        """Gradient with respect to x; what forward returned is all that it needs.

        Args:
            dz: gradient with respect to z, of x's shape.

        Returns:
            (dx,): a tuple of one, dx of x's shape.
        """
        dx = [g * logistic_slope(v) for g, v in zip(flat(dz), self.values)]
        return (build(dx, self.shape)[()],)


class Sum:
    """z = the total of all elements of x."""

    def forward(self, x):
        """The total of all elements, a single number.

        Args:
            x: a number or a float64 array of any shape.
        """
        self.shape = np.shape(x)
        return math.fsum(flat(x))

    def backward(self, dz):
        """Gradient with respect to x.

        Args:
            dz: gradient with respect to z, a single number.

        Returns:
            (dx,): a tuple of one, dx of x's shape.
        """
        dx = np.zeros(self.shape)
        for index in np.ndindex(*self.shape):
            dx[index] = dz
        return (dx[()],)


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
        self.x = np.array(x)
        self.y = np.array(y)
        return product(self.x, self.y)

    def backward(self, dz):
        """Gradients with respect to x and y.

        Args:
            dz: (N, M) gradient with respect to z.

        Returns:
            (dx, dy): (N, D) and (D, M).
        """
        dz = np.asarray(dz)
        return product(dz, self.y.T), product(self.x.T, dz)


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
    gradient = np.asarray(gradient, dtype=np.float64)
    shape = tuple(shape)
    total = np.zeros(shape)
    new_axes = gradient.ndim - len(shape)
    for index in np.ndindex(*gradient.shape):
        place = tuple([0 if n == 1 else i for i, n in zip(index[new_axes:], shape)])
        total[place] += gradient[index]
    return total[()]


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
    # Kahn: count for each node the inputs that are not yet in the list
    waiting = {}
    users = {}
    seen = {id(output): output}
    stack = [output]
    ready = []
    while stack:
        node = stack.pop()
        waiting[id(node)] = len(node.inputs)
        if not node.inputs:
            ready.append(node)
        for child in node.inputs:
            users.setdefault(id(child), []).append(node)
            if id(child) not in seen:
                seen[id(child)] = child
                stack.append(child)
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for user in users.get(id(node), []):
            waiting[id(user)] -= 1
            if waiting[id(user)] == 0:
                ready.append(user)
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
    parts = {id(node): [] for node in order}  # what comes back from each use
    parts[id(output)].append(np.ones(np.shape(output.value)))
    for k in range(len(order) - 1, -1, -1):
        node = order[k]
        total = np.zeros(np.shape(node.value))
        for part in parts[id(node)]:
            total = total + part
        node.grad = total
        if node.gate is not None:
            for child, g in zip(node.inputs, node.gate.backward(node.grad)):
                parts[id(child)].append(g)
