# Every target sets up what it needs: a virtual environment, locked dependencies with hashes, the library.
# A virtual environment elsewhere: make book VENV=/path/to/venv
# Without PLAN, PERIOD and FORCE: as in data/plans/default.toml
PLAN ?=
PERIOD ?=
FORCE ?=
PORT ?= 8000
PYTHON ?= python3
# Publishing: make publish-all DATE=2015-06-30
PERIODS ?= FY2013-14 FY2014-15
DATE ?=
REASON ?=
# DRAFT=1 publishes what is not wholly signed off, marked as a draft everywhere
DRAFT ?=
# All forces on a Dask cluster: make all-forces SCHEDULER=tcp://host:8786
SCHEDULER ?=
QUARTERS ?=
BASE_URL ?=
# make bench: rounds in which every way has a turn
REPEATS ?= 3
QUICK ?=
VENV ?= .venv
BIN := $(VENV)/bin
WHICH = $(if $(PLAN),--plan $(PLAN)) $(if $(FORCE),--force $(FORCE))
AS_DRAFT := $(if $(filter-out 0 no false,$(DRAFT)),--draft)
export PYTHONDONTWRITEBYTECODE :=
export PYTHONHASHSEED := 0

.DEFAULT_GOAL := help
.PHONY: help book run site paper bundle publish publish-all all-forces test test-slow test-newest-sphinx test-browser check-accessibility html-checker lint check bench serve clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "  %-18s %s\n", $$1, $$2}'

book: $(VENV)/ready ## run the notebooks for PERIOD and build the site into _build/html
	@$(BIN)/planbook book $(if $(PERIOD),--period $(PERIOD)) $(WHICH)

run: $(VENV)/ready ## run the notebooks for PERIOD, build nothing
	@$(BIN)/planbook run $(if $(PERIOD),--period $(PERIOD)) $(WHICH)

site: $(VENV)/ready ## build the site of the edition that was last run
	@$(BIN)/planbook build

paper: $(VENV)/ready ## make the board paper of the edition that was last run, as PDF and DOCX
	@$(BIN)/planbook paper

bundle: $(VENV)/ready ## write the built edition, and all that it was made from, as one zip into _build/bundle
	@$(BIN)/planbook bundle --date "$(DATE)" --base-url "$(BASE_URL)" $(AS_DRAFT)

publish: $(VENV)/ready ## publish the built site into _build/published; DATE is the day; DRAFT=1 where it is not signed off
	@$(BIN)/planbook publish --date "$(DATE)" --reason "$(REASON)" --base-url "$(BASE_URL)" $(AS_DRAFT)

publish-all: $(VENV)/ready ## build and publish the edition of each of PERIODS; DATE is the day of publication
	@for period in $(PERIODS); do $(BIN)/planbook book --period $$period $(WHICH) && $(BIN)/planbook publish --date "$(DATE)" --reason "$(REASON)" --base-url "$(BASE_URL)" $(AS_DRAFT) || exit 1; done

all-forces: $(if $(SCHEDULER),$(VENV)/ready-for-tests,$(VENV)/ready) ## make the statements of all 43 forces into _build/all; QUARTERS=FY2019-20Q1.. for every quarter since; SCHEDULER for a Dask cluster
	@$(BIN)/planbook all $(if $(QUARTERS),--period $(QUARTERS)) $(if $(SCHEDULER),--scheduler $(SCHEDULER))

check: $(VENV)/ready ## check every table of data/ and the words of every text
	@$(BIN)/planbook check

test: $(VENV)/ready-for-tests ## run the quick tests
	@$(BIN)/python -m pytest -m "not slow and not browser" -n 2 --dist loadfile

test-slow: $(VENV)/ready-for-tests ## run the slow tests: simulations and whole editions
	@$(BIN)/python -m pytest -m "slow and not browser" -n 2 --dist loadfile

test-newest-sphinx: .venv-newest/sphinx-is-newest ## run the tests of site and build on the newest Sphinx, without Jupyter Book's pins
	@.venv-newest/bin/python -m pytest tests/site tests/build -n 2 --dist loadfile

test-browser: $(VENV)/ready-for-tests html-checker ## look at the built site in Chromium
	@$(BIN)/python -m pytest -m browser -n 2 --dist loadfile

check-accessibility: $(VENV)/ready-for-tests html-checker ## test-browser, its result kept for the statement (DATE="24 November 2026")
	@PYTHONPATH=tests/browser $(BIN)/python -m pytest -m browser -n 2 --dist loadfile -p last_check \
		--last-check data/accessibility/last_check.json --checked-on "$(DATE)" tests/browser

html-checker: tests/browser/node_modules/.package-lock.json ## fetch the HTML checker of the browser tests

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	@command -v npm >/dev/null && command -v java >/dev/null || { echo "the browser tests need npm and Java: install them (Debian: npm and default-jre-headless)" >&2; exit 1; }
	@cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

lint: $(VENV)/ready-for-tests ## check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(VENV)/ready-for-tests ## time whole commands beside their peers (REPEATS=3; QUICK=1 for one round)
	@$(BIN)/python -m benchmarks.peers --repeats $(REPEATS) $(if $(QUICK),--quick)

serve: $(VENV)/ready ## show the site at http://127.0.0.1:PORT, and make again what a saved file touches
	@$(BIN)/planbook serve --port $(PORT) $(if $(PERIOD),--period $(PERIOD)) $(WHICH)

clean: ## remove everything that can be built again, but the virtual environment
	@rm -rf _build book/edition

$(VENV)/python-is-new-enough:
	@command -v $(PYTHON) >/dev/null || { echo "planbook needs Python 3.11 or newer: install it (python3 and python3-venv), or name it: make book PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "planbook needs Python 3.11 or newer, and $(PYTHON) is older: install one, or name it: make book PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "planbook needs Python's venv module: install it (Debian: python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/python-is-new-enough requirements.lock pyproject.toml
	@echo "installing locked dependencies into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/ready-for-tests: $(VENV)/ready requirements-test.lock
	@echo "installing the tools of the tests into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

# The locked environment, over which the packages that Jupyter Book holds back are laid at their newest.
.venv-newest/sphinx-is-newest: requirements-newest.txt requirements.lock requirements-test.lock pyproject.toml
	@$(MAKE) --no-print-directory VENV=.venv-newest .venv-newest/ready-for-tests
	@echo "installing the newest Sphinx into .venv-newest"
	@.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade -r requirements-newest.txt
	@touch $@
