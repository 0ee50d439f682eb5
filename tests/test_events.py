"""What a training writes, and what the server makes of it."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
from queues import wait_until

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import training_process
from mnist_demo.jobs.events import Advanced, Event, Failed, Finished, Preparing, from_line, to_line
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.runs.store import RunStore

HISTORY = {"loss": [math.inf, 0.1], "accuracy": [0.5, 0.75]}
EVENTS: list[Event] = [
    Preparing(),
    Advanced(2, 10, 30, 100, 0.75, 12.5, HISTORY),
    Finished("mine", 0.98),
    Finished(None, 0.1),
    Failed("data.npz: no such file\nor folder"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event)
def test_an_event_is_one_line_of_json_and_comes_back(event: Event) -> None:
    line = to_line(event)
    assert "\n" not in line
    assert json.loads(line) == vars(event)
    assert from_line(line.encode()) == event


def test_the_history_may_be_left_out() -> None:
    line = to_line(EVENTS[1], with_history=False)
    assert "history" not in json.loads(line)
    assert from_line(line.encode()) == Advanced(2, 10, 30, 100, 0.75, 12.5)


NO_EVENTS = [
    b"", b"2026-01-31 a library says something", b"{", b"[]", b"null", b"\xff\xfe", b"{}", b'{"event": "paused"}',
    b'{"event": "failed"}', b'{"event": "progress", "epoch": "three"}', b'{"event": "finished", "name": "x"}',
]  # fmt: skip


@pytest.mark.parametrize("line", NO_EVENTS)
def test_what_is_no_event_is_none(line: bytes) -> None:
    assert from_line(line) is None


def test_the_server_skips_damaged_lines_and_keeps_the_history(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = [
        to_line(Preparing()),
        "WARNING: all is well",
        to_line(Advanced(2, 10, 30, 100, history=HISTORY)),
        to_line(EVENTS[1])[:40],
        to_line(Advanced(2, 10, 40, 100), with_history=False),
        '{"event": "progress", "epoch": "three"}',
        to_line(Finished("mine", 0.98)),
    ]
    program = [sys.executable, "-c", f"print({chr(10).join(lines)!r})"]
    monkeypatch.setattr(training_process, "training_command", lambda config: program)
    begun = JobStatus(1, name="mine")
    process = training_process.TrainingProcess(begun, TrainConfig(), RunStore(tmp_path), is_numbered=False)
    wait_until(lambda: process.update().has_ended)
    process.end()
    status = process.status
    assert (status.state, status.test_accuracy) == ("finished", 0.98)
    assert status.progress == Advanced(2, 10, 40, 100, history=HISTORY)
