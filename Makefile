# make run · make test · make lint · make bench · make recognition · make variants · make screenshots
# Everything is installed into .venv, by the requirements, when it is first needed.

PYTHON ?= python3
VENV := .venv/bin

.PHONY: run test lint bench recognition variants screenshots networks

run: .venv/app
	$(VENV)/streamlit run streamlit_app.py

test: lint
	$(VENV)/python -m pytest

lint: .venv/dev
	$(VENV)/ruff check --quiet .
	$(VENV)/ruff format --quiet --check .
	$(VENV)/mypy --no-error-summary

bench: .venv/dev
	$(VENV)/python -m benchmarks.speed
	$(VENV)/python -m benchmarks.live

recognition: .venv/dev
	$(VENV)/python -m benchmarks.recognition

variants: .venv/dev
	$(VENV)/python -m benchmarks.variants

screenshots: .venv/dev
	$(VENV)/python docs/screenshots.py

# The networks that the project ships, trained anew.
networks: .venv/app
	$(VENV)/python train.py --preset classic --name classic --overwrite
	$(VENV)/python train.py --preset robust --name robust --overwrite

.venv/app: requirements.txt
	test -x $(VENV)/python || $(PYTHON) -m venv .venv
	$(VENV)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: .venv/app requirements-dev.txt
	$(VENV)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
