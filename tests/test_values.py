"""Values: each comes out as what it went in, aliases and all; nothing hostile gets through."""

import enum
import math
import time
import tracemalloc
from collections import Counter, OrderedDict, defaultdict, namedtuple

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.boundary import expansion, frames, messages
from autograder.boundary.frames import FRAME_LIMIT
from autograder.boundary.messages import Array, BigInt, Dict, List, Remote, Returned, Same, Scalar
from autograder.boundary.values import (
    DEPTH_LIMIT,
    DTYPES,
    BrokenValue,
    CannotSend,
    Decoder,
    Encoder,
    Numbering,
)  # fmt: skip
from autograder.sandbox.channel import decoded
from autograder.verdicts import Stopped

Point = namedtuple("Point", "x y")


class Color(enum.IntEnum):
    RED = 3


class Shade(str, enum.Enum):  # noqa: UP042
    DARK = "dark"


class Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "another text"


def stays(value):
    return Remote(7, type(value).__name__)


def refuse(value):
    raise CannotSend(f"a {type(value).__name__}")


def special(message, decoder):
    if isinstance(message, Remote):
        return message
    raise BrokenValue("not in these tests")


def crossed(value, foreign=stays, keeps_containers=True):
    """The value after a journey through bytes."""
    encoder = Encoder(Numbering(), foreign, keeps_containers)
    reply = messages.encode(Returned(encoder.encode(value)))
    frame = frames.whole(frames.pack(reply, encoder.blobs))
    message = messages.decode_reply(frame.structure)
    return Decoder(frame.blobs, Numbering(), special).decode(message.value)


def received(message, blobs=b""):
    """What the grader makes of a message from the worker."""
    value = Decoder(blobs, Numbering(), special).decode(message)
    expansion.check([value])
    return value


def assert_same_array(came, went):
    assert type(came) is np.ndarray
    assert came.dtype == went.dtype
    assert came.dtype.str == went.dtype.str
    assert came.shape == went.shape
    assert came.flags.writeable == went.flags.writeable
    assert came.tobytes() == np.asarray(went).tobytes()


dtypes = st.sampled_from(sorted(DTYPES)).map(np.dtype)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)


@st.composite
def arrays(draw):
    """Arrays of any dtype that crosses, in any memory layout."""
    shape = draw(shapes)
    dtype = draw(dtypes)
    count = math.prod(shape)
    raw = draw(st.binary(min_size=dtype.itemsize, max_size=dtype.itemsize * 4))
    data = (raw * (count + 1))[: count * dtype.itemsize]
    if dtype.kind == "b":
        data = bytes(byte & 1 for byte in data)
    array = np.frombuffer(data, dtype).reshape(shape).copy()
    array = array.transpose(draw(st.permutations(range(array.ndim))))
    steps = st.sampled_from(
        [slice(None), slice(None, None, -1), slice(None, None, 2), slice(1, None)]
    )
    array = np.asarray(array[tuple(draw(steps) for _ in range(array.ndim))])
    if draw(st.booleans()):
        array = np.broadcast_to(array, (draw(st.integers(1, 3)), *array.shape))
    elif draw(st.booleans()):
        array.flags.writeable = False
    return np.asarray(array)


@given(arrays())
@settings(max_examples=300, deadline=None)
def test_an_array_keeps_dtype_shape_layout_and_its_bytes(array):
    came = crossed(array)
    assert_same_array(came, array)
    if not array.flags.c_contiguous:
        assert came.strides == array.strides


@pytest.mark.parametrize("dtype", sorted(DTYPES))
def test_every_dtype_keeps_its_byte_order(dtype):
    went = np.arange(6).reshape(2, 3).astype(dtype)
    assert_same_array(crossed(went), went)


