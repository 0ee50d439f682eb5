"""The database: transactions from any thread, and one kind of error where it is gone, locked or full."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError

from mnist_demo.database.database_address import file_of_database
from mnist_demo.database.database_error import DatabaseError, DatabaseGone
from mnist_demo.texts import say

PATIENCE_SECONDS = 2
"""How long a page waits for others, for a connection, and for the server to answer."""
SQLITE_PRAGMAS = (
    "foreign_keys=ON",
    "secure_delete=ON",  # what is erased is overwritten
    "synchronous=FULL",  # what is stored survives the end of the process and of the machine
    "temp_store=MEMORY",  # no copy of a drawing in a temporary file
)


class Database:
    """Connections that many threads share."""

    def __init__(self, url: URL) -> None:
        """Nothing is opened yet, so nothing can fail."""
        self.file = file_of_database(url)
        self._engine = _sqlite_engine(self.file) if self.file else _shared_engine(url)
        self._turn: AbstractContextManager[object] = _turn_of(self.file) if self.file else nullcontext()
        self._writing_engine = self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads (DatabaseGone)."""
        with _told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is stored when the block ends, and undone where it fails (DatabaseGone).

        SQLite takes its lock at the beginning: a transaction that reads first could not wait for it later.
        """
        with _told(), self._turn, self._writing_engine.begin() as connection:
            yield connection

    def wipe(self) -> bool:
        """Write the SQLite file anew, so that it and its log hold nothing of what was deleted; whether that worked.

        It does not while somebody is in the middle of reading or writing. PostgreSQL cleans up by itself.
        """
        if not self.file:
            return True
        with suppress(DatabaseGone), self._turn, self._raw() as connection:
            connection.execute("VACUUM")
            is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_busy
        return False

    def use_log(self) -> None:
        """Have the SQLite file write ahead into a log, so that nobody who reads waits for one who writes."""
        with self._raw() as connection:
            connection.execute("PRAGMA journal_mode=WAL")

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self._engine.dispose()

    @contextmanager
    def _raw(self) -> Iterator[Any]:
        """The driver's own connection, for what SQLite does outside transactions alone."""
        with _told(), closing(self._engine.raw_connection()) as connection:
            yield connection.driver_connection


class _Turn:
    """One thread at a time: SQLite has those who wait try again now and then, and some would never get a turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            raise DatabaseGone(say("database.gone"))

    def __exit__(self, *error: object) -> None:
        self._lock.release()


@cache
def _turn_of(file: Path) -> _Turn:
    """One for all who have the same file open in this process."""
    return _Turn()


@contextmanager
def _told() -> Iterator[None]:
    """Whatever SQLAlchemy and the system say becomes the one line that helps."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        if type(getattr(error, "orig", error)) is sqlite3.DatabaseError:  # its subclasses have other causes
            raise DatabaseError(say("database.damaged")) from error
        raise DatabaseGone(say("database.gone")) from error


def _shared_engine(url: URL) -> Engine:
    """One for all of this process that name the same PostgreSQL database, which has not many connections to give."""
    with _LOCK:
        engine = _ENGINES.get(url) or _postgresql_engine(url)
        _ENGINES[url] = engine
        return engine


_LOCK = threading.Lock()
_ENGINES: WeakValueDictionary[URL, Engine] = WeakValueDictionary()
"""Each as long as somebody uses it."""


def _postgresql_engine(url: URL) -> Engine:
    limits = f"-c lock_timeout={PATIENCE_SECONDS}s -c statement_timeout=10s"
    arguments = {"connect_timeout": PATIENCE_SECONDS, "options": limits}
    return create_engine(url, connect_args=arguments, pool_pre_ping=True, **_pool())


def _sqlite_engine(file: Path) -> Engine:
    # A file that is gone is an error: SQLite would begin an empty one, and what is given would go there.
    url = URL.create("sqlite", database=file.as_uri(), query={"mode": "rw", "uri": "true"})
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS}, **_pool())
    event.listen(engine, "connect", lambda connection, record: _set_up(connection, record, file))
    event.listen(engine, "checkout", lambda connection, record, proxy: _check_file(record, file))
    event.listen(engine, "begin", _begin)
    return engine


def _pool() -> dict[str, Any]:
    return {"pool_size": 5, "max_overflow": 15, "pool_timeout": PATIENCE_SECONDS}


def _set_up(connection: Any, record: Any, file: Path) -> None:
    """A new SQLite connection; its transactions are begun by `_begin`, not by the driver."""
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    record.info["file"] = _identity(file)


def _check_file(record: Any, file: Path) -> None:
    """A connection to a file that was deleted or replaced would go on writing into nothing; a new one is made."""
    if record.info.get("file") != _identity(file):
        raise DisconnectionError("another file")


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
