# Everything a person needs on a fresh machine with Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MEASURED := $(VENV)/.measured

.DEFAULT_GOAL := help
.PHONY: help run demo test test-postgresql check lint types imports gallery screenshots bench deep locks clean

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-16s %s\n", $$1, $$2}'

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Milepost needs Python 3.11 or newer: install it, or name it with make PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Milepost needs Python's venv module: install it (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@echo "Setting up the virtual environment in $(VENV) (about half a minute, once)."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP) ## The bot in a pretend workspace, at http://127.0.0.1:8000
	@$(BIN)/milepost sandbox

demo: $(STAMP) ## A whole plan on a moving clock, in half a minute
	@$(BIN)/milepost demo

test: $(STAMP) ## All tests
	@$(BIN)/python -m pytest -q --numprocesses auto --maxprocesses 4 --dist worksteal

deep: $(STAMP) ## The tests that take minutes: kills, faults, restarts, every time zone; about 40 minutes
	@$(BIN)/python -m pytest -q -m deep -rP --numprocesses auto --maxprocesses 4 --dist worksteal

test-postgresql: $(STAMP) ## All tests, with PostgreSQL wherever one database is enough
	@MILEPOST_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q --numprocesses auto --maxprocesses 4 --dist worksteal $(TESTS)

check: $(STAMP) lint types imports test ## All that continuous integration runs

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy .

imports: $(STAMP)
	@$(BIN)/lint-imports

gallery: $(STAMP) ## Draw every message and form into docs/gallery.md
	@$(BIN)/milepost gallery --write docs/gallery.md

screenshots: $(STAMP) ## Take the pictures in docs/images (needs Chromium)
	@$(BIN)/python -m scripts.screenshots

bench: $(MEASURED) ## Measure the speed and compare it; about 25 minutes (ONLY=name,name for some of it)
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

$(MEASURED): requirements/bench.txt $(STAMP)
	@echo "Adding what the measurements are compared with (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

locks: $(STAMP) ## Lock the requirements anew (needs uv)
	uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-header --quiet --extra dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt
	uv pip compile --universal --generate-hashes --no-header --quiet --extra dev --extra bench pyproject.toml -c requirements/dev.txt -o requirements/bench.txt

clean: ## Remove the virtual environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
