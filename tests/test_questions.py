"""Each written question of a notebook has room for an answer, a model answer and a rubric."""

import re

import pytest

from autograder.course import find_course

COURSE = find_course()
NOTEBOOKS = [
    (name, notebook)
    for name in COURSE.assignments()
    for notebook in COURSE.manifest(name).notebooks
]
ASKED = re.compile(r"^# \*\*Question (\d+) \((\d+) points\)\.\*\*", re.MULTILINE)
ANSWERED = re.compile(r"^## Question (\d+): ", re.MULTILINE)
AWARDED = re.compile(r"^\| (\d+) \| ", re.MULTILINE)


def source(name: str, notebook: str) -> str:
    path = COURSE.folder(name) / "notebooks" / f"{notebook}.py"
    return path.read_text(encoding="utf-8")


def answers(name: str, notebook: str) -> str:
    path = COURSE.suites(COURSE.manifest(name)) / "answers" / f"{notebook}.md"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_two_questions_or_more_are_asked_and_numbered_from_1(name, notebook):
    numbers = [int(number) for number, _ in ASKED.findall(source(name, notebook))]
    assert len(numbers) >= 2
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_each_question_is_followed_by_room_for_an_answer(name, notebook):
    cells = source(name, notebook).split("\n# %%")
    for cell, following in zip(cells, [*cells[1:], ""], strict=True):
        if ASKED.search(cell):
            assert following.startswith(' [markdown] tags=["answer"]'), ASKED.search(cell)


@pytest.mark.parametrize(("name", "notebook"), NOTEBOOKS)
def test_each_question_has_a_model_answer_whose_rubric_adds_up(name, notebook):
    asked = {number: int(points) for number, points in ASKED.findall(source(name, notebook))}
    parts = ANSWERED.split(answers(name, notebook))
    answered = {
        number: sum(map(int, AWARDED.findall(text)))
        for number, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert answered == asked
