"""Checks everything that is published, folder and zip of each assignment, together."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace

from autograder.course import Course
from autograder.leaks.allowed import allowed_file, read_allowed
from autograder.leaks.encodings import COMPRESSED
from autograder.leaks.exercises import check_exercises
from autograder.leaks.finding import Finding, Kind
from autograder.leaks.imports import check_imports
from autograder.leaks.notebook_form import check_notebooks
from autograder.leaks.published import Published, published
from autograder.leaks.search import search
from autograder.leaks.secrets import Secret, Secrets, secrets
from autograder.leaks.views import View, views


def check_release(course: Course, as_of: dt.date, only: Collection[str] = ()) -> list[Finding]:
    """What keeps the content of the course's dist folder from being published on that day.

    Every tree is held against the bodies and model answers of every assignment. A body may stand
    solved in the tree of another assignment that names its package in `earlier`, from the day
    after its deadline. What such a package itself repeats of others, whose deadlines have passed,
    is shown with it.

    Args:
        only: assignments to look at; none: everything in dist.

    Raises:
        BadInput: the course or its reviewed exceptions cannot be read.
    """
    trees = [tree for tree in published(course.dist) if not only or _name(tree) in only]
    if missing := {*only} - {_name(tree) for tree in trees}:
        return [Finding(f"dist/{name}", Kind.RELEASE, "is not there") for name in sorted(missing)]
    if not trees:
        return [Finding("dist", Kind.RELEASE, "holds no release")]
    answers, closed = secrets(course), _closed(course, as_of)
    findings: list[Finding] = []
    for tree in trees:
        if not _repeats(tree, trees):
            _check_tree(course, tree)
            findings += _early(course, _name(tree), as_of)
            shipped = _earlier(course, _name(tree))
            findings += _leaks(tree, answers, shipped, closed - _own(course, _name(tree)))
        findings += tree.findings
    return _reviewed(course, trees, findings)


def _repeats(tree: Published, trees: list[Published]) -> bool:
    """Whether this is a zip that equals its folder, and needs no second reading."""
    by_title = {tree.title: tree for tree in trees}
    if not tree.title.endswith(".zip"):
        if f"{tree.title}.zip" not in by_title:
            tree.add("", Kind.MISSING, "has no zip beside it")
        return False
    folder = by_title.get(_name(tree))
    if folder is not None and tree.files != folder.files:
        tree.add("", Kind.CHANGED, "does not hold the same files as the folder beside it")
    return folder is not None and tree.files == folder.files


def _check_tree(course: Course, tree: Published) -> None:
    if _name(tree) not in course.assignments():
        tree.add("", Kind.STRANGER, "belongs to no assignment of this course")
        return
    check_exercises(course, _name(tree), tree)
    check_notebooks(tree)
    check_imports(tree)


def _name(tree: Published) -> str:
    return tree.title.removesuffix(".zip")


def _earlier(course: Course, name: str) -> tuple[str, ...]:
    """Packages that the tree of this assignment ships solved."""
    return course.manifest(name).earlier if name in course.assignments() else ()


def _own(course: Course, name: str) -> set[str]:
    """The package that this tree's students complete."""
    return {course.manifest(name).package} if name in course.assignments() else set()


def _early(course: Course, name: str, as_of: dt.date) -> Iterator[Finding]:
    """One finding for each package that the tree shows solved before its deadline has passed."""
    for package in sorted({*_earlier(course, name)} - _closed(course, as_of)):
        owner = course.resolve(package)
        due = course.deadlines.get(owner)
        if due is None:
            why = f"and {owner} has no deadline in course.toml"
        else:
            day = due.astimezone(dt.UTC).date()
            why = f"whose deadline, {day}, has not passed: publish it after that day"
        yield Finding(name, Kind.EARLY, f"ships {package} solved, {why}")


def _closed(course: Course, as_of: dt.date) -> set[str]:
    """Packages of the assignments whose deadline has passed on that day."""
    return {
        course.manifest(name).package
        for name in course.assignments()
        if (due := course.deadlines.get(name)) and due.astimezone(dt.UTC).date() < as_of
    }


def _leaks(
    tree: Published, answers: Secrets, shipped: Collection[str], closed: Collection[str]
) -> Iterator[Finding]:
    for path, content in tree.files.items():
        open_to = {*shipped, *closed} if path.split("/")[0] in shipped else {*shipped}
        seen: set[tuple[Secret, str]] = set()
        text = content.decode("utf-8", "replace")
        for view in [View(path, "its name"), *views(path, text)]:
            if COMPRESSED in view.about:
                where = f"{tree.title}/{path} ({view.about})"
                yield Finding(where, Kind.CONCEALED, "holds compressed content")
            for match in search(view.text, answers):
                fragment = " ".join(match.fragment.split())
                if match.secret.package in open_to or (match.secret, fragment) in seen:
                    continue
                seen.add((match.secret, fragment))
                yield Finding(
                    f"{tree.title}/{path}{_place(view, match.line)}",
                    Kind.BODY,
                    f"{match.how} a piece of {match.secret.title}",
                    match.secret.title,
                    fragment,
                )


def _place(view: View, line: int) -> str:
    if view.first_line:
        return f":{view.first_line + line - 1}"
    return f" ({view.about})"


def _reviewed(course: Course, trees: list[Published], findings: list[Finding]) -> list[Finding]:
    """The findings that no exception covers, and the exceptions that nothing needs."""
    exceptions = read_allowed(course)
    rest = [f for f in findings if not any(entry.covers(f) for entry in exceptions)]
    titles = {tree.title for tree in trees}
    idle = [
        Finding(
            f"{allowed_file(course).name} ({entry.assignment}/{entry.where})",
            Kind.EXCEPTION,
            f"the exception {entry.digest} for {entry.body} is not needed any more: remove it",
        )
        for entry in exceptions
        if entry.assignment in titles and not any(entry.covers(f) for f in findings)
    ]
    return sorted({*_joined(rest), *idle})


def _joined(findings: list[Finding]) -> Iterator[Finding]:
    """One finding for all pieces of a body in a file; all other findings as they are."""
    pieces: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.kind is Kind.BODY:
            pieces.setdefault((finding.path, finding.body), []).append(finding)
        else:
            yield finding
    for found in pieces.values():
        longest = max(found, key=lambda f: (len(f.fragment), f))
        others = sorted({f.digest for f in found} - {longest.digest})
        yield replace(longest, others=tuple(others))
