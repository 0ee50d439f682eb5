"""`mnist-draw worker`: a machine that trains what servers with other folders ask for."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from queues import wait_until
from sqlalchemy import update

from mnist_demo.commands import worker
from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.database.database_address import FILE_NAME, database_url
from mnist_demo.database.schema import JOBS
from mnist_demo.database.transactions import Database
from mnist_demo.jobs import training_queue
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.job_table import Claim, JobTable
from mnist_demo.jobs.trainer import Trainer
from mnist_demo.jobs.training_process import TrainingProcess
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.run_table import RunTable
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import SHIPPED, Settings

WORK = """
import sys
from queues import use_stand_in
from mnist_demo.commands.cli import main
if "--stand-in" in sys.argv:
    sys.argv.remove("--stand-in")
    use_stand_in()
sys.exit(main(["worker", *sys.argv[1:]]))
"""


@pytest.fixture
def settings(class_settings: Settings, tmp_path: Path) -> Settings:
    """Those of a server that trains nothing itself."""
    named = class_settings.database or f"sqlite:///{tmp_path / FILE_NAME}"
    return replace(class_settings, database=named, workers="0")


@pytest.fixture
def queue(settings: Settings) -> Iterator[TrainingQueue]:
    queue = TrainingQueue(settings, RunStore.of(settings))
    yield queue
    queue.close()


@contextmanager
def working(settings: Settings, *flags: str) -> Iterator[subprocess.Popen[str]]:
    """A worker with a folder of its own, which is told to stop at the end."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "MNIST_DRAW_DATABASE": settings.database}
    environment["MNIST_DRAW_MODELS"] = str(settings.models_dir / "worker")
    with subprocess.Popen(
        [sys.executable, "-c", WORK, *flags], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)


