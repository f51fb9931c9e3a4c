"""Imports of a submission: a stray one costs nothing until it is used; nothing else gets in."""

import importlib
import sys
import textwrap

import pytest

from autograder.boundary import precompilation, student_imports


@pytest.fixture(params=["compiled here", "compiled before"])
def package(request, tmp_path, monkeypatch):
    """Writes z2, a student's package, and gives a function that imports a module of it."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    student_imports.install_shims()

    def write(files, module="work"):
        for name, text in {"__init__.py": "", **files}.items():
            path = tmp_path / "z2" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text))
        compiled = b""
        if request.param == "compiled before":
            compiled = precompilation.compile_apart(str(tmp_path), "z2", lambda _: None, 20.0)
        student_imports.install(str(tmp_path), "z2", precompilation.loaded(compiled))
        return importlib.import_module(f"z2.{module}")

    yield write
    for name in [name for name in sys.modules if name.split(".")[0] == "z2"]:
        del sys.modules[name]


@pytest.fixture
def work(package):
    """Imports z2/work.py with this text."""
    return lambda text: package({"work.py": text})


@pytest.mark.parametrize(
    "line",
    [
        "import no_such_thing",
        "import no_such.thing.deep",
        "import no_such.thing as nst",
        "import os, no_such_thing, sys",
        "from no_such import a, b as c",
        "from no_such.deep import (a,\n    b)",
        "from numpy.lib import nothing_like_it",
        "from no_such import *",
        "if True:\n    import no_such",
        "class A:\n    import no_such",
        "for _ in range(2):\n    import no_such",
        "import torch.nn as nn\ndef g(m: nn.Module | None, k: int | nn.Module) -> nn.Tensor: pass",
        "'''doc'''\nfrom __future__ import annotations\nimport no_such",
    ],
)
def test_a_stray_import_costs_nothing(work, line):
    assert work(f"{line}\ndef f(): return 1").f() == 1


@pytest.mark.parametrize(
    ("line", "use", "what"),
    [
        ("import no_such", "no_such.run()", "no_such.run"),
        ("import no_such.deep", "no_such.deep(1)", "no_such.deep"),
        ("import no_such.deep as d", "d.g(1)", "no_such.deep.g"),
        ("from no_such import a as b", "b[0]", "no_such.a"),
        ("from no_such import a", "a + 1", "no_such.a"),
        ("from no_such import a", "1 - a", "no_such.a"),
        ("from no_such import a", "len(a)", "no_such.a"),
        ("from no_such import a", "list(a)", "no_such.a"),
        ("from no_such import a", "bool(a)", "no_such.a"),
        ("from no_such import a", "a == 1", "no_such.a"),
        ("from no_such import a", "isinstance(1, a.B)", "no_such.a.B"),
        ("from no_such import a", "float(a)", "no_such.a"),
        ("import numpy as np\nfrom numpy.lib import nix", "np.zeros(3) * nix", "numpy.lib.nix"),
    ],
)
def test_a_stray_import_raises_when_it_is_used_and_names_its_line(work, line, use, what):
    module = work(f"x = 1\n{line}\ndef f():\n    return {use}")
    count = 1 + len(line.splitlines())
    text = f"{what}, imported in line {count} of z2/work.py, is not installed where work is graded"
    with pytest.raises(ImportError, match=f"^{text}$"):
        module.f()


@pytest.mark.parametrize(
    "use", ["@a.cached\ndef g(): pass", "class A(a.Module): pass", "with a.no_grad(): pass"]
)
def test_a_use_at_module_level_raises_at_import(work, use):
    with pytest.raises(ImportError, match=r"no_such.*, imported in line 1 of z2/work.py"):
        work(f"import no_such as a\n{use}")


@pytest.mark.parametrize(
    "setting",
    ['plt.style.use("dark")', 'plt.rcParams["a"] = 3', "shell = plt.get_ipython()", "plt.ion()"],
)
def test_a_setting_of_something_absent_is_left_out(work, setting):
    assert work(f"import no_such as plt\n{setting}\ndef f(): return 1").f() == 1


def test_what_is_made_of_something_absent_raises_when_it_is_used(work):
    module = work("import no_such\ndevice = no_such.device('cuda')\ndef f(): return device.index()")
    with pytest.raises(ImportError, match=r"device.index, imported in line 2 of z2/work.py"):
        module.f()


def test_annotations_may_name_what_is_absent(work):
    module = work("from no_such import Float\ndef f(x: Float['n']) -> Float['n']: return x")
    assert module.f(3) == 3


@pytest.mark.parametrize("place", ["tqdm", "tqdm.auto", "tqdm.notebook"])
def test_a_progress_bar_shows_nothing(work, monkeypatch, place):
    for name in ("tqdm", "tqdm.auto", "tqdm.notebook"):
        monkeypatch.setitem(sys.modules, name, None)  # as in a worker, which has none
    student_imports.install_shims()
    module = work(
        f"from {place} import tqdm, trange\n"
        "def f():\n"
        "    bar = tqdm(range(3), total=3)\n"
        "    for i in bar: bar.set_description(str(i))\n"
        "    with tqdm(total=2) as other: other.update(1)\n"
        "    return [*bar, *trange(2)]"
    )
    assert module.f() == [0, 1, 2, 0, 1]


def test_an_import_inside_a_function_raises_when_it_runs(work):
    module = work("def f():\n    import no_such\ndef g(): return 1")
    assert module.g() == 1
    with pytest.raises(ModuleNotFoundError, match="no_such"):
        module.f()


@pytest.mark.parametrize(
    "handler",
    [
        "except ImportError",
        "except ModuleNotFoundError",
        "except (ValueError, ImportError) as e",
        "except Exception",
        "except",
        "except BaseException",
    ],
)
def test_a_try_around_an_import_works_as_its_author_expects(work, handler):
    module = work(f"try:\n    import no_such\n    found = True\n{handler}:\n    found = False")
    assert module.found is False


def test_a_try_for_something_else_is_tolerated(work):
    module = work(
        "try:\n    import no_such\n    x = 1\nexcept ValueError:\n    x = 2\nfinally:\n    y = 3"
    )
    assert (module.x, module.y) == (1, 3)


def test_a_suppressed_import_error_works_as_its_author_expects(work):
    text = """
        import contextlib
        found = False
        with contextlib.suppress(ImportError):
            import no_such
            found = True
    """
    assert work(text).found is False


def test_what_is_there_is_imported_as_ever(work):
    lines = ["import os.path as p, json", "import numpy.linalg", "from math import pi as q"]
    module = work("\n".join([*lines, "from collections import *"]))
    assert module.p.join("a", "b") == "a/b"
    assert module.numpy.linalg.norm([3, 4]) == 5
    assert (round(module.q, 2), module.OrderedDict().__class__.__name__) == (3.14, "OrderedDict")


def test_an_absent_part_leaves_its_package_usable(work):
    module = work("import numpy\nimport numpy.no_such_part\ndef f(): return numpy.ones(2).sum()")
    assert module.f() == 2


@pytest.mark.parametrize(
    ("line", "expression", "value"),
    [
        ("from past.builtins import xrange", "list(xrange(3))", [0, 1, 2]),
        ("from past.builtins import basestring, long", "(basestring, long)", (str, int)),
        ("from past.builtins import *", "list(xrange(2))", [0, 1]),
        ("from six.moves import xrange as r, zip", "list(zip(r(2), 'ab'))", [(0, "a"), (1, "b")]),
        ("from six.moves import reduce", "reduce(max, [1, 3, 2])", 3),
        ("from builtins import range, object", "list(range(2))", [0, 1]),
        ("from future import standard_library\nstandard_library.install_aliases()", "1", 1),
        ("from typing import override, Any", "override(len)('abc')", 3),
        ("from typing_extensions import override", "override(len)('abc')", 3),
    ],
)  # fmt: skip
def test_old_and_new_names_mean_what_they_meant(work, line, expression, value):
    assert work(f"{line}\ndef f(): return {expression}").f() == value


def test_a_name_that_no_shim_has_raises_when_it_is_used(work):
    module = work("from past.builtins import cPickle as pickle\ndef f(): return pickle.load(1)")
    with pytest.raises(
        ImportError, match=r"past.builtins.cPickle.load, imported in line 1 of z2/work.py"
    ):
        module.f()


# the package's own modules


@pytest.mark.parametrize(
    "line",
    [
        "from .helper import g",
        "from .helper import *",
        "from . import helper\ng = helper.g",
        "from z2.helper import g",
        "from z2.helper import *",
        "from z2 import helper\ng = helper.g",
        "import z2.helper\ng = z2.helper.g",
        "import z2.helper as h\ng = h.g",
    ],
)
def test_helper_modules_are_found(package, line):
    module = package({"work.py": line, "helper.py": "def g(): return 5"})
    assert module.g() == 5


def test_nested_packages_are_found_and_named_by_their_path(package):
    files = {
        "work.py": "from .parts.deep.tools import f, g",
        "parts/deep/tools.py": """
            from ... import top
            import no_such
            def f(): return top.x
            def g(): return no_such()
        """,
        "top.py": "x = 9",
    }
    module = package(files)
    assert module.f() == 9
    with pytest.raises(
        ImportError, match=r"no_such.*, imported in line 3 of z2/parts/deep/tools.py"
    ):
        module.g()


@pytest.mark.parametrize(
    "line", ["from .nothing import g", "from z2.nothing import g", "import z2.nothing"]
)
def test_an_absent_module_of_its_own_is_an_error(work, line):
    with pytest.raises(ModuleNotFoundError, match=r"z2.nothing"):
        work(line)


def test_an_absent_name_of_its_own_is_an_error(package):
    with pytest.raises(ImportError, match="cannot import name 'g'"):
        package({"work.py": "from z2.helper import g", "helper.py": ""})


def test_a_package_without_init_is_found(package, tmp_path):
    (tmp_path / "z2").mkdir()
    assert package({"work.py": "x = 1"}).x == 1
    (tmp_path / "z2" / "__init__.py").unlink()
    for name in ("z2", "z2.work"):
        del sys.modules[name]
    assert importlib.import_module("z2.work").x == 1


def test_a_neighbour_of_the_package_is_not_found(work, tmp_path):
    (tmp_path / "beside.py").write_text("x = 1")
    module = work("import beside\ndef f(): return beside.x + 1")
    with pytest.raises(ImportError, match=r"beside.x.*, imported in"):
        module.f()


def test_a_module_named_like_a_library_does_not_take_its_place(package):
    module = package({"work.py": "import json\nx = json.dumps([1])", "json.py": "raise SystemExit"})
    assert module.x == "[1]"


def test_a_poisoned_cache_is_not_read(package, tmp_path):
    import py_compile

    evil = tmp_path / "evil.py"
    evil.write_text("x = 'evil'")
    cache = importlib.util.cache_from_source(str(tmp_path / "z2" / "work.py"))
    py_compile.compile(
        str(evil), cfile=cache, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )
    assert package({"work.py": "x = 'good'"}).x == "good"


@pytest.mark.parametrize("name", ["work.pyc", f"work{importlib.machinery.EXTENSION_SUFFIXES[0]}"])
def test_what_is_not_source_is_refused(package, tmp_path, name):
    package({"other.py": ""}, "other")
    (tmp_path / "z2" / name).write_bytes(b"anything")
    importlib.invalidate_caches()
    with pytest.raises(ImportError, match=f"{name} is not a Python source file"):
        importlib.import_module("z2.work")


def test_lines_of_tracebacks_are_the_students_own(work):
    module = work("import no_such\nfrom x import (\n  a,\n  b)\n\ndef f():\n    return 1 / 0")
    with pytest.raises(ZeroDivisionError) as caught:
        module.f()
    assert caught.traceback[-1].lineno + 1 == 7


def test_shadowed_names_do_not_reach_the_stand_ins(work):
    module = work(
        "import no_such as print\nImportErrors = 1\nimport other as len\ndef f(): return 1"
    )
    assert module.f() == 1


def test_a_line_inside_a_statement_is_named(work):
    source = "import no_such\nrates = [\n    1,\n    1 / 0,\n]\n"
    with pytest.raises(ZeroDivisionError) as raised:
        work(source)
    assert raised.traceback[-1].lineno + 1 == 4


@pytest.mark.parametrize(
    ("source", "all_is_there"),
    [
        ("import sys\nfrom os import path, sep\nimport numpy.linalg", True),
        ("from z2.other import anything\nfrom z2 import other", True),
        ("from . import other\nfrom .. import another", False),
        ("import no_such", False),
        ("import sys, no_such.deep as deep", False),
        ("from numpy import no_such", False),
        ("if sys:\n    import no_such", False),
        ("try:\n    import no_such\nexcept ImportError:\n    pass", False),
        ("class A:\n    class B:\n        from no_such import it", False),
        ("def f():\n    import no_such", True),
    ],
)
def test_a_module_finds_all_where_each_import_outside_of_functions_is_loaded(source, all_is_there):
    code = student_imports.compiled(source.encode(), "work.py")
    assert student_imports.finds_all(code, "z2") == all_is_there
