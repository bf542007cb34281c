# Every target does the set-up it needs itself, in .venv, from the pinned requirements.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

.PHONY: help setup demo web test lint bench docs messages lock clean

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Luminary needs Python 3.11 or newer, and '$(PYTHON)' is not; name another: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

setup: $(STAMP)  ## the environment in .venv; afterwards the command is .venv/bin/luminary

demo: $(STAMP)   ## build the demo workspace, run the whole job, write demo/report.html
	$(BIN)/luminary demo demo

web: $(STAMP)    ## the web app on the demo workspace, which is built when it is missing
	$(BIN)/luminary demo demo --web

test: $(STAMP)   ## all tests
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)   ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)  ## time against the limits and the peers (needs ../shared/data)
	$(BIN)/python -m benchmarks

docs: $(STAMP)   ## regenerate the generated pages of docs/
	$(BIN)/python docs/generate.py

messages: $(STAMP)  ## bring the translations up to date with the source; tells what is not translated
	$(BIN)/python tools/messages.py

lock:            ## pin the requirements again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	    --group dev --all-extras pyproject.toml requirements/build.in -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	    pyproject.toml -o requirements/run.txt

clean:
	rm -rf $(VENV) demo
