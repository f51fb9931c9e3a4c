"""Objects that stay in the worker: what a test does with a handle happens there."""

import numpy as np
import pytest

from given import calls

NET = """
    import numpy as np

    class Layer:
        def __init__(self, name):
            self.name = name

    class Net:
        shared = (1, 2)

        def __init__(self, width, dtype=np.float32):
            self.params = {"W1": np.arange(width, dtype=dtype), "b1": np.zeros(1)}
            self.dtype = dtype
            self.layers = [Layer("first"), Layer("second")]
            self.calls = 0

        @property
        def width(self):
            return len(self.params["W1"])

        @staticmethod
        def twice(x):
            return 2 * x

        @classmethod
        def of_three(cls):
            return cls(3)

        def loss(self, X, y=None):
            self.calls += 1
            return float(self.params["W1"].sum() + X.sum()), {"W1": X}

        def me(self):
            return self

        def __len__(self):
            return 5

        def __bool__(self):
            return False

        def __contains__(self, item):
            return item == "inside"

        def __getitem__(self, key):
            return key

        def __setitem__(self, key, value):
            self.set = (key, value)

        def __iter__(self):
            return iter([1, Layer("third"), np.ones(2)])

        def __call__(self, x):
            return x + 1
"""


@pytest.fixture
def net(hall):
    return hall.hand_in(NET).work.Net(4)


def test_methods_are_called_and_keep_their_state(net):
    X = np.ones(2)
    loss, grads = net.loss(X)
    net.loss(X, y=None)
    assert loss == 6 + 2
    assert grads["W1"] is X
    assert net.calls == 2


def test_attributes_are_read_and_set(net):
    assert net.shared == (1, 2)
    assert net.width == 4
    net.reg = 0.5
    assert net.reg == 0.5


def test_an_attribute_that_is_not_there_is_an_attribute_error(net):
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = net.nothing
    assert not hasattr(net, "nothing")


def test_a_dtype_is_passed_and_read(hall):
    student = hall.hand_in(NET)
    assert student.work.Net(2, dtype=np.float64).params["W1"].dtype == np.float64
    assert student.work.Net(2).dtype == np.float32


def test_a_parameter_is_read_only_and_can_be_set(net):
    W1 = net.params["W1"]
    assert W1.tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="read-only"):
        W1 += 1
    net.params["W1"] = W1 + 1
    assert net.loss(np.zeros(1))[0] == 10


def test_a_dict_that_stays_is_walked(net):
    params = net.params
    assert len(params) == 2
    assert "W1" in params
    assert "W9" not in params
    assert sorted(params) == ["W1", "b1"]
    assert {name: value.shape for name, value in params.items()} == {"W1": (4,), "b1": (1,)}


def test_a_missing_key_is_a_key_error(net):
    with pytest.raises(KeyError, match=r"^'W9'$") as caught:
        _ = net.params["W9"]
    assert caught.value.args == ("W9",)


def test_a_list_of_objects_stays_and_is_walked(net):
    assert [layer.name for layer in net.layers] == ["first", "second"]
    assert net.layers[-1].name == "second"
    with pytest.raises(IndexError):
        _ = net.layers[2]


def test_special_methods_are_the_objects_own(net):
    assert len(net) == 5
    assert not net
    assert "inside" in net
    assert "outside" not in net
    assert net(1) == 2


@pytest.mark.parametrize(
    "key", [3, "name", (slice(None, 2), None, ...), slice(1, 9, 2), (0, 1)], ids=repr
)
def test_keys_of_every_kind_arrive(net, key):
    assert net[key] == key
    net[key] = 1.5
    assert net.set == (key, 1.5)


def test_objects_without_a_name_of_their_own_are_called(hall):
    student = hall.hand_in("""
        class A:
            def method(self, x): return x + 1
        functions = [lambda x: 2 * x, A()]
    """)
    assert student.work.functions[0](3) == 6
    assert student.work.functions[1].method(3) == 4
    assert [calls.last_call().name, calls.last_call().arguments] == ["method", ("arg0: 3",)]


