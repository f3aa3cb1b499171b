# `make` alone says what there is. The first target that needs it sets up .venv.

PYTHON ?= python3
VENV   := .venv

# Python keeps what it has compiled, whatever the shell says: the tests start it some hundred times.
unexport PYTHONDONTWRITEBYTECODE

BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

# The peers of bench-extraction refuse one of our pins, so they live in a venv of their own.
BENCH_VENV  := .venv-bench
BENCH_BIN   := $(BENCH_VENV)/bin
BENCH_READY := $(BENCH_VENV)/.ready

# The newest alpha of Datasette refuses the stable one's pin, so it lives in a venv of its own as well.
NEXT_VENV  := .venv-next
NEXT_BIN   := $(NEXT_VENV)/bin
NEXT_READY := $(NEXT_VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: messages help demo test test-thorough test-quick mutate fuzz torment year coverage test-datasette-next lint types audit releases bench bench-extraction train docs docs-check wheel clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; make PYTHON=python3.12 names another")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,browser]'
	touch $(READY)

demo: $(READY)  ## archive the fictional newspapers over HTTP and serve the archive (DEMO_ARGS=--no-serve ends after collecting)
	$(BIN)/backissues demo $(DEMO_ARGS)

# On all cores; TEST_ARGS='-n0 tests/archive -k ferry' stays in one process, as a debugger wants it.
IN_PARALLEL := -n auto

test: $(READY)  ## the tests; those in a browser where chromium is installed
	$(BIN)/python -m pytest $(IN_PARALLEL) -m 'not thorough' $(TEST_ARGS)

test-thorough: $(READY)  ## what takes minutes: hostile pages, other days' papers and walls end to end, a site's new layout
	$(BIN)/python -m pytest $(IN_PARALLEL) -m thorough $(TEST_ARGS)

test-quick: $(READY)  ## the tests that take less than a second each: while you work
	$(BIN)/python -m pytest $(IN_PARALLEL) -m 'not slow and not browser and not thorough' $(TEST_ARGS)

mutate: $(READY)  ## break promises one at a time: does a test notice each? (MUTATE_ARGS=robots tries some)
	$(BIN)/python -m tests.mutate $(MUTATE_ARGS)

torment: $(READY)  ## kill it at random moments and take the power away: is anything lost? (TORMENT_ARGS=--kills 500 --minutes 120)
	$(BIN)/python -m tests.torment $(TORMENT_ARGS)

fuzz: $(READY)  ## damaged pages, lists, captures and queries for a minute: which parser fails? (FUZZ_ARGS='--seed 7 warc')
	$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

year: $(READY)  ## archive a year of a newspaper whose site gets another layout in June, rebuild it and compare
	$(BIN)/python -m tests.relaunch

coverage: $(READY)  ## which lines of scraper/ no test of this process runs
	$(BIN)/python -m pytest $(IN_PARALLEL) --cov=scraper --cov-branch --cov-report=term:skip-covered $(or $(TEST_ARGS),-m 'not browser')

$(NEXT_READY): pyproject.toml constraints.txt tests/constraints-next.txt
	test -x $(NEXT_BIN)/python || $(PYTHON) -m venv $(NEXT_VENV)
	grep -v '^datasette==' constraints.txt > $(NEXT_VENV)/constraints.txt
	$(NEXT_BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(NEXT_VENV)/constraints.txt --constraint tests/constraints-next.txt --editable '.[dev,mcp]'
	touch $(NEXT_READY)

test-datasette-next: $(NEXT_READY)  ## the site's tests on the newest alpha of Datasette 1.0, and with an MCP client
	$(NEXT_BIN)/python -m pytest $(IN_PARALLEL) $(or $(TEST_ARGS),tests/site)

lint: $(READY)  ## style, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)  ## mypy, strict
	$(BIN)/mypy

audit: $(READY)  ## known vulnerabilities of the pinned versions; status 4 where they cannot be asked for
	$(BIN)/python -m tests.audit

releases: $(READY)  ## days of release of the dependencies, of the index that BACKISSUES_INDEX names
	$(BIN)/python -m tests.releases

bench: $(READY)  ## speed against floors and peers in the same run, as ratios
	$(BIN)/python -m bench $(BENCH_ARGS)

# Our pins but those that bench/constraints.txt sets otherwise. pip is renewed since 23.2 fails on lxml[html-clean].
$(BENCH_READY): pyproject.toml constraints.txt bench/constraints.txt
	test -x $(BENCH_BIN)/python || $(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	grep -v '^python-dateutil==' constraints.txt > $(BENCH_VENV)/constraints.txt
	$(BENCH_BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(BENCH_VENV)/constraints.txt --constraint bench/constraints.txt --editable '.[bench]'
	touch $(BENCH_READY)

bench-extraction: $(BENCH_READY)  ## read real story pages beside trafilatura, newspaper4k and others: quality and speed
	$(BENCH_BIN)/python -m bench.extraction $(BENCH_ARGS)

train: $(READY)  ## train the reader's classifier on the evaluation data (TRAIN_ARGS=--check compares with what is shipped)
	$(BIN)/python -m bench.training $(TRAIN_ARGS)

docs: $(READY)  ## bring the help texts in README and docs up to date (cog)
	$(BIN)/cog -r -P README.md SECURITY.md docs/*.md

docs-check: $(READY)  ## whether they are up to date
	$(BIN)/cog --check -P README.md SECURITY.md docs/*.md

LOCALES := datasette/locales
messages: $(READY)  ## bring the files of the translators up to date with what the site says (docs/translating.md)
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword N_ --add-comments TRANSLATORS: --add-location file --sort-output --no-wrap --omit-header --output $(LOCALES)/messages.pot .
	for file in $(LOCALES)/*.po; do \
	  $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date \
	    --input-file $(LOCALES)/messages.pot --output-file $$file --locale $$(basename $$file .po | tr - _) || exit; \
	done
	rm $(LOCALES)/messages.pot

wheel: $(READY)  ## build the distribution
	$(BIN)/python -m build --outdir dist

clean:  ## take away what was built; the archive and the captures stay
	rm -rf $(VENV) $(BENCH_VENV) $(NEXT_VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
