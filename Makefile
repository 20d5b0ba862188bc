# Firstline: `make` alone prints the targets below.

PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test env build train learn lint check eval rules rules-break bench faults lock clean web-test

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: env build train ## everything from nothing, then the desk with its bot on http://localhost:8080
	@exec $(PYTHON) -m firstline serve --demo

test: ## everything from nothing, then every check and every test
	@sh scripts/system.sh
	@$(MAKE) --no-print-directory env
	@$(MAKE) --no-print-directory -j2 --output-sync=target train build lint check rules web-test
	@sh scripts/test.sh

env: ## both Python environments and the front end's packages, as locked
	@sh scripts/env.sh

build: env ## the front end, into build/web
	@sh scripts/build.sh

train: env ## the bot's model
	@$(PYTHON) -m firstline train

learn: env ## what messages are about and tell of, from the examples in locales/
	@$(PYTHON) -m firstline learn

lint: env ## ruff, mypy --strict on backend, Biome, tsc
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@npm run lint --silent

check: env ## locales, flows and the promise
	@$(PYTHON) -m firstline check

web-test: env
	@npm test --silent

rules: env ## every rule of the promise with the tests that show it
	@$(PYTHON) -m tests.rules

rules-break: env build train ## break each rule once; its tests must go red
	@$(PYTHON) -m tests.rules_break

eval: env train ## how much the intake understands, on written cases, into build/eval.json
	@$(PYTHON) -m firstline eval

bench: env build train ## speed and size, each beside its yardstick, into build/bench.json
	@$(PYTHON) -m bench

SECONDS ?= 600
SEED ?= 0
STORE ?= mongodb
faults: env build train ## break parts at random while people talk (SECONDS=, SEED=, STORE=sqlite)
	@PYTHONPATH=backend $(PYTHON) -m tests.cluster --seconds $(SECONDS) --seed $(SEED) --store $(STORE)

lock: env ## write the lock files anew (UPGRADE=--upgrade for newer versions)
	@sh scripts/lock.sh

clean: ## remove what was installed, built and trained; data/ stays
	rm -rf .tools .venv bot/.venv node_modules build
