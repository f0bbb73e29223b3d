# Two commands from nothing: `make run` and `make test`. README.md says what each does.
PYTHON ?= python3
VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check bench faults catalogues locks format

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | column -t -s '|'

run: ## everything on this machine: database, broker, mail catcher, web, worker, beat
	@$(PYTHON) tools/bootstrap.py local && exec $(VENV) -m tools.supervisor --end-with-parent

test: ## the whole suite, browser tests included
	@$(PYTHON) tools/bootstrap.py dev && exec $(VENV) -m tools.suite $(ARGS)

check: ## format, lint, types, floors, templates, catalogues, locks
	@$(PYTHON) tools/bootstrap.py dev && exec $(VENV) -m tools.check

bench: ## the benchmarks, as ratios to floors measured beside them
	@$(PYTHON) tools/bootstrap.py dev && exec $(VENV) -m bench $(ARGS)

faults: ## the tests that stop and kill servers
	@$(PYTHON) tools/bootstrap.py dev && exec $(VENV) -m pytest tests -m faults $(ARGS)

catalogues: ## extract, update and compile the texts of every domain
	@$(PYTHON) tools/bootstrap.py local && exec $(VENV) -m tools.catalogues

locks: ## pin the requirements (ARGS=--upgrade takes the newest)
	@$(PYTHON) tools/bootstrap.py dev && PATH="$(CURDIR)/.venv/bin:$$PATH" $(VENV) -m tools.locks $(ARGS)

format: ## let ruff lay out the code
	@$(VENV) -m ruff format . && $(VENV) -m ruff check --fix .
