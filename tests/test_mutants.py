"""The tests are tested: what a suite lets through, or names wrongly, is a finding."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from autograder import cli
from tests.conftest import Toy


def mutants(toy: Toy, *options: str) -> tuple[int, str]:
    """Exit status and output of `autograder mutants`, in a fork that ends with its imports."""
    with tempfile.TemporaryFile("w+") as said:
        pid = os.fork()
        if not pid:
            _end(toy.root, said, ["mutants", "t1", *options])
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        said.seek(0)
        return status, said.read()


def _end(folder: Path, said, arguments: list[str]) -> None:
    """Runs the command line, and ends this process as it ends."""
    status = 4
    try:
        sys.stdout = sys.stderr = said
        os.chdir(folder)
        os.environ["COLUMNS"] = "200"
        cli.main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        said.flush()
        os._exit(status)


def row(output: str, name: str) -> list[str]:
    """The cells of a mutant's row."""
    (line,) = (line for line in output.splitlines() if line.startswith(f"│ {name} "))
    return [cell.strip() for cell in line.strip("│").split("│")]


def replace(toy: Toy, file: str, old: str, new: str) -> None:
    path = toy.root / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def misconception(toy: Toy, name: str, body: str, hint: str) -> None:
    """Adds a misconception of `total`."""
    with open(toy.course.misconceptions(toy.manifest) / "sums.py", "a") as file:
        file.write(f'\n\n@misconception("sums.total", hint="{hint}")\n')
        file.write(f"def {name}(values):\n{body}\n")


def solve(toy: Toy, average: str) -> None:
    """Solves `average` in another way."""
    path = toy.solved / "t1" / "sums.py"
    kept = path.read_text().partition("def average")[0]
    path.write_text(f"{kept}def average(values):\n{average}")


def survivors(toy: Toy, text: str, exercise: str = "average") -> None:
    folder = toy.suites / "survivors"
    folder.mkdir()
    (folder / f"{exercise}.toml").write_text(text)


MISTAKES = ("--exercise", "total", "--only", "misconceptions", "--jobs", "1")
MUTATIONS = ("--exercise", "average", "--only", "mutations", "--jobs", "1")
LAZY = ("--exercise", "total", "--only", "lazy", "--jobs", "1")

GUARDED = "    return float(np.sum(values)) / max(len(values), 1)\n"
SURVIVING = {
    "return float(np.sum(values)) / max(len(values), 1)"
    " -> return float(np.sum(values)) / max(len(values), 2)",
    "return float(np.sum(values)) / max(len(values), 1)"
    " -> return float(np.sum(values)) / max(len(values), 0)",
}


def reasons(lines: set[str]) -> str:
    return '["sums.average"]\n' + "".join(f'"{line}" = "Five values.\\n"\n' for line in lines)


@pytest.fixture(scope="module")
def good(module_toy) -> tuple[int, str]:
    return mutants(module_toy)


def test_a_good_suite_has_no_gap(good):
    status, output = good
    assert status == 0
    assert "gap" not in output


def test_each_misconception_is_rejected_and_named(good):
    assert row(good[1], "sums.product")[1:4] == ["3", "3", ""]
    assert row(good[1], "sums.divided_by_one_less")[1:4] == ["2", "2", ""]


def test_every_exercise_is_lazy_in_every_way(good):
    ways = ("blank", "zeros", "ones", "random", "inputs")
    assert all(f"({way} {name})" in good[1] for way in ways for name in ("total", "average"))


def test_a_mutant_that_no_test_rejects_is_a_gap(toy):
    misconception(toy, "right", "    return float(np.sum(values))", "None.")
    status, output = mutants(toy, *MISTAKES)
    assert (status, row(output, "sums.right")[4]) == (1, "no test rejects it")


def test_a_mutant_that_only_tests_of_form_reject_is_a_gap(toy):
    body = "    total = float(np.sum(values))\n    values[:] = 0\n    return total"
    misconception(toy, "spoils", body, "You change the input.")
    status, output = mutants(toy, *MISTAKES)
    assert (status, row(output, "sums.spoils")[4]) == (1, "only tests of form reject it")


def test_a_mutant_whose_hint_is_never_given_is_a_gap(toy):
    misconception(toy, "twin", "    return float(np.prod(values))", "Another hint.")
    status, output = mutants(toy, *MISTAKES)
    assert (status, row(output, "sums.twin")[4]) == (1, "its hint is never given")


def test_a_mutant_that_gets_the_hint_of_another_is_a_gap(toy):
    body = "    CALLS.append(1)\n    return float(np.prod(values)) * len(CALLS)"
    misconception(toy, "moody", body, "Another answer every time.")
    with open(toy.course.misconceptions(toy.manifest) / "sums.py", "a") as file:
        file.write("\n\nCALLS = []\n")
    status, output = mutants(toy, *MISTAKES)
    problem = "another hint is given: You multiply the numbers: add them."
    assert (status, row(output, "sums.moody")[4]) == (1, problem)


