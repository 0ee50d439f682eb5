"""Makes the tables of a new database, and changes those of an older one, when it is first opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy import Connection, text

from mnist_demo.database.database_error import DatabaseError, DatabaseGone
from mnist_demo.texts import say

if TYPE_CHECKING:
    from mnist_demo.database.transactions import Database

SCRIPTS = Path(__file__).with_name("migrations")
ADVISORY_LOCK = 0x6D6E697374
"""A number that no other program has; PostgreSQL gives the lock to one server at a time."""
LONGEST_SECONDS = 60
"""How long a server waits for another one that makes the tables."""


def migrate(database: Database) -> None:
    """Bring the tables to the newest form; of servers that start together one does it and the others wait.

    Raises:
        DatabaseGone: the database cannot be reached or written to.
        DatabaseError: a newer version of the program made the tables.
    """
    if database.file:
        _migrate_file(database, database.file)
    else:
        _run(database)


def _migrate_file(database: Database, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=LONGEST_SECONDS):
            file.touch(mode=0o600)  # nobody else's account reads what pupils drew
            database.use_log()
            _run(database)
    except (OSError, Timeout) as error:
        raise DatabaseGone(say("database.gone")) from error


def _run(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    try:
        with database.writing() as connection:
            _wait_for_others(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseError(say("database.newer_tables")) from error


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_SECONDS}s'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{LONGEST_SECONDS}s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
