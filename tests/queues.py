"""The queue of trainings in tests: opened and closed, with a stand-in for the command that trains."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import job_table, trainer, training_process, training_queue
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings

CHILD = """
import json, os, pathlib, sys, time
def tell(**event):
    print(json.dumps(event), flush=True)
flag = lambda name: sys.argv[sys.argv.index(name) + 1]
name, epochs, parent = flag("--name"), int(sys.argv[1]), os.getppid()
with (pathlib.Path(flag("--models-dir")) / "begun.txt").open("a") as file:
    file.write(name + "\\n")
tell(event="preparing", name=name)
for step in range(0 if epochs == 1 else 10**6):
    if os.getppid() != parent:
        sys.exit(130)
    tell(event="progress", epoch=1, epochs=epochs, step=step % 10, steps=10, accuracy=0.5, seconds_left=9.0)
    time.sleep(0.05)
tell(event="finished", name=name, test_accuracy=0.9)
"""
"""Trains for ever, but with a single epoch no time at all; it writes down which runs it has begun."""
QUICK = TrainConfig(epochs=1)
ENDLESS = TrainConfig(epochs=2)


def wait_until(condition: Callable[[], object], seconds: float = 180.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def use_stand_in() -> None:
    """Have this process train with CHILD, and look after the queue sooner."""
    training_process.training_command = lambda config: [sys.executable, "-c", CHILD, str(config.epochs)]
    training_queue.KEEP_SECONDS = 0.3
    job_table.SILENT_SECONDS = 4
    trainer.BEAT_SECONDS = 0.4


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the time of a test."""
    for module, name in (
        (training_process, "training_command"),
        (training_queue, "KEEP_SECONDS"),
        (job_table, "SILENT_SECONDS"),
        (trainer, "BEAT_SECONDS"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))
    use_stand_in()


@contextmanager
def opened(settings: Settings, workers: int = 1) -> Iterator[TrainingQueue]:
    """The queue of a server with so many workers."""
    queue = TrainingQueue(replace(settings, workers=str(workers)), RunStore(settings.models_dir))
    try:
        yield queue
    finally:
        queue.close()


def begun(settings: Settings) -> list[str]:
    """The names of the runs for which a process was started, in order."""
    path = settings.models_dir / "begun.txt"
    return path.read_text().split() if path.exists() else []


def children() -> list[psutil.Process]:
    """The processes that train for this one."""
    return [child for child in psutil.Process().children() if "--models-dir" in child.cmdline()]


def running(queue: TrainingQueue) -> list[JobStatus]:
    return [status for status in queue.queue() if status.is_active]


def order(queue: TrainingQueue) -> list[str]:
    """The names of the trainings that wait, in order."""
    return [status.name for status in queue.queue() if status.state == "waiting"]
