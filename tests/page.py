"""The page under AppTest, with stand-ins for the canvas and the trainings: fixtures for every test of a tab."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import components
import numpy as np
import pytest
import streamlit as st
from drawing import as_sent, picture_of
from PIL import Image
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.room import Classroom
from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.jobs.interface import MOST_WAITING, JobError, JobStatus, Trainings
from mnist_demo.jobs.machine import Machine, Watched
from mnist_demo.jobs.titles import free_title
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import default_name, load_run
from mnist_demo.settings import SHIPPED, Settings
from mnist_demo.texts import say
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
    """Stands for the queue of trainings, one at a time, in whatever state a test wants."""

    def __init__(self) -> None:
        self.state = JobStatus()
        self.line: list[JobStatus] = []
        self.refuse = ""
        self.cancelled: list[int] = []
        self.ended_ones: dict[int, JobStatus] = {}
        self.last = 0

    def start(
        self, config: TrainConfig, name: str = "", asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> JobStatus:
        if self.refuse:
            raise JobError(self.refuse)
        if sum(status.asked_by == asked_by for status in self.line) >= most_waiting:
            raise JobError(say("jobs.too_many_of_you", count=most_waiting))
        number = 1 + max([self.state.number, *self.ended_ones, *(status.number for status in self.line)])
        self.line.append(JobStatus(number, "waiting", name or "fresh", config, asked_by=asked_by))
        self._go_on()
        return self.status(number)

    def start_all(
        self, configs: Sequence[TrainConfig], asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> tuple[JobStatus, ...]:
        if known := self._same(configs, asked_by):
            return known
        waiting = sum(status.asked_by == asked_by for status in self.line)
        if waiting + len(configs) > most_waiting:
            raise JobError(say("jobs.too_many_more", waiting=waiting, more=len(configs), most=most_waiting))
        title = free_title(configs[0].experiment, {status.config.experiment for status in self._all() if status.config})
        titled = [config.model_copy(update={"experiment": title}) for config in configs]
        return tuple([self.start(config, default_name(config), asked_by) for config in titled])

    def _same(self, configs: Sequence[TrainConfig], asked_by: str) -> tuple[JobStatus, ...]:
        own = {status.config: status for status in self.queue() if asked_by and status.asked_by == asked_by}
        return tuple(own[config] for config in configs) if own.keys() >= set(configs) else ()

    def _all(self) -> tuple[JobStatus, ...]:
        return (*self.queue(), *self.ended_ones.values())

    def status(self, number: int | None = None) -> JobStatus:
        if number is None:
            return self.state
        found = {status.number: status for status in (*self.ended_ones.values(), *self.queue())}
        return found.get(number, JobStatus())

    def outcome(self, number: int) -> JobStatus | None:
        return self.ended_ones.get(number)

    def queue(self) -> tuple[JobStatus, ...]:
        waiting = [replace(status, place=place, seconds=20.0 * place) for place, status in enumerate(self.line, 1)]
        return (*([self.state] if self.state.is_active else []), *waiting)

    def ended(self) -> tuple[JobStatus, ...]:
        return tuple(reversed(self.ended_ones.values()))

    def cancel(self, number: int) -> None:
        if waiting := [status for status in self.line if status.number == number]:
            self.line.remove(waiting[0])
            self.ended_ones[number] = replace(waiting[0], state="cancelled")
        elif (number, "running") == (self.state.number, self.state.state):
            self.cancelled.append(number)
            self.report(state="cancelling")

    def move_up(self, number: int) -> None:
        self.line.sort(key=lambda status: status.number != number)

    def ended_last(self) -> int:
        return self.last

    def untold(self, asked_by: str) -> tuple[JobStatus, ...]:
        known = (*self.queue(), *self.ended_ones.values())
        own = [status for status in known if asked_by and status.asked_by == asked_by and not status.is_told]
        return tuple(sorted(own, key=lambda status: status.number))

    def note_told(self, number: int) -> None:
        if number in self.ended_ones:
            self.ended_ones[number] = replace(self.ended_ones[number], is_told=True)
        if number == self.state.number:
            self.state = replace(self.state, is_told=True)

    def owner(self, name: str) -> str:
        made = [
            status.asked_by for status in self.ended_ones.values() if (status.state, status.name) == ("finished", name)
        ]
        return made[-1] if made else ""

    def disown(self, name: str) -> None:
        for status in self.ended_ones.values():
            if status.name == name:
                self.ended_ones[status.number] = replace(status, asked_by="")

    def watched(self) -> Watched:
        if self.refuse:
            raise JobError(self.refuse)
        now = datetime.now(UTC)
        server = Machine("a", "server", "first *one*", 1, 3, 150, 9000, now, 2.0)
        worker = replace(server, name="b", kind="worker", host="second", silent_seconds=65.0)
        return Watched((server, worker), "SQLite", 123_456, 0.4)

    def close(self) -> None:
        self.line.clear()

    def report(self, **changes: Any) -> None:
        """Have what runs go on to another state; when it has ended, the next one begins."""
        self.state = replace(self.state, **changes)
        if self.state.has_ended:
            self.ended_ones[self.state.number] = self.state
            self.last = self.state.number
            self._go_on()

    def _go_on(self) -> None:
        if self.line and not self.state.is_active:
            self.state = replace(self.line.pop(0), state="running")


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """Each AppTest would read what all installed packages say of themselves: most of what opening a page costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


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


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tables: Path) -> Iterator[Classroom]:
    """The classes of the page's server."""
    shutil.copy(tables, tmp_path)
    school = Classroom.open(Settings(tmp_path))
    monkeypatch.setattr(resources, "classroom", lambda: school)
    yield school
    school.close()


@pytest.fixture
def joined(school: Classroom) -> SchoolClass:
    """A class that the pages of a test join."""
    return school.classes.create("7b")
