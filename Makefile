# Two commands: `make` builds the sessions, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := sessions
.PHONY: sessions test lint clean fuzz bench

sessions: $(VENV)/ready
	$(BIN)/audioguide build scripts -o output

test: lint
	$(BIN)/pytest -n 2

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check audioguide tests
	$(BIN)/ruff check audioguide tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

N ?= 10000
SEED ?= 1
fuzz: $(VENV)/ready-dev
	$(BIN)/python -m tests.fuzz -n $(N) --seed $(SEED)

bench: $(VENV)/ready-dev
	$(BIN)/python -m tests.bench $(BENCH)

clean:
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "audioguide needs Python 3.11 or newer (apt install python3 python3-venv)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "audioguide needs Python 3.11 or newer; $$($(PYTHON) --version) is here. Name another: make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "audioguide needs Python's venv module (apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/ready-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $(VENV)/ready $@
