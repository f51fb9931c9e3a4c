"""Which tests are called directly, and that pytest does for the others all that they ask."""

import contextlib
import io
import textwrap

import pytest

from autograder import results
from autograder.case import plain_call
from autograder.grading import grade_class
from autograder.service import sealed_arguments
from tests.conftest import CLASS

PLAIN = {
    "no fixture": "def test_a(): pass",
    "all of ours": "def test_a(student, rng, source): pass",
    "a contract": "@pytest.mark.contract\ndef test_a(student): pass",
    "parameters": "@pytest.mark.parametrize('n', [3], ids=['three'])\ndef test_a(n, rng): pass",
}
NOT_PLAIN = {
    "a method": "class TestA:\n    def test_a(self, student): pass",
    "skip": "@pytest.mark.skip\ndef test_a(student): pass",
    "xfail": "@pytest.mark.xfail\ndef test_a(student): pass",
    "skip of one case": """
        @pytest.mark.parametrize('n', [pytest.param(1, marks=pytest.mark.skip)])
        def test_a(n): pass
    """,
    "a mark of the file": "pytestmark = pytest.mark.skipif(False, reason='')\ndef test_a(): pass",
    "a fixture of pytest": "def test_a(student, tmp_path): pass",
    "the request": "def test_a(request): pass",
    "a fixture of its own": "@pytest.fixture\ndef x(): return 1\ndef test_a(x): pass",
    "another rng": "@pytest.fixture\ndef rng(): return 1\ndef test_a(rng): pass",
    "an automatic fixture": """
        @pytest.fixture(autouse=True)
        def x(): return 1
        def test_a(student): pass
    """,
    "usefixtures": """
        @pytest.fixture
        def x(): return 1
        @pytest.mark.usefixtures('x')
        def test_a(student): pass
    """,
    "a set-up of the file": "def setup_module(): pass\ndef test_a(student): pass",
    "a set-up of each test": "def setup_function(): pass\ndef test_a(student): pass",
    "an indirect parameter": """
        @pytest.fixture
        def x(request): return request.param
        @pytest.mark.parametrize('x', [1], indirect=True)
        def test_a(x): pass
    """,
    "parameters of a hook": """
        def pytest_generate_tests(metafunc): metafunc.parametrize('n', [1])
        def test_a(n): pass
    """,
    "a default": "def test_a(student, n=3): pass",
    "a coroutine": "async def test_a(student): pass",
}


class Collector:
    """The fixtures of a judge, and what is collected."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    @pytest.fixture
    def student(self, request): ...

    @pytest.fixture
    def source(self, request): ...

    @pytest.fixture
    def rng(self, request): ...

    def pytest_collection_modifyitems(self, items):
        self.items += items


def collected(toy, text: str) -> pytest.Item:
    path = toy.folder / "test_text.py"
    path.write_text(f"import pytest\n\n{textwrap.dedent(text)}")
    found = Collector()
    with contextlib.redirect_stdout(io.StringIO()):
        arguments = sealed_arguments(toy.course, [path])
        pytest.main(["--collect-only", "-W", "ignore", *arguments], plugins=[found])
    return found.items[0]


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_plain_test_is_called_directly(toy, text):
    assert plain_call(collected(toy, text)) is not None


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_asks_for_more_is_left_to_pytest(toy, text):
    assert plain_call(collected(toy, text)) is None


def test_a_call_has_the_parameters_of_its_case(toy):
    text = """
        @pytest.mark.parametrize('n', [7])
        def test_a(n, rng): raise ValueError(n, rng)
    """
    call = plain_call(collected(toy, text))
    with pytest.raises(ValueError, match=r"7, 'ours'"):
        call(rng="ours")


MIXED = """

import pytest

SEEN = []


def test_first(student):
    SEEN.append("first")


@pytest.fixture
def opened():
    SEEN.append("opened")
    yield
    SEEN.append("closed")


def test_with_a_fixture(student, opened):
    assert SEEN == ["first", "opened"]


def test_between(student):
    assert SEEN == ["first", "opened", "closed"]


class TestMore:
    @pytest.fixture(autouse=True)
    def held(self):
        SEEN.append("held")

    def test_last(self, student, opened):
        assert SEEN[3:] == ["held", "opened"]
"""


def test_tests_of_either_kind_run_in_their_order(toy):
    hidden = toy.suites / "test_total.py"
    hidden.write_text(hidden.read_text() + MIXED)
    grade_class(toy.run(), [toy.hand_in("half", CLASS["half"])], jobs=1)
    mixed = results.read(toy.into, "half").tests
    verdicts = {t.verdict for t in mixed if t.visibility == "hidden" and t.exercise == "total"}
    assert verdicts == {"passed"}


def test_the_explanation_of_an_assert_is_the_same_for_either_kind(toy):
    public = toy.solved / "tests" / "test_total.py"
    body = "    got = student.sums.total([1.0, 1.5])\n    assert got * 2 > 4.75 or got > 9\n"
    method = f"\n\nclass TestIt:\n    def test_it(self, student):\n{textwrap.indent(body, '    ')}"
    public.write_text(public.read_text() + f"\n\ndef test_it(student):\n{body}{method}")
    grade_class(toy.run(), [toy.hand_in("zeros", CLASS["zeros"])], jobs=1)
    said = {t.came for t in results.read(toy.into, "zeros").tests if t.test.endswith("test_it")}
    assert len(said) == 1
    assert "0.5 * 2" in said.pop()
