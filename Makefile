# Praxis: `make run` starts a demo desk, `make test` runs every test, `make check` is the fast part for each commit.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help run test check fix lock vendor wheel clean setup setup-dev

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
ifdef UV
	uv venv --quiet --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.product: requirements.lock pyproject.toml | $(BIN)/python
ifdef UV
	VIRTUAL_ENV=$(abspath $(VENV)) uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(abspath $(VENV)) uv pip install --quiet --no-deps -e .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.product
ifdef UV
	VIRTUAL_ENV=$(abspath $(VENV)) uv pip install --quiet --require-hashes -r requirements-dev.lock
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	@touch $@

setup: $(VENV)/.product ## install what the product needs into .venv
setup-dev: $(VENV)/.dev ## install what development needs too

run: $(VENV)/.product ## start the demo desk: web, worker, ticker, embedded queue
	@exec $(BIN)/praxis run --demo

test: $(VENV)/.dev ## every test: types, style, import contracts, unit, integration, browser
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2 --dist loadgroup tests

check: $(VENV)/.dev ## the fast part, for every commit
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -m "not slow and not browser" tests

fix: $(VENV)/.dev ## let ruff mend what it can
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: ## pin all dependencies with hashes (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra dev pyproject.toml -o requirements-dev.lock

vendor: ## rebuild web/static/vendor from packages.json (needs npm)
	$(PYTHON) web/static/vendor/rebuild.py

schema: $(VENV)/.dev ## write the initial revision anew (until the first release there is only this one)
	rm -f engine/migrations/versions/*.py
	@folder=$$(mktemp -d) && PRAXIS_DATABASE_URL=sqlite:///$$folder/empty.sqlite $(BIN)/praxis migrate --write initial; rm -rf $$folder
	$(BIN)/ruff check --quiet --fix engine/migrations/versions; $(BIN)/ruff format --quiet engine/migrations/versions

wheel: $(VENV)/.dev ## build the wheel into dist/
	$(BIN)/python -m build --no-isolation --wheel

clean: ## remove the environment and what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
