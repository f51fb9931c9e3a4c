"""given.checkpoint: what is written comes back bit for bit; anything else is refused."""

import os

import numpy as np
import pytest

from given.checkpoint import WrongCheckpoint, read_checkpoint, write_checkpoint


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        2**127 - 1,
        0.1,
        float("inf"),
        "µ",
        [],
        {},
        [1, [2.5, {"a": []}]],
        {"array": 1},
        {"dict": {"array": "a0"}},
    ],
)
def test_plain_values_come_back(tmp_path, value):
    write_checkpoint(tmp_path / "c.npz", {"value": value})
    found = read_checkpoint(tmp_path / "c.npz")["value"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "value",
    [np.arange(6, dtype=np.float32).reshape(2, 3), np.zeros((0, 4)), np.array(3.5), np.int64(7)],
)
def test_arrays_and_numpy_numbers_come_back_with_dtype_and_shape(tmp_path, value):
    write_checkpoint(tmp_path / "c.npz", {"value": value})
    found = read_checkpoint(tmp_path / "c.npz")["value"]
    assert (type(found), found.dtype, found.shape) == (type(value), value.dtype, value.shape)
    assert np.array_equal(found, value)


def test_an_object_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ValueError, match="cannot hold"):
        write_checkpoint(tmp_path / "c.npz", {"value": object()})
    assert not (tmp_path / "c.npz").exists()


def test_a_write_that_fails_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    write_checkpoint(tmp_path / "c.npz", {"value": 1})
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full")))
        with pytest.raises(OSError, match="disk full"):
            write_checkpoint(tmp_path / "c.npz", {"value": 2})
    assert read_checkpoint(tmp_path / "c.npz") == {"value": 1}
    assert os.listdir(tmp_path) == ["c.npz"]


def test_a_checkpoint_cut_off_anywhere_is_refused(tmp_path):
    write_checkpoint(tmp_path / "c.npz", {"value": np.arange(5.0)})
    whole = (tmp_path / "c.npz").read_bytes()
    for length in range(0, len(whole), 37):
        (tmp_path / "c.npz").write_bytes(whole[:length])
        with pytest.raises(WrongCheckpoint, match="damaged"):
            read_checkpoint(tmp_path / "c.npz")


def test_another_npz_is_refused(tmp_path):
    np.savez(tmp_path / "c.npz", W=np.zeros(3))
    with pytest.raises(WrongCheckpoint):
        read_checkpoint(tmp_path / "c.npz")


def test_a_pickle_in_an_npz_is_not_opened(tmp_path):
    np.savez(tmp_path / "c.npz", text=np.array([object()], dtype=object))
    with pytest.raises(WrongCheckpoint):
        read_checkpoint(tmp_path / "c.npz")
