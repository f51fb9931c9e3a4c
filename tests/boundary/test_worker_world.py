"""What a worker has around it: an environment, libraries and seeds, and nothing of ours."""

import random
import stat
import subprocess
import sys

import numpy as np
import pytest

from autograder.boundary.zygote import OURS
from autograder.course import CHECKOUT, BadInput, read_course
from autograder.sandbox import libraries
from autograder.sandbox.zygote import Zygote
from given.seeds import PUBLISHED, stream

LOOK = """
    import os, sys

    def environment(): return dict(os.environ)
    def argv(): return sys.argv, sys.flags.safe_path, sys.flags.no_user_site, sys.flags.no_site
    def path(): return sys.path
    def modules(): return sorted(sys.modules)
    def here(): return os.getcwd(), os.path.expanduser("~"), os.environ["TMPDIR"]
    def names(): return os.listdir(".")
    def descriptors():
        modes = {}
        for number in range(2048):
            try:
                modes[number] = os.fstat(number).st_mode
            except OSError:
                pass
        return modes
    def has(name):
        import importlib
        try:
            return importlib.import_module(name).__name__
        except ImportError:
            return None
"""


@pytest.fixture
def looking(hall):
    return hall.hand_in(LOOK).work


def test_the_environment_holds_only_what_it_is_given(looking):
    environment = looking.environment()
    own = {"LC_CTYPE"}  # set by the interpreter itself, on some machines
    assert set(environment) - own == {
        "HOME", "LANG", "MKL_NUM_THREADS", "MPLBACKEND", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
        "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "TMPDIR",
    }  # fmt: skip
    assert environment["PYTHONHASHSEED"] == "7"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert not any("secret" in text for text in environment.values())


def test_nothing_in_memory_names_suites_or_oracles(looking):
    modules = looking.modules()
    assert not [name for name in modules if name.split(".")[0] in ("autograder", "oracles", "a1")]
    assert {"numpy", "boundary", *OURS} <= set(modules)


def test_the_interpreter_sees_its_libraries_only(looking, library_folder):
    assert looking.argv()[1:] == (True, 1, 1)
    path = looking.path()
    assert path[-1] == str(library_folder)
    assert not any("site-packages" in place or str(CHECKOUT) in place for place in path)


@pytest.mark.parametrize("name", ["numpy", "msgspec", "given", "coursedata", "boundary"])
def test_libraries_of_the_exercise_are_there(looking, name):
    assert looking.has(name) == name


@pytest.mark.parametrize(
    "name", ["pytest", "autograder", "a1", "oracles", "torch", "scipy", "typer", "setuptools"]
)
def test_nothing_else_is_there(looking, name):
    assert looking.has(name) is None


def test_a_worker_holds_its_three_streams_and_one_socket(looking):
    null, output, errors, connection = looking.descriptors().items()
    assert [number for number, _ in (null, output, errors)] == [0, 1, 2]
    assert stat.S_ISCHR(null[1])
    assert stat.S_ISFIFO(output[1])
    assert stat.S_ISFIFO(errors[1])
    assert stat.S_ISSOCK(connection[1])


def test_a_worker_starts_in_its_home_where_temporary_files_go_too(looking):
    folder, home, temporary = looking.here()
    assert home == temporary == folder


@pytest.mark.parametrize("tier", ["strong", "process"], indirect=True)
def test_the_home_of_a_worker_is_empty(looking):
    assert looking.names() == []


@pytest.mark.parametrize("tier", ["landlock"], indirect=True)
def test_a_home_on_the_disk_cannot_even_be_listed(looking):
    with pytest.raises(PermissionError):
        looking.names()


def test_standard_input_is_empty(hall):
    student = hall.hand_in("def f():\n    return input()")
    with pytest.raises(EOFError):
        student.work.f()


RANDOM = """
    import random
    import numpy as np

    def f(n):
        words = [f"word{i}" for i in range(n)]
        return [random.random(), np.random.rand(3), list(set(words)), hash("x"), hash(("a", 1.5))]
"""


def draws(hall, folder, seed="secret", test_id="public/test_work.test_first"):
    student = hall.open(folder, seed=seed)
    hall.next_test(test_id)
    numbers, arrays, *rest = student.work.f(20)
    return [numbers, arrays.tolist(), *rest]


def test_two_runs_draw_the_same_random_numbers_sets_and_hashes(hall, tmp_path):
    hall.hand_in(RANDOM)
    folder = tmp_path / "submission0"
    assert draws(hall, folder) == draws(hall, folder)


def test_another_zygote_of_the_same_hash_seed_agrees_whatever_its_tier(
    hall, tmp_path, library_folder
):
    hall.hand_in(RANDOM)
    folder = tmp_path / "submission0"
    first = draws(hall, folder)
    hall.session.close()
    other = Zygote(library_folder, ("numpy",), hash_seed=7, tier="process")
    mine, hall.zygote = hall.zygote, other
    try:
        assert draws(hall, folder) == first
    finally:
        hall.session.close()
        hall.zygote = mine
        other.close()


@pytest.mark.parametrize(
    "changed", [{"seed": "another"}, {"test_id": "public/test_work.test_second"}]
)
def test_another_seed_or_test_draws_other_numbers(hall, tmp_path, changed):
    hall.hand_in(RANDOM)
    folder = tmp_path / "submission0"
    first, second = draws(hall, folder), draws(hall, folder, **changed)
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert first[2:] == second[2:]


def test_with_the_published_seed_the_numbers_are_those_of_the_students_own_run(hall, tmp_path):
    hall.hand_in(RANDOM)
    test_id = "public/test_work.test_a"
    numbers = draws(hall, tmp_path / "submission0", PUBLISHED, test_id)
    seed = int(stream(PUBLISHED, f"{test_id}/global").integers(2**32))  # see given.testing
    assert numbers[0] == random.Random(seed).random()
    assert numbers[1] == np.random.RandomState(seed).rand(3).tolist()


def test_a_test_draws_the_same_whatever_ran_before(hall, tmp_path):
    student = hall.hand_in(RANDOM)
    hall.next_test("public/test_work.test_a")
    student.work.f(3)
    hall.next_test("public/test_work.test_b")
    after = student.work.f(3)[0]
    assert draws(hall, tmp_path / "submission0", test_id="public/test_work.test_b")[0] == after


# the folder of libraries


def test_an_absent_library_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="the library no_such_library is not installed here"):
        libraries.build(tmp_path / "x", ["numpy", "no_such_library"])


def test_the_folder_of_libraries_holds_what_is_asked_for_and_ours(library_folder):
    names = {path.name for path in library_folder.iterdir()}
    assert {"numpy", "msgspec", "given", "coursedata", "boundary"} <= names
    assert not names & {"autograder", "a1", "oracles", "pytest", "bin"}


def test_earlier_packages_are_shipped_solved(tmp_path):
    folder = libraries.build(
        tmp_path / "x", ["numpy"], [read_course(CHECKOUT).package_folder("a1")]
    )
    code = "import sys; sys.path.append(sys.argv[1]); import a1.losses as m; print(m.__file__)"
    command = [sys.executable, "-s", "-S", "-P", "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(folder / "a1" / "losses.py")


def test_versions_are_those_installed():
    assert libraries.versions(["numpy"]) == {"numpy": np.__version__}
