# The three commands of the README. Everything is installed into .venv/, nothing outside it.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_FOR_TESTS := $(VENV)/.installed-for-tests

.DEFAULT_GOAL := help
.PHONY: help setup curriculum test test-all lint clean

help:  ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(INSTALLED): requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(INSTALLED_FOR_TESTS): requirements-test.txt $(INSTALLED)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

setup: $(INSTALLED)  ## Make the virtual environment and install the pinned packages.

curriculum: setup  ## From nothing to a small assistant, each stage behind its gate.
	$(PY) -m mypt_jax.curriculum --config=configs/curriculum.py:tiny

test: lint  ## Lint, types and the quick tests.
	$(PY) -m pytest -m "not slow"

test-all: lint  ## Lint, types and all tests, a miniature curriculum included.
	$(PY) -m pytest

lint: $(INSTALLED_FOR_TESTS)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

clean:  ## Remove the environment and caches; runs/ and data/ stay.
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
