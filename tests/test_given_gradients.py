"""given.gradients and given.probes: known derivatives and known classifiers."""

import numpy as np
import pytest

from given import probes
from given.gradients import numerical_derivative


def test_the_derivative_of_a_square_is_twice_x():
    assert numerical_derivative(lambda x: x * x, 3.0) == pytest.approx(6.0, rel=1e-9)


def test_the_derivative_along_a_direction_is_the_gradient_times_it():
    x, d = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.0, 1.0], [2.0, -1.0]])
    slope = numerical_derivative(probes.cubic, x, d)
    assert slope == pytest.approx(np.sum(3 * x**2 * d), rel=1e-8)


def test_x_is_not_changed():
    x = np.array([1.0, 2.0])
    numerical_derivative(probes.quadratic, x, np.ones(2))
    assert x.tolist() == [1.0, 2.0]


def test_a_direction_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"\(3,\), x has shape \(2,\)"):
        numerical_derivative(probes.quadratic, np.ones(2), np.ones(3))


@pytest.mark.parametrize(
    ("probe", "gradient"),
    [
        (probes.quadratic, lambda x: x),
        (probes.cubic, lambda x: 3 * x**2),
        (probes.sine_sum, np.cos),
    ],
)
def test_a_probe_has_the_gradient_that_it_promises(probe, gradient):
    x, d = np.array([0.3, -1.2, 2.0]), np.array([1.0, 0.5, -2.0])
    assert numerical_derivative(probe, x, d) == pytest.approx(gradient(x) @ d, rel=1e-8)


def test_the_quadratic_loss_has_its_gradient():
    W, d = np.array([[1.0, -2.0]]), np.array([[0.5, 1.0]])
    slope = numerical_derivative(lambda V: probes.quadratic_loss(V, None, None, 0.7)[0], W, d)
    assert slope == pytest.approx(np.sum(probes.quadratic_loss(W, None, None, 0.7)[1] * d))


def test_the_classifiers_answer_with_a_label_a_row():
    X, y = np.array([[0.0], [1.0], [10.0], [11.0], [12.0]]), np.array([3, 3, 5, 5, 5])
    new = np.array([[2.0], [9.0]])
    assert probes.constant_classifier(X, y, new).tolist() == [0, 0]
    assert probes.majority_classifier(X, y, new).tolist() == [5, 5]
    assert probes.nearest_mean_classifier(X, y, new).tolist() == [3, 5]
