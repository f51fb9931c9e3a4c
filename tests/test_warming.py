"""What a zygote does ahead of its workers leaves nothing that a student could see."""

import random
import sys

import numpy as np
import pytest

from autograder.boundary import messages, warming
from autograder.boundary.worker import Worker


@pytest.fixture
def replies(monkeypatch):
    """Of the worker that is only there to warm up."""
    heard = []

    def answer(self, frame, original=Worker.answer):
        payload = original(self, frame)
        heard.append(messages.decode_reply(payload[8 : 8 + int.from_bytes(payload[4:8])]))
        return payload

    monkeypatch.setattr(Worker, "answer", answer)
    return heard


def test_each_request_is_answered_as_a_students_would_be(replies):
    warming.warm()
    kinds = [type(reply).__name__ for reply in replies[:3]]
    assert kinds == ["Returned", "Returned", "Raised"]
    assert replies[2].kind == "NotImplementedError"


def test_no_module_and_no_finder_stays():
    before = set(sys.modules), list(sys.meta_path)
    warming.warm()
    assert (set(sys.modules), list(sys.meta_path)) == before


def test_random_numbers_are_not_those_of_the_last_seed():
    draws = set()
    for _ in range(2):
        warming.warm()
        draws |= {random.random(), float(np.random.random())}
    assert len(draws) == 4