@pytest.mark.parametrize(
    "array",
    [
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(12.0).reshape(3, 4).T,
        np.arange(12.0).reshape(3, 4)[::-1, ::-2],
        np.arange(60.0).reshape(3, 4, 5)[:, 1:3, ::2].transpose(2, 0, 1),
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.array(3.5),
        np.empty((0, 3)),
        np.empty((3, 0))[::-1],
    ],
    ids=[
        "fortran",
        "transposed",
        "negative",
        "sliced",
        "zero-stride",
        "0-d",
        "empty",
        "empty-view",
    ],
)
def test_layouts_that_matter_by_name(array):
    came = crossed(array)
    assert_same_array(came, array)
    assert came.flags.c_contiguous == array.flags.c_contiguous
    assert came.flags.f_contiguous == array.flags.f_contiguous


keys = st.text("abc", max_size=3) | st.integers() | st.tuples(st.integers())
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
    | st.binary(max_size=10)
    | st.complex_numbers(allow_nan=False)
    | st.slices(10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=12,
)


def kinds(value):
    """The types all the way down."""
    if isinstance(value, dict):
        return [(kinds(key), kinds(entry)) for key, entry in value.items()]
    return [type(value), *map(kinds, value)] if isinstance(value, list | tuple) else type(value)


@given(plain)
@settings(max_examples=300, deadline=None)
def test_plain_values_come_as_what_they_were(value):
    came = crossed(value)
    assert came == value
    assert kinds(came) == kinds(value)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 2**63, 2**64, -(2**100), 10**1000])
def test_integers_of_any_size_cross(number):
    assert crossed(number) == number


def test_an_integer_of_a_million_digits_does_not():
    with pytest.raises(CannotSend, match="an integer of 4000001 bits"):
        crossed(2**4_000_000)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.0])
def test_special_floats_cross(number):
    assert repr(crossed(number)) == repr(number)


@pytest.mark.parametrize(
    "scalar",
    [
        np.float32(1.5),
        np.float64(math.nan),
        np.int8(-3),
        np.uint64(2**64 - 1),
        np.True_,
        np.complex64(1 + 2j),
        np.float16(0.1),
    ],
    ids=repr,
)
def test_numpy_scalars_stay_numpy_scalars(scalar):
    came = crossed(scalar)
    assert type(came) is type(scalar)
    assert came.tobytes() == scalar.tobytes()


@pytest.mark.parametrize(
    "value",
    [np.float32, np.int64, np.bool_, float, int, bool, np.dtype("float32"), np.dtype(">i2")],
    ids=repr,
)
def test_dtypes_cross_as_what_they_are(value):
    assert crossed(value) == value
    assert type(crossed(value)) is type(value)


def test_an_ellipsis_crosses():
    assert crossed((..., None, slice(1, None))) == (..., None, slice(1, None))


def test_what_is_met_twice_arrives_as_one():
    array, inner = np.arange(3), [1]
    one, two, (three, four) = crossed([array, array, (inner, inner)])
    assert one is two
    assert three is four


def test_equal_but_distinct_arrays_arrive_distinct():
    one, two = crossed([np.zeros(2), np.zeros(2)])
    assert one is not two


