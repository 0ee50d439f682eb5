# make run · make test · make lint · make bench · make recognition · make variants · make screenshots · make notebook
# Everything is installed into .venv, by the requirements, when it is first needed.

PYTHON ?= python3
VENV := .venv/bin

.PHONY: run test lint bench recognition variants screenshots notebook outputs networks

run: .venv/app
	$(VENV)/streamlit run streamlit_app.py

test: lint .venv/lowest-keras
	$(VENV)/python -m pytest

lint: .venv/dev
	$(VENV)/ruff check --quiet .
	$(VENV)/ruff format --quiet --check .
	$(VENV)/mypy --no-error-summary
	$(VENV)/lint-imports --no-logo >/dev/null || $(VENV)/lint-imports --no-logo

bench: .venv/dev
	$(VENV)/python -m benchmarks.speed
	$(VENV)/python -m benchmarks.live
	$(VENV)/python -m benchmarks.visitors
	$(VENV)/python -m benchmarks.tabs

recognition: .venv/dev
	$(VENV)/python -m benchmarks.recognition

variants: .venv/dev
	$(VENV)/python -m benchmarks.variants

screenshots: .venv/dev
	$(VENV)/python docs/screenshots.py

# Opens the notebook in the browser.
notebook: .venv/notebook
	$(VENV)/jupyter lab notebooks/mnist_workflow.ipynb

# Runs the notebook from top to bottom and keeps its outputs.
outputs: .venv/dev
	$(VENV)/python docs/notebook.py

# The networks that the project ships, trained anew.
networks: .venv/app
	$(VENV)/python train.py --preset classic --name classic --overwrite
	$(VENV)/python train.py --preset robust --name robust --overwrite

.venv/app: requirements.txt
	$(VENV)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(VENV)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/notebook: .venv/app requirements-notebook.txt
	$(VENV)/python -m pip install --quiet --disable-pip-version-check -r requirements-notebook.txt
	touch $@

.venv/dev: .venv/app requirements-dev.txt requirements-export.txt
	$(VENV)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# The lowest version of Keras that requirements.txt allows, beside the installed one: tests open networks in both.
.venv/lowest-keras: .venv/app requirements.txt
	rm -rf $@
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $@ \
		keras==$$(sed -n 's/^keras>=\([0-9.]*\),.*/\1.0/p' requirements.txt)
	touch $@
