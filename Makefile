# What there is to do with this checkout; `make help` lists it.
# For GNU make from 3.81 (macOS) on; recipes use POSIX tools only.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
SAMPLES := seeds/bulletins
DEMO := build/demo
WORKERS := auto
SIZE := usual
NAMES :=

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Files that say what has been done: environment made, installed to run, installed to develop.
MADE := $(VENV)/.made
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.PHONY: help demo test lint bench bench-quick package clean distclean

help:  ## list the targets
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1 | \2/p' Makefile | awk -F ' [|] ' '{ printf "%-12s %s\n", $$1, $$2 }'
	@echo "PYTHON=... names the Python (3.11 or newer) that the environment is made with."

demo: $(RUN)  ## build the graph of the sample bulletins, ask it two questions, draw and export it
	@echo "== Graph of the bulletins in $(SAMPLES)"
	@$(BIN)/kg build $(SAMPLES) --out $(DEMO)
	@echo
	@echo "== Things by class (kg query counts)"
	@$(BIN)/kg query counts --build $(DEMO)
	@echo
	@echo "== With whom does the Ministry of Science and Technology issue policies? (kg query joint-issuers --param issuer=MOST)"
	@$(BIN)/kg query joint-issuers --param issuer=MOST --build $(DEMO)
	@echo
	@echo "== Which targets fall due by 2026? (kg query targets-due --param to=2026)"
	@$(BIN)/kg query targets-due --param to=2026 --build $(DEMO)
	@$(BIN)/kg view --build $(DEMO) --output $(DEMO)/view.html >/dev/null
	@$(BIN)/kg export --format turtle --build $(DEMO) --output $(DEMO)/export.ttl
	@echo
	@echo "== Written"
	@echo "$(DEMO)/view.html       the network; open it in a browser, it needs no connection"
	@echo "$(DEMO)/export.ttl      the facts with their evidence, Turtle"
	@echo "$(DEMO)/background.ttl  what was known beforehand, Turtle"
	@echo "$(DEMO)/report.json     documents, counts, skipped files"
	@echo "More: $(BIN)/kg --help"

test: $(DEV)  ## run all tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

lint: $(DEV)  ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/mypy

bench: $(DEV)  ## measure beside other tools and write docs/benchmarks.md; NAMES="triples views": these; SIZE=large: more
	@$(BIN)/python -m bench $(NAMES) --size $(SIZE)

bench-quick: $(DEV)  ## try the benchmarks with little input
	@$(BIN)/python -m bench $(NAMES) --size quick

package: $(DEV)  ## build the sdist and the wheel into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist

clean:  ## remove the demo, built packages and caches
	rm -rf $(DEMO) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name $(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## the same, and remove the environment
	rm -rf $(VENV)

$(MADE):
	@for python in $${PYTHON:-python3 python3.13 python3.12 python3.11}; do \
	  if "$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "== Environment in $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv $(VENV) && touch $@; exit; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer with its venv module was found (looked for: $${PYTHON:-python3 python3.13 python3.12 python3.11})." >&2; \
	echo "Debian: apt install python3 python3-venv    macOS: brew install python@3.13" >&2; \
	echo "Or name one: make PYTHON=/path/to/python3.13 demo" >&2; \
	exit 1

$(RUN): $(MADE) pyproject.toml constraints.txt
	@echo "== Installing what the project runs on (once, a minute or two)"
	@$(INSTALL) -e .
	@touch $@

$(DEV): $(MADE) pyproject.toml constraints.txt
	@echo "== Installing what the project is developed with (once, a minute or two)"
	@$(INSTALL) -e '.[dev]'
	@touch $(RUN) $@
