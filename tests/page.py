"""The page under AppTest, with stand-ins for the canvas and the trainings: fixtures for every test of a tab."""

from __future__ import annotations

import gc
import re
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest
from drawing import DIGITS
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from mnist_demo.config import MODELS_DIR, ROOT, TrainConfig
from mnist_demo.jobs.processes import JobError, JobStatus
from mnist_demo.runs.store import load_run
from mnist_demo.ui import resources

SECONDS = 120


class Sheet:
    """Stands for the canvas component: returns what is put on it, as long as the sheet is the same."""

    def __init__(self) -> None:
        self.pixels, self.keys, self.options = {}, [], {}

    def __call__(self, *, key, **options):
        self.keys.append(key)
        self.options = options
        return type("Result", (), {"image_data": self.pixels.get(key)})

    def draw(self, digit: int) -> None:
        picture = Image.new("RGBA", (400, 400), "white")
        for stroke in DIGITS[digit]:
            ImageDraw.Draw(picture).line(stroke, fill="black", width=24, joint="curve")
        self.pixels[self.keys[-1]] = np.asarray(picture)

    def leave_blank(self) -> None:
        self.pixels[self.keys[-1]] = np.full((400, 400, 4), 255, np.uint8)


class FakeJobs:
    """Stands for the server's trainings, in whatever state a test needs."""

    def __init__(self) -> None:
        self.state, self.refuse, self.cancelled = JobStatus(), "", 0

    def status(self) -> JobStatus:
        return self.state

    def start(self, config: TrainConfig, name: str = "") -> JobStatus:
        if self.refuse:
            raise JobError(self.refuse)
        self.state = JobStatus(self.state.number + 1, "running", name or "fresh", config)
        return self.state

    def outcome(self, number: int) -> JobStatus | None:
        return self.state if number == self.state.number and not self.state.is_active and number else None

    def cancel(self) -> None:
        self.cancelled += 1

    def report(self, **changes) -> None:
        self.state = replace(self.state, **changes)


@pytest.fixture(scope="module")
def canvas_module():
    """The module with the canvas, which can be imported only where Streamlit runs: here by a first AppTest."""
    main_module = sys.modules["__main__"]
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS).run()
    sys.modules["__main__"] = main_module  # as conftest.py does it for each test
    assert answer(app) == "?"
    # Where another test imported Keras, Streamlit collects garbage in each run: all that is here already may stay.
    gc.freeze()
    yield sys.modules["mnist_demo.ui.canvas"]
    gc.unfreeze()


@pytest.fixture
def sheet(monkeypatch, canvas_module):
    sheet = Sheet()
    monkeypatch.setattr(canvas_module, "st_canvas", sheet)
    return sheet


@pytest.fixture
def jobs(monkeypatch):
    jobs = FakeJobs()
    monkeypatch.setattr(resources, "trainings", lambda: jobs)
    return jobs


@pytest.fixture
def fresh_run():
    """A run named `fresh`, as a training would leave it."""
    shutil.copytree(MODELS_DIR / "classic", MODELS_DIR / "fresh")
    yield load_run("fresh")
    shutil.rmtree(MODELS_DIR / "fresh", ignore_errors=True)


@pytest.fixture
def app(sheet, jobs) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def text(app: AppTest) -> str:
    """All HTML text of the page, without the tags; stands between | marks."""
    return re.sub(r"(<[^>]*>)+", "|", html(app))


def answer(app: AppTest) -> str:
    return re.search(r'class="answer[^>]*>([^<]*)<', html(app))[1]
