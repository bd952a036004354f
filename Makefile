# `make` builds the sessions, `make quick` checks the rooms you work on, `make test` checks everything.
# All of them install what constraints.txt says; `make lock` renews it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --quiet --constraint constraints.txt

.DEFAULT_GOAL := sessions
.PHONY: sessions test quick coverage lint fuzz bench heard lock latest lowest clean

sessions: $(VENV)/ready
	$(BIN)/audioguide build scripts -o output

test: lint
	$(BIN)/pytest -n auto

# make quick ROOM=timeline: another room than that of what you changed.
quick: lint
	$(BIN)/python -m tests.quick $(ROOM)

# Apart from `make test`: on Python 3.11 tracing takes 14 to 18 % more time of the processor. What runs
# in a process of its own (engines, workers) is not seen.
coverage: lint
	$(BIN)/pytest -n auto --cov=audioguide --cov-report=
	@$(BIN)/coverage report --sort=cover --skip-covered | sed -n '1,14p;/^TOTAL/p'

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

# Built by what $(VENV) has, heard by what nobody else needs: make heard HEARD="--sample 100 piper".
HEARD ?= pyttsx3
heard: $(VENV)/ready-dev .venv-heard/ready-heard
	.venv-heard/bin/python -m tests.bench.heard --python $(BIN)/python $(HEARD)

# The markers by kernel release (pyobjc's) go: a version is not wanted where its package is not, and
# some releases of pip cannot compare a kernel's name with a number.
lock: | $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --upgrade \
	  --no-emit-index-url --no-emit-package audioguide --no-annotate \
	  --custom-compile-command 'make lock' --output-file constraints.txt pyproject.toml
	sed -E "s/platform_release [<>=]+ '[^']*' and //g" constraints.txt > constraints.txt.new
	mv constraints.txt.new constraints.txt

# The newest of everything: what will break next.
latest: | $(BIN)/uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-latest
	$(BIN)/uv pip install --quiet --python .venv-latest --upgrade --editable '.[dev]'
	touch .venv-latest/ready .venv-latest/ready-dev
	$(MAKE) VENV=.venv-latest test

# The lowest versions that pyproject.toml names: whether it tells the truth. Not linted: types of old
# libraries are others.
lowest: | $(BIN)/uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-lowest
	$(BIN)/uv pip install --quiet --python .venv-lowest --resolution lowest-direct --editable '.[dev]'
	.venv-lowest/bin/pytest -n auto

clean:
	rm -rf .venv* build dist *.egg-info

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "audioguide needs Python 3.11 or newer (apt install python3 python3-venv)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "audioguide needs Python 3.11 or newer; $$($(PYTHON) --version) is here. Name another: make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "audioguide needs Python's venv module (apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(BIN)/uv: | $(BIN)/python
	$(INSTALL) uv

# What builds the package is locked like the rest, so it is not fetched into a place of its own.
$(VENV)/ready: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) hatchling editables
	$(INSTALL) --no-build-isolation --editable '.[natural]' || { \
	  echo "the natural voice cannot be installed here: pyttsx3 speaks instead" >&2; \
	  $(INSTALL) --no-build-isolation --editable .; }
	touch $@

$(VENV)/ready-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) hatchling editables
	$(INSTALL) --no-build-isolation --editable '.[dev]'
	touch $(VENV)/ready $@

.venv-heard/ready-heard: tests/bench/heard.txt pyproject.toml constraints.txt
	$(MAKE) VENV=.venv-heard .venv-heard/ready
	.venv-heard/bin/python -m pip install --quiet --requirement tests/bench/heard.txt
	touch $@