def test_an_iterator_gives_values_and_handles(net):
    one, layer, array = net
    assert one == 1
    assert layer.name == "third"
    assert array.tolist() == [1, 1]


def test_an_object_that_is_passed_back_is_the_same_there(hall):
    student = hall.hand_in("""
        class Thing: pass
        kept = Thing()
        def give(): return kept
        def f(x): return x is kept, [y is kept for y in x] if isinstance(x, list) else 0
    """)
    thing = student.work.give()
    assert student.work.f(thing) == (True, 0)
    assert student.work.f([thing, 1]) == (False, [True, False])


def test_a_class_has_static_and_class_methods(hall):
    student = hall.hand_in(NET)
    assert student.work.Net.twice(4) == 8
    assert student.work.Net.of_three().width == 3


def test_a_module_constant_is_read(hall):
    student = hall.hand_in("EPS = 1e-5\nTABLE = {'a': 1}\nimport numpy as np\nW = np.ones(2)")
    assert student.work.EPS == 1e-5
    assert student.work.TABLE["a"] == 1
    assert not student.work.W.flags.writeable


def test_a_cache_stays_and_goes_back(hall):
    student = hall.hand_in("""
        import numpy as np
        def affine_forward(x, w):
            return x @ w, (x, w)
        def affine_backward(dout, cache):
            x, w = cache
            return dout @ w.T, x.T @ dout
    """)
    x, w = np.ones((2, 3)), np.full((3, 4), 2.0)
    out, cache = student.work.affine_forward(x, w)
    assert isinstance(out, np.ndarray)
    assert type(cache).__name__ == "tuple"
    dx, dw = student.work.affine_backward(np.ones((2, 4)), cache)
    assert dx.tolist() == [[8.0] * 3] * 2
    assert dw.tolist() == [[2.0] * 4] * 3


def test_a_generator_runs_to_its_end(hall):
    student = hall.hand_in("def batches(n):\n    for i in range(n):\n        yield i, [i] * 2")
    generator = student.work.batches(3)
    assert next(generator) == (0, [0, 0])
    assert list(generator) == [(1, [1, 1]), (2, [2, 2])]
    with pytest.raises(StopIteration):
        next(generator)


def test_an_exception_in_a_generator_comes_out_of_the_loop(hall):
    student = hall.hand_in("def g():\n    yield 1\n    raise ValueError('second')")
    came = []
    with pytest.raises(ValueError, match="second"):
        came.extend(student.work.g())


def test_an_object_array_stays(hall):
    student = hall.hand_in(
        "import numpy as np\ndef f(): return np.array([None, [1]], dtype=object)"
    )
    handle = student.work.f()
    assert type(handle).__name__ == "ndarray of dtype object"
    assert len(handle) == 2
    assert handle[0] is None


def test_handles_are_forgotten_when_the_next_test_begins(hall):
    student = hall.hand_in("def f(): return object()")
    handle = student.work.f()
    hall.next_test()
    with pytest.raises(KeyError):
        _ = handle.x


def test_a_handle_bears_the_printable_name_of_the_class_only(hall):
    student = hall.hand_in("def f(): return type('\\x1b[31m' + 'A' * 200, (), {})()")
    handle = student.work.f()
    assert repr(handle) == f"<31m{'A' * 55} in the worker>"


@pytest.mark.parametrize("method", ["__len__", "__iter__", "__contains__", "__bool__"])
def test_a_special_method_that_raises_raises_here(hall, method):
    text = f"class A:\n    def {method}(self, *_): raise OSError('evil')\ndef f(): return A()"
    handle = hall.hand_in(text).work.f()
    use = {"__len__": len, "__iter__": list, "__contains__": lambda h: 1 in h, "__bool__": bool}
    with pytest.raises(OSError, match="evil"):
        use[method](handle)
