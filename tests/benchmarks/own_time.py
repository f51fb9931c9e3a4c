"""A pytest plugin: the CPU seconds of the test bodies alone, with all that they call."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

FILE = "GRADUS_OWN_TIME"  # environment variable: where the seconds are written to

_spent_s: list[float] = []


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Iterator[None]:
    begun_s = time.process_time()
    try:
        return (yield)
    finally:
        _spent_s.append(time.process_time() - begun_s)


def pytest_sessionfinish() -> None:
    Path(os.environ[FILE]).write_text(str(sum(_spent_s)), encoding="ascii")
