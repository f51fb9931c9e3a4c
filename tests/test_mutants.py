"""The tests are tested: what a suite lets through, or names wrongly, is a finding."""

import os
import subprocess
import sys

import pytest

from autograder.course import CHECKOUT
from tests.conftest import Toy


def mutants(toy: Toy) -> tuple[int, str]:
    """Exit status and output of `autograder mutants`, in a process that ends with its imports."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "COLUMNS": "200"}
    command = [sys.executable, "-m", "autograder.cli", "mutants", "t1"]
    finished = subprocess.run(
        command, cwd=toy.root, env=environment, capture_output=True, text=True
    )
    return finished.returncode, finished.stdout + finished.stderr


def row(output: str, name: str) -> list[str]:
    """The cells of a mutant's row."""
    (line,) = (line for line in output.splitlines() if f" {name} " in line)
    return [cell.strip() for cell in line.strip("│").split("│")]


def replace(toy: Toy, file: str, old: str, new: str) -> None:
    path = toy.root / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.fixture(scope="module")
def good(module_toy) -> tuple[int, str]:
    return mutants(module_toy)


def test_a_good_suite_has_no_gap(good):
    status, output = good
    assert status == 0
    assert [row(output, name)[3] for name in ("(solved)", "(blank)", "sums.product")] == [
        "",
        "",
        "",
    ]


def test_each_misconception_is_rejected_and_named(good):
    assert row(good[1], "sums.product")[1:3] == ["3", "3"]
    assert row(good[1], "sums.divided_by_one_less")[1:3] == ["2", "2"]


def test_a_mutant_that_no_test_rejects_is_a_gap(toy):
    right = "def right(values):\n    return float(np.sum(values))\n"
    with open(toy.course.misconceptions(toy.manifest) / "sums.py", "a") as file:
        file.write(f'\n\n@misconception("sums.total", hint="None.")\n{right}')
    status, output = mutants(toy)
    assert (status, row(output, "sums.right")[3]) == (1, "no test rejects it")


def test_a_mutant_that_only_tests_of_form_reject_is_a_gap(toy):
    with open(toy.course.misconceptions(toy.manifest) / "sums.py", "a") as file:
        file.write('\n\n@misconception("sums.total", hint="You change the input.")\n')
        file.write("def spoils(values):\n    total = float(np.sum(values))\n")
        file.write("    values[:] = 0\n    return total\n")
    status, output = mutants(toy)
    assert (status, row(output, "sums.spoils")[3]) == (1, "only tests of form reject it")


def test_a_mutant_whose_hint_is_never_given_is_a_gap(toy):
    twin = "def twin(values):\n    return float(np.prod(values))\n"
    with open(toy.course.misconceptions(toy.manifest) / "sums.py", "a") as file:
        file.write(f'\n\n@misconception("sums.total", hint="Another hint.")\n{twin}')
    status, output = mutants(toy)
    assert (status, row(output, "sums.twin")[3]) == (1, "its hint is never given")


def test_a_lazy_submission_that_earns_points_is_a_gap(toy):
    lazy = toy.course.deliberate_submissions(toy.manifest) / "lazy_half"
    (lazy / "t1").mkdir(parents=True)
    (lazy / "expected.toml").write_text('base = "blank"\n')
    (lazy / "t1" / "sums.py").write_text("def total(values):\n    return 3.5\n")
    status, output = mutants(toy)
    assert (status, row(output, "(lazy_half)")[3]) == (1, "earns 1.5 points")


def test_a_suite_that_the_solved_package_fails_is_our_fault(toy):
    replace(toy, "autograder/suites/t1/test_total.py", "0.0)", "1.0)")
    status, output = mutants(toy)
    assert status == 3
    assert "the solved t1 fails hidden/test_total.test_nothing_adds_to_zero (wrong)" in output


def test_a_hint_for_a_function_that_is_not_there_is_our_fault(toy):
    replace(toy, "autograder/misconceptions/t1/sums.py", '"sums.total"', '"sums.totl"')
    status, output = mutants(toy)
    assert status == 3
    assert "sums.product is of sums.totl, which is no exercise's" in output
