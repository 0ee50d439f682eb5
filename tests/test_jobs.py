"""Real trainings in the queue, on a handful of digits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from queues import opened, wait_until

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import training_process
from mnist_demo.jobs.interface import JobError
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.store import RunStore, load_run
from mnist_demo.settings import SHIPPED, Settings

SAVE_SILENTLY = """
import shutil, sys
flag = lambda name: sys.argv[sys.argv.index(name) + 1]
shutil.copytree(sys.argv[1], flag("--models-dir") + "/" + flag("--name"))
"""
"""Leaves a run as a training does, and tells of no event."""


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[TrainingQueue]:
    with opened(Settings(tmp_path)) as queue:
        yield queue


def small(handful_path: Path, **changes: Any) -> TrainConfig:
    return TrainConfig(hidden_layers=(16,), **{"epochs": 2, "data": str(handful_path), **changes})


def training_processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "train" in child.cmdline()]


def wait_for_end(jobs: TrainingQueue, number: int) -> None:
    wait_until(lambda: jobs.outcome(number))


def test_training_from_start_to_run_at_low_priority(jobs: TrainingQueue, handful_path: Path, tmp_path: Path) -> None:
    started = jobs.start(small(handful_path))
    assert started.number == 1 and started.name.startswith("classic-")
    wait_until(training_processes)
    assert training_processes()[0].nice() > psutil.Process().nice()
    wait_for_end(jobs, 1)
    status = jobs.status()
    assert (status.state, status.name) == ("finished", started.name)
    assert status.progress and status.progress.epoch == 2 and len(status.progress.history["val_accuracy"]) == 2
    run = load_run(status.name, tmp_path)
    assert run.metrics.test_accuracy == status.test_accuracy
    assert run.config == small(handful_path)


@pytest.mark.parametrize(
    ("name", "words"), [("../mine", "../mine"), ("taken", "a run taken already; choose another name$")]
)
def test_names_that_cannot_be_are_refused_before_anything_starts(
    jobs: TrainingQueue, handful_path: Path, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(JobError, match=words):
        jobs.start(small(handful_path), name)
    assert jobs.queue() == ()


def test_a_name_that_somebody_else_trains_is_refused(jobs: TrainingQueue, handful_path: Path, tmp_path: Path) -> None:
    with (
        RunStore(tmp_path).reserved("theirs"),
        pytest.raises(JobError, match="a run theirs is being trained now; choose another name"),
    ):
        jobs.start(small(handful_path), "theirs")
    assert jobs.queue() == ()


def test_where_no_run_can_be_stored_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    advice = r"^no network can be stored: File exists; let MNIST_DRAW_MODELS name a folder"
    with pytest.raises(JobError, match=advice), opened(Settings(tmp_path / "file")):
        pass


def test_a_run_that_is_saved_is_found_though_no_event_could_be_written(
    jobs: TrainingQueue, handful_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving = [sys.executable, "-c", SAVE_SILENTLY, str(SHIPPED / "classic")]
    monkeypatch.setattr(training_process, "training_command", lambda config: saving)
    jobs.start(small(handful_path), "x")
    wait_for_end(jobs, 1)
    assert jobs.status().state == "finished"
    assert jobs.status().test_accuracy == load_run("x", tmp_path).metrics.test_accuracy


def test_cancel_stops_the_process_and_keeps_nothing(jobs: TrainingQueue, handful_path: Path, tmp_path: Path) -> None:
    jobs.start(small(handful_path, epochs=1000))
    wait_until(lambda: jobs.status(1).progress)
    (process,) = training_processes()
    jobs.cancel(1)
    assert jobs.status(1).state in ("cancelling", "cancelled")
    wait_for_end(jobs, 1)
    assert jobs.status(1).state == "cancelled"
    assert not process.is_running()
    assert RunStore(tmp_path).names() == []
    jobs.cancel(1)  # a second click does no harm


def test_bad_data_is_explained_and_a_killed_process_is_a_failure(
    jobs: TrainingQueue, handful_path: Path, tmp_path: Path
) -> None:
    jobs.start(small(tmp_path / "missing.npz"))
    jobs.start(small(handful_path, epochs=1000))
    wait_for_end(jobs, 1)
    status = jobs.status(1)
    assert status.state == "failed" and "missing.npz: no such file" in status.message
    wait_until(lambda: jobs.status(2).progress)
    training_processes()[0].kill()
    wait_for_end(jobs, 2)
    assert jobs.status(2).state == "failed" and "want of memory" in jobs.status(2).message
    assert RunStore(tmp_path).names() == []
