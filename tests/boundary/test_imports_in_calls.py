"""Imports of a submission in its worker, where torch and friends are absent."""

import pytest


def test_a_stray_import_of_torch_costs_nothing_and_names_its_line_when_used(hall):
    text = "import numpy as np\nimport torch\ndef f(): return 1\ndef g(x): return torch.tensor(x)"
    student = hall.hand_in(text)
    assert student.work.f() == 1
    with pytest.raises(ImportError) as caught:
        student.work.g(1)
    promised = (
        "torch.tensor, imported in line 2 of z1/work.py, is not installed where work is graded"
    )
    assert str(caught.value) == promised
    assert caught.value.where == "z1/work.py, line 4"


def test_a_helper_in_a_folder_is_named_by_its_path(hall):
    files = {"helpers/x.py": "import sklearn.svm\ndef g(): return sklearn.svm.SVC()"}
    student = hall.hand_in("from .helpers.x import g\ndef f(): return g()", files)
    with pytest.raises(
        ImportError, match=r"^sklearn.svm.SVC, imported in line 1 of z1/helpers/x.py,"
    ):
        student.work.f()


def test_a_submission_sees_its_own_package_and_not_the_folder_beside_it(hall, tmp_path):
    student = hall.hand_in("def f():\n    import conftest\n    return 1")
    (tmp_path / "submission0" / "conftest.py").write_text("")
    with pytest.raises(ModuleNotFoundError):
        student.work.f()


def test_files_of_the_package_can_be_read(hall):
    text = "def f(): return open(__file__.replace('work.py', 'table.txt')).read()"
    student = hall.hand_in(text, {"table.txt": "1 2 3"})
    assert student.work.f() == "1 2 3"