def lines(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    output, errors = process.communicate(timeout=60)
    assert errors == ""
    return [json.loads(line) for line in output.splitlines()]


def is_here(store: RunStore, name: str) -> bool:
    store.keep_up(at_once=True)
    return name in store.names()


@pytest.mark.parametrize("class_settings", ["postgresql"], indirect=True)  # test_shared_runs.py tries SQLite, too
def test_a_run_that_a_worker_trained_is_read_by_a_server_with_another_folder(
    settings: Settings, queue: TrainingQueue, handful_path: Path
) -> None:
    config = TrainConfig(hidden_layers=(8,), epochs=1, data=str(handful_path))
    asked = queue.start(config, "ours", "ada")
    assert asked.state == "waiting"
    with working(settings) as process:
        wait_until(lambda: queue.outcome(asked.number))
        status = queue.status(asked.number)
        assert status.state == "finished", status.message
        store = RunStore.of(settings)
        wait_until(lambda: is_here(store, "ours"))  # on a busy machine later than it is told
        run = store.load("ours")
        assert (status.state, run.config, run.metrics.test_accuracy) == ("finished", config, status.test_accuracy)
        assert run.path.parent == settings.models_dir
        process.terminate()
        told = lines(process)
    assert process.returncode == 0
    assert [line["event"] for line in told] == ["worker_ready", "job_started", "job_finished", "worker_stopped"]
    assert told[1]["job"] == told[2]["job"] == asked.number and told[2]["test_accuracy"] == status.test_accuracy
    assert all(line["level"] == "info" and line["time"] and line["host"] for line in told)


def test_a_worker_shows_that_it_lives_while_the_queue_can_be_worked_on(settings: Settings, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    with working(settings, "--alive-file", str(alive)) as process:
        wait_until(alive.exists)
        os.utime(alive, (0, 0))
        wait_until(lambda: alive.stat().st_mtime > 0)
        process.terminate()
        lines(process)


def test_a_queue_is_well_only_while_its_database_answers(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_until(queue.is_well)
    monkeypatch.setattr(training_queue, "WELL_SECONDS", 0.0)
    assert not queue.is_well()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_gives_its_training_back(
    settings: Settings, queue: TrainingQueue, number: signal.Signals
) -> None:
    asked = queue.start(TrainConfig(epochs=2), "ours", "ada")
    with working(settings, "--stand-in") as process:
        wait_until(lambda: queue.status(asked.number).progress)
        process.send_signal(number)
        told = lines(process)
    assert process.returncode == 0
    assert [line["event"] for line in told] == ["worker_ready", "job_started", "job_given_back", "worker_stopped"]
    wait_until(lambda: queue.status(asked.number).state == "waiting")


def test_a_training_that_fails_is_a_line_too(settings: Settings, queue: TrainingQueue) -> None:
    asked = queue.start(TrainConfig(start_from="nothing", epochs=1), "ours", "ada")
    with working(settings) as process:
        wait_until(lambda: queue.outcome(asked.number))
        process.terminate()
        failed = next(line for line in lines(process) if line["event"] == "job_failed")
    assert failed["level"] == "warning" and "no run nothing" in failed["message"]


def save_as_asked(claim: Claim, store: RunStore) -> None:
    """As the process of a training does at its end."""
    with store.new(claim.status.name) as folder:
        shutil.copytree(SHIPPED / "classic", folder, dirs_exist_ok=True)
        metrics = json.loads((folder / "metrics.json").read_text())
        (folder / "metrics.json").write_text(json.dumps(metrics | {"date": datetime.now(UTC).isoformat()}))
        assert claim.status.config
        (folder / "config.json").write_text(claim.status.config.model_dump_json())


def put_back(queue: TrainingQueue, number: int) -> None:
    """Have the worker of a training been silent for long."""
    with queue._database.writing() as connection:
        connection.execute(update(JOBS).values(heard_at=datetime(2020, 1, 1, tzinfo=UTC)))
    queue._jobs.put_back_silent()
    assert queue._jobs.find(number).state == "waiting"  # type: ignore[union-attr]


def stored(queue: TrainingQueue) -> list[str]:
    return [run.name for run in RunTable(queue._database).stored()]


def other(settings: Settings) -> Trainer:
    """The worker of another machine, with a database and a folder of its own."""
    elsewhere = replace(settings, models_dir=settings.models_dir / "other")
    return Trainer(JobTable(Database(database_url(settings))), RunStore.of(elsewhere))


@pytest.mark.usefixtures("stand_in")
def test_a_run_that_another_machine_saved_before_it_died_is_not_made_again(
    settings: Settings, queue: TrainingQueue
) -> None:
    number = queue.start(TrainConfig(epochs=2), "ours", "ada").number
    claim = queue._jobs.claim("worker")
    assert claim
    save_as_asked(claim, RunStore.of(settings))
    put_back(queue, number)
    other(settings).take_turn()
    wait_until(lambda: queue.outcome(number))
    assert queue.status(number).state == "finished" and stored(queue) == ["ours"]
    assert not (settings.models_dir / "other" / "begun.txt").exists()  # by no process


@pytest.mark.usefixtures("stand_in")
def test_a_worker_that_was_only_slow_and_the_one_after_it_save_one_run(
    settings: Settings, queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = queue.start(TrainConfig(epochs=2), "ours", "ada").number
    slow = queue._jobs.claim("worker")
    assert slow
    put_back(queue, number)

    def beaten(trainer: Trainer, process: TrainingProcess, reports: object) -> JobStatus:
        save_as_asked(slow, RunStore.of(settings))
        process.kill()
        return replace(process.status, state="failed", message="there is a run ours on another server already")

    monkeypatch.setattr(Trainer, "_follow", beaten)
    other(settings).take_turn()
    wait_until(lambda: queue.outcome(number))
    assert queue.status(number).state == "finished" and stored(queue) == ["ours"]


@pytest.mark.parametrize("jobs", ["0", "65", "two", "-1"])
def test_a_bad_flag_is_one_line(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        worker.main([f"--jobs={jobs}"])
    assert stop.value.code == 2
    assert (
        capsys.readouterr().err.startswith("worker: argument --jobs: ") and "1 to 64" in worker.parser().format_help()
    )


def test_without_a_database_it_says_so_in_one_line(tmp_path: Path) -> None:
    gone = Settings(tmp_path, database="postgresql://user:secret@127.0.0.1:1/name")
    with working(gone) as process:
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "")
    assert errors.startswith("worker: The database cannot be reached just now") and errors.count("\n") == 1
    assert "secret" not in errors
