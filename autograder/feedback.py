"""The page that a student gets back: marks, and for each failed test what a student may know."""

from functools import cache
from itertools import groupby
from pathlib import Path

import jinja2

from autograder.course import Course
from autograder.result import Result
from given.manifest import Manifest

_SIGNS = {"passed": "\N{CHECK MARK}", "missing": "\N{WHITE CIRCLE}"}
_CROSS = "\N{BALLOT X}"
DETAILS = ("called", "promised", "came", "symptom", "where")


def page(course: Course, manifest: Manifest, result: Result) -> bytes:
    """The HTML page of a result; everything that came from the submission is escaped."""
    tests = {
        name: list(group)
        for name, group in groupby(
            sorted(
                result.tests, key=lambda t: [e.name for e in manifest.exercises].index(t.exercise)
            ),
            key=lambda test: test.exercise,
        )
    }
    return (
        _template()
        .render(
            course=course,
            manifest=manifest,
            result=result,
            tests=tests,
            sign=lambda verdict: _SIGNS.get(verdict, _CROSS),
            details=DETAILS,
        )
        .encode()
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("feedback.html")
