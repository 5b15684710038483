# Needs Python 3.11 or newer (with pip and venv) and git. The environment is made in .venv at the first use.
#   make PYTHON=/path/to/python3.11 brief    uses that interpreter

PY := .venv/bin/python
PAGE := build/brief.html
RAW ?=
ARGS ?=

# Another environment's settings must not reach into ours.
unexport PYTHONPATH PYTHONHOME
export PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help brief test contract lint types bench vintage docs pins clean runtime dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

runtime:
	@sh scripts/venv.sh runtime

dev:
	@sh scripts/venv.sh dev

brief: runtime ## the brief, here in the terminal and as a page
	@mkdir -p build
	@$(PY) -m rotascope brief --format terminal
	@$(PY) -m rotascope brief --format html --out $(PAGE)
	@echo "The same brief as a page: $$(pwd)/$(PAGE)"

test: dev ## the whole suite (ARGS="-k panel" passes arguments to pytest)
	@start=$$(date +%s); $(PY) -m pytest $(ARGS); code=$$?; \
	echo "make test took $$(($$(date +%s) - start)) s."; exit $$code

contract: dev ## the truncation contract over everything (minutes)
	@ROTASCOPE_CONTRACT=full $(PY) -m pytest -m contract $(ARGS)

lint: dev ## ruff: rules and format
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: dev ## mypy, strict
	@$(PY) -m mypy

bench: dev ## speed and memory against the peers (RAW=folder adds the full-scale rows)
	@$(PY) benchmarks/run.py $(if $(RAW),--raw "$(RAW)") $(ARGS)

vintage: dev ## the embedded data, from the raw files: make vintage RAW=folder
	@test -n "$(RAW)" || { echo "Say where the raw files are: make vintage RAW=folder" >&2; exit 2; }
	@test -d "$(RAW)" || { echo "There is no folder $(RAW) to read the raw files from." >&2; exit 2; }
	@$(PY) tools/build_vintage.py --raw "$(RAW)" $(ARGS)

docs: dev ## docs/reference.md, from the code
	@$(PY) tools/build_reference.py $(ARGS)

COMPILE = $(PY) -m piptools compile --quiet --upgrade --strip-extras --no-header --annotation-style=line \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

pins: dev ## newer versions into requirements/ (with the oldest Python we support)
	@$(COMPILE) -o requirements/runtime.txt pyproject.toml
	@$(COMPILE) --only-build-deps --build-deps-for wheel -c requirements/runtime.txt -o requirements/build.txt pyproject.toml
	@$(COMPILE) --extra dev -c requirements/runtime.txt -c requirements/build.txt -o requirements/dev.txt pyproject.toml
	@echo "New pins are in requirements/; the next make test installs them."

clean: ## removes what was made here: environment, caches, pages
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
