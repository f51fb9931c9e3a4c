"""Writes a zip whose bytes depend on its contents alone."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
MODE = 0o100644  # a plain file, read by all, written by its owner


def zipped(files: Mapping[PurePosixPath, bytes], top: str) -> bytes:
    """A zip of the files below a folder `top`, in the order of their names.

    Stored, not deflated: compressed bytes differ between builds of zlib, and Python imports from
    the zip itself on Colab.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files, key=str):
            member = zipfile.ZipInfo(f"{top}/{path}", EPOCH)
            member.create_system = 3  # Unix, on every system
            member.external_attr = MODE << 16
            archive.writestr(member, files[path])
    return buffer.getvalue()
