"""pyproject.toml, constraints.txt, environment.yml, the Makefile and the README agree."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def declared() -> list[Requirement]:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def pinned() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def of_conda() -> dict[str, Requirement]:
    (by_pip,) = [entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    found = [Requirement(line) for line in by_pip]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_every_dependency_is_pinned_within_its_range(requirement):
    pin = pinned()[canonicalize_name(requirement.name)]
    (exactly,) = pin.specifier
    assert exactly.operator == "=="
    assert requirement.specifier.contains(exactly.version.replace("*", "0"))


def test_conda_users_get_the_same_versions():
    names = {canonicalize_name(requirement.name) for requirement in declared()}
    pins = {name: str(pinned()[name].specifier) for name in names}
    assert {name: str(r.specifier) for name, r in of_conda().items()} == pins


def test_conda_environment_has_what_its_tools_read():
    assert set(ENVIRONMENT) == {"name", "channels", "dependencies"}
    python = next(e for e in ENVIRONMENT["dependencies"] if str(e).startswith("python"))
    assert Requirement(PROJECT["name"] + PROJECT["requires-python"]).specifier.contains(
        python.partition("=")[2] + ".0"
    )


def test_no_file_names_another_package_index():
    for name in ("pyproject.toml", "constraints.txt", "environment.yml", "Makefile", ".ci/run"):
        assert "index-url" not in (ROOT / name).read_text(encoding="utf-8"), name


def test_make_alone_lists_every_target_with_a_line():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    alone = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")}
    listed = subprocess.run(
        ["make"], cwd=ROOT, env=alone, capture_output=True, text=True, check=True
    ).stdout
    names = [line.split()[1] for line in listed.splitlines()]
    assert sorted(names) == sorted(phony.split())
    assert all(len(line.split()) > 3 for line in listed.splitlines())


@pytest.mark.parametrize(
    "target",
    [
        "demo",
        "test",
        "release",
        "grade",
        "download-data",
        "data-cifar10",
        "data-mnist",
        "bench",
        "ladder",
    ],
)
def test_the_promised_targets_exist(target):
    done = subprocess.run(
        ["make", "--dry-run", target, "SUBMISSIONS=x"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_pages_link_to_files_that_exist():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("a*/README.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page}: {link}"


def test_the_readme_fits_a_screen():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 50


@pytest.mark.parametrize(
    "name", ["LICENSE", "NOTICE", "assignments/student_tree/HONESTY.md", "docs/authoring.md"]
)
def test_what_a_reader_looks_for_is_there(name):
    assert (ROOT / name).stat().st_size > 200
