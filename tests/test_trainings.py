"""What the page relies on in the trainings of a server: the same for the real ones and for the tests' stand-in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest
from page import FakeJobs
from test_jobs import small, wait_until

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import processes
from mnist_demo.jobs.interface import JobError, JobStatus, Trainings
from mnist_demo.jobs.processes import TrainingProcesses
from mnist_demo.runs.store import RunStore


@pytest.fixture(params=["processes", "stand-in"])
def trainings(request: pytest.FixtureRequest, tmp_path: Path) -> Trainings:
    return TrainingProcesses(RunStore(tmp_path)) if request.param == "processes" else FakeJobs()


@pytest.fixture
def config(handful_path: Path) -> TrainConfig:
    return small(handful_path, epochs=1000)


def wait_for_end(trainings: Trainings) -> None:
    if isinstance(trainings, FakeJobs):
        trainings.report(state="cancelled")
    wait_until(lambda: not trainings.status().is_active)


def test_before_the_first_there_is_none(trainings: Trainings) -> None:
    assert trainings.status() == JobStatus() and not trainings.status().is_active
    assert trainings.outcome(0) is None and trainings.outcome(1) is None
    trainings.cancel(0)
    trainings.cancel(1)
    assert trainings.status() == JobStatus()


def test_one_after_the_other_each_with_its_own_number_and_outcome(trainings: Trainings, config: TrainConfig) -> None:
    first = trainings.start(config, "first")
    assert (first.number, first.state, first.name, first.config) == (1, "running", "first", config)
    with pytest.raises(JobError, match=r"first is being trained"):
        trainings.start(config, "second")
    assert trainings.status().number == 1 and trainings.outcome(1) is None
    trainings.cancel(2)  # a number that is not at work
    assert trainings.status().state == "running"
    trainings.cancel(1)
    assert trainings.status().state in ("cancelling", "cancelled")
    wait_for_end(trainings)
    assert trainings.outcome(1) == trainings.status() and trainings.status().state == "cancelled"

    second = trainings.start(config)
    assert second.number == 2 and second.name and second.progress is None
    trainings.cancel(1)  # a page that still shows the first one
    assert trainings.status().state == "running"
    assert (kept := trainings.outcome(1)) and kept.name == "first" and trainings.outcome(2) is None
    trainings.cancel(2)
    wait_for_end(trainings)
    assert trainings.outcome(2) == trainings.status() and trainings.outcome(1) == kept


def test_one_reading_of_the_state_serves_all_who_ask_at_once(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "FRESH_SECONDS", 3600)
    trainings = TrainingProcesses(RunStore(tmp_path))
    readings = Mock(wraps=trainings._new_events)
    monkeypatch.setattr(trainings, "_new_events", readings)
    trainings.start(config)
    with ThreadPoolExecutor(8) as pages:
        assert {status.state for status in pages.map(lambda page: trainings.status(), range(60))} == {"running"}
    assert readings.call_count == 1
    monkeypatch.setattr(processes, "FRESH_SECONDS", 0)
    trainings.cancel(1)
    wait_for_end(trainings)
