"""Hidden tests of the exercise `backpropagation`: other data, combinations and edge cases."""

import numpy as np

from given.testing import assert_close
from oracles.graphs import ancestors, node_gradients, value

KINDS = ("Add", "Multiply", "Maximum", "Sigmoid")
XOR_INPUTS = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
XOR_LABELS = [[0.0], [1.0], [1.0], [0.0]]


def random_steps(rng, leaves, num_steps):
    """Elementwise gates, each on the newest node and, where there are two inputs, any other.

    A result that is large goes through a sigmoid instead, so that nothing grows without bounds.
    """
    values, steps = list(leaves), []
    for _ in range(num_steps):
        newest, other = len(values) - 1, int(rng.integers(len(values)))
        kind = KINDS[rng.integers(len(KINDS))]
        pair = (newest, other) if rng.integers(2) else (other, newest)
        inputs = (newest,) if kind == "Sigmoid" else pair
        result = value(kind, *(values[each] for each in inputs))
        if np.max(np.abs(result)) > 3:
            kind, inputs, result = "Sigmoid", (newest,), value("Sigmoid", values[newest])
        steps.append((kind, inputs))
        values.append(result)
    return steps


def built(graph, leaves, steps):
    """The nodes of a graph that the student's gates make."""
    nodes = [graph.Node(np.copy(leaf) if np.ndim(leaf) else leaf) for leaf in leaves]
    for kind, inputs in steps:
        nodes.append(graph.apply(getattr(graph, kind)(), *(nodes[each] for each in inputs)))
    return nodes


def check_gradients(graph, leaves, steps):
    """Passes if backpropagate from the last node gives the oracle's gradients."""
    output = len(leaves) + len(steps) - 1
    want = node_gradients(leaves, steps, output)
    nodes = built(graph, leaves, steps)
    graph.backpropagate(nodes[output])
    for number in ancestors(len(leaves), steps, output):
        assert_close(nodes[number].grad, want[number])


def test_topological_order_of_random_graphs(student, rng):
    """topological_order: random graphs; every node once, inputs before what uses them."""
    graph = student.graph
    for _ in range(3):
        edges = {number: rng.integers(number, size=2).tolist() for number in range(1, 10)}
        nodes = [graph.Node(0.0)]
        for number, (i, j) in edges.items():
            nodes.append(graph.Node(float(number), graph.Add(), (nodes[i], nodes[j])))
        order = [int(node.value) for node in graph.topological_order(nodes[-1])]
        needed = ancestors(1, [("Add", tuple(inputs)) for inputs in edges.values()], 9)
        assert sorted(order) == sorted(needed)
        place = {number: i for i, number in enumerate(order)}
        assert all(place[i] < place[number] for number in needed - {0} for i in edges[number])


def test_topological_order_of_long_and_short_ways(student):
    """topological_order: ways of one, two and seven steps from the same node to the output."""
    graph = student.graph
    first = node = graph.Node(0.0)
    for number in range(1, 6):
        node = graph.Node(float(number), graph.Sum(), (node,))
    short = graph.Node(6.0, graph.Add(), (first, node))
    output = graph.Node(7.0, graph.Add(), (short, first))
    order = [float(each.value) for each in graph.topological_order(output)]
    assert sorted(order) == [float(number) for number in range(8)]
    assert (order[0], order[-1]) == (0.0, 7.0)
    assert [each for each in order if 1 <= each <= 5] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_nodes_of_equal_value_are_told_apart(student):
    """Nodes that have the same value are different nodes all the same."""
    graph = student.graph
    x, y = graph.Node(1.0), graph.Node(1.0)
    output = graph.apply(graph.Multiply(), graph.apply(graph.Multiply(), x, y), y)
    assert len(graph.topological_order(output)) == 4
    graph.backpropagate(output)
    assert_close(x.grad, 1.0)
    assert_close(y.grad, 2.0)


