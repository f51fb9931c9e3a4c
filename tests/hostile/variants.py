"""Naive graders: pytest in the process of the submission; they compare and report as many do.

`naive` compares as the course's own tests do; the others have what graders have that grew up in
notebooks: np.allclose, an error that must not exceed a tolerance, results in a file or on stdout,
what is expected computed after the call (naive-late).
"""

from dataclasses import dataclass
from typing import Literal

RESULTS = "results.json"


@dataclass(frozen=True)
class Variant:
    """What a naive grader adds to the student tree's conftest.py, and where it reads results."""

    conftest: str = ""
    reads: Literal["junit", "json", "stdout"] = "junit"
    is_on_path: bool = False  # PYTHONPATH leads to the submission


_COMPARES = """
import given.testing, numpy

def assert_close(got, want, rtol=1e-7, atol=1e-9):
    {close}

def assert_labels(got, want):
    {labels}

given.testing.assert_close, given.testing.assert_labels = assert_close, assert_labels
"""
_ALLCLOSE = _COMPARES.format(
    close="assert numpy.allclose(got, want, rtol, atol)", labels="assert (got == want).all()"
)
_ERROR = """
    size = numpy.maximum(1e-8, numpy.abs(got) + numpy.abs(want))
    error = numpy.abs(got - want) / size
    if error.size and numpy.max(error) > 1e-6:
        raise AssertionError(error)
"""
_TESTING = """
    from numpy import testing
    testing.assert_allclose(got, want, 1e-7, 1e-9)
"""
_UNITTEST = """
    import unittest
    unittest.TestCase().assertTrue(numpy.allclose(numpy.asarray(got), want))
"""
_PICKLE = """
    import pickle, subprocess
    got = pickle.loads(pickle.dumps(got))  # as it arrives from a process of the student's
    from numpy import testing
    testing.assert_allclose(got, want, 1e-7, 1e-9)
"""
_BUILTINS = """
    assert max(abs(numpy.ravel(numpy.asarray(got) - want))) < 1e-6
"""
_LATE = """
import numpy, oracles.losses

class Later(numpy.lib.mixins.NDArrayOperatorsMixin):
    def __init__(self, number, arguments):
        self.number, self.arguments = number, arguments

    def __array__(self, dtype=None, copy=None):
        return numpy.asarray(reference(*self.arguments)[self.number])

reference = oracles.losses.softmax_loss
oracles.losses.softmax_loss = lambda *arguments: (Later(0, arguments), Later(1, arguments))
"""
_WRITES_RESULTS = f"""
import json

results = {{}}

def pytest_runtest_logreport(report):
    if report.when == "call":
        results[report.nodeid] = report.outcome

def pytest_sessionfinish():
    with open("{RESULTS}", "w") as file:
        json.dump(results, file)
"""

VARIANTS: dict[str, Variant] = {
    "naive": Variant(),
    "naive-allclose": Variant(_ALLCLOSE),
    "naive-error": Variant(_COMPARES.format(close=_ERROR, labels=_ERROR)),
    "naive-testing": Variant(_COMPARES.format(close=_TESTING, labels=_TESTING)),
    "naive-unittest": Variant(_COMPARES.format(close=_UNITTEST, labels=_UNITTEST)),
    "naive-pickle": Variant(_COMPARES.format(close=_PICKLE, labels=_PICKLE)),
    "naive-builtins": Variant(_COMPARES.format(close=_BUILTINS, labels=_BUILTINS)),
    "naive-late": Variant(_LATE),
    "naive-json": Variant(_WRITES_RESULTS, reads="json"),
    "naive-stdout": Variant(reads="stdout"),
    "naive-path": Variant(is_on_path=True),
    "naive-site": Variant("import os, site; site.addsitedir(os.getcwd())"),
}
