"""Imports every module of a published tree in a fresh process that sees the tree alone."""

import json
import os
import site
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from autograder.leaks.finding import Kind
from autograder.leaks.published import Published

TIMEOUT_S = 300

# Reads {"libraries": [...], "modules": [[path, name], ...]}, writes {path: sentence} of failures.
PROGRAM = """
import importlib, importlib.util, json, os, sys
order = json.load(sys.stdin)
sys.path[:0] = [os.getcwd()]
sys.path += order["libraries"]
out, sys.stdout = sys.stdout, sys.stderr
failures = {}
for path, name in order["modules"]:
    try:
        if name:
            module = importlib.import_module(name)
            here = os.path.realpath(os.getcwd()) + os.sep
            if not os.path.realpath(module.__file__).startswith(here):
                failures[path] = "another module of that name is imported instead"
        else:
            spec = importlib.util.spec_from_file_location("test_module", path)
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except BaseException as failure:
        failures[path] = f"{type(failure).__name__}: {failure}"[:300]
json.dump(failures, out)
"""


def check_imports(tree: Published) -> None:
    """Add each module of the tree that does not import, with why."""
    modules = [[path, _name(path)] for path in sorted(tree.files) if path.endswith(".py")]
    with tempfile.TemporaryDirectory(prefix="gradus-leaks-") as place:
        folder = Path(place) / "tree"
        folder.mkdir()
        for path, content in tree.files.items():
            if _is_safe(path):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        for path, why in _failures(modules, folder, Path(place)).items():
            tree.add(path, Kind.IMPORT, f"does not import: {why}")


def _name(path: str) -> str:
    """The module's dotted name; empty for a test, which is loaded by its path."""
    parts = Path(path).with_suffix("").parts
    if parts[0] == "tests" or len(parts) == 1:
        return ""
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_safe(path: str) -> bool:
    return ".." not in Path(path).parts and not Path(path).is_absolute() and "\0" not in path


def _failures(modules: list[list[str]], folder: Path, home: Path) -> dict[str, str]:
    """Sentence by path; the process sees no site configuration, so no package of the checkout."""
    order = json.dumps({"libraries": _libraries(), "modules": modules})
    environment = {"HOME": str(home), "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(home), "PATH": ""}
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-c", PROGRAM],
            input=order,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        failures: dict[str, str] = json.loads(done.stdout)
        return failures
    except subprocess.TimeoutExpired:
        return {"": f"importing takes more than {TIMEOUT_S} s"}
    except ValueError:
        return {"": f"importing ended the process: {done.stderr.strip()[-300:]}"}


def _libraries() -> list[str]:
    """Folders of installed libraries, as plain folders: nothing installed as editable is seen."""
    paths = sysconfig.get_paths()
    return list(dict.fromkeys([paths["purelib"], paths["platlib"], *site.getsitepackages()]))
