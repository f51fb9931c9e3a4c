"""Values of a training run in one .npz file: no pickle, whole or not there."""

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from given.files import write_atomically

FORMAT = "gradus checkpoint 1"


class WrongCheckpoint(ValueError):
    """A file that holds no run, or another one's; the message is one sentence."""


def write_checkpoint(path: Path, content: dict[str, Any]) -> None:
    """Makes `path` hold the content: dicts, lists, arrays, numbers, strings, None, nested.

    Raises:
        ValueError: something else is in it.
    """
    arrays: list[np.ndarray[Any, Any]] = []
    text = json.dumps({"format": FORMAT, "content": _described(content, arrays)})
    buffer = io.BytesIO()
    entries = {f"a{place}": array for place, array in enumerate(arrays)}
    np.savez(buffer, allow_pickle=False, text=np.frombuffer(text.encode(), np.uint8), **entries)
    write_atomically(path, buffer.getvalue())


def read_checkpoint(path: Path) -> dict[str, Any]:
    """What `write_checkpoint` wrote, bit for bit.

    Raises:
        WrongCheckpoint: the file is damaged, or something else.
        FileNotFoundError: there is none.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            found = json.loads(file["text"].tobytes())
            if found["format"] != FORMAT:
                raise WrongCheckpoint(f"{path} was written by another version of the course")
            return dict(_restored(found["content"], file))
    except (FileNotFoundError, WrongCheckpoint):
        raise
    except (
        OSError,
        EOFError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        raise WrongCheckpoint(
            f"{path} is damaged or not a checkpoint: delete it to start from the beginning"
        ) from None


def _described(value: Any, arrays: list[np.ndarray[Any, Any]]) -> Any:
    """The value as JSON can hold it; arrays go into the list, their places stay."""
    if isinstance(value, dict):
        return {"dict": {str(name): _described(part, arrays) for name, part in value.items()}}
    if isinstance(value, list):
        return [_described(part, arrays) for part in value]
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biufc":
        arrays.append(np.asarray(value))
        return {"array" if isinstance(value, np.ndarray) else "number": f"a{len(arrays) - 1}"}
    if value is None or type(value) in (bool, int, float, str):
        return value
    raise ValueError(f"a checkpoint cannot hold {type(value).__name__}")


def _restored(value: Any, file: Any) -> Any:
    if isinstance(value, list):
        return [_restored(part, file) for part in value]
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "dict":
        return {name: _restored(part, file) for name, part in inner.items()}
    return file[inner] if kind == "array" else file[inner][()]
