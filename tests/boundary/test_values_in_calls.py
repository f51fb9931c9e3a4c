"""Calls through the boundary look local: arguments, what is changed in place, what comes back."""

import functools

import numpy as np
import pytest

from given import probes

OPTIMISER = """
    import numpy as np

    def rule(w, dw, config=None):
        if config is None:
            config = {}
        config.setdefault("momentum", 0.9)
        v = config.get("velocity", np.zeros_like(w))
        v = config["momentum"] * v - 0.1 * dw
        w += v
        config["velocity"] = v
        return w, config
"""


def test_an_optimiser_in_place_returns_the_callers_own_arrays(hall):
    student = hall.hand_in(OPTIMISER)
    w, config = np.ones(3), {"momentum": 0.5}
    new_w, new_config = student.work.rule(w, np.full(3, 2.0), config)
    assert new_w is w
    assert new_config is config
    assert np.allclose(w, 0.8)
    assert np.allclose(config["velocity"], -0.2)
    student.work.rule(w, np.full(3, 2.0), config)
    assert np.allclose(w, 0.8 - 0.3)


def test_a_velocity_that_is_passed_in_is_changed_in_place(hall):
    student = hall.hand_in(
        "def f(w, config):\n    config['velocity'] *= 2\n    w -= config['velocity']"
    )
    velocity = np.arange(3.0)
    config = {"velocity": velocity}
    w = np.zeros(3)
    assert student.work.f(w, config) is None
    assert config["velocity"] is velocity
    assert velocity.tolist() == [0, 2, 4]
    assert w.tolist() == [0, -2, -4]


def test_running_means_are_written_back_into_bn_param(hall):
    student = hall.hand_in("""
        def batchnorm_forward(x, gamma, beta, bn_param):
            running = bn_param.get("running_mean", 0 * x[0])
            bn_param["running_mean"] = 0.9 * running + 0.1 * x.mean(axis=0)
            bn_param.pop("left", None)
            return gamma * x + beta, (x, gamma)
    """)
    bn_param = {"mode": "train", "left": 1}
    out, _ = student.work.batchnorm_forward(np.full((4, 2), 10.0), np.ones(2), np.ones(2), bn_param)
    assert out.tolist() == [[11.0, 11.0]] * 4
    assert list(bn_param) == ["mode", "running_mean"]
    assert bn_param["running_mean"].tolist() == [1.0, 1.0]


def test_lists_are_changed_in_place(hall):
    student = hall.hand_in("def f(a, b):\n    a.append(b)\n    b[0] = 'new'\n    del a[0]")
    a, b = [1, 2], ["old"]
    student.work.f(a, b)
    assert a == [2, ["new"]]
    assert a[1] is b


def test_a_nested_dict_is_changed_where_it_is(hall):
    student = hall.hand_in("def f(p):\n    p['inner']['n'] += 1\n    p['more'] = p['inner']")
    inner = {"n": 1}
    params = {"inner": inner}
    student.work.f(params)
    assert inner == {"n": 2}
    assert params["inner"] is inner
    assert params["more"] is inner


def test_the_same_array_twice_is_one_array_there(hall):
    student = hall.hand_in("def f(a, b, c):\n    a += 1\n    return a is b, a is c, b")
    array = np.zeros(2)
    one, other, came = student.work.f(array, array, np.zeros(2))
    assert (one, other) == (True, False)
    assert came is array
    assert array.tolist() == [1, 1]


def test_a_read_only_argument_stays_read_only(hall):
    student = hall.hand_in("def f(x):\n    x += 1")
    array = np.zeros(3)
    array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        student.work.f(array)


def test_an_argument_that_is_left_alone_is_left_alone(hall):
    student = hall.hand_in("def f(x, l, d):\n    return x + 1, l + [2], dict(d, b=1)")
    array, entries, table = np.zeros(2), [1], {"a": 1}
    array.flags.writeable = False
    student.work.f(array, entries, table)
    assert (array.tolist(), entries, table) == ([0, 0], [1], {"a": 1})


LAYOUTS = """
    import numpy as np

    def f(x):
        x[0] = 7
        return x.strides, x.flags.f_contiguous, np.asfortranarray(x), x
"""


@pytest.mark.parametrize(
    "array",
    [
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(24.0).reshape(3, 8)[:, ::2],
        np.arange(12.0).reshape(3, 4)[::-1],
        np.arange(12, dtype=">i4").reshape(3, 4).T,
    ],
    ids=["fortran", "sliced", "reversed", "big-endian"],
)
def test_layouts_are_kept_on_both_sides(hall, array):
    student = hall.hand_in(LAYOUTS)
    strides, is_fortran, fortran, same = student.work.f(array)
    assert strides == array.strides
    assert is_fortran == array.flags.f_contiguous
    assert fortran.flags.f_contiguous
    assert same is array
    assert np.all(array[0] == 7)


