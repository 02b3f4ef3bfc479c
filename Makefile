# Thin on purpose: each target calls one script of scripts/, which a person can read and run alone.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench pictures migration lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup:  ## install what the server needs, without starting it
	@scripts/setup

run:  ## set everything up and serve on http://127.0.0.1:8000 (PORT=… for another port)
	@scripts/setup
	@exec scripts/run

test:  ## set everything up and run the whole suite, the real browser included
	@scripts/setup --tests
	@exec scripts/test

check:  ## format, lint, types, templates, translations, migrations, licences
	@scripts/setup --tests
	@exec scripts/check

bench:  ## the measurements of bench/, as a table and as var/bench/*.json
	@scripts/setup --tests
	@exec .venv/bin/python -m bench

pictures:  ## screenshots of the running application into docs/pictures/
	@scripts/setup --tests
	@exec scripts/pictures

migration:  ## write migrations/versions/0001_*.py anew from the models (until the first release)
	@scripts/setup --tests
	@exec .venv/bin/python scripts/migration.py

lock:  ## write requirements/*.txt anew from requirements/*.in
	@exec scripts/lock

clean:  ## remove what set-up made; var/ with its data stays
	rm -rf .venv node_modules static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find translations -name '*.mo' -delete
