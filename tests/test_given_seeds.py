"""given.seeds: the stream of a test."""

from given.seeds import PUBLISHED, stream


def test_the_stream_is_the_same_in_every_run_and_on_every_machine():
    # A snapshot: students' tests must not change their numbers between releases.
    numbers = stream(PUBLISHED, "public/test_softmax.test_name").integers(1000, size=4)
    assert numbers.tolist() == SNAPSHOT


def test_streams_of_two_tests_differ():
    first, second = stream("s", "public/test_a.b"), stream("s", "public/test_a.c")
    assert first.integers(2**63) != second.integers(2**63)


def test_streams_of_two_seeds_differ():
    assert stream("s", "public/t").integers(2**63) != stream("sp", "ublic/t").integers(2**63)


SNAPSHOT = [183, 322, 396, 45]
