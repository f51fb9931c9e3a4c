"""What a submission holds: the allow-list that packing and collecting share."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from given.manifest import Manifest

RECORD = "submission.json"
MOST_FILES = 200
LONGEST_NAME = 200
STUDENT_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")  # it becomes a folder's name
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # names that Windows keeps


def wanted(manifest: Manifest, path: PurePosixPath) -> bool:
    """Whether a submission holds `path` (from the root of the tree): all else stays behind."""
    name = path.as_posix()
    if name == RECORD or name in manifest.files:
        return True
    if name in {f"{notebook}.ipynb" for notebook in manifest.notebooks}:
        return True
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    in_package = len(path.parts) > 1 and path.parts[0] == manifest.package
    return in_package and path.suffix == ".py" and not hidden


def problems(manifest: Manifest, names_and_sizes: Iterable[tuple[str, int]]) -> list[str]:
    """What the grader would refuse, a sentence each; empty for a gradable submission.

    Args:
        names_and_sizes: of the files, from the root, with "/"; sizes in bytes, unpacked.
    """
    entries = list(names_and_sizes)
    found = [f"unsafe file name: {_printable(name)}" for name, _ in entries if not is_safe(name)][
        :5
    ]
    counts = Counter(name.casefold() for name, _ in entries)
    found += [f"two files are called {_printable(n)}" for n, k in counts.items() if k > 1][:5]
    if len(entries) > MOST_FILES:
        found.append(f"{len(entries)} files; at most {MOST_FILES} are accepted")
    limit = manifest.limits.submission_mb * 2**20
    if (total := sum(size for _, size in entries)) > limit:
        found.append(
            f"{total / 2**20:.1f} MB; at most {manifest.limits.submission_mb} are accepted"
        )
    modules = [n for n, _ in entries if n.startswith(f"{manifest.package}/") and n.endswith(".py")]
    if not modules:
        found.append(f"there is no package {manifest.package}/ with Python files")
    return found


def is_safe(name: str) -> bool:
    """A relative name with "/" that means the same file on every system."""
    parts = name.split("/")
    return (
        0 < len(name) <= LONGEST_NAME
        and name.isprintable()
        and not set(name) & set('\\:*?"<>|')
        and all(part not in ("", ".", "..") and part == part.rstrip(". ") for part in parts)
        and not any(RESERVED.fullmatch(part) for part in parts)
    )


def _printable(name: str) -> str:
    text = name.encode("ascii", "backslashreplace").decode()
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= 60 else text[:57] + "..."
