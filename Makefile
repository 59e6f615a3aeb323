# Everything runs in .venv, which is made afresh whenever pyproject.toml is newer.

PYTHON ?= python3
BIN := .venv/bin

ONLY ?= tests

.PHONY: help demo quick test check format readme pictures bench clean

help:  ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/installed  ## set up, and differentiate something
	$(BIN)/calcdl deriv "(x+1)**2" --at 5

quick: .venv/installed-dev  ## run the tests that start no process and are not slow
	$(BIN)/python -m pytest -n auto -m "not process and not slow" $(ONLY)

test: .venv/installed-dev  ## set up, and run the tests; those of a file with ONLY=tests/…
	$(BIN)/python -m pytest -n $(if $(filter tests,$(ONLY)),auto,0) $(ONLY)

check: .venv/installed-dev  ## check format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/installed-dev  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

readme: .venv/installed-dev  ## renew the tables in README.md that are made from the code
	$(BIN)/python -m tests.readme tables

pictures: .venv/installed-dev  ## draw the pictures in README.md, by the commands beside them
	$(BIN)/python -m tests.readme pictures

bench: .venv/installed-dev  ## measure speed, side by side with other tools
	$(BIN)/python -m tests.benchmarks

clean:  ## remove what make made
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "calcdl needs Python 3.11 or newer; run make PYTHON=python3.12, say"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'  # before that, its scripts load re

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --config-settings editable_mode=compat --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --config-settings editable_mode=compat --editable '.[dev]'
	@touch .venv/installed $@
