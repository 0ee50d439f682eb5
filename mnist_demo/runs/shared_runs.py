"""Trained networks that reach all servers through the database, of which each keeps a copy of its own.

The database decides: a run is stored there first, then gets its name in the folder of the server that made it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_demo.damage import printable
from mnist_demo.database.database_error import DatabaseError, DatabaseGone
from mnist_demo.files import delete_whole
from mnist_demo.runs.reservation import NameTaken
from mnist_demo.runs.run import RunError
from mnist_demo.settings import Settings

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from mnist_demo.runs.local_copies import LocalCopies
    from mnist_demo.runs.run_table import RunTable, StoredRun

LOOK_SECONDS = 1.0
"""How often the database is asked at most whether the list of runs has changed."""
AGAIN_SECONDS = 5.0
"""How long after a failure."""
PAGE_SECONDS = 0.5
"""How long a page waits for a look; one that takes longer, as the first may, goes on without it."""
PATIENCE_SECONDS = 60.0
"""How long storing a run is tried: behind it lies a whole training."""
LOCK = ".shared-runs.lock"
"""A file in the folder of runs, locked while copies come and go: several processes may have the same folder."""
_log = logging.getLogger(__name__)


class NotShared(RunError):
    """The database cannot be used, so that a run is neither stored nor deleted; the message is one line."""


class SharedRuns:
    """The runs of a database, and the copies of them in a folder; for any thread."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet, so nothing can fail."""
        self._settings = settings
        self._models_dir = settings.models_dir
        self._looking = threading.Lock()
        self._opening = threading.Lock()
        self._opened: tuple[RunTable, LocalCopies] | None = None
        self._seen: frozenset[int] | None = None
        self._look_at = float("-inf")

    def keep_up(self, seconds: float = PAGE_SECONDS, *, at_once: bool = False) -> None:
        """Take in what has changed, but wait no longer than so many seconds for it: it goes on by itself then.

        Without `at_once` it is looked only where nobody has for LOOK_SECONDS. What fails is tried again later.
        """
        is_due = at_once or time.monotonic() >= self._look_at
        if is_due and self._looking.acquire(timeout=seconds if at_once else 0):
            looking = threading.Thread(target=self._look, name="shared-runs", daemon=True)
            looking.start()
            looking.join(seconds)

    def refresh(self) -> None:
        """Have all runs of the database here before it returns (NotShared, OSError); damaged ones are left out."""
        try:
            with self._looking:
                self._bring_up_to_date()
        except DatabaseError as error:
            raise NotShared(str(error)) from error

    @contextmanager
    def publishing(self, folder: Path, *, overwrite: bool) -> Iterator[None]:
        """Store the run in `folder`, which has its name, and leave the folder alone until the block ends.

        Raises:
            NameTaken: there is such a run (unless `overwrite`).
            NotShared: the database cannot be used.
            OSError: the folder cannot be read.
        """
        from mnist_demo.runs.run_parts import measure_parts, parts_of

        checksum, size = measure_parts(parts_of(folder))
        with self._lock():
            self._patiently(lambda: self._store(folder, checksum, size, overwrite))
            yield

    def delete(self, folder: Path) -> None:
        """Delete a run here and, where it is in the database, for all (NotShared; FileNotFoundError: it is gone)."""
        try:
            table, copies = self._open()
            with self._lock():
                if (number := copies.id_of(folder)) is not None:
                    table.delete(number)
                delete_whole(folder)
        except DatabaseError as error:
            raise NotShared(str(error)) from error

    def _store(self, folder: Path, checksum: str, size: int, overwrite: bool) -> None:
        from mnist_demo.runs.run_parts import parts_of

        def add() -> int:
            return table.add(folder.name, parts_of(folder), checksum, size, overwrite=overwrite)

        table, copies = self._open()
        try:
            number = add()
        except NameTaken:
            if not overwrite:
                raise
            number = add()  # in the place of what another server has stored in this very moment
        copies.mark(folder, number)

    def _patiently(self, store: Callable[[], None]) -> None:
        """Store something, again where the database cannot be reached just now (NotShared after PATIENCE_SECONDS)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return store()
            except DatabaseError as error:
                if not isinstance(error, DatabaseGone) or time.monotonic() > deadline:
                    raise NotShared(str(error)) from error
                time.sleep(AGAIN_SECONDS / 5)

    def _open(self) -> tuple[RunTable, LocalCopies]:
        """The table and the copies (DatabaseError)."""
        with self._opening:
            self._opened = self._opened or _opened(self._settings)
            return self._opened

    def _look(self) -> None:
        """In a thread of its own, which lets go of the lock that whoever started it took."""
        self._look_at = float("inf")
        pause = AGAIN_SECONDS
        try:
            self._bring_up_to_date()
            pause = LOOK_SECONDS
        except (DatabaseError, OSError) as error:
            _log.warning("Trained networks of other servers cannot be fetched just now: %s", error)
        finally:
            self._look_at = time.monotonic() + pause
            self._looking.release()

    def _bring_up_to_date(self) -> None:
        table, copies = self._open()
        if table.ids() == self._seen:
            return
        self._models_dir.mkdir(parents=True, exist_ok=True)
        with self._lock():  # before the list is read: what comes into the folder meanwhile is in the database already
            runs = table.stored()
            for run in runs:
                if copies.lacks(run):
                    _take_in(table, copies, run)
            copies.delete_others(runs)
        self._seen = frozenset(run.id for run in runs)

    def _lock(self) -> BaseFileLock:
        from filelock import FileLock  # takes 30 ms, and opening the page writes nothing

        return FileLock(self._models_dir / LOCK, timeout=PATIENCE_SECONDS)


def _opened(settings: Settings) -> tuple[RunTable, LocalCopies]:
    """With SQLAlchemy, for which the start of a page does not wait."""
    from mnist_demo.database.database_address import database_url
    from mnist_demo.database.migrating import migrate
    from mnist_demo.database.transactions import Database
    from mnist_demo.runs.local_copies import LocalCopies
    from mnist_demo.runs.run_table import RunTable

    database = Database(database_url(settings))
    try:
        migrate(database)
        table = RunTable(database)
        return table, LocalCopies(settings.models_dir, table.identity())
    except DatabaseError:
        database.close()  # it is tried again
        raise


def _take_in(table: RunTable, copies: LocalCopies, run: StoredRun) -> None:
    """Fetch a run; a damaged one is told once and does not keep the others away."""
    from mnist_demo.runs.run_parts import DamagedParts

    try:
        copies.take_in(run, table.parts(run.id))
    except (RunError, DamagedParts) as error:
        _log.warning("The trained network %s in the database cannot be used: %s", printable(run.name), error)
