# Every target can be stopped at any moment and run again.

PYTHON ?= python3
ASSIGNMENT ?= a1
NOTEBOOK ?= softmax
DATA ?= scenes
VENV := .venv
BIN := $(VENV)/bin
SETTINGS := pyproject.toml setup.py constraints.txt $(wildcard assignments/*/assignment.toml)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: help demo test lint release check-release grade rehearse mutants hostile fuzz soak notebooks bench ladder download-data data-cifar10 data-mnist setup clean
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/core ## see the life of an assignment; DATA=cifar10 for real images
	@echo "== The students' tree: every answer taken out, and proof that none is left"
	@$(BIN)/autograder release $(ASSIGNMENT)
	@$(BIN)/autograder check-release $(ASSIGNMENT) $(if $(AS_OF),--as-of $(AS_OF))
	@echo "== The $(NOTEBOOK) notebook, with the answers in place, on $(DATA)"
	@$(BIN)/autograder notebook $(ASSIGNMENT) $(NOTEBOOK) --data $(DATA)
	@echo "== A small class: right, lazy, broken and hostile submissions"
	@$(BIN)/autograder rehearse $(ASSIGNMENT)

test: $(VENV)/all ## install what is missing and pass all tests
	@OMP_NUM_THREADS=$${OMP_NUM_THREADS:-1} $(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/all ## format and type checks
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict autograder datasets/coursedata
	@$(BIN)/mypy assignments/given
	@folders=$$(echo assignments/[ax][0-9]* | tr ' ' :); for package in assignments/*_*/[ax][0-9]*; do \
		MYPYPATH=assignments:datasets:$$folders $(BIN)/mypy $$package || exit $$?; done

release: $(VENV)/core ## build the students' trees of all assignments in dist/ [AS_OF=YYYY-MM-DD]
	@$(BIN)/autograder release all
	@$(BIN)/autograder check-release $(if $(AS_OF),--as-of $(AS_OF))

check-release: $(VENV)/core ## prove that dist/ holds no answer [AS_OF=YYYY-MM-DD]
	@$(BIN)/autograder check-release $(if $(AS_OF),--as-of $(AS_OF))

grade: $(VENV)/core ## grade a class: make grade ASSIGNMENT=a1 SUBMISSIONS=folder [ROSTER=class.csv]
	@test -n "$(SUBMISSIONS)" || { echo "say which folder holds the submissions: make grade ASSIGNMENT=$(ASSIGNMENT) SUBMISSIONS=folder" >&2; exit 2; }
	@$(BIN)/autograder grade $(ASSIGNMENT) "$(SUBMISSIONS)" $(if $(ROSTER),--roster "$(ROSTER)")

rehearse: $(VENV)/core ## grade the deliberate submissions and compare [ASSIGNMENT=all]
	@$(BIN)/autograder rehearse $(ASSIGNMENT)

mutants: $(VENV)/core ## test the tests: known mistakes, lazy answers, mutants [ASSIGNMENT=all]
	@$(BIN)/autograder mutants $(ASSIGNMENT)

hostile: $(VENV)/all ## attack the grader: each case succeeds unprotected and fails in the sandbox
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.hostile

fuzz: $(VENV)/all ## send a million inputs to what receives replies [SEED=1 INPUTS=1000000 JOBS=2]
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.fuzz --seed $(or $(SEED),1) --inputs $(or $(INPUTS),1000000) --jobs $(or $(JOBS),2)

soak: $(VENV)/all ## grade thousands of submissions, kill and resume: nothing may grow or be lost [TIER=strong]
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.soak $(if $(TIER),--tier $(TIER))

notebooks: $(VENV)/core ## execute all notebooks, with the answers in place [ASSIGNMENT=all]
	@$(BIN)/autograder notebook $(ASSIGNMENT) --data $(DATA)

bench: $(VENV)/bench ## measure loops, layers and grading, beside other libraries and graders
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.vectorization
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.deep_layers
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.benchmarks.overhead

ladder: $(VENV)/ladder ## measure whether the methods of the course come in their order on scenes (15 minutes)
	@OMP_NUM_THREADS=$${OMP_NUM_THREADS:-1} $(BIN)/python -m tests.benchmarks.ladder

download-data: data-cifar10 data-mnist ## fetch all real data sets

data-cifar10: $(VENV)/core ## fetch CIFAR-10 (170 MB; GRADUS_MIRROR=URL for a mirror)
	@$(BIN)/python -m coursedata.fetch cifar10

data-mnist: $(VENV)/core ## fetch MNIST (12 MB; GRADUS_MIRROR=URL for a mirror)
	@$(BIN)/python -m coursedata.fetch mnist

setup: $(VENV)/all ## install everything that the tests need

clean: ## remove what the other targets have made, but not data and grades
	@rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is not: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "making $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { echo "$(PYTHON) cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/core: $(VENV)/made $(SETTINGS)
	@echo "installing the core (about a minute the first time) ..."
	@$(PIP) -e . || { echo "pip could not install the packages: is the network there?" >&2; exit 1; }
	@touch $@

$(VENV)/all: $(VENV)/core
	@echo "installing what the tests need ..."
	@$(PIP) -e '.[test]' || { echo "pip could not install the packages: is the network there?" >&2; exit 1; }
	@touch $@

$(VENV)/bench: $(VENV)/all
	@echo "installing nbgrader, scikit-learn and PyTorch, to compare with (some minutes the first time) ..."
	@$(PIP) -e '.[desk,bench,torch]' || { echo "pip could not install the packages: is the network there?" >&2; exit 1; }
	@touch $@

$(VENV)/ladder: $(VENV)/all
	@echo "installing PyTorch and scikit-learn (some minutes the first time) ..."
	@$(PIP) -e '.[torch,bench]' || { echo "pip could not install the packages: is the network there?" >&2; exit 1; }
	@touch $@
