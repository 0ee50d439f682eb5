"""Where the database is: the setting as an address that SQLAlchemy takes, or a line that says what is wrong."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from mnist_demo.database.database_error import DatabaseError
from mnist_demo.settings import Settings
from mnist_demo.texts import say

FILE_NAME = "classroom.sqlite"
POSTGRESQL = "postgresql+psycopg"


def database_url(settings: Settings) -> URL:
    """The address of an SQLite file or of a PostgreSQL database (DatabaseError, which shows no password)."""
    if not settings.database:
        return URL.create("sqlite", database=str(settings.models_dir / FILE_NAME))
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError):  # ValueError for a port that is no number
        raise DatabaseError(say("database.bad_address")) from None
    if url.drivername == "sqlite" and is_file_name(url.database):
        return url
    if url.drivername in ("postgresql", POSTGRESQL) and url.database:
        return _with_driver(url)
    raise DatabaseError(say("database.bad_address"))


def is_file_name(database: str | None) -> bool:
    """Whether an SQLite address names a file; in memory, and in addresses in an address, nothing is kept safe."""
    return bool(database) and not str(database).startswith((":memory:", "file:"))


def file_of_database(url: URL) -> Path | None:
    """The SQLite file that an address names; None for PostgreSQL."""
    return Path(str(url.database)).expanduser().absolute() if url.get_backend_name() == "sqlite" else None


def _with_driver(url: URL) -> URL:
    if find_spec("psycopg") is None:
        raise DatabaseError(say("database.no_driver"))
    return url.set(drivername=POSTGRESQL)