def test_it_is_told_which_misconceptions_fail_alike(toy):
    misconception(toy, "twin", "    return float(np.prod(values))", "Another hint.")
    _, output = mutants(toy, *MISTAKES)
    assert row(output, "sums.product")[1:4] == ["3", "0", "sums.twin 3"]


def test_a_lazy_answer_that_is_right_in_a_test_of_values_is_a_gap(toy):
    replace(toy, "autograder/suites/t1/test_total.py", "@contract", "#")
    status, output = mutants(toy, *LAZY)
    assert status == 1
    assert "gap: (zeros total): earns 1.5 points: hidden/test_total.test_nothing_adds" in output


def test_a_lazy_submission_that_earns_points_is_a_gap(toy):
    lazy = toy.course.deliberate_submissions(toy.manifest) / "lazy_half"
    (lazy / "t1").mkdir(parents=True)
    (lazy / "expected.toml").write_text('base = "blank"\n')
    (lazy / "t1" / "sums.py").write_text("def total(values):\n    return 3.5\n")
    status, output = mutants(toy, "--only", "lazy")
    assert (status, row(output, "(lazy_half)")[4]) == (1, "earns 1.5 points")


def test_a_mutation_that_hidden_tests_let_pass_is_a_gap(toy):
    solve(toy, GUARDED)
    status, output = mutants(toy, *MUTATIONS)
    assert status == 1
    assert all(f"gap: sums.average: {line} survives" in output for line in SURVIVING)


def test_the_share_of_rejected_mutations_counts_all_of_them(toy):
    solve(toy, GUARDED)
    survivors(toy, reasons(SURVIVING))
    status, output = mutants(toy, *MUTATIONS)
    (line,) = (line for line in output.splitlines() if line.startswith("hidden tests reject"))
    rejected, made = (int(word) for word in line.split() if word.isdigit())
    assert made - rejected == len(SURVIVING)
    gaps = [line for line in output.splitlines() if line.startswith("gap: ")]
    share = f"gap: hidden tests reject {rejected / made:.1%} of the mutants, not 95%"
    assert (status, gaps) == (1, [share])


def test_a_reason_that_no_survivor_needs_is_a_gap(toy):
    survivors(toy, reasons({"return 1 -> return 2"}))
    status, output = mutants(toy, *MUTATIONS)
    assert status == 1
    assert "gap: sums.average: return 1 -> return 2 is no survivor" in output


def test_a_mutation_that_never_ends_is_rejected(toy):
    replace(toy, "assignments/t1_toy/assignment.toml", "\ncpu_s = 2.0", "\ncpu_s = 0.1")
    loop = "    while count < len(values):\n        count += 1\n"
    solve(toy, f"    count = 0\n{loop}    return float(np.sum(values)) / count\n")
    _, output = mutants(toy, *MUTATIONS)
    survive = [line for line in output.splitlines() if line.startswith("gap: sums")]
    assert len(survive) == 2
    assert all("count = 0 -> count = " in line for line in survive)


def test_a_mutation_of_which_a_test_never_gets_enough_is_rejected(toy):
    replace(toy, "assignments/t1_toy/assignment.toml", "\ncpu_s = 2.0", "\ncpu_s = 0.1")
    solve(
        toy, "    count = 0\n    while count < len(values):\n        yield 1\n        count += 1\n"
    )
    for folder in (toy.solved / "tests", toy.suites):
        (folder / "test_average.py").write_text(
            "import numpy as np\n\n\ndef test_all(student):\n"
            "    assert list(student.sums.average(np.ones(3))) == [1, 1, 1]\n"
        )
    status, output = mutants(toy, *MUTATIONS)
    assert (status, "100.0%" in output) == (0, True)


def test_reasons_for_a_function_that_is_not_there_are_bad_input(toy):
    survivors(toy, '["sums.other"]\n"a -> b" = "Because."\n')
    status, output = mutants(toy, *MUTATIONS)
    assert status == 1
    assert "average.toml: sums.other is no function of average" in output


def test_a_suite_that_the_solved_package_fails_is_our_fault(toy):
    replace(toy, "autograder/suites/t1/test_total.py", "0.0)", "1.0)")
    status, output = mutants(toy, *LAZY)
    assert status == 3
    assert "the solved t1 fails hidden/test_total.test_nothing_adds_to_zero (wrong)" in output


def test_a_hint_for_a_function_that_is_not_there_is_our_fault(toy):
    replace(toy, "autograder/misconceptions/t1/sums.py", '"sums.total"', '"sums.totl"')
    status, output = mutants(toy, *MISTAKES)
    assert status == 3
    assert "sums.product is of sums.totl, which is no exercise's" in output


@pytest.mark.parametrize("options", [("--exercise", "totl"), ("--only", "mutants")])
def test_what_is_not_there_cannot_be_chosen(toy, options):
    status, output = mutants(toy, *options)
    assert status == 1
    assert options[1] in output