def test_random_graphs_of_numbers(student, rng):
    """backpropagate: random graphs of numbers, with nodes that are used several times."""
    for _ in range(3):
        leaves = [float(number) for number in rng.normal(size=3)]
        check_gradients(student.graph, leaves, random_steps(rng, leaves, 9))


def test_random_graphs_of_arrays(student, rng):
    """backpropagate: random graphs of arrays that are broadcast."""
    leaves = [rng.normal(size=shape) for shape in ((3,), (2, 1), (2, 3))]
    leaves.append(float(rng.normal()))
    check_gradients(student.graph, leaves, random_steps(rng, leaves, 6))


def test_a_layer_of_a_net(student, rng):
    """backpropagate: sum(sigmoid(x w + b) * x w), with w and b of unequal sizes."""
    leaves = [rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)]
    product = ("MatMul", (0, 1))  # node 3
    steps = [product, ("Add", (3, 2)), ("Sigmoid", (4,)), ("Multiply", (5, 3)), ("Sum", (6,))]
    check_gradients(student.graph, leaves, steps)


def test_a_node_given_twice_to_one_gate(student):
    """backpropagate: both inputs of a gate are the same node."""
    graph = student.graph
    for kind, slope in (("Add", 2.0), ("Multiply", 3.0), ("Maximum", 1.0)):
        x = graph.Node(np.array([1.5, 1.5]))
        graph.backpropagate(graph.apply(getattr(graph, kind)(), x, x))
        assert_close(x.grad, [slope, slope])


def test_a_node_that_was_given_is_its_own_gradient(student):
    """backpropagate: of a node that was given, its own grad is ones."""
    node = student.graph.Node(np.array([[4.0, -7.0, 2.0]]))
    student.graph.backpropagate(node)
    assert_close(node.grad, [[1.0, 1.0, 1.0]])


def test_outputs_one_after_the_other(student, rng):
    """backpropagate: three outputs of one graph in turn, the first of them again at last."""
    leaves = [rng.normal(size=3), rng.normal(size=3)]
    steps = [("Multiply", (0, 1)), ("Add", (2, 0)), ("Multiply", (3, 2)), ("Sigmoid", (2,))]
    nodes = built(student.graph, leaves, steps)
    for output in (4, 3, 5, 4, 4):
        want = node_gradients(leaves, steps, output)
        student.graph.backpropagate(nodes[output])
        for number in ancestors(2, steps, output):
            assert_close(nodes[number].grad, want[number])


def test_forty_doublings(student):
    """backpropagate: a graph with a trillion paths from x to the output."""
    graph = student.graph
    x = node = graph.Node(np.array([1.0, -0.5]))
    for _ in range(40):
        node = graph.apply(graph.Add(), node, node)
    graph.backpropagate(node)
    assert_close(x.grad, [2.0**40, 2.0**40])


def test_a_net_of_gates_learns_xor(student):
    """Twelve steps of gradient descent on a net of these gates teach it XOR."""
    graph = student.graph
    params = [[[1.0, 1.1], [0.9, 0.6]], [-0.2, -1.5], [[1.0], [-1.3]], [-0.2]]
    params = [np.array(each) for each in params]
    x, zero = graph.Node(np.array(XOR_INPUTS)), graph.Node(0.0)
    minus_y = graph.Node(-np.array(XOR_LABELS))
    for step in range(13):
        w1, b1, w2, b2 = nodes = [graph.Node(each) for each in params]
        hidden = graph.apply(graph.Add(), graph.apply(graph.MatMul(), x, w1), b1)
        hidden = graph.apply(graph.Maximum(), hidden, zero)
        scores = graph.apply(graph.Add(), graph.apply(graph.MatMul(), hidden, w2), b2)
        if step < 12:
            error = graph.apply(graph.Add(), scores, minus_y)
            graph.backpropagate(graph.apply(graph.Multiply(), error, error))
            params = [p - 0.04 * node.grad for p, node in zip(params, nodes, strict=True)]
    assert_close(scores.value, XOR_LABELS, rtol=0.0, atol=0.25)
