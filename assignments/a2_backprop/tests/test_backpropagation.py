"""Public tests of the exercise `backpropagation`: topological_order and backpropagate.

The graphs of backpropagate's tests are made of the gates of the exercises before. Nodes are told
apart by their values.
"""

import numpy as np

from given.testing import assert_close, contract


def multiply(graph, x, y):
    """The node x * y."""
    return graph.apply(graph.Multiply(), x, y)


def add(graph, x, y):
    """The node x + y."""
    return graph.apply(graph.Add(), x, y)


def values_in_order(graph, output):
    """The values of the nodes that topological_order lists."""
    return [float(node.value) for node in graph.topological_order(output)]


def test_topological_order_of_a_chain(student):
    """topological_order: a chain is listed from its start to its end."""
    graph = student.graph
    node = graph.Node(1.0)
    for value in (2.0, 3.0, 4.0):
        node = graph.Node(value, graph.Sum(), (node,))
    assert values_in_order(graph, node) == [1.0, 2.0, 3.0, 4.0]


def test_topological_order_of_ways_of_unequal_length(student):
    """topological_order: a node that is used early and late stands before both uses, once."""
    graph = student.graph
    x = graph.Node(2.0)
    square = multiply(graph, x, x)  # 4
    cube = multiply(graph, square, x)  # 8
    output = add(graph, cube, square)  # 12
    assert values_in_order(graph, output) == [2.0, 4.0, 8.0, 12.0]


def test_topological_order_leaves_out_what_is_not_needed(student):
    """topological_order: only nodes on which output depends; a node that was given is alone."""
    graph = student.graph
    x, y = graph.Node(2.0), graph.Node(7.0)
    square = multiply(graph, x, x)
    add(graph, square, y)
    assert values_in_order(graph, square) == [2.0, 4.0]
    assert values_in_order(graph, y) == [7.0]


def test_topological_order_of_a_very_long_chain(student):
    """topological_order: a chain of 1010 nodes, too deep for a function that calls itself."""
    graph = student.graph
    gate, node = graph.Sum(), graph.Node(0.0)
    for number in range(1, 1010):
        node = graph.Node(float(number), gate, (node,))
    order = graph.topological_order(node)
    assert len(order) == 1010
    assert [float(order[i].value) for i in (0, 1, 500, 1009)] == [0.0, 1.0, 500.0, 1009.0]


def test_gradient_of_a_sum_of_squares(student):
    """backpropagate: x^2 + y^2 at (1, 1) has the gradient (2, 2)."""
    graph = student.graph
    x, y = graph.Node(1.0), graph.Node(1.0)
    output = add(graph, multiply(graph, x, x), multiply(graph, y, y))
    graph.backpropagate(output)
    assert_close(x.grad, 2.0)
    assert_close(y.grad, 2.0)


def test_gradients_of_all_nodes(student):
    """backpropagate: every node gets its grad, also those inside the graph and the output."""
    graph = student.graph
    x, y, z = graph.Node(-2.0), graph.Node(5.0), graph.Node(-4.0)
    total = add(graph, x, y)
    output = multiply(graph, total, z)
    graph.backpropagate(output)
    for node, grad in ((x, -4.0), (y, -4.0), (z, 3.0), (total, -4.0), (output, 1.0)):
        assert_close(node.grad, grad)


def test_uses_of_a_node_add_up(student):
    """backpropagate: a node used several times collects from each use: x^3 + x at 2."""
    graph = student.graph
    x = graph.Node(2.0)
    square = multiply(graph, x, x)
    output = add(graph, multiply(graph, square, x), x)
    graph.backpropagate(output)
    assert_close(x.grad, 13.0)  # 3 x^2 + 1
    assert_close(square.grad, 2.0)


def test_gradients_of_arrays(student):
    """backpropagate: of sum(a * b + a) for arrays; no two grads get in each other's way."""
    graph = student.graph
    a, b = graph.Node(np.array([[1.0, -2.0, 3.0]])), graph.Node(np.array([[4.0, 0.5, -1.0]]))
    product = multiply(graph, a, b)
    shifted = add(graph, add(graph, product, a), product)
    graph.backpropagate(graph.apply(graph.Sum(), shifted))
    assert_close(shifted.grad, [[1.0, 1.0, 1.0]])
    assert_close(product.grad, [[2.0, 2.0, 2.0]])
    assert_close(a.grad, [[9.0, 2.0, -1.0]])  # 2 b + 1
    assert_close(b.grad, [[2.0, -4.0, 6.0]])  # 2 a


def test_an_array_as_output_counts_as_its_sum(student):
    """backpropagate: where output is an array, its grad is ones, and others are of its sum."""
    graph = student.graph
    x, y = graph.Node(np.array([1.0, -2.0, 3.0])), graph.Node(0.5)
    output = multiply(graph, x, y)
    graph.backpropagate(output)
    assert_close(output.grad, [1.0, 1.0, 1.0])
    assert_close(x.grad, [0.5, 0.5, 0.5])
    assert_close(y.grad, 2.0)


def test_a_second_run_gives_the_same(student):
    """backpropagate: run twice, it gives the same gradients, not twice as large ones."""
    graph = student.graph
    x, y = graph.Node(3.0), graph.Node(-5.0)
    output = multiply(graph, add(graph, x, y), x)
    graph.backpropagate(output)
    graph.backpropagate(output)
    assert_close(x.grad, 1.0)  # 2 x + y
    assert_close(y.grad, 3.0)


def test_another_output_replaces_the_gradients(student):
    """backpropagate: grads of another output are replaced where needed, and nowhere else."""
    graph = student.graph
    x, y = graph.Node(3.0), graph.Node(-5.0)
    product, square = multiply(graph, x, y), multiply(graph, x, x)
    graph.backpropagate(product)
    graph.backpropagate(square)
    assert_close(x.grad, 6.0)
    assert_close(y.grad, 3.0)  # still of the product: the square does not depend on y


def test_many_paths_take_no_longer(student):
    """backpropagate: x doubled 22 times: four million paths, but only 23 nodes."""
    graph = student.graph
    x = node = graph.Node(1.5)
    for _ in range(22):
        node = add(graph, node, node)
    graph.backpropagate(node)
    assert_close(x.grad, 2.0**22)


@contract
def test_gradients_have_the_shapes_of_values(student, rng):
    """backpropagate: each grad has the shape of its value, and values stay as they are."""
    graph = student.graph
    values = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    x, w, b = (graph.Node(value.copy()) for value in values)
    output = add(graph, graph.apply(graph.MatMul(), x, w), b)
    graph.backpropagate(output)
    for node, value in zip((x, w, b), values, strict=True):
        assert np.shape(node.grad) == value.shape
        assert np.array_equal(node.value, value)
    assert np.shape(output.grad) == (4, 2)
