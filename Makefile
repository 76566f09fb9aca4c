# make run: the dashboard. make test: everything that must pass. Both prepare what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test build clean

run: $(VENV)/.run
	$(BIN)/python -m streamlit run app.py

test: $(VENV)/.test
	$(BIN)/python -m tests

build: $(VENV)/.run
	$(BIN)/python -m loaders build

clean:
	rm -rf $(VENV) .build .artefacts

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name it: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) .
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(INSTALL) '.[test]'
	$(BIN)/python -m tests.browser.chromium
	touch $@
