"""Real trainings in the background, on a handful of digits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import events, processes
from mnist_demo.jobs.interface import JobError
from mnist_demo.jobs.processes import TrainingProcesses
from mnist_demo.runs.store import RunStore, load_run


def wait_until(condition: Callable[[], object], seconds: float = 180.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def small(handful_path: Path, **changes: Any) -> TrainConfig:
    return TrainConfig(hidden_layers=(16,), **{"epochs": 2, "data": str(handful_path), **changes})


def process_of(jobs: TrainingProcesses) -> psutil.Process:
    assert jobs._process is not None
    return psutil.Process(jobs._process.pid)


def test_training_from_start_to_run_at_low_priority(handful_path: Path, tmp_path: Path) -> None:
    jobs = TrainingProcesses(RunStore(tmp_path))
    assert jobs.status().state == "idle"
    started = jobs.start(small(handful_path))
    assert started.is_active and started.number == 1
    assert process_of(jobs).nice() > psutil.Process().nice()
    with pytest.raises(JobError, match=started.name):
        jobs.start(small(handful_path))
    wait_until(lambda: not jobs.status().is_active)
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
    handful_path: Path, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "taken").mkdir()
    jobs = TrainingProcesses(RunStore(tmp_path))
    with pytest.raises(JobError, match=words):
        jobs.start(small(handful_path), name)
    assert jobs.status().number == 0


def test_a_name_that_somebody_else_trains_is_refused(handful_path: Path, tmp_path: Path) -> None:
    jobs = TrainingProcesses(RunStore(tmp_path))
    with (
        RunStore(tmp_path).reserved("theirs"),
        pytest.raises(JobError, match="a run theirs is being trained now; choose another name"),
    ):
        jobs.start(small(handful_path), "theirs")
    assert jobs.status().number == 0


def test_two_servers_that_start_at_once_train_under_two_names(
    handful_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "default_name", lambda config: "same-second")
    servers = [TrainingProcesses(RunStore(tmp_path)) for _ in range(2)]
    for server in servers:
        assert server.start(small(handful_path)).name == "same-second"
    wait_until(lambda: {server.status().name for server in servers} == {"same-second", "same-second-2"})
    for server in servers:
        server.cancel(server.status().number)
    wait_until(lambda: not any(server.status().is_active for server in servers))


def test_where_no_run_can_be_stored_nothing_starts(handful_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    jobs = TrainingProcesses(RunStore(tmp_path / "file"))
    with pytest.raises(JobError, match=r"^no network can be stored: File exists; let MNIST_DRAW_MODELS name a folder"):
        jobs.start(small(handful_path))


def test_a_run_that_is_saved_is_found_though_no_event_could_be_written(
    handful_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "from_line", lambda line: None)
    jobs = TrainingProcesses(RunStore(tmp_path))
    jobs.start(small(handful_path), "x")
    wait_until(lambda: not jobs.status().is_active)
    assert jobs.status().state == "finished"
    assert jobs.status().test_accuracy == load_run("x", tmp_path).metrics.test_accuracy


def test_cancel_stops_the_process_and_keeps_nothing(handful_path: Path, tmp_path: Path) -> None:
    jobs = TrainingProcesses(RunStore(tmp_path))
    number = jobs.start(small(handful_path, epochs=1000)).number
    wait_until(lambda: jobs.status().progress)
    process = process_of(jobs)
    jobs.cancel(number)
    assert jobs.status().state in ("cancelling", "cancelled")
    wait_until(lambda: not jobs.status().is_active)
    assert jobs.status().state == "cancelled"
    assert not process.is_running()
    assert list(tmp_path.iterdir()) == []
    jobs.cancel(number)  # a second click does no harm


def test_bad_data_is_explained_and_the_next_training_can_start(handful_path: Path, tmp_path: Path) -> None:
    jobs = TrainingProcesses(RunStore(tmp_path))
    jobs.start(small(tmp_path / "missing.npz"))
    wait_until(lambda: not jobs.status().is_active)
    status = jobs.status()
    assert status.state == "failed" and "missing.npz: no such file" in status.message
    assert jobs.start(small(handful_path)).number == 2
    jobs.cancel(2)
    wait_until(lambda: not jobs.status().is_active)


def test_killed_process_is_a_failure_and_leaves_no_run(handful_path: Path, tmp_path: Path) -> None:
    jobs = TrainingProcesses(RunStore(tmp_path))
    jobs.start(small(handful_path, epochs=1000))
    wait_until(lambda: jobs.status().progress)
    process_of(jobs).kill()
    wait_until(lambda: not jobs.status().is_active)
    assert jobs.status().state == "failed" and "want of memory" in jobs.status().message
    assert RunStore(tmp_path).names() == []
