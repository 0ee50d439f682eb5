# make run · make class · make test · make check · make bench · make bench-scale · make recognition · make variants · make screenshots · make notebook
# Everything is installed into .venv, in the versions of requirements.lock, when it is first needed.

PYTHON ?= python3
VENV := .venv/bin
# `make test LOCK=` takes the newest versions that the requirements allow.
LOCK ?= -c requirements.lock
INSTALL := $(VENV)/python -m pip install --quiet --disable-pip-version-check $(LOCK)
IS_FIT := import ensurepip, sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13)
NEEDS := this needs Python 3.11 to 3.13 with venv (Debian: python3-venv; make PYTHON=python3.12 takes another)

.PHONY: run class test check check-js lint fixtures bench bench-scale recognition variants screenshots notebook outputs teacher networks wheel lock

run: .venv/app
	$(VENV)/streamlit run streamlit_app.py

# For a room: prints the link of the class and the teacher's. FLAGS="--server.port 8080" and the like are handed on.
class: .venv/app
	$(VENV)/python -m mnist_demo class $(FLAGS)

test: check .venv/lowest-keras
	$(VENV)/python -m pytest

# All that is checked without running the app.
check: .venv/dev check-js
	$(VENV)/ruff check --quiet .
	$(VENV)/ruff format --quiet --check .
	$(VENV)/mypy --no-error-summary
	$(VENV)/lint-imports --no-logo >/dev/null || $(VENV)/lint-imports --no-logo

lint: check

# The JavaScript: its types, and its modules against the fixtures. Without Node it is skipped; in CI that is a failure.
ifneq ($(shell command -v node && command -v npm 2>/dev/null),)
check-js: node_modules/.package-lock.json
	npm run --silent types
	npm run --silent test
else
check-js:
	@echo "The JavaScript is not checked: install Node.js 18 or later with npm."
	@test "$$CI" != true
endif

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent
	touch $@

# What JavaScript has from Python: the numbers of the preparation, and the answers that its tests expect.
fixtures: .venv/dev
	$(VENV)/python -m mnist_demo.web.constants
	PYTHONPATH=tests $(VENV)/python -m twins

bench: .venv/dev
	$(VENV)/python -m benchmarks.speed
	$(VENV)/python -m benchmarks.live
	$(VENV)/python -m benchmarks.visitors
	$(VENV)/python -m benchmarks.crowd
	$(VENV)/python -m benchmarks.tabs
	$(VENV)/python -m benchmarks.classes
	$(VENV)/python -m benchmarks.slow_visit
	$(VENV)/python -m benchmarks.photo_upload
	$(VENV)/python -m benchmarks.home

# A whole set-up on this machine: nginx, two servers, two workers, PostgreSQL; needs both Debian packages.
bench-scale: .venv/dev
	$(VENV)/python -m benchmarks.scale

recognition: .venv/dev
	$(VENV)/python -m benchmarks.recognition
	$(VENV)/python -m benchmarks.numbers
	$(VENV)/python -m benchmarks.class_training

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

# Retrains the networks that the project ships.
networks: .venv/app
	$(VENV)/python train.py --preset classic --name classic --overwrite
	$(VENV)/python train.py --preset robust --name robust --overwrite
	$(VENV)/python -m mnist_demo.commands.whole_digits
	$(VENV)/python -m mnist_demo.web.constants

# Trains the network whose answers the default network learns from, into mnist_demo/training/teacher.npz.
teacher: .venv/app
	$(VENV)/python -m mnist_demo.training.make_teacher

# A package to install elsewhere, into dist/.
wheel: .venv/dev
	$(VENV)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# The newest versions within the bounds of the requirements, for every supported system and Python.
lock: .venv/dev
	$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
		--output-file requirements.lock requirements-dev.txt requirements-notebook.txt

.venv/app: requirements.txt requirements-app.txt requirements.lock
	@$(VENV)/python -c '$(IS_FIT)' 2>/dev/null || $(PYTHON) -c '$(IS_FIT)' 2>/dev/null || \
		{ echo "$(NEEDS), and $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo missing)" >&2; exit 1; }
	$(VENV)/python -c '$(IS_FIT); import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(INSTALL) -r requirements.txt
	touch $@

.venv/notebook: .venv/app requirements-notebook.txt
	$(INSTALL) -r requirements-notebook.txt
	touch $@

.venv/dev: .venv/app requirements-dev.txt requirements-export.txt requirements-postgresql.txt
	$(INSTALL) -r requirements-dev.txt
	touch $@

# The lowest version of Keras that requirements.txt allows, beside the installed one: tests open networks in both.
.venv/lowest-keras: .venv/app requirements.txt
	rm -rf $@
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $@ \
		keras==$$(sed -n 's/^keras>=\([0-9.]*\),.*/\1.0/p' requirements.txt)
	touch $@
