# `make site` builds this checkout's site, `make test` checks everything; both do their own set-up.
# Needs make, a POSIX sh and Python 3.11 to 3.13.

BIN = .venv/bin
SETUP = python=$$(sh scripts/python.sh) && "$$python" scripts/setup.py

TOOLS ?= ../tools

.PHONY: help site serve test laws bench docs format requirements clean distclean venv

help:
	@echo 'make site          build the site of this checkout into build/'
	@echo 'make serve         the same, and again after every change, with a preview in the browser'
	@echo 'make test          all checks: ruff, mypy, pytest (installs what they need)'
	@echo 'make laws          the property tests at length'
	@echo 'make bench         civicsite beside other generators (TOOLS=folder, see benchmarks/README.md)'
	@echo 'make docs          write docs/reference anew from the declarations'
	@echo 'make format        put the code into the usual form'
	@echo 'make requirements  pin the newest packages that pyproject.toml admits'
	@echo 'make clean         remove what was built, and the caches'
	@echo 'make distclean     remove .venv as well'

# Every time; it looks at contents, not at file times, and is quick when there is nothing to do.
venv:
	@$(SETUP) venv

site: venv
	@$(BIN)/civicsite build

serve: venv
	@$(BIN)/civicsite serve

test:
	@$(SETUP) venv wheelhouse browser servers checker publishing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

laws: venv
	CIVICSITE_HYPOTHESIS_PROFILE=laws $(BIN)/pytest -m hypothesis

bench: venv
	$(BIN)/python benchmarks/building.py --tools $(TOOLS)

docs: venv
	$(BIN)/python -m civicsite.editing.reference docs
	$(BIN)/python -m tests.fields.shown docs

format: venv
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# uv resolves for all systems and Pythons at once and takes no index from this machine's pip
# configuration; in an environment of its own, as nothing else needs it.
requirements: venv
	$(BIN)/python -m venv .venv/pinning
	.venv/pinning/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv/pinning/bin/uv --no-config pip compile pyproject.toml --all-extras --universal \
		--python-version 3.11 --upgrade --generate-hashes --quiet --no-emit-index-url \
		--no-emit-find-links --custom-compile-command 'make requirements' \
		--output-file requirements.txt

clean:
	rm -rf build dist .civicsite .build.civicsite .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests scripts -type d -name __pycache__ -prune -exec rm -rf '{}' +

distclean: clean
	rm -rf .venv
