"""One training as a process of its own, which can be followed, cancelled and killed.

It is `mnist-draw train`, which writes its events to a file that `update` reads on: no threads, and no pipe that could
fill up. It ends itself when the program that started it does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import background, events
from mnist_demo.jobs.events import Advanced, Event, Failed, Finished, Preparing
from mnist_demo.jobs.interface import JobStatus, State
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import RunStore
from mnist_demo.wording import as_text

SECONDS_TO_STOP = 5
"""How long a cancelled training may take to stop cleanly before it is killed."""
LOG_LINES = 40
KILLED = 9
"""The signal that nothing survives; as a number, since Windows has no name for it."""


class TrainingProcess:
    """A training that has been started; `status` is how it stood when `update` was called last."""

    def __init__(self, status: JobStatus, config: TrainConfig, store: RunStore, *, is_numbered: bool) -> None:
        """Start it; the run is called `status.name`, with a number where `is_numbered` and the name is taken.

        Raises:
            OSError: no process can be started.
        """
        self.status = replace(status, state="running")
        self._store = store
        self._read_to = 0
        self._kill_at = float("inf")
        self._folder = tempfile.TemporaryDirectory(prefix="mnist-draw-", ignore_cleanup_errors=True)
        flags = ["--numbered"] if is_numbered else []
        command = [*training_command(config), "--name", status.name, *flags, "--models-dir", str(store.models_dir)]
        with self._events_path.open("wb") as output, self._log_path.open("wb") as log:
            self._process = background.start(command, stdout=output, stderr=log)

    def update(self) -> JobStatus:
        """Take in what the process has written since, and whether it has ended."""
        if not self.status.is_active:
            return self.status
        exit_code = self._process.poll()  # before reading: what it wrote last is then in the file
        for event in self._new_events():
            self._apply(event)
        if exit_code is not None:
            self._conclude(exit_code)
        elif time.monotonic() > self._kill_at:
            self.kill()
        return self.status

    def cancel(self) -> None:
        """Ask it to stop, once; where it does not within SECONDS_TO_STOP, `update` kills it."""
        if self.status.state == "running":
            self._process.terminate()
            self._kill_at = time.monotonic() + SECONDS_TO_STOP
            self.status = replace(self.status, state="cancelling")

    def kill(self) -> None:
        """End the process and those that draw for it."""
        with suppress(psutil.Error):
            for process in [*self._process.children(recursive=True), self._process]:
                process.kill()

    def end(self) -> None:
        """Kill it if it has not ended, and delete its files."""
        if self._process.poll() is None:
            self.kill()
            self._process.wait()
        self._folder.cleanup()

    @property
    def _events_path(self) -> Path:
        return Path(self._folder.name) / "events.jsonl"

    @property
    def _log_path(self) -> Path:
        return self._events_path.with_name("log.txt")

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
                self.status = replace(self.status, name=name)
            case Advanced():
                before = self.status.progress
                history = event.history or (before.history if before else {})
                self.status = replace(self.status, progress=replace(event, history=history))
            case Finished():
                self.status = replace(self.status, test_accuracy=event.test_accuracy)
            case Failed():
                self.status = replace(self.status, message=event.message)

    def _conclude(self, exit_code: int) -> None:
        log = "\n".join(self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])
        if exit_code == 0 and self.status.test_accuracy is None:
            self._look_for_run()
        if exit_code == 0 and self.status.test_accuracy is not None:
            state: State = "finished"
        elif self.status.state == "cancelling":
            state = "cancelled"
        else:
            state = "failed"
        message = self.status.message or _why_it_ended(exit_code)
        self.status = replace(self.status, state=state, message=message if state == "failed" else "", log=log)

    def _look_for_run(self) -> None:
        """Take the figures from the run where its last event is lost, as on a full disk."""
        with suppress(RunError):
            metrics = self._store.load(self.status.name).metrics
            self.status = replace(self.status, test_accuracy=metrics.test_accuracy)


def training_command(config: TrainConfig) -> list[str]:
    """`mnist-draw train` with a flag for every setting."""
    command = [sys.executable, "-m", "mnist_demo", "train", "--progress", "json"]
    for name, value in config.model_dump().items():
        command.append(f"--{name.replace('_', '-')}={as_text(value)}")  # what people wrote may begin with "-"
    return command


def _why_it_ended(exit_code: int) -> str:
    """A sentence for a training that said nothing itself; where memory is short, Linux kills the largest process."""
    if exit_code == -KILLED:
        return "the system ended it, probably for want of memory"
    return f"the training ended unexpectedly (exit code {exit_code})"
