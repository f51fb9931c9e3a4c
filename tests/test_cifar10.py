"""CIFAR-10 from the publishers' layout, and the one interface to all labelled sets."""

import numpy as np
import pytest

from coursedata import DataMissing, cifar, cifar10, folders, load

ROWS = 10_000


@pytest.fixture(scope="module")
def layout(tmp_path_factory):
    """Six files whose every byte is known: file f, row r, channel c hold f, r and c."""
    root = tmp_path_factory.mktemp("data")
    (root / cifar.FOLDER).mkdir()
    for number, name in enumerate((*cifar.TRAIN_FILES, cifar.TEST_FILE)):
        rows = np.zeros((ROWS, 1 + 3 * 1024), np.uint8)
        rows[:, 0] = np.arange(ROWS) % 10
        rows[:, 1:] = np.repeat([10, 20, 30], 1024) + number
        rows[:, 1 + 2] = 200  # red, first row of the image, third pixel
        rows[:, 1 + 1024] = np.arange(ROWS) % 251  # green, top left
        rows.tofile(root / cifar.FOLDER / name)
    return root


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """No data set where it is looked for."""
    monkeypatch.setattr(folders, "places_to_look", lambda: [tmp_path / "empty"])


def test_shapes_and_types_are_the_promised_ones(layout):
    whole = cifar10(layout)
    assert whole.train_images.shape == (50_000, 32, 32, 3)
    assert whole.test_images.shape == (10_000, 32, 32, 3)
    assert whole.train_images.dtype == np.uint8
    assert whole.train_labels.dtype == np.int64


def test_rows_are_label_then_red_green_blue_planes(layout):
    whole = cifar10(layout)
    np.testing.assert_array_equal(
        whole.test_images[7, 0, :3], [[15, 7, 35], [15, 25, 35], [200, 25, 35]]
    )
    assert whole.test_labels[7] == 7


def test_files_follow_each_other_in_order(layout):
    blue = cifar10(layout).train_images[::ROWS, 5, 5, 2]
    np.testing.assert_array_equal(blue, [30, 31, 32, 33, 34])


def test_the_folder_itself_may_be_named(layout):
    assert len(cifar10(layout / cifar.FOLDER).test_labels) == 10_000


def test_gradus_data_is_looked_into(layout, monkeypatch):
    monkeypatch.setenv("GRADUS_DATA", str(layout))
    assert cifar.SET.find() == layout / cifar.FOLDER


def test_the_working_folder_s_data_is_looked_into(layout, monkeypatch, tmp_path):
    monkeypatch.delenv("GRADUS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / cifar.FOLDER).mkdir()
    (tmp_path / "data" / cifar.FOLDER / cifar.TEST_FILE).touch()
    assert cifar.SET.find() == tmp_path / "data" / cifar.FOLDER


def test_a_missing_set_says_where_it_was_looked_for_and_what_to_do(nowhere, tmp_path):
    with pytest.raises(DataMissing, match="make data-cifar10") as missing:
        cifar10()
    assert str(tmp_path / "empty") in str(missing.value)


def test_a_missing_file_is_named(tmp_path):
    (tmp_path / cifar.FOLDER).mkdir()
    (tmp_path / cifar.FOLDER / cifar.TEST_FILE).touch()
    with pytest.raises(DataMissing, match=r"data_batch_1\.bin is missing; run `make data-cifar10`"):
        cifar10(tmp_path)


def test_a_truncated_file_is_named_with_its_size(tmp_path):
    (tmp_path / cifar.FOLDER).mkdir()
    (tmp_path / cifar.FOLDER / "data_batch_1.bin").write_bytes(b"12345")
    with pytest.raises(DataMissing, match=r"data_batch_1\.bin has 5 bytes, not 30730000"):
        cifar10(tmp_path)


def test_load_splits_cifar10_as_the_course_does(layout, monkeypatch):
    monkeypatch.setenv("GRADUS_DATA", str(layout))
    parts = load("cifar10", train=12_000, validation=500, test=300)
    assert [len(parts.train), len(parts.validation), len(parts.test)] == [12_000, 500, 300]
    assert parts.train.images[-1, 5, 5, 2] == 31  # second file
    assert (
        parts.validation.images[0, 0, 0, 1] == 9_000 % 251
    )  # row 49,000 is row 9,000 of the fifth
    assert parts.validation.images[0, 5, 5, 2] == 34
    assert parts.test.images[0, 5, 5, 2] == 35


@pytest.mark.parametrize("part", [{"train": 49_001}, {"validation": 1_001}, {"test": 1_001}])
def test_load_never_gives_more_images_than_there_are(part):
    with pytest.raises(ValueError, match="up to 49000 training, 1000 validation and 1000 test"):
        load("cifar10", **part)


def test_the_real_files_hold_each_class_equally_often():
    try:
        whole = cifar10()
    except DataMissing as missing:
        pytest.skip(str(missing))
    assert np.bincount(whole.train_labels).tolist() == [5_000] * 10
    assert np.bincount(whole.test_labels).tolist() == [1_000] * 10


def test_load_takes_scenes_by_default(monkeypatch):
    monkeypatch.delenv("GRADUS_DATASET", raising=False)
    assert load(train=20, validation=10, test=5).name == "scenes"


def test_the_environment_names_the_data_set(monkeypatch, nowhere):
    monkeypatch.setenv("GRADUS_DATASET", "cifar10")
    with pytest.raises(DataMissing):
        load()


def test_the_parts_of_scenes_share_no_image():
    parts = load("scenes", train=60, validation=50, test=40)
    images = np.concatenate([p.images for p in (parts.train, parts.validation, parts.test)])
    assert len(np.unique(images.reshape(150, -1), axis=0)) == 150


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="there are scenes, cifar10, mnist"):
        load("no-such-set")
