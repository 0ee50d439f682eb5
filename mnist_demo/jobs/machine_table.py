"""The programs in the database: each says now and then that it lives. All SQL about them is here."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, text

from mnist_demo.database.clock import now_of
from mnist_demo.database.schema import MACHINES
from mnist_demo.database.transactions import Database
from mnist_demo.jobs.machine import Machine, Watched

FORGOTTEN_AFTER = timedelta(minutes=10)
"""One of which nothing was heard is shown for so long: it may come back."""
PRODUCTS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class MachineTable:
    """Every method may raise DatabaseGone, in which case nothing was changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, machine: Machine) -> None:
        """Store how a program stands, and forget those of which nothing was heard for long."""
        row = asdict(machine)
        del row["silent_seconds"]
        with self._database.writing() as connection:
            row["heard_at"] = now_of(connection)
            old = MACHINES.c.heard_at < row["heard_at"] - FORGOTTEN_AFTER
            connection.execute(delete(MACHINES).where(old | (MACHINES.c.name == machine.name)))
            connection.execute(insert(MACHINES).values(row))

    def leave(self, name: str) -> None:
        """A program ends."""
        with self._database.writing() as connection:
            connection.execute(delete(MACHINES).where(MACHINES.c.name == name))

    def look(self) -> Watched:
        """All programs, servers first, and the database."""
        begun = time.perf_counter()
        with self._database.reading() as connection:
            now = now_of(connection)
            rows = connection.execute(select(MACHINES).order_by(MACHINES.c.kind, MACHINES.c.started_at)).all()
            answer_ms = (time.perf_counter() - begun) * 1000
            size = _size(connection)
        machines = []
        for row in rows:
            columns = row._asdict()
            silent = (now - columns.pop("heard_at")).total_seconds()
            machines.append(Machine(**columns, silent_seconds=max(0.0, silent)))
        return Watched(tuple(machines), PRODUCTS[connection.dialect.name], size, answer_ms)


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    return int(connection.execute(text(pages)).scalar_one())
