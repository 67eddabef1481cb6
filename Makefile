# Everything that a contributor does. `make` alone tests; `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := test
PEERS := $(VENV)-peers

.PHONY: help setup test lint pytest long check build serve format bench clean

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

long: $(READY) ## Compare the reasoner with others on rules and data by chance, for a quarter of an hour
	$(BIN)/pytest tests/reasoner --hypothesis-profile=long --timeout=0

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

bench: $(READY) $(PEERS)/.ready ## Measure rebuilding, and the reasoner beside its peers, at up to 2.4 million triples (some minutes)
	$(BIN)/python tests/bench/rebuilding.py
	$(BIN)/python tests/bench/reasoning.py --peer $(PEERS)/bin/python --csv reasoning.csv
	$(BIN)/python tests/bench/explaining.py

$(PEERS)/.ready:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check reasonable==0.4.4 rdflib
	touch $@

clean: ## Remove everything that was made: .venv, releases, caches
	rm -rf $(VENV) $(PEERS) reasoning.csv releases dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find server tests -name __pycache__ -type d -prune -exec rm -rf {} +
