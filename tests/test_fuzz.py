"""What receives a worker's replies, fuzzed in short; `make fuzz` sends a million inputs."""

import inspect
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.boundary import frames, messages
from autograder.boundary.frames import Frame
from autograder.boundary.messages import Inspect, List, Use
from autograder.session import Exchange
from tests.fuzz import campaign, extremes, generation, guards, inputs, mutation, recording, replay
from tests.fuzz.guards import Guard, TooSlow
from tests.fuzz.inputs import Input, Inputs

FIRST = len(extremes.ALL)  # the inputs before are the largest ones
REPLIES = {
    cls.__struct_config__.tag
    for cls in vars(messages).values()
    if inspect.isclass(cls) and issubclass(cls, msgspec.Struct) and cls is not msgspec.Struct
} - {"use", "inspect"}
CALL = frames.pack(messages.encode(Use("call", "work.f", [List([])])), [])
INSPECTION = frames.pack(messages.encode(Inspect("losses.f", "loops")), [])


@pytest.fixture(scope="module", autouse=True)
def patience():
    """A busy machine is no finding here: `make fuzz` holds inputs to their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guards, "FIXED_S", 60.0)
        yield


@pytest.fixture(scope="module")
def guard():
    return Guard()


def tags(node):
    """The tags of all messages in a structure."""
    if not isinstance(node, list) or not node:
        return set()
    own = {node[0]} if isinstance(node[0], str) else set()
    return own.union(*map(tags, node))


def reply(*fields, blobs=b""):
    """The bytes of a frame with this structure."""
    return frames.pack(msgspec.msgpack.encode([*fields]), [blobs])


# The receiving side

atoms = st.sampled_from(
    [None, True, 0, 1, 2, -1, 2**63 - 1, 1.5, "", "<f8", "|b1", "float", b"", bytes(8)]
)
nodes = st.recursive(
    atoms,
    lambda inner: (
        st.tuples(st.sampled_from(["l", "t"]), st.lists(inner, max_size=3))
        | st.tuples(st.just("d"), st.lists(st.tuples(inner, inner), max_size=3))
        | st.tuples(st.just(":"), inner, inner, inner)
        | st.tuples(st.sampled_from(["=", "g"]), st.integers(-1, 4))
        | st.tuples(st.sampled_from(["i", "y", "k"]), st.text(max_size=4))
        | st.tuples(st.just("h"), st.integers(0, 3), st.text(max_size=4))
        | st.tuples(st.just("s"), st.sampled_from(["<f8", "|b1", "O"]), st.binary(max_size=8))
        | st.builds(
            lambda shape, strides, size: ("a", "<i2", shape, strides, size),
            st.lists(st.integers(-1, 3), max_size=3),
            st.none() | st.lists(st.integers(-9, 9), max_size=3),
            st.integers(0, 12),
        )
    ),
    max_leaves=12,
)
returned = st.tuples(
    st.just("returned"), nodes, st.lists(st.tuples(st.integers(-1, 2), nodes), max_size=2)
)
raised = st.tuples(st.just("raised"), st.text(), st.text(), st.text(), st.text())


@given(returned | raised, st.binary(max_size=24), st.sampled_from([CALL, INSPECTION]))
@settings(max_examples=400, deadline=None)
def test_a_reply_of_the_schema_keeps_all_promises(structure, blobs, request):
    found = Input("hypothesis", request, reply(*structure, blobs=blobs))
    assert Guard().receive(found).broken == ""


@given(st.integers(FIRST, 10**9))
@settings(max_examples=400, deadline=None)
def test_an_input_of_the_fuzzer_keeps_all_promises(number):
    assert Guard().receive(Inputs(0, []).number(number)).broken == ""


@pytest.mark.parametrize("which", range(len(extremes.ALL)))
def test_a_frame_near_a_limit_keeps_all_promises(guard, which):
    frame = extremes.ALL[which](Random(which), inputs.SMALL)
    found = Input(inputs.EXTREME, inputs.REQUEST_FOR_EXTREMES, inputs.packed(frame))
    assert guard.receive(found).broken == ""


@pytest.mark.parametrize("line", [float("inf"), float("nan"), None, "twelve", ["l", []]], ids=repr)
def test_a_line_that_is_no_number_ends_the_inspection(guard, line):
    places = ["l", [["t", ["losses", line, "a loop"]]]]
    found = Input("by hand", INSPECTION, reply("returned", places))
    assert guard.receive(found).outcome == "stopped"


@pytest.mark.parametrize(
    "keys",
    [
        [["i", f"{n * (2**61 - 1):x}"] for n in range(1, 50)],
        [["t", [0, ["i", f"{n * (2**61 - 1):x}"]]] for n in range(1, 50)],
        list(range(5000)),
    ],
    ids=["numbers of one hash", "tuples of one hash", "many numbers"],
)
def test_keys_whose_hashes_a_worker_can_choose_are_few(guard, keys):
    found = Input("by hand", CALL, reply("returned", ["d", [[key, None] for key in keys]]))
    assert guard.receive(found).outcome == "stopped"


def test_places_of_an_inspection_are_texts_and_numbers(guard):
    """A text in a list can be met again for three bytes: as texts, they would be gigabytes."""
    first = ["t", [["l", ["x" * 100_000]], 1, "a loop"]]
    again = ["t", [["=", 1], 1, "a loop"]]
    found = Input("by hand", INSPECTION, reply("returned", ["l", [first, *[again] * 2000]]))
    assert guard.receive(found).outcome == "stopped"


def test_a_long_text_many_times_over_is_refused(guard):
    # the argument is number 0, the outer list 1, the inner one 2
    lists = ["l", [["l", ["x" * 500_000]], *[["=", 2]] * 1000]]
    found = Input("by hand", CALL, reply("returned", lists))
    assert guard.receive(found).outcome == "stopped"


def test_many_keys_are_few_also_in_many_dicts(guard):
    dicts = [["d", [[key, None] for key in range(100)]]] * 50
    found = Input("by hand", CALL, reply("returned", ["l", dicts]))
    assert guard.receive(found).outcome == "stopped"


# The fuzzer


def test_an_input_is_the_same_whenever_it_is_made():
    for number in range(FIRST, FIRST + 50):
        assert Inputs(7, []).number(number) == Inputs(7, []).number(number)


def test_seeds_differ():
    assert Inputs(1, []).number(FIRST) != Inputs(2, []).number(FIRST)


def test_half_of_the_inputs_are_mutations_of_valid_frames():
    kinds = [Inputs(1, []).number(number).kind for number in range(FIRST, FIRST + 500)]
    assert sum(kind in inputs.MUTATED for kind in kinds) > 250


def test_valid_replies_are_received_as_values_or_exceptions(guard):
    for seed in range(100):
        exchange = generation.valid(Random(seed))
        found = Input("valid", exchange.request, inputs.packed(exchange.reply))
        assert guard.receive(found).outcome in ("returned", "raised")


def test_lookalikes_are_of_every_kind():
    met = set()
    for seed in range(300):
        structure = generation.Lookalikes(Random(seed)).reply().structure
        met |= tags(msgspec.msgpack.decode(structure))
    assert met >= REPLIES


@pytest.mark.parametrize("mutate", [mutation.structural, mutation.content])
def test_a_mutation_is_another_frame(mutate):
    frame = generation.valid(Random(3)).reply
    others = [mutate(Random(seed), frame) for seed in range(40)]
    assert sum(other != frame for other in others) > 30


def test_one_exchange_of_each_form_is_kept_and_it_is_the_smallest():
    def exchange(value):
        return Exchange(CALL, Frame(messages.encode(messages.Returned(value)), b""))

    large, small, other = exchange("long text"), exchange("text"), exchange(List([1, 2]))
    assert recording.one_of_each_form([large, small, other]) == [small, other]


def receiver_that(behaves, monkeypatch):
    """A guard whose code under test does this instead."""
    guard = Guard()
    monkeypatch.setattr(guard, "_work", lambda found: behaves)
    return guard


@pytest.mark.parametrize(
    ("behaves", "told"),
    [
        (lambda: ("returned", 1 / 0), "ZeroDivisionError"),
        (lambda: ("returned", len(bytes(guards.FIXED_BYTES + 2**20))), "it takes 34 MB"),
        (lambda: [x for x in iter(int, 1)], "TooSlow"),
    ],
    ids=["exception", "memory", "time"],
)
def test_a_broken_promise_is_told(monkeypatch, behaves, told):
    guard = receiver_that(behaves, monkeypatch)
    assert told in guard.receive(Input("by hand", CALL, reply("returned", None))).broken


def test_what_takes_too_long_cannot_be_excused():
    def stubborn():
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    with pytest.raises(TooSlow):
        guards.timed(Input("by hand", CALL, b""), stubborn)


def test_a_process_that_dies_is_told_with_its_input(monkeypatch):
    def dies(self, found):
        raise SystemExit(3)

    monkeypatch.setattr(Guard, "receive", dies)
    tally = campaign.run(Inputs(1, []), range(FIRST, FIRST + 4), jobs=2)
    assert [number for numbers in tally.found.values() for number in numbers] == [FIRST, FIRST + 1]


def test_two_processes_find_what_one_finds():
    numbers = range(FIRST, FIRST + 60)
    alone = campaign.run(Inputs(1, []), numbers, jobs=1)
    assert campaign.run(Inputs(1, []), numbers, jobs=2).outcomes == alone.outcomes


def test_a_saved_input_is_read_again(tmp_path):
    made = Inputs(1, [])
    command = replay.save(tmp_path, made, FIRST)
    path = tmp_path / f"1-{FIRST}.input"
    assert command.endswith(f"-m tests.fuzz.replay {path}")
    assert inputs.read(path.read_bytes()) == made.number(FIRST)