@pytest.mark.parametrize(
    ("value", "came"),
    [
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (Point(1, 2.5), (1, 2.5)),
        (Color.RED, 3),
        (Shade.DARK, "dark"),
        (Text("its own"), "its own"),
        (np.str_("cat"), "cat"),
        (np.bytes_(b"cat"), b"cat"),
        (type("Floats", (float,), {})(2.5), 2.5),
        (type("Lists", (list,), {})([1]), [1]),
        (True, True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_arrives_as_the_plain_class(value, came):
    assert crossed(value) == came
    assert type(crossed(value)) is type(came)


def test_the_order_of_a_dict_is_kept():
    assert list(crossed({"z": 1, "a": 2, 3: 4})) == ["z", "a", 3]


def test_a_matrix_and_a_masked_array_arrive_as_their_data():
    matrix = np.zeros((2, 2)).view(np.matrix)
    assert_same_array(crossed(matrix), np.zeros((2, 2)))
    masked = np.ma.masked_array([1.0, 2.0], [True, False])
    assert_same_array(crossed(masked), np.array([1.0, 2.0]))


@pytest.mark.parametrize(
    "value",
    [
        np.array([None, 1], dtype=object),
        np.array(["cat"]),
        np.array(["2020-01-01"], "M8[D]"),
        np.zeros(2, [("a", "f8")]),
        np.datetime64("2020-01-01"),
        {1, 2},
        range(3),
        bytearray(b"x"),
        Color,
        object(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_stays(value):
    assert crossed(value) == Remote(7, type(value).__name__)


@pytest.mark.parametrize("foreign", [{1}, np.datetime64("2020-01-01"), np.array([None])], ids=repr)
def test_a_container_that_holds_what_stays_stays_as_a_whole(foreign):
    assert crossed([1, {"a": (foreign,)}]) == Remote(7, "list")


def test_a_tuple_with_a_part_that_stays_crosses_with_the_others():
    array = np.arange(2)
    came, cache, again = crossed((array, {"mask": {1}, "x": array}, array))
    assert_same_array(came, array)
    assert cache == Remote(7, "dict")
    assert again is came


def test_blobs_and_numbers_of_what_stayed_are_forgotten():
    cache, array = crossed(([np.zeros(5), {1}], np.ones(2)))
    assert cache == Remote(7, "list")
    assert_same_array(array, np.ones(2))


def holding_itself(kind):
    outer = kind()
    if kind is list:
        outer.append((1, {"again": outer}))
    else:
        outer["again"] = [(outer,)]
    return outer


@pytest.mark.parametrize("kind", [list, dict])
def test_what_holds_itself_cannot_be_sent(kind):
    with pytest.raises(CannotSend, match=f"a {kind.__name__} that holds itself"):
        crossed(holding_itself(kind))


def test_depth_is_limited():
    fine = too_deep = 0
    for _ in range(DEPTH_LIMIT - 1):
        fine = [fine]
    for _ in range(DEPTH_LIMIT):
        too_deep = (too_deep,)
    assert crossed(fine) == fine
    with pytest.raises(CannotSend, match="nested more than 32 deep"):
        crossed(too_deep)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (np.broadcast_to(0.0, (2**30,)), "an array of 8192 MB"),
        (np.empty((0, 2**30)), "an array of 0 MB, shape"),
        ("x" * 2**21, "a text of 2097152 characters"),
        ({float(n): n for n in range(5000)}, "a dict of 5000 entries"),
    ],
    ids=["broadcast", "empty", "text", "dict"],
)
def test_what_is_too_large_cannot_be_sent(value, reason):
    with pytest.raises(CannotSend, match=reason):
        crossed(value)


def test_wide_layouts_are_given_up_when_they_would_span_too_much():
    column = np.zeros((2**12, 2**12), np.uint8)[:, 0]
    came = crossed([column[:] for _ in range(5)])
    assert [c.strides for c in came] == [(2**12,)] * 2 + [(1,)] * 3 or came[0].strides == (2**12,)
    assert all(np.array_equal(c, column) for c in came)


def test_a_text_with_lone_surrogates_crosses_readably():
    assert crossed("a\udc80b") == "a?b"


# what a hostile worker may send


@given(st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
def test_random_bytes_are_no_reply_or_a_harmless_one(payload):
    assert_harmless(payload, payload)


VALID = Encoder(Numbering(), stays, True)
VALID_STRUCTURE = messages.encode(
    Returned(
        VALID.encode(
            ([1, 2.5, {"a": np.arange(6.0).reshape(2, 3).T}], 2**70, np.float32(1), {3}, ...)
        ),
        [(0, VALID.encode([np.ones(3), b"x", 1j, slice(1)]))],
    )
)
VALID_BLOBS = b"".join(VALID.blobs)


@given(
    st.lists(st.tuples(st.integers(0, len(VALID_STRUCTURE) - 1), st.integers(0, 255)), max_size=4)
)
@settings(max_examples=1000, deadline=None)
def test_a_reply_with_bytes_changed_is_harmless(changes):
    structure = bytearray(VALID_STRUCTURE)
    for at, byte in changes:
        structure[at] = byte
    assert_harmless(bytes(structure), VALID_BLOBS)


def assert_harmless(structure, blobs):
    """Decodes to a value, or raises what the session expects; no memory beyond the caps."""
    tracemalloc.start()
    try:
        reply = decoded(frames.Frame(structure, blobs))
        if isinstance(reply, Returned):
            decoder = Decoder(blobs, Numbering(), special)
            values = [decoder.decode(reply.value)]
            values += [decoder.contents(message) for _, message in reply.changed]
            expansion.check(values)
    except (BrokenValue, Stopped):
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < FRAME_LIMIT + 2**20


@pytest.mark.parametrize(
    "message",
    [
        Array("O", (1,), None, 8),
        Array("|V8", (1,), None, 8),
        Array("<U2", (1,), None, 8),
        Array("float64, object", (1,), None, 8),
        Array("<f8", (2,), None, 8),
        Array("<f8", (1,), None, 16),
        Array("<f8", (1,), None, -8),
        Array("<f8", (-1,), None, 8),
        Array("<f8", (-1, -1), None, 8),
        Array("<f8", (1,) * 65, None, 8),
        Array("<f8", (0, 2**31), None, 0),
        Array("<f8", (0, 2**62, 2**62), None, 0),
        Array("<f8", (1,), (8, 8), 8),
        Array("<f8", (1,), (2**70,), 8),
        Array("<f4", (2,), (2**40,), 8),
        Array("<f4", (2,), (-(2**40),), 8),
        Scalar("O", b"12345678"),
        Scalar("<f8", b"1"),
        Same(0),
        Same(-1),
        List([Same(0)]),
        Dict([(1, Same(0))]),
        List([List([Same(0)])]),
        BigInt("f" * 2000),
        BigInt("zebra"),
        messages.Dtype("O"),
        messages.Class("object"),
        messages.Probe("quadratic", [], {}),
        messages.Seeded(3),
        Dict([(List([]), 1)]),
        Dict([(Array("<f8", (1,), None, 8), 1)]),
        Dict([(BigInt(f"{n * (2**61 - 1):x}"), None) for n in range(5000)]),
        List([Array("|u1", (2,), (2**24,), 2)] * 4),
    ],
    ids=lambda message: msgspec.json.encode(message).decode()[:40],
)
def test_a_message_that_describes_no_fit_value_is_broken(message):
    tracemalloc.start()
    with pytest.raises(BrokenValue):
        received(message, bytes(8))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < FRAME_LIMIT + 2**20


@pytest.mark.parametrize("message", [Array("<f8", (3,), None, 8), List([Same(9)]), 5, None])
def test_contents_that_do_not_fit_are_broken(message):
    with pytest.raises(BrokenValue):
        Decoder(bytes(8), Numbering(), special).contents(message)


def test_doubled_lists_are_broken_before_anybody_walks_them():
    doubled = List([1])
    messages_of = [doubled, *(List([Same(n), Same(n)]) for n in range(40))]
    start_s = time.monotonic()
    with pytest.raises(BrokenValue, match="too many times"):
        received(List([List([]), *messages_of]))
    assert time.monotonic() - start_s < 1


def test_a_large_array_many_times_over_is_broken():
    array = Array("|u1", (2**20,), None, 2**20)
    with pytest.raises(BrokenValue, match="too many times"):
        received(List([array, *[Same(1)] * 200]), bytes(2**20))


def test_a_chain_of_lists_is_broken():
    with pytest.raises(BrokenValue, match="too deep"):
        received(List([List([]), *(List([Same(n)]) for n in range(1, 500))]))


def test_a_row_used_for_all_rows_is_fine():
    row = [0.0] * 10
    assert received(Encoder(Numbering(), refuse, True).encode([row] * 10)) == [row] * 10


def test_bools_are_made_of_zero_and_one_only():
    came = received(Array("|b1", (3,), None, 3), b"\x00\x02\xff")
    assert came.tobytes() == b"\x00\x01\x01"


def test_a_reply_nested_a_hundred_thousand_deep_is_not_readable():
    payload = b"\x93\xa8returned" + b"\x92\xa1l\x91" * 100_000 + b"\xc0"
    with pytest.raises(Stopped, match="not readable"):
        decoded(frames.Frame(payload, b""))
