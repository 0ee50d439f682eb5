"""A worker's work: takes the training whose turn it is, follows its process, and tells the database how it goes."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

from mnist_demo.config import TrainConfig
from mnist_demo.database.database_error import DatabaseError
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.job_log import log_job
from mnist_demo.jobs.job_rows import progress_as_text
from mnist_demo.jobs.job_table import Claim, JobTable
from mnist_demo.jobs.training_process import TrainingProcess
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import LONG_AGO, RunStore
from mnist_demo.texts import say

SECONDS = 0.25
"""How often a worker looks at its training and asks whether it shall stop."""
REPORT_SECONDS = 0.5
"""How often it stores progress at most."""
BEAT_SECONDS = 5.0
"""How often it says that it lives, also where there is no progress."""
RUNS_SECONDS = 10.0
"""How long it waits for runs of other servers before it trains: less than makes others think that it has died."""
LOST_SECONDS = 15.0
"""After so long without the database a worker gives its training up, before others put it back."""


class Trainer:
    """Trains what waits, in whatever threads call `take_turn`."""

    def __init__(self, jobs: JobTable, store: RunStore) -> None:
        self._jobs = jobs
        self._store = store
        self._is_closing = threading.Event()

    def take_turn(self) -> None:
        """Train what is next until it ends; nothing where nothing waits, or the database cannot be reached."""
        worker = uuid4().hex
        if self._is_closing.is_set() or not (claim := self._claim(worker)):
            return
        started = time.monotonic()
        log_job("started", claim.status, worker=worker)
        self._store.keep_up(RUNS_SECONDS, at_once=True)  # with the run to start from, or the one that is made already
        ended = _unreadable(claim) or self._found(claim) or self._train(claim, worker)
        if ended:
            self._conclude(worker, ended)
        _log_end(ended or claim.status, worker, time.monotonic() - started, self._is_closing.is_set())

    def close(self) -> None:
        """Have all that is being trained here given back, as if it had not begun."""
        self._is_closing.set()

    def _claim(self, worker: str) -> Claim | None:
        try:
            return self._jobs.claim(worker)
        except DatabaseError:  # whoever looks after the queue says so, and issues another ticket later
            return None

    def _found(self, claim: Claim) -> JobStatus | None:
        """The end of a training whose worker died when the run was saved already; None where it was not."""
        if not claim.is_again:
            return None
        with suppress(RunError):
            run = self._store.load(claim.status.name)
            if run.config == claim.status.config and (run.metrics.date or LONG_AGO) >= claim.asked_at:
                return replace(claim.status, state="finished", test_accuracy=run.metrics.test_accuracy)
        return None

    def _train(self, claim: Claim, worker: str) -> JobStatus | None:
        """How it ended; None where it is not this worker's any more."""
        assert claim.status.config
        is_numbered = not claim.is_named and not claim.is_again  # the second attempt makes the same run or none
        try:
            process = TrainingProcess(claim.status, claim.status.config, self._store, is_numbered=is_numbered)
        except OSError as error:
            return replace(
                claim.status, state="failed", message=say("jobs.no_process", problem=error.strerror or error)
            )
        try:
            ended = self._follow(process, _Reports(self._jobs, claim.status, worker))
        finally:
            process.end()
        return self._made_elsewhere(claim) or ended if ended and ended.state == "failed" else ended

    def _made_elsewhere(self, claim: Claim) -> JobStatus | None:
        """The end of a training that failed because the worker before, which was only slow, has saved the run."""
        self._store.keep_up(RUNS_SECONDS, at_once=True)
        return self._found(claim)

    def _follow(self, process: TrainingProcess, reports: _Reports) -> JobStatus | None:
        while process.update().is_active:
            if self._is_closing.is_set():
                reports.give_back()
                return None
            if not reports.is_mine(process.status):
                return None
            if reports.is_cancelled:
                process.cancel()
            self._is_closing.wait(SECONDS)
        if self._is_closing.is_set() and process.status.state == "failed":  # Ctrl-C reaches the process, too
            reports.give_back()
            return None
        return process.status

    def _conclude(self, worker: str, ended: JobStatus) -> None:
        """Store how a training ended, trying for as long as others leave it alone; then they put it back."""
        deadline = time.monotonic() + LOST_SECONDS
        while time.monotonic() < deadline:
            try:
                self._jobs.report(ended.number, worker, **_as_columns(ended))
                return
            except DatabaseError:
                self._is_closing.wait(1)


class _Reports:
    """What a worker tells of one training, no more often than it needs to."""

    def __init__(self, jobs: JobTable, status: JobStatus, worker: str) -> None:
        self._jobs, self._number, self._worker = jobs, status.number, worker
        self._told = status
        self._told_at = self._heard_at = time.monotonic()
        self.is_cancelled = False

    def is_mine(self, status: JobStatus) -> bool:
        """Tell how the training stands if it is time, and find out whether it is still this worker's."""
        now = time.monotonic()
        try:
            state = self._tell(status) if self._is_due(status, now) else self._jobs.state_of(self._number, self._worker)
        except DatabaseError:
            return now < self._heard_at + LOST_SECONDS
        self._heard_at = now
        self.is_cancelled = state == "cancelling"
        return state is not None

    def give_back(self) -> None:
        """Let another worker train it."""
        with suppress(DatabaseError):  # then it is put back when nothing was heard for a while
            self._jobs.release(self._number, self._worker)

    def _is_due(self, status: JobStatus, now: float) -> bool:
        is_new = (status.name, status.progress) != (self._told.name, self._told.progress)
        return now >= self._told_at + (REPORT_SECONDS if is_new else BEAT_SECONDS)

    def _tell(self, status: JobStatus) -> str | None:
        progress = progress_as_text(status.progress)
        state = self._jobs.report(self._number, self._worker, name=status.name, progress=progress)
        self._told, self._told_at = status, time.monotonic()
        return state


def _unreadable(claim: Claim) -> JobStatus | None:
    """The end of a training that another version of the program was asked for."""
    if isinstance(claim.status.config, TrainConfig):
        return None
    return replace(claim.status, state="failed", message=say("jobs.other_version"))


def _log_end(status: JobStatus, worker: str, seconds: float, is_closing: bool) -> None:
    """What became of a training; one that has not ended was given back, or is no longer this worker's."""
    event = status.state if status.has_ended else "given_back" if is_closing else "lost"
    more = {name: value for name in ("test_accuracy", "message") if (value := getattr(status, name)) not in (None, "")}
    log_job(event, status, worker=worker, seconds=round(seconds, 1), **more)


def _as_columns(ended: JobStatus) -> Mapping[str, Any]:
    columns = {name: getattr(ended, name) for name in ("name", "state", "test_accuracy", "message", "log")}
    return {**columns, "progress": progress_as_text(ended.progress)}
