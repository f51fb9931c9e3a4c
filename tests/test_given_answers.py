"""given.answers: written answers of a notebook."""

import json

import pytest

from given.answers import BrokenNotebook, answer_cells, is_blank_answer, read_notebook


def notebook(*cells):
    entries = [
        {"cell_type": "markdown", "metadata": {"tags": tags}, "source": source}
        for source, tags in cells
    ]
    return json.dumps({"cells": entries, "nbformat": 4, "metadata": {}}).encode()


def test_answers_are_the_cells_with_the_tag():
    found = read_notebook(notebook(("Why?", []), (["Be", "cause"], ["answer"])))
    assert answer_cells(found) == ["Because"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "Your answer:",
        "**Your answer:**",
        "*Your answer (2 sentences):*\n\n...",
        "> _Your answer here_",
        "### Answer\n\n*write here*",
        "Your answer: <!-- at most 3\nsentences -->",
    ],
)
def test_a_prompt_alone_is_blank(text):
    assert is_blank_answer(text)


@pytest.mark.parametrize("text", ["Because.", "**Your answer:** 7", "Your answer:\n\nno", "$x^2$"])
def test_a_word_is_an_answer(text):
    assert not is_blank_answer(text)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b'{"cells": 3}', b'{"cells": [1]}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_file_that_is_no_notebook_is_refused(content):
    with pytest.raises(BrokenNotebook):
        read_notebook(content)


def test_cells_without_metadata_are_no_answers():
    content = b'{"cells": [{"source": "x"}, {"metadata": {"tags": 5}}, {"metadata": []}]}'
    assert answer_cells(read_notebook(content)) == []
