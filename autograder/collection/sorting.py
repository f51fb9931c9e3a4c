"""Tells apart what was handed in for several assignments, where all of it lies in one folder."""

import re
from collections.abc import Sequence
from dataclasses import replace

from autograder.collection.archive import Member, Refused
from autograder.collection.contents import declared
from autograder.collection.handed import Handed
from autograder.collection.layout import is_junk
from given.manifest import Manifest

PACKED = re.compile(r"(?:^|_)(?P<package>[ax][0-9]+)(?:_[a-z0-9]+)?-", re.IGNORECASE)


def of_assignment(
    handed: Sequence[Handed], manifest: Manifest, others: Sequence[Manifest]
) -> list[Handed]:
    """Those that are for this assignment, each without the packages of the others.

    What an archive says of itself decides (submission.json); else the packages in it; else its
    name. A student's folder with two packages is handed in for both; an archive is not handed in
    for a package that another one in it builds on. What tells nothing is for every assignment, so
    that somebody sees why it is refused.
    """
    found = []
    for each in handed:
        packages = _packages(each, (manifest, *others))
        if not packages or manifest.package in packages:
            rest = tuple(sorted(packages - {manifest.package, *manifest.earlier}))
            found.append(replace(each, without=rest))
    return found


def _packages(handed: Handed, manifests: Sequence[Manifest]) -> set[str]:
    """Packages of the assignments that it is for; none where nothing tells."""
    known = {name: m.package for m in manifests for name in (m.name, m.package)}
    try:
        members = handed.members(manifests[0])
    except Refused:
        members = []
    said = declared(members).assignment
    if said in known:
        return {known[said]}
    inside = {known[part] for member in members for part in _folders(member) if part in known}
    if not handed.is_folder:
        inside -= {package for m in manifests if m.package in inside for package in m.earlier}
    named = PACKED.search(handed.path.name)
    return inside or ({named["package"].lower()} & set(known) if named else set())


def _folders(member: Member) -> list[str]:
    """The folders where a package may lie: at the top, or in a single folder there."""
    return [] if is_junk(member.name) else member.name.split("/")[:-1][:2]
