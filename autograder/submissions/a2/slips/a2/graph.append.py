

def backpropagate(output):
    output.grad = 1.0
    for node in reversed(topological_order(output)):
        if node.gate is not None:
            for child, grad in zip(node.inputs, node.gate.backward(node.grad)):
                child.grad = grad
