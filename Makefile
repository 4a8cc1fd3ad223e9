# Everything happens in .venv. `make run` and `make test` each set it up first where that is needed.
PYTHON   ?= python3
ARTICLES ?= samples/articles

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.set-up
PIP   := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
LOCK  := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DELETE_ON_ERROR:
.PHONY: help setup run desk test test-fast test-duckdb2 mutants check docs picture clean lock

help:
	@echo "make setup   create $(VENV) with the pinned requirements and the command $(BIN)/quotehouse"
	@echo "make run     ingest the sample articles (or ARTICLES=a/folder) and show the first quotes"
	@echo "make desk    search and read what was ingested, in a browser (the same ARTICLES=a/folder)"
	@echo "make test    run the tests"
	@echo "make test-fast   run the tests that need no Prefect, no browser and no language model: under a minute"
	@echo "make test-duckdb2   run the tests of the warehouse and its SQL on duckdb $(DUCKDB2)"
	@echo "make mutants     change the code in small ways and see whether a test fails: many hours"
	@echo "make check   lint, format check, types, direction of imports"
	@echo "make docs    write docs/reference anew from the code"
	@echo "make picture   take the picture of the desk in README.md anew, from the samples (needs Chromium)"
	@echo "make lock    pin what pyproject.toml names; UPGRADE=--upgrade takes the newest"
	@echo "make clean   remove $(VENV), the caches and what was built; data/ with your warehouse stays"

setup: $(STAMP)

# Set up anew only where the requirements or the package's metadata changed: the package itself is editable. Modules are
# compiled here, as pip does by itself: where Python may write no bytecode, every start would compile hundreds of them.
$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Quotehouse needs Python 3.11 or newer; '$(PYTHON)' is another or none at all." >&2; \
	  echo "Name another one, for example: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (about a minute the first time) ..."
	@rm -f $@
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/# via/p' requirements-dev.txt > $(VENV)/uv.txt
	@if $(PIP) install --require-hashes --only-binary :all: -r $(VENV)/uv.txt 2> $(VENV)/uv.log; then \
	  install="$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python"; \
	else \
	  echo "uv cannot be had here; pip does the same, only slower." >&2; \
	  install="$(PIP) install"; \
	fi; \
	sed '/^uv==/,/# via/d' requirements-dev.txt > $(VENV)/requirements.txt && \
	$$install --require-hashes -r $(VENV)/requirements.txt && \
	$$install --no-deps --no-build-isolation --editable .
	@touch $@

# The samples go into ./data, articles of your own into a home named after their folder; HOUSE=folder names another.
SAMPLES := samples/articles
OWN     := $(filter-out $(SAMPLES),$(ARTICLES))
HOUSE   ?= $(or $(QUOTEHOUSE_HOME),$(if $(OWN),data-$(notdir $(abspath $(firstword $(OWN)))),data))
AT      := $(BIN)/quotehouse$(if $(filter-out data,$(HOUSE)), --home $(HOUSE))

run: $(STAMP)
	$(AT) ingest $(ARTICLES)
	@echo
	@$(AT) query "select speaker_name, quote_text, outlet_name from mart.quotes order by published_on desc, source_path, raw_start limit 5"
	@echo
	@echo "Search and read it in a browser: make desk$(if $(OWN), ARTICLES=$(ARTICLES))"

desk: $(STAMP)
	@$(AT) desk --open

# A file goes to one process, so that what its tests share is made once, in the order that tests/conftest.py gives.
BY_FILE := --dist loadfile --no-loadscope-reorder

# Three processes keep two cores busy: many tests wait for what they started.
test: $(STAMP)
	$(BIN)/python -m pytest -n 3 $(BY_FILE)

# What is left out are tests that start Prefect, a browser or whole runs, that resolve or check a warehouse anew, and those
# that parse with the model (tests/conftest.py marks them).
test-fast: $(STAMP)
	$(BIN)/python -m pytest -n 2 $(BY_FILE) -m "not slow"

# The extensions stop at 1.5, so nothing else moves to 2.0 yet; that the warehouse could is held here.
DUCKDB2 ?= 2.0.0
test-duckdb2: $(STAMP)
	$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(VENV)/duckdb2
	sed -E '/^uv==/,/# via/d; s/ *--hash=[^ ]+//; s/ *\\$$//; s/^duckdb==[^ ;]+/duckdb==$(DUCKDB2)/' requirements-dev.txt \
	  | grep -v '^duckdb-extension-' > $(VENV)/duckdb2.txt
	$(BIN)/uv pip install --quiet --no-config --no-deps --python $(VENV)/duckdb2/bin/python -r $(VENV)/duckdb2.txt
	PYTHONPATH=. $(VENV)/duckdb2/bin/python -m pytest -n 2 $(BY_FILE) tests/warehouse tests/sql tests/pipeline/test_reprocessing.py

# The listed mutants, then all that cosmic-ray makes of the warehouse and the stages of a run. By hand: it takes many hours,
# may be stopped and goes on where it was. cosmic-ray lives in a place of its own, and changes a copy of the last commit.
MUTANTS := $(VENV)/mutants
mutants: $(STAMP)
	$(BIN)/python -m benchmarks.mutants
	$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(MUTANTS)
	$(BIN)/uv pip install --quiet --python $(MUTANTS)/bin/python cosmic-ray
	test -d $(MUTANTS)/project || { mkdir $(MUTANTS)/project && git archive HEAD | tar -x -C $(MUTANTS)/project; }
	cd $(MUTANTS)/project && test -f ../session.sqlite || ../bin/cosmic-ray init benchmarks/mutants.toml ../session.sqlite
	cd $(MUTANTS)/project && ../bin/cosmic-ray exec benchmarks/mutants.toml ../session.sqlite
	cd $(MUTANTS)/project && ../bin/cr-report --surviving-only ../session.sqlite

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/test_imports.py

docs: $(STAMP)
	$(BIN)/python docs/generate.py

picture: $(STAMP)
	$(BIN)/python docs/take_picture.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Pins stay as they are where they still fit; `make lock UPGRADE=--upgrade` takes the newest.
UPGRADE ?=
lock: $(STAMP)
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements.txt
	$(LOCK) $(UPGRADE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