@pytest.mark.parametrize("dtype", ["?", "i1", ">i2", "f4", "<f8", "D"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_the_last_element_of_each_array_is_seen_to_change(hall, dtype, shape):
    student = hall.hand_in("def f(*arrays):\n    for x in arrays:\n        x.flat[-1] = 1")
    arrays = [np.zeros(5, bool), np.zeros(shape, dtype), np.zeros(shape, dtype), np.zeros(3)]
    student.work.f(*arrays)
    assert [int(array.sum().real) for array in arrays] == [1, 1, 1, 1]
    assert all(array.flat[-1] == 1 for array in arrays)


def test_an_empty_array_and_those_after_it_keep_their_places(hall):
    student = hall.hand_in("def f(x, y, z):\n    y += 1\n    return z")
    x, y, z = np.zeros((0, 3)), np.arange(4.0), np.arange(2)
    assert student.work.f(x, y, z) is z
    assert y.tolist() == [1, 2, 3, 4]


def test_a_view_is_changed_in_the_callers_own_memory(hall):
    student = hall.hand_in("def f(x):\n    x *= 0")
    whole = np.ones((3, 4))
    student.work.f(whole[:, 1:3])
    assert whole.sum() == 6


def test_a_shape_set_in_place_is_the_callers_too(hall):
    student = hall.hand_in("def f(x):\n    x.shape = (6,)\n    x[0] = 5")
    array = np.zeros((2, 3))
    student.work.f(array)
    assert array.tolist() == [5, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        2**70,
        1.5,
        "text",
        b"bytes",
        1j,
        [1, [2]],
        (1, (2,)),
        {"a": (1,)},
        ...,
        np.float32(2),
        np.float64,
        np.dtype("int8"),
        slice(1, 2),
    ],
    ids=repr,
)
def test_plain_values_go_and_come_as_what_they_are(hall, value):
    student = hall.hand_in("def f(x):\n    return x, type(x).__name__, (x,)")
    came, kind, again = student.work.f(value)
    assert (came, kind, again) == (value, type(value).__name__, (value,))
    assert type(came) is type(value)


def test_arguments_by_name_are_like_the_others(hall):
    student = hall.hand_in("def f(x, y=2, *, z=3):\n    z += 1\n    return x, y, z")
    array = np.zeros(2)
    x, y, z = student.work.f(5, z=array)
    assert (x, y) == (5, 2)
    assert z is array
    assert array.tolist() == [1, 1]


def test_a_large_array_goes_and_comes(hall):
    student = hall.hand_in("def f(x):\n    return x + 1", cpu_s=4.0)
    came = student.work.f(np.zeros(3_500_000))
    assert came.shape == (3_500_000,)
    assert came[-1] == 1


# what a test may not pass


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (lambda x: x, "a function <lambda>: a function must be one of given.probes"),
        (len, "a builtin_function_or_method len: a function must be one of given.probes"),
        (functools.partial(max, 1), "max: a function must be one of given.probes"),
        (functools.partial(probes.quadratic, np.ones(2)), "arrays bound to it"),
        ({1, 2}, "a set: what crosses is"),
        (object(), "a object: what crosses is"),
        (np.zeros(5_000_000), "an array of 38 MB, shape"),
        ([np.zeros(2_000_000), np.ones(2_100_000), np.ones(200_000)], "33 MB of values"),
    ],
    ids=["lambda", "built-in", "partial", "arrays", "set", "object", "array", "list"],
)
def test_what_does_not_cross_is_a_type_error_that_says_why(hall, value, reason):
    student = hall.hand_in("def f(x):\n    return 1")
    with pytest.raises(TypeError, match="a test may not pass") as caught:
        student.work.f(value)
    assert reason in str(caught.value)
    assert student.work.f(1) == 1


@pytest.mark.parametrize(
    "generator", [np.random.default_rng([1, 2]), np.random.default_rng()], ids=["list", "entropy"]
)
def test_a_generator_without_a_small_seed_is_refused(hall, generator):
    student = hall.hand_in("def f(x):\n    return 1")
    with pytest.raises(TypeError, match=r"fresh np.random.default_rng\(seed\)"):
        student.work.f(generator)


def test_a_used_generator_is_refused(hall):
    student = hall.hand_in("def f(rng):\n    return rng.normal()")
    rng = np.random.default_rng(3)
    rng.normal()
    with pytest.raises(TypeError, match="not a fresh"):
        student.work.f(rng)


def test_a_fresh_generator_crosses_as_its_seed(hall):
    student = hall.hand_in("def f(rng):\n    return rng.normal(size=3)")
    assert np.array_equal(
        student.work.f(np.random.default_rng(3)), np.random.default_rng(3).normal(size=3)
    )


def test_a_probe_is_called_there(hall):
    student = hall.hand_in("def f(function, x):\n    return function(x)")
    assert student.work.f(probes.quadratic, np.array([3.0, 4.0])) == 12.5


def test_a_partial_probe_has_its_arguments_and_disturbs_no_others(hall):
    student = hall.hand_in(
        "def f(function, W):\n    W += 1\n    return function(W, None), function.args"
    )
    W = np.array([1.0, 2.0])
    probe = functools.partial(probes.quadratic_loss, y=[1, 2], reg=2.0)
    (loss, dW), _ = student.work.f(probe, W)
    assert (loss, dW.tolist()) == (13.0, [4, 6])
    assert W.tolist() == [2, 3]


def test_a_cubic_probe_in_a_list_crosses(hall):
    student = hall.hand_in("def f(functions, x):\n    return [g(x) for g in functions]")
    assert student.work.f([probes.cubic, probes.sine_sum], np.zeros(2)) == [0.0, 0.0]
