"""One training in the background, for the whole server: start, status, cancel.

The training is `mnist-draw train` in a process of its own. It writes its events to a file, which `status` reads on:
no threads, and no pipe that could fill up. It ends itself when the server does.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import psutil

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import background
from mnist_demo.runs.store import RunError, RunStore, check_name, default_name
from mnist_demo.wording import as_text

SECONDS_TO_STOP = 5
"""How long a cancelled training may take to stop cleanly before it is killed."""
LOG_LINES = 40

State = Literal["idle", "running", "cancelling", "finished", "cancelled", "failed"]


class JobError(RuntimeError):
    """A training cannot be started; the message is one line."""


@dataclass(frozen=True)
class JobStatus:
    """What is known of the latest training.

    `number` counts the trainings since the server started, 0 before the first. `progress` has the fields of
    `callbacks.Progress` once the first batch is done. `message` says why it failed; `log` holds its last lines.
    """

    number: int = 0
    state: State = "idle"
    name: str = ""
    config: TrainConfig | None = None
    progress: dict[str, Any] = field(default_factory=dict)
    test_accuracy: float | None = None
    message: str = ""
    log: str = ""

    @property
    def is_active(self) -> bool:
        """Whether a process is at work."""
        return self.state in ("running", "cancelling")


class Jobs:
    """The trainings of one server; its methods may be called from any thread and return at once."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._status = JobStatus()
        self._ended: dict[int, JobStatus] = {}
        self._process: psutil.Popen | None = None
        self._folder: tempfile.TemporaryDirectory | None = None
        self._read_to = 0
        self._kill_at = float("inf")

    def start(self, config: TrainConfig, name: str = "") -> JobStatus:
        """Start a training and give it a name (JobError if one is at work, or the name cannot be had)."""
        with self._lock:
            self._update()
            if self._status.is_active:
                raise JobError(f"{self._status.name} is being trained; wait for it, or cancel it")
            name = _checked(name or default_name(config), self._store)
            self._launch([*_command(config), "--name", name, "--models-dir", str(self._store.models_dir)])
            self._status = JobStatus(self._status.number + 1, "running", name, config)
            return self._status

    def status(self) -> JobStatus:
        """How the latest training stands now."""
        with self._lock:
            self._update()
            return self._status

    def outcome(self, number: int) -> JobStatus | None:
        """How a training of this server ended, None if it has not; any, not the latest alone."""
        with self._lock:
            self._update()
            return self._ended.get(number)

    def cancel(self) -> None:
        """Ask the training to stop; nothing of it is kept. Without one at work, nothing happens."""
        with self._lock:
            self._update()
            if self._status.state == "running" and self._process:
                self._process.terminate()
                self._kill_at = time.monotonic() + SECONDS_TO_STOP
                self._status = replace(self._status, state="cancelling")

    def _launch(self, command: list[str]) -> None:
        if self._folder:
            self._folder.cleanup()
        self._folder = tempfile.TemporaryDirectory(prefix="mnist-draw-")
        self._read_to, self._kill_at = 0, float("inf")
        with self._events_path.open("wb") as events, self._log_path.open("wb") as log:
            self._process = background.start(command, stdout=events, stderr=log)

    @property
    def _events_path(self) -> Path:
        assert self._folder
        return Path(self._folder.name) / "events.jsonl"

    @property
    def _log_path(self) -> Path:
        return self._events_path.with_name("log.txt")

    def _update(self) -> None:
        """Take in what the process has written since, and whether it has ended."""
        if not self._status.is_active or not self._process:
            return
        exit_code = self._process.poll()  # before reading: what it wrote last is then in the file
        for event in self._new_events():
            self._apply(event)
        if exit_code is not None:
            self._conclude(exit_code)
        elif time.monotonic() > self._kill_at:
            self._kill()

    def _kill(self) -> None:
        """End the process and those that draw for it."""
        assert self._process
        with suppress(psutil.Error):
            for process in [*self._process.children(recursive=True), self._process]:
                process.kill()

    def _new_events(self) -> list[dict[str, Any]]:
        with self._events_path.open("rb") as file:
            file.seek(self._read_to)
            content = file.read()
        complete = content[: content.rfind(b"\n") + 1]
        self._read_to += len(complete)
        return [json.loads(line) for line in complete.splitlines() if line.startswith(b"{")]

    def _apply(self, event: dict[str, Any]) -> None:
        kind = event.pop("event")
        if kind == "progress":
            self._status = replace(self._status, progress={**self._status.progress, **event})
        elif kind == "finished":
            self._status = replace(self._status, test_accuracy=event["test_accuracy"])
        elif kind == "failed":
            self._status = replace(self._status, message=event["message"])

    def _conclude(self, exit_code: int) -> None:
        log = "\n".join(self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])
        if exit_code == 0 and self._status.test_accuracy is not None:
            state: State = "finished"
        elif self._status.state == "cancelling":
            state = "cancelled"
        else:
            state = "failed"
        message = self._status.message or f"the training ended unexpectedly (exit code {exit_code})"
        self._status = replace(self._status, state=state, message=message if state == "failed" else "", log=log)
        self._ended[self._status.number] = self._status


def _checked(name: str, store: RunStore) -> str:
    """`name`, or JobError where no new run can have it: to replace one is left to the terminal."""
    try:
        check_name(name)
    except RunError as error:
        raise JobError(str(error)) from error
    if store.path(name).exists():
        raise JobError(f"there is a run {name} already; choose another name")
    return name


def _command(config: TrainConfig) -> list[str]:
    """`mnist-draw train` with a flag for every setting."""
    command = [sys.executable, "-m", "mnist_demo", "train", "--progress", "json"]
    for name, value in config.model_dump().items():
        command += [f"--{name.replace('_', '-')}", as_text(value)]
    return command
