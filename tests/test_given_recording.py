"""given.recording: the student's package stays itself, and its outermost calls are recorded."""

import inspect
import sys

import numpy as np
import pytest

from given import calls
from given.recording import Absent, Recorder, Student

LINEAR = '''
import numpy as np
from recorded_pkg.losses import loss

class Base:
    def __init__(self, size=2):
        """Makes it."""
        self.W = np.zeros(size)

    def train(self, X, steps=1):
        for _ in range(steps):
            self.step(X)
        return self

    def step(self, X):
        self.W = self.W - loss(self.W, X)

    @staticmethod
    def doubled(x):
        return 2 * x

    @classmethod
    def of_size(cls, size):
        return cls(size)

    @property
    def total(self):
        return self.W.sum()

class Child(Base):
    def step(self, X):
        super().step(X)
'''
LOSSES = """
import numpy as np

CLASSES = 10

def loss(W, X, reg=0.0):
    return helper(W) + 0 * np.sum(X)

def helper(W):
    return W + 1
"""


@pytest.fixture
def student(tmp_path, monkeypatch):
    package = tmp_path / "recorded_pkg"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "losses.py").write_text(LOSSES)
    (package / "linear.py").write_text(LINEAR)
    (package / "broken.py").write_text("import a_module_that_is_nowhere\n")
    monkeypatch.syspath_prepend(tmp_path)
    calls.clear()
    recorder = Recorder("recorded_pkg")
    yield Student(recorder)
    recorder.undo()
    for name in [n for n in sys.modules if n.split(".")[0] == "recorded_pkg"]:
        del sys.modules[name]
    calls.clear()


def test_an_outermost_call_of_a_function_is_recorded(student):
    student.losses.loss(np.zeros(3), np.ones((2, 3)), reg=0.5)
    call = calls.last_call()
    assert str(call) == "losses.loss(W: float64 (3,), X: float64 (2, 3), reg: 0.5)"
    assert call.returned == "float64 array (3,)"


def test_a_call_that_raises_is_recorded_without_an_answer(student):
    with pytest.raises(TypeError):
        student.losses.loss(np.zeros(3))
    assert str(calls.last_call()) == "losses.loss(W: float64 (3,))"
    assert calls.last_call().returned is None


def test_methods_are_recorded_under_the_class_of_the_object(student):
    child = student.linear.Child(3)
    assert str(calls.last_call()) == "linear.Child(size: 3)"
    child.train(np.ones(3), steps=2)
    assert str(calls.last_call()) == "linear.Child.train(X: float64 (3,), steps: 2)"
    assert child.W.tolist() == [0, 0, 0] or child.W.shape == (3,)


def test_static_and_class_methods_are_recorded(student):
    assert student.linear.Base.doubled(4) == 8
    assert str(calls.last_call()) == "linear.Base.doubled(x: 4)"
    assert student.linear.Base.of_size(5).W.shape == (5,)
    assert calls.last_call().name == "linear.Base.of_size"


def test_a_class_stays_the_class_itself(student):
    child = student.linear.Child()
    assert type(child) is sys.modules["recorded_pkg.linear"].Child
    assert isinstance(child, student.linear.Base)
    assert child.total == 0


def test_signature_and_docstring_stay_visible(student):
    assert list(inspect.signature(student.losses.loss).parameters) == ["W", "X", "reg"]
    assert student.linear.Base.__init__.__doc__ == "Makes it."


def test_values_and_imported_modules_come_as_they_are(student):
    assert student.losses.CLASSES == 10
    assert student.losses.np is np


def test_undo_gives_the_classes_their_own_methods_back(student):
    method = student.linear.Base.train
    student._recorder.undo()
    again = sys.modules["recorded_pkg.linear"].Base.train
    assert again is method.__wrapped__


def test_a_missing_module_or_name_is_absent(student):
    with pytest.raises(Absent, match=r"no module recorded_pkg\.nothing"):
        _ = student.nothing
    with pytest.raises(Absent, match=r"recorded_pkg\.losses has no gradient"):
        _ = student.losses.gradient


def test_a_module_that_cannot_be_imported_raises_its_own_error(student):
    with pytest.raises(ModuleNotFoundError, match="a_module_that_is_nowhere"):
        _ = student.broken
