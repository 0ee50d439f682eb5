"""The queue of trainings of all servers that share a database; this server's workers train what waits there."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from mnist_demo.config import TrainConfig
from mnist_demo.database.database_address import database_url
from mnist_demo.database.database_error import DatabaseError
from mnist_demo.database.migrating import migrate
from mnist_demo.database.transactions import Database
from mnist_demo.jobs.capacity import check_capacity, check_folder, free_name
from mnist_demo.jobs.interface import MOST_WAITING, JobError, JobStatus
from mnist_demo.jobs.job_table import JobTable, Snapshot
from mnist_demo.jobs.machine import Kind, Watched
from mnist_demo.jobs.machine_table import MachineTable
from mnist_demo.jobs.this_program import ThisProgram
from mnist_demo.jobs.tickets import Tickets
from mnist_demo.jobs.trainer import Trainer
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings
from mnist_demo.texts import say

FRESH_SECONDS = 0.2
"""For how long a reading serves all who ask: a class asks many times a second, and progress need not be newer."""
KEEP_SECONDS = 5.0
"""How often the queue is looked after: trainings whose worker has died, tickets and threads that lack."""
WELL_SECONDS = 15.0
"""For how long a queue that was looked after is said to be well."""
RUN_SECONDS = 3.0
"""How long the end of a training may be kept back until its run has come from another server."""
SECONDS_TO_CLOSE = 5.0
SECONDS_TO_BEGIN = 0.5
"""How long somebody who asks for a training waits to hear that it has begun."""
MOST_WORKERS = 64
T = TypeVar("T")
_log = logging.getLogger(__name__)


class TrainingQueue:
    """Trainings, see `interface.Trainings`, that wait in the database."""

    def __init__(
        self, settings: Settings, store: RunStore, kind: Kind = "worker", visitors: Callable[[], int] = lambda: 0
    ) -> None:
        """Open the queue and begin to work on it.

        Args:
            settings: how many trainings run here at a time, and where things are kept.
            store: that of the runs.
            kind: what this program is.
            visitors: how many pages it has open.

        Raises:
            JobError: a setting is wrong, or the database cannot be used; trying again later may help.
        """
        self._workers = _workers(settings.workers)
        self._store = store
        self._lock = threading.Lock()
        self._seen, self._seen_at = Snapshot(), float("-inf")
        self._kept_at = float("-inf")
        self._is_closing = threading.Event()
        check_folder(store)
        url = _told(lambda: database_url(settings))
        self._database = Database(url)
        self._jobs = JobTable(self._database)
        self._this, self._machines = ThisProgram(kind, settings, visitors), MachineTable(self._database)
        self._trainer = Trainer(self._jobs, store)
        try:
            _told(lambda: migrate(self._database))
            self._tickets = Tickets(url, settings.queue_file, self._trainer.take_turn)
        except JobError:
            self._database.close()  # it is tried again
            raise
        except sqlite3.Error as error:
            raise JobError(say("jobs.no_queue", file=settings.queue_file.name)) from error
        self._keeper = threading.Thread(target=self._keep, name="queue-keeper", daemon=True)
        self._keeper.start()

    def start(
        self, config: TrainConfig, name: str = "", asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> JobStatus:
        """See `Trainings.start`."""
        check_capacity(self._store, [config])
        wanted = free_name(name, config, self._store)
        number = _told(lambda: self._jobs.add(config, wanted, bool(name), asked_by, most_waiting))
        self._wake()
        return self._begun_or_waiting(number)

    def start_all(
        self, configs: Sequence[TrainConfig], asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> tuple[JobStatus, ...]:
        """See `Trainings.start_all`."""
        check_capacity(self._store, configs)
        names = [free_name("", config, self._store) for config in configs]
        titles = self._store.titles()
        numbers = _told(lambda: self._jobs.add_experiment(configs, names, titles, asked_by, most_waiting))
        for _ in numbers:
            self._wake()
        self._begun_or_waiting(numbers[0])
        return tuple(map(self.status, numbers))

    def status(self, number: int | None = None) -> JobStatus:
        """See `Trainings.status`."""
        seen = self._look()
        known = (*seen.queue, *seen.ended)
        if number is None:
            running = (status for status in seen.queue if status.is_active)
            last = (status for status in seen.ended if status.number == seen.ended_last)
            return [*running, *last, JobStatus()][0]
        found = next((status for status in known if status.number == number), None)
        return found or self._or_else(lambda: self._jobs.find(number), None) or JobStatus()

    def outcome(self, number: int) -> JobStatus | None:
        """See `Trainings.outcome`."""
        status = self.status(number)
        return status if status.has_ended else None

    def queue(self) -> tuple[JobStatus, ...]:
        """See `Trainings.queue`."""
        return self._look().queue

    def ended(self) -> tuple[JobStatus, ...]:
        """See `Trainings.ended`."""
        return self._look().ended

    def cancel(self, number: int) -> None:
        """See `Trainings.cancel`."""
        _told(lambda: self._jobs.cancel(number))
        self._forget()

    def move_up(self, number: int) -> None:
        """See `Trainings.move_up`."""
        _told(lambda: self._jobs.move_up(number))
        self._forget()

    def ended_last(self) -> int:
        """See `Trainings.ended_last`."""
        return self._look().ended_last

    def untold(self, asked_by: str) -> tuple[JobStatus, ...]:
        """See `Trainings.untold`."""
        seen = self._look()
        own = [status for status in (*seen.queue, *seen.ended) if asked_by and status.asked_by == asked_by]
        return tuple(sorted((status for status in own if not status.is_told), key=lambda status: status.number))

    def note_told(self, number: int) -> None:
        """See `Trainings.note_told`."""
        self._or_else(lambda: self._jobs.note_told(number), None)
        self._forget()

    def owner(self, name: str) -> str:
        """See `Trainings.owner`."""
        return self._or_else(lambda: self._jobs.owner(name), "")

    def disown(self, name: str) -> None:
        """See `Trainings.disown`."""
        self._or_else(lambda: self._jobs.disown(name), None)
        self._forget()

    def watched(self) -> Watched:
        """See `Trainings.watched`."""
        return _told(self._machines.look)

    def is_well(self) -> bool:
        """Whether the queue was looked after a moment ago: its database answers, and its threads live."""
        return time.monotonic() < self._kept_at + WELL_SECONDS

    def close(self) -> None:
        """See `Trainings.close`."""
        self._is_closing.set()
        self._trainer.close()
        self._keeper.join(SECONDS_TO_CLOSE)
        self._tickets.close(SECONDS_TO_CLOSE)
        self._or_else(lambda: self._machines.leave(self._this.name), None)
        self._database.close()

    def _look(self) -> Snapshot:
        """The queue as it was at most FRESH_SECONDS ago, or as it was last while the database cannot be reached."""
        with self._lock:
            if time.monotonic() > self._seen_at + FRESH_SECONDS:
                seen = self._or_else(self._jobs.look, self._seen)
                if seen.ended_last != self._seen.ended_last:
                    self._store.keep_up(RUN_SECONDS, at_once=True)  # nobody hears of a run that is not here yet
                self._seen, self._seen_at = seen, time.monotonic()
            return self._seen

    def _forget(self) -> None:
        """Have the queue read anew, as something was changed here."""
        with self._lock:
            self._seen_at = float("-inf")

    def _begun_or_waiting(self, number: int) -> JobStatus:
        """How a new training stands; where it is the next one, a worker is given a moment to begin it."""
        deadline = time.monotonic() + SECONDS_TO_BEGIN
        while True:
            self._forget()
            status = self.status(number)
            is_next = status.place == 1 and not self._seen.queue[0].is_active
            if not is_next or not self._workers or time.monotonic() > deadline:
                return status
            time.sleep(0.02)

    def _wake(self) -> None:
        """Have a worker notice at once what waits; the keeper would a little later."""
        try:
            self._tickets.issue()
        except Exception as error:  # whatever the driver of its database says
            _log.warning("No worker can be woken just now: %s", error)

    def _keep(self) -> None:
        while not self._is_closing.is_set():
            try:
                self._jobs.put_back_silent()
                self._tickets.keep_enough(self._jobs.waiting())
                self._tickets.serve(self._workers)
                self._machines.beat(self._this.now())
                self._kept_at = time.monotonic()
            except Exception as error:  # whatever the drivers of two databases say: it must go on
                _log.warning("The queue of trainings cannot be looked after just now: %s", error)
            self._is_closing.wait(KEEP_SECONDS)

    def _or_else(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except DatabaseError as error:
            _log.warning("The queue of trainings cannot be read just now: %s", error)
            return otherwise


def _told(act: Callable[[], T]) -> T:
    """What the database says as what the queue says."""
    try:
        return act()
    except DatabaseError as error:
        raise JobError(str(error)) from error


def _workers(setting: str) -> int:
    if not setting.isascii() or not setting.isdigit() or len(setting) > 2 or int(setting) > MOST_WORKERS:
        raise JobError(say("jobs.bad_workers", most=MOST_WORKERS))
    return int(setting)
