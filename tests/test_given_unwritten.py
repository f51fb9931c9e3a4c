"""Notebooks whose exercises are not written yet."""

import os
import subprocess
import sys

import pytest

from given.unwritten import sentence, wait_for_exercises


@pytest.fixture
def said_by_a_cell(tmp_path):
    """What IPython prints for a cell that runs after wait_for_exercises."""

    def run(code):
        code = f"from given.unwritten import wait_for_exercises; wait_for_exercises(); {code}"
        command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", code]
        surroundings = {**os.environ, "IPYTHONDIR": str(tmp_path)}
        ended = subprocess.run(
            command, env=surroundings, capture_output=True, text=True, timeout=60, check=False
        )
        return ended.stdout.strip()

    return run


def test_an_unwritten_exercise_is_one_sentence_without_a_traceback(said_by_a_cell):
    name = "a1.losses.softmax_loss_naive"
    said = said_by_a_cell(f"raise NotImplementedError({name!r})")
    assert said == sentence(NotImplementedError(name))


def test_other_exceptions_keep_their_traceback(said_by_a_cell):
    assert "ZeroDivisionError" in said_by_a_cell("1 / 0")


def test_outside_a_notebook_nothing_happens():
    assert wait_for_exercises() is None


def test_what_an_unwritten_cell_would_have_made_is_said_to_wait(said_by_a_cell):
    said = said_by_a_cell(
        "get_ipython().run_cell('raise NotImplementedError(\"a1.f\")');"
        "get_ipython().run_cell('missing')"
    )
    assert "name 'missing' is not defined: the cell that makes it waited for a1.f" in said
    assert "Traceback" not in said


def test_a_misspelt_name_keeps_its_traceback(said_by_a_cell):
    assert "NameError" in said_by_a_cell("missing")
