# Everything that a contributor does. `make` alone tests; `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := test
.PHONY: help setup test lint pytest check build serve format clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Set up everything in .venv (once; PYTHON=... chooses the Python, 3.11 or newer)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(f"Python 3.11 or newer is needed, and {sys.executable} is {sys.version.split()[0]}: name another, as in make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

test: lint pytest check ## Lint, test, and check the graph (the default)

lint: $(READY) ## Check style, formatting and types of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

pytest: $(READY) ## Run the tests alone
	$(BIN)/pytest

check: $(READY) ## Check the graph: anchors, numbers, shapes, formatting
	$(BIN)/sinograph check

build: $(READY) ## Turn ontology and graph into a release
	$(BIN)/sinograph build

serve: $(READY) ## Serve the current release, building it first where there is none
	$(BIN)/sinograph serve

format: $(READY) ## Write code and graph as the project writes them
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sinograph format

clean: ## Remove everything that was made: .venv, releases, caches
	rm -rf $(VENV) releases dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find server tests -name __pycache__ -type d -prune -exec rm -rf {} +
