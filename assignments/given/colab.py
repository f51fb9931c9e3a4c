"""The first and the last cell of every notebook, and what the first one calls on Colab."""

import contextlib
import hashlib
import importlib
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from given import update
from given.answers import cell_text, read_notebook
from given.files import write_atomically
from given.manifest import read_manifest
from given.tree import RECORD

COLAB_FIRST = """\
# Locally this turns on autoreload and does nothing else. On Colab it also fetches the assignment,
# into your Drive if you allow that; files that you changed are never overwritten.
%load_ext autoreload
%autoreload 2
from importlib.util import find_spec
if find_spec("google") and find_spec("google.colab"):
    import sys
    {fetch}
    sys.path.insert(0, tree)
    from given.colab import start
    print(start({name!r}, tree))
"""
FETCH_ZIP = """\
import urllib.request
    tree = urllib.request.urlretrieve({url!r})[0] + "/{name}"\
"""
FETCH_GIT = """\
import subprocess, tempfile
    tree, url = tempfile.mkdtemp(), {url!r}
    subprocess.run(["git", "clone", "-q", "--depth", "1", url, tree], check=True)\
"""
MARK = "gradus_saved"  # digest of the cells of a notebook that submit saved
PLACEHOLDER = "your-student-id"
SUBMIT = f"""\
# Save the notebook first. This packs what is graded, and says what is in it.
from given.submit import submit
submit("{PLACEHOLDER}")
"""


def setup_cell(publish_url: str, name: str) -> str:
    """The source of a notebook's first code cell.

    Args:
        publish_url: of the students' tree: a zip whose top folder is `name`, or a git repository
            (ending in .git) whose root is the tree; "{name}" stands for the name.
    """
    url = publish_url.replace("{name}", name)
    fetch = (FETCH_GIT if url.endswith(".git") else FETCH_ZIP).format(url=url, name=name)
    return COLAB_FIRST.format(fetch=fetch, name=name)


def submit_cell() -> str:
    """The source of a notebook's last code cell."""
    return SUBMIT


def is_colab() -> bool:
    """Whether this process runs on Google Colab."""
    with contextlib.suppress(ValueError):  # a module without a spec stands in for google
        return bool(find_spec("google") and find_spec("google.colab"))
    return "google.colab" in sys.modules


def start(name: str, source: str) -> str:
    """Puts the assignment where work survives, and goes there; says where that is.

    Args:
        source: what the first cell put on sys.path: a folder, or an archive and a folder in it.
    """
    here = Path.cwd()
    if (here / RECORD).exists():  # the cell runs a second time
        folder, kept = here, True
    else:
        drive = _mounted_drive(here)
        folder, kept = (drive or here) / "gradus" / name, drive is not None
    sentence = prepare(source, folder)
    _forget_downloaded_package(source)
    if not kept:
        sentence += " Drive is not mounted: what you write here is lost when the runtime ends."
    return sentence


def prepare(source: str, folder: Path) -> str:
    """Brings `folder` to the release in `source` without overwriting work, and makes it current.

    Args:
        source: a folder, a zip, "ARCHIVE.zip/folder", or a URL of a zip or git repository.
    """
    changes = update.update(_archive_of(source), folder)
    os.chdir(folder)
    importlib.invalidate_caches()
    if "" not in sys.path and str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return changes.sentence()


def save_open_notebook(root: Path) -> str:
    """Writes the notebook that is open on Colab into the tree; says so, or what to do by hand.

    Colab keeps an open notebook apart from the folder; only Colab's page knows its cells.
    """
    names = [f"{name}.ipynb" for name in read_manifest(root).notebooks]
    by_hand = f"Could not read the open notebook: download it and put it into {root} yourself."
    try:
        from google.colab import _message  # type: ignore[import-not-found]

        notebook = _message.blocking_request("get_ipynb", timeout_sec=60)["ipynb"]
        texts = set(map(cell_text, notebook["cells"]))
        name = max(names, key=lambda n: len(texts & _texts(root / n)))
        if not texts & _texts(root / name):
            return by_hand
        notebook["metadata"] = {**notebook.get("metadata", {}), MARK: _digest(notebook)}
        content = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
    except Exception:  # it is Colab's private door: it may change its shape at any time
        return by_hand
    if not _is_saved_copy(root / name):
        update.keep_beside(root, name)
    write_atomically(root / name, content)
    return f"Saved the open notebook as {name}."


def _is_saved_copy(path: Path) -> bool:
    """The file is what an earlier submit saved, with no work of its own."""
    notebook = read_notebook(path.read_bytes())
    return bool(notebook.get("metadata", {}).get(MARK) == _digest(notebook))


def _digest(notebook: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(notebook["cells"], sort_keys=True).encode()).hexdigest()


def _texts(path: Path) -> set[str]:
    return {cell_text(cell) for cell in read_notebook(path.read_bytes())["cells"]}


def _mounted_drive(here: Path) -> Path | None:
    """The user's Drive, or None where it is refused or there is none."""
    try:
        from google.colab import drive

        drive.mount(str(here / "drive"))
    except Exception:  # whatever Colab raises, the course goes on without Drive
        return None
    mine = here / "drive" / "MyDrive"
    return mine if mine.is_dir() else None


def _archive_of(source: str) -> str:
    """The archive in "ARCHIVE/folder", which is what stands on sys.path."""
    parent = os.path.dirname(source)
    return parent if os.path.isfile(parent) else source


def _forget_downloaded_package(source: str) -> None:
    """From here on `import given` finds the folder's copy, not the download's."""
    sys.path[:] = [entry for entry in sys.path if entry != source]
    for name in [n for n in sys.modules if n == "given" or n.startswith("given.")]:
        origin = getattr(sys.modules[name], "__file__", None) or ""
        if origin.startswith(source):
            del sys.modules[name]
