"""The trainings of a server that trains by itself, one at a time.

A training is `mnist-draw train` in a process of its own. It writes its events to a file, which `status` reads on:
no threads, and no pipe that could fill up. It ends itself when the server does.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import background, events
from mnist_demo.jobs.events import Advanced, Event, Failed, Finished, Preparing
from mnist_demo.jobs.interface import JobError, JobStatus, State
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import RunStore, check_name, default_name
from mnist_demo.wording import as_text

SECONDS_TO_STOP = 5
"""How long a cancelled training may take to stop cleanly before it is killed."""
FRESH_SECONDS = 0.2
"""For how long a reading serves all who ask: a class asks many times a second, and progress need not be newer."""
LOG_LINES = 40
KILLED = 9
"""The signal that nothing survives; as a number, since Windows has no name for it."""


class TrainingProcesses:
    """Trainings, see `interface.Trainings`, of which each is a process of its own."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._status = JobStatus()
        self._ended: dict[int, JobStatus] = {}
        self._process: psutil.Popen | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._read_to = 0
        self._read_at = float("-inf")
        self._kill_at = float("inf")

    def start(self, config: TrainConfig, name: str = "") -> JobStatus:
        """See `Trainings.start`."""
        with self._lock:
            self._update()
            if self._status.is_active:
                raise JobError(f"{self._status.name} is being trained; wait for it, or cancel it")
            flags = [] if name else ["--numbered"]
            name = _free_name(name, config, self._store)
            self._launch([*_command(config), "--name", name, *flags, "--models-dir", str(self._store.models_dir)])
            self._status = JobStatus(self._status.number + 1, "running", name, config)
            return self._status

    def status(self) -> JobStatus:
        """See `Trainings.status`."""
        with self._lock:
            self._update(FRESH_SECONDS)
            return self._status

    def outcome(self, number: int) -> JobStatus | None:
        """See `Trainings.outcome`."""
        with self._lock:
            self._update(FRESH_SECONDS)
            return self._ended.get(number)

    def cancel(self, number: int) -> None:
        """See `Trainings.cancel`."""
        with self._lock:
            self._update()
            if (self._status.number, self._status.state) == (number, "running") and self._process:
                self._process.terminate()
                self._kill_at = time.monotonic() + SECONDS_TO_STOP
                self._status = replace(self._status, state="cancelling")

    def _launch(self, command: list[str]) -> None:
        if self._folder:
            self._folder.cleanup()
        self._folder = tempfile.TemporaryDirectory(prefix="mnist-draw-")
        self._read_to, self._kill_at = 0, float("inf")
        with self._events_path.open("wb") as output, self._log_path.open("wb") as log:
            self._process = background.start(command, stdout=output, stderr=log)

    @property
    def _events_path(self) -> Path:
        assert self._folder
        return Path(self._folder.name) / "events.jsonl"

    @property
    def _log_path(self) -> Path:
        return self._events_path.with_name("log.txt")

    def _update(self, seconds: float = 0.0) -> None:
        """Take in what the process has written since, and whether it has ended, unless that is known so recently."""
        if not self._status.is_active or not self._process or time.monotonic() < self._read_at + seconds:
            return
        self._read_at = time.monotonic()
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

    def _new_events(self) -> list[Event]:
        with self._events_path.open("rb") as file:
            file.seek(self._read_to)
            content = file.read()
        complete = content[: content.rfind(b"\n") + 1]
        self._read_to += len(complete)
        return [event for line in complete.splitlines() if (event := events.from_line(line))]

    def _apply(self, event: Event) -> None:
        match event:
            case Preparing(str(name)):  # another one where a training elsewhere was faster to take it
                self._status = replace(self._status, name=name)
            case Advanced():
                before = self._status.progress
                history = event.history or (before.history if before else {})
                self._status = replace(self._status, progress=replace(event, history=history))
            case Finished():
                self._status = replace(self._status, test_accuracy=event.test_accuracy)
            case Failed():
                self._status = replace(self._status, message=event.message)

    def _conclude(self, exit_code: int) -> None:
        log = "\n".join(self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])
        if exit_code == 0 and self._status.test_accuracy is None:
            self._look_for_run()
        if exit_code == 0 and self._status.test_accuracy is not None:
            state: State = "finished"
        elif self._status.state == "cancelling":
            state = "cancelled"
        else:
            state = "failed"
        message = self._status.message or _why_it_ended(exit_code)
        self._status = replace(self._status, state=state, message=message if state == "failed" else "", log=log)
        self._ended[self._status.number] = self._status

    def _look_for_run(self) -> None:
        """Take the figures from the run where its last event is lost, as on a full disk."""
        with suppress(RunError):
            metrics = self._store.load(self._status.name).metrics
            self._status = replace(self._status, test_accuracy=metrics.test_accuracy)


def _why_it_ended(exit_code: int) -> str:
    """A sentence for a training that said nothing itself; where memory is short, Linux kills the largest process."""
    if exit_code == -KILLED:
        return "the system ended it, probably for want of memory"
    return f"the training ended unexpectedly (exit code {exit_code})"


def _free_name(wanted: str, config: TrainConfig, store: RunStore) -> str:
    """A name that can be had now, the wanted one if any (JobError: it is taken, or nothing can be stored).

    The training takes it when it has started.
    """
    try:
        if wanted and store.path(check_name(wanted)).exists():  # to replace one is left to the terminal
            raise JobError(f"there is a run {wanted} already; choose another name")
        with store.reserved(wanted or default_name(config), is_numbered=not wanted) as name:
            return name
    except RunError as error:
        raise JobError(str(error)) from error
    except OSError as error:
        advice = "let MNIST_DRAW_MODELS name a folder that can be written to"
        raise JobError(f"no network can be stored: {error.strerror or error}; {advice}") from error


def _command(config: TrainConfig) -> list[str]:
    """`mnist-draw train` with a flag for every setting."""
    command = [sys.executable, "-m", "mnist_demo", "train", "--progress", "json"]
    for name, value in config.model_dump().items():
        command += [f"--{name.replace('_', '-')}", as_text(value)]
    return command
