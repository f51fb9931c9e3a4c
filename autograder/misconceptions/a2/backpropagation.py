"""Wrong orders and wrong backward passes that people really write, each with the hint it earns.

What would take as long as there are paths through the graph stops after some thousand steps.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.hints import misconception

ORDER = "graph.topological_order"
BACKPROPAGATE = "graph.backpropagate"
MOST = 5000  # steps


# The order


@misconception(
    ORDER, hint="Reversed: the order has inputs first, and gradients go through it from its end."
)
def output_first(output: Any) -> list[Any]:
    return sorted_nodes(output)[::-1]


@misconception(ORDER, hint="A node is listed once for each use: remember which you have visited.")
def listed_for_each_use(output: Any) -> list[Any]:
    order: list[Any] = []
    pending = [(output, False)]
    while pending:
        check_length(order)
        node, is_done = pending.pop()
        if is_done:
            order.append(node)
        else:
            pending.append((node, True))
            pending += [(each, False) for each in reversed(node.inputs)]
    return order


@misconception(
    ORDER, hint="You list nodes level by level: a node used late and early stands too late."
)
def level_by_level(output: Any) -> list[Any]:
    order = [output]
    for node in order:
        order += [each for each in dict.fromkeys(node.inputs) if each not in order]
    return order[::-1]


@misconception(ORDER, hint="A node is listed when you reach it: list it after all of its inputs.")
def listed_when_reached(output: Any) -> list[Any]:
    order: dict[Any, None] = {}
    pending = [output]
    while pending:
        node = pending.pop()
        if node not in order:
            order[node] = None
            pending += reversed(node.inputs)
    return [*order][::-1]


@misconception(ORDER, hint="The output is missing in your list: it stands at the end.")
def output_left_out(output: Any) -> list[Any]:
    return sorted_nodes(output)[:-1]


@misconception(
    ORDER, hint="Nodes that were given are missing in your list: they need gradients, too."
)
def given_nodes_left_out(output: Any) -> list[Any]:
    return [node for node in sorted_nodes(output) if node.gate is not None]


@misconception(
    ORDER, hint="You take nodes of equal value for the same node: compare them with `is`."
)
def nodes_compared_by_value(output: Any) -> list[Any]:
    firsts = {np.asarray(node.value).tobytes(): node for node in sorted_nodes(output)[::-1]}
    return [node for node in sorted_nodes(output) if node in firsts.values()]


# The backward pass


@misconception(
    BACKPROPAGATE, hint="The last use of a node overwrites the others: add up what comes back."
)
def last_use_overwrites(output: Any) -> None:
    run(output, lambda old, new: new)


@misconception(
    BACKPROPAGATE, hint="You take the mean over the uses of a node: the chain rule adds them up."
)
def mean_over_uses(output: Any) -> None:
    counts: dict[Any, int] = {}
    for each, gradient in passes(output):
        count = counts[each] = counts.get(each, 0) + 1
        each.grad = (each.grad * (count - 1) + gradient) / count


@misconception(BACKPROPAGATE, hint="Old gradients are added to: set grads to zero before each run.")
def runs_add_up(output: Any) -> None:
    for node in sorted_nodes(output):
        node.grad = np.zeros(np.shape(node.value)) if node.grad is None else node.grad
    output.grad = np.ones(np.shape(output.value))
    for node in reversed(sorted_nodes(output)):
        for each, gradient in uses(node):
            each.grad = each.grad + gradient


@misconception(
    BACKPROPAGATE, hint="Only inner nodes start from zero again: old grads of given ones remain."
)
def given_nodes_add_up(output: Any) -> None:
    old = {node: node.grad for node in sorted_nodes(output) if node.gate is None}
    run(output, np.add)
    for node, grad in old.items():
        if grad is not None and node is not output:
            node.grad = node.grad + grad


@misconception(
    BACKPROPAGATE, hint="A grad is changed in place (+=), and another node holds the same array."
)
def added_in_place(output: Any) -> None:
    for node in sorted_nodes(output):
        node.grad = None
    output.grad = np.ones(np.shape(output.value))
    for node in reversed(sorted_nodes(output)):
        for each, gradient in uses(node):
            if each.grad is None:
                each.grad = gradient
            else:
                each.grad += gradient


@misconception(
    BACKPROPAGATE, hint="Gates go backward from the inputs on, where no gradient is known yet."
)
def from_inputs_to_output(output: Any) -> None:
    order = sorted_nodes(output)
    for node in order:
        node.grad = None
    output.grad = np.ones(np.shape(output.value))
    for node in order:
        if node.grad is not None:
            for each, gradient in uses(node):
                each.grad = gradient if each.grad is None else each.grad + gradient


@misconception(
    BACKPROPAGATE,
    hint="A node goes backward for each use, with all it has so far: wait for all uses.",
)
def again_for_each_use(output: Any) -> None:
    for node in sorted_nodes(output):
        node.grad = np.zeros(np.shape(node.value))
    output.grad = np.ones(np.shape(output.value))
    visit(output, [])


@misconception(
    BACKPROPAGATE, hint="You start from the output's value: its gradient by itself is 1."
)
def starts_from_the_value(output: Any) -> None:
    run(output, np.add, np.array(output.value, dtype=np.float64))


@misconception(
    BACKPROPAGATE, hint="You start from 1 over the number of elements: the gradient is of the sum."
)
def starts_from_a_mean(output: Any) -> None:
    run(output, np.add, np.ones(np.shape(output.value)) / max(1, np.size(output.value)))


@misconception(
    BACKPROPAGATE, hint="The output itself gets no grad: it is ones of the shape of its value."
)
def output_without_grad(output: Any) -> None:
    run(output, np.add)
    output.grad = None


@misconception(
    BACKPROPAGATE, hint="Only nodes that were given keep a grad: all nodes do, also inner ones."
)
def inner_nodes_without_grad(output: Any) -> None:
    run(output, np.add)
    for node in sorted_nodes(output):
        if node.gate is not None:
            node.grad = None


@misconception(
    BACKPROPAGATE, hint="The gradients go to the inputs in the wrong order: first to the first."
)
def inputs_in_reversed_order(output: Any) -> None:
    for node in sorted_nodes(output):
        node.grad = np.zeros(np.shape(node.value))
    output.grad = np.ones(np.shape(output.value))
    for node in reversed(sorted_nodes(output)):
        gradients = [gradient for _, gradient in uses(node)]
        for each, gradient in zip(reversed(node.inputs), gradients, strict=True):
            each.grad = each.grad + gradient


# What the variants share


def sorted_nodes(output: Any) -> list[Any]:
    """The right order."""
    order: list[Any] = []
    seen, pending = set(), [(output, False)]
    while pending:
        node, is_done = pending.pop()
        if is_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            pending.append((node, True))
            pending += [(each, False) for each in reversed(node.inputs)]
    return order


def uses(node: Any) -> list[tuple[Any, Any]]:
    """The inputs of a node, each with the gradient that comes back to it."""
    if node.gate is None:
        return []
    return list(zip(node.inputs, node.gate.backward(node.grad), strict=True))


def passes(output: Any, start: Any = None) -> Iterator[tuple[Any, Any]]:
    """All uses of all nodes, from the output on; grads are zeros at first."""
    order = sorted_nodes(output)
    for node in order:
        node.grad = np.zeros(np.shape(node.value))
    output.grad = np.ones(np.shape(output.value)) if start is None else start
    for node in reversed(order):
        yield from uses(node)


def run(output: Any, joined: Callable[[Any, Any], Any], start: Any = None) -> None:
    """A backward pass with some way to join the gradients of several uses."""
    for each, gradient in passes(output, start):
        each.grad = joined(each.grad, gradient)


def visit(node: Any, visited: list[Any]) -> None:
    """Goes backward from a node, along every path."""
    visited.append(node)
    check_length(visited)
    for each, gradient in uses(node):
        each.grad = each.grad + gradient
        visit(each, visited)


def check_length(nodes: list[Any]) -> None:
    if len(nodes) > MOST:
        raise MemoryError("too many paths")
