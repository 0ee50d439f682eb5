"""The page under AppTest, with stand-ins for the canvas and the trainings: fixtures for every test of a tab."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import components
import numpy as np
import pytest
import streamlit as st
from drawing import as_sent, picture_of
from PIL import Image
from streamlit.testing.v1 import AppTest

from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.jobs.interface import JobError, JobStatus, Trainings
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run
from mnist_demo.settings import SHIPPED
from mnist_demo.ui import resources

SECONDS = 120


class Sheet:
    """Stands for the canvas component: sends what is put on it, as long as the sheet is the same."""

    def __init__(self) -> None:
        self.pictures: dict[str, Image.Image] = {}
        self.keys: list[str] = []
        self.options: dict[str, Any] = {}

    def __call__(self, *, key: str, **options: Any) -> None:
        self.keys.append(key)
        self.options = options
        picture = as_sent(self.pictures[key]) if key in self.pictures else None
        st.session_state[key] = {"drawing": {"raw": {"objects": []}, "data": picture}}

    @property
    def pixels(self) -> np.ndarray:
        """What is on it, uint8 (400, 400, 4)."""
        return np.asarray(self.pictures[self.keys[-1]])

    def draw(self, digit: int) -> None:
        self.pictures[self.keys[-1]] = picture_of(digit)

    def leave_blank(self) -> None:
        self.pictures[self.keys[-1]] = Image.new("RGBA", (400, 400), "white")


class FakeJobs(Trainings):
    """Stands for the server's trainings, in whatever state a test wants."""

    def __init__(self) -> None:
        self.state = JobStatus()
        self.refuse = ""
        self.cancelled: list[int] = []
        self.ended: dict[int, JobStatus] = {}

    def status(self) -> JobStatus:
        return self.state

    def start(self, config: TrainConfig, name: str = "") -> JobStatus:
        if self.refuse or self.state.is_active:
            raise JobError(self.refuse or f"{self.state.name} is being trained")
        self.state = JobStatus(self.state.number + 1, "running", name or "fresh", config)
        return self.state

    def outcome(self, number: int) -> JobStatus | None:
        return self.ended.get(number)

    def cancel(self, number: int) -> None:
        if (number, "running") == (self.state.number, self.state.state):
            self.cancelled.append(number)
            self.report(state="cancelling")

    def report(self, **changes: Any) -> None:
        """Go on to another state."""
        self.state = replace(self.state, **changes)
        if self.state.number and not self.state.is_active:
            self.ended[self.state.number] = self.state


@pytest.fixture(scope="module")
def canvas_module() -> Iterator[ModuleType]:
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
def sheet(monkeypatch: pytest.MonkeyPatch, canvas_module: ModuleType) -> Sheet:
    sheet = Sheet()
    monkeypatch.setattr(canvas_module, "st_canvas", sheet)
    return sheet


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> FakeJobs:
    jobs = FakeJobs()
    monkeypatch.setattr(resources, "trainings", lambda: jobs)
    return jobs


@pytest.fixture
def fresh_run(models_dir: Path) -> Iterator[Run]:
    """A run named fresh, as a training would leave it."""
    shutil.copytree(SHIPPED / "classic", models_dir / "fresh")
    yield load_run("fresh")
    shutil.rmtree(models_dir / "fresh", ignore_errors=True)


@pytest.fixture
def app(sheet: Sheet, jobs: FakeJobs) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS).run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    """Click on a button."""
    app.button(key=key).click().run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def answer_data(app: AppTest, key: str = "answer") -> dict[str, Any]:
    """What Python has the component of an answer show."""
    answer: dict[str, Any] = components.data(app, key)["answer"]
    return answer


def answers(app: AppTest, key: str = "answer") -> list[str]:
    """The large words, one of each network: the most probable class from the threshold on, else "?"."""
    sent = answer_data(app, key)
    if "answer" in sent["covered"]:
        return ["?" for _ in sent["networks"]]
    return [_word(network, sent["classes"]) for network in sent["networks"]]


def _word(network: dict[str, Any], classes: list[str]) -> str:
    shares = network["probabilities"]
    return classes[int(np.argmax(shares))] if shares and max(shares) >= network["threshold"] else "?"


def answer(app: AppTest, key: str = "answer") -> str:
    """The large word of the first network."""
    return answers(app, key)[0]


def remarks(app: AppTest, key: str = "answer_inside") -> str:
    """The lines below an answer."""
    return "\n".join(line["text"].format(**line["places"]) for line in answer_data(app, key)["remarks"])
