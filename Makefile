# `make` alone says what there is. The first target that needs it sets up .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test browser lint types bench docs wheel clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; make PYTHON=python3.12 names another")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,browser]'
	touch $(READY)

demo: $(READY)  ## archive the fictional newspapers over HTTP and serve the archive (DEMO_ARGS=--no-serve ends after collecting)
	$(BIN)/backissues demo $(DEMO_ARGS)

test: $(READY)  ## all tests; those in a browser where chromium is installed
	$(BIN)/python -m pytest $(TEST_ARGS)

lint: $(READY)  ## style, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)  ## mypy, strict
	$(BIN)/mypy

bench: $(READY)  ## speed against floors and peers in the same run, as ratios
	$(BIN)/python -m bench $(BENCH_ARGS)

docs: $(READY)  ## bring the help texts in README and docs up to date (cog)
	$(BIN)/cog -r -P README.md docs/*.md

docs-check: $(READY)
	$(BIN)/cog --check -P README.md docs/*.md

wheel: $(READY)  ## build the distribution
	$(BIN)/python -m build --outdir dist

clean:  ## take away what was built; the archive and the captures stay
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
