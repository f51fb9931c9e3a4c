"""MNIST from the publishers' IDX files, gzipped or not."""

import gzip
import struct

import numpy as np
import pytest

from coursedata import DataMissing, folders, load, mnist
from coursedata.digits import FOLDER, SHAPES

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = SHAPES


def idx(values):
    """An IDX file: two zeros, the type, the number of axes, their lengths, the values."""
    return struct.pack(f">4B{values.ndim}I", 0, 0, 8, values.ndim, *values.shape) + values.tobytes()


def digits(count):
    """Images (count, 28, 28): row % 251 at the top left, 9 to the right of it."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 0, 0] = np.arange(count) % 251
    images[:, 0, 1] = 9
    return images


@pytest.fixture(scope="module")
def files():
    """The content of the four files."""
    train, test = np.arange(60_000), np.arange(10_000)
    return {
        TRAIN_IMAGES: idx(digits(60_000)),
        TRAIN_LABELS: idx((train % 10).astype(np.uint8)),
        TEST_IMAGES: idx(digits(10_000)),
        TEST_LABELS: idx((test % 10).astype(np.uint8)),
    }


@pytest.fixture(scope="module")
def layout(tmp_path_factory, files):
    """A data folder with the files as they are published."""
    root = tmp_path_factory.mktemp("data")
    (root / FOLDER).mkdir()
    for name, content in files.items():
        (root / FOLDER / f"{name}.gz").write_bytes(gzip.compress(content, 1))
    return root


@pytest.fixture
def unpacked(tmp_path, files):
    """The folder with the files unpacked, free to be spoilt."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_shapes_and_types_are_the_promised_ones(layout):
    whole = mnist(layout)
    arrays = (whole.train_images, whole.train_labels, whole.test_images, whole.test_labels)
    assert [(a.shape, a.dtype) for a in arrays] == [
        ((60_000, 28, 28), np.uint8),
        ((60_000,), np.int64),
        ((10_000, 28, 28), np.uint8),
        ((10_000,), np.int64),
    ]


def test_rows_are_read_in_order_and_across_then_down(layout):
    whole = mnist(layout)
    np.testing.assert_array_equal(
        whole.train_images[[0, 250, 59_999], 0, 0], [0, 250, 59_999 % 251]
    )
    np.testing.assert_array_equal(whole.test_images[7, 0, :3], [7, 9, 0])
    assert whole.test_labels[1_237] == 7


def test_raw_files_give_the_same_as_gzipped_ones(layout, unpacked):
    raw, packed = mnist(unpacked), mnist(layout)
    np.testing.assert_array_equal(raw.test_images, packed.test_images)
    np.testing.assert_array_equal(raw.train_labels, packed.train_labels)


def test_a_caller_may_write_into_its_images(unpacked):
    mnist(unpacked).test_images[:] = 0
    assert mnist(unpacked).test_images.any()


def test_a_missing_set_says_where_it_was_looked_for_and_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(folders, "places_to_look", lambda: [tmp_path / "empty"])
    with pytest.raises(DataMissing, match=r"MNIST is missing: .* run `make data-mnist`") as missing:
        mnist()
    assert str(tmp_path / "empty") in str(missing.value)


def test_a_missing_file_is_named(unpacked):
    (unpacked / TEST_LABELS).unlink()
    with pytest.raises(DataMissing, match=r"t10k-labels-idx1-ubyte\.gz is missing; run `make"):
        mnist(unpacked)


@pytest.mark.parametrize(("length", "came"), [(10_007, "10007"), (10_009, "more than 10008")])
def test_a_file_of_the_wrong_length_is_told_apart(unpacked, files, length, came):
    (unpacked / TEST_LABELS).write_bytes((files[TEST_LABELS] + b"0")[:length])
    with pytest.raises(DataMissing, match=f"holds {came} bytes, not 10008; delete"):
        mnist(unpacked)


def test_a_file_of_another_kind_is_told_apart(unpacked, files):
    of_floats = b"\0\0\x0d\x01" + files[TEST_LABELS][4:]
    (unpacked / TEST_LABELS).write_bytes(of_floats)
    with pytest.raises(DataMissing, match=r"does not begin as an IDX file of shape \(10000,\)"):
        mnist(unpacked)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packed: packed[: len(packed) // 2],
        lambda packed: b"<html>" + packed,
        lambda packed: packed[:5_000] + bytes([packed[5_000] ^ 1]) + packed[5_001:],
        lambda packed: b"",
    ],
    ids=["cut", "a web page", "one bit flipped", "empty"],
)
def test_a_damaged_gzip_file_is_named(unpacked, files, spoil):
    (unpacked / TEST_IMAGES).unlink()
    packed = gzip.compress(files[TEST_IMAGES], 0)  # stored: a flipped bit leaves the length right
    (unpacked / f"{TEST_IMAGES}.gz").write_bytes(spoil(packed))
    with pytest.raises(DataMissing, match=r"t10k-images-idx3-ubyte\.gz (cannot be|holds 0)"):
        mnist(unpacked)


def test_load_splits_mnist_as_the_course_does(layout, monkeypatch):
    monkeypatch.setenv("GRADUS_DATA", str(layout))
    parts = load("mnist", train=300, validation=50, test=40)
    assert [len(parts.train), len(parts.validation), len(parts.test)] == [300, 50, 40]
    assert parts.train.images[299, 0, 0] == 299 % 251
    assert parts.validation.images[0, 0, 0] == 59_000 % 251
    assert parts.class_names == ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")


@pytest.mark.parametrize("part", [{"train": 59_001}, {"validation": 1_001}, {"test": 10_001}])
def test_load_never_gives_more_images_than_there_are(part):
    with pytest.raises(ValueError, match="up to 59000 training, 1000 validation and 10000 test"):
        load("mnist", **part)


def test_the_real_files_hold_the_published_number_of_each_digit():
    """LeCun, Cortes, Burges: the counts of the digits in both parts."""
    try:
        whole = mnist()
    except DataMissing as missing:
        pytest.skip(str(missing))
    train = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    test = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert np.bincount(whole.train_labels).tolist() == train
    assert np.bincount(whole.test_labels).tolist() == test


def test_the_real_digits_have_the_published_mean_and_spread():
    """0.1307 and 0.3081 of the training pixels, as usual normalisation has them."""
    try:
        whole = mnist()
    except DataMissing as missing:
        pytest.skip(str(missing))
    pixels = whole.train_images.astype(np.float32) / 255
    assert pixels.mean(dtype=np.float64) == pytest.approx(0.1307, abs=5e-5)
    assert pixels.std(dtype=np.float64) == pytest.approx(0.3081, abs=5e-5)
