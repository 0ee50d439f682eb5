"""Huey, which wakes a worker for each training, on whatever machine.

A ticket says that some training waits; which one is next, the table of jobs knows. So tickets may get lost or be too
many: `Tickets.keep_enough` issues those that lack, and a worker that finds nothing to train goes on waiting.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer, Worker
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import URL

from mnist_demo.database.database_address import file_of_database

QUEUE = "trainings"
LONGEST_SECONDS_TO_NOTICE = 0.3
"""How long a worker sleeps where nothing wakes it: SQLite has to be asked for the tickets of other programs."""
SCHEDULE_SECONDS = 60
"""How seldom Huey looks for tasks with a time, of which there are none."""


class Tickets:
    """Tickets, and the threads that wait for them."""

    def __init__(self, url: URL, file: Path, work: Callable[[], None]) -> None:
        """Open the queue of a database, for SQLite in a file of its own (sqlite3.Error).

        `work` is called for each ticket, in a worker's thread.
        """
        self._huey = _huey(url, file)
        self._ticket = self._huey.task(name="train")(work)
        self._woken = threading.Event()
        self._consumer: Consumer | None = None

    def issue(self) -> None:
        """Wake a worker, one of this program or another."""
        self._ticket()
        self._woken.set()

    def keep_enough(self, waiting: int) -> None:
        """Issue the tickets that lack for so many trainings that wait."""
        for _ in range(waiting - self._huey.storage.queue_size()):
            self.issue()

    def serve(self, workers: int) -> None:
        """Have so many threads wait for tickets until `close`; where some have died, put others in their place."""
        if self._consumer:
            self._consumer.check_worker_health()
        elif workers:
            self._consumer = _QuietConsumer(
                self._huey, self._woken, workers=workers, periodic=False, scheduler_interval=SCHEDULE_SECONDS,
            )  # fmt: skip
            self._consumer.start()

    def close(self, seconds: float) -> None:
        """Stop the threads, each when what it does is done, but wait no longer than that."""
        if self._consumer:
            self._consumer.shutdown_timeout = seconds
            self._consumer.stop(graceful=True)
        self._huey.storage.close()


class _Json(Serializer):
    """In place of pickle: whoever can write to the queue must not be able to run code here."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class _WakeableWorker(Worker):
    """Sleeps no longer than until this program issues a ticket."""

    def __init__(self, woken: threading.Event, **options: Any) -> None:
        super().__init__(**options)
        self._woken = woken

    def create_logger(self) -> logging.Logger:
        """Without a traceback at each try while the queue cannot be read: whoever looks after it says so in a line."""
        logger = logging.getLogger(__name__)
        logger.setLevel(logging.CRITICAL)
        return logger

    def sleep(self) -> None:
        self._woken.wait(LONGEST_SECONDS_TO_NOTICE)
        self._woken.clear()


class _QuietConsumer(Consumer):
    """Runs inside another program, which handles signals itself."""

    def __init__(self, huey: Huey, woken: threading.Event, **options: Any) -> None:
        self.worker_class = partial(_WakeableWorker, woken)
        super().__init__(huey, **options)

    def _set_signal_handlers(self) -> None:
        pass


def _huey(url: URL, file: Path) -> Huey:
    options: dict[str, Any] = {"results": False, "serializer": _Json()}
    if file_of_database(url):
        return SqliteHuey(QUEUE, filename=str(file), **options)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(QUEUE, dsn=address, create_tables=False, connect_timeout=2, **options)
