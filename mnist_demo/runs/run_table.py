"""The trained networks in the database: listed, stored, read and deleted. All SQL about them is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from mnist_demo.database.schema import IDENTITY, RUN_PARTS, RUNS
from mnist_demo.database.transactions import Database
from mnist_demo.runs.reservation import NameTaken
from mnist_demo.runs.run_parts import Part


@dataclass(frozen=True)
class StoredRun:
    """A run in the database; `id` is never given again, so that a run replaced by another one is told from it."""

    id: int
    name: str
    checksum: str


class RunTable:
    """Every method may raise DatabaseError, in which case nothing was changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(self) -> str:
        """What tells this database from all others."""
        with self._database.reading() as connection:
            return str(connection.execute(select(IDENTITY.c.uid)).scalar_one())

    def ids(self) -> frozenset[int]:
        """Those of all runs: what is asked every second, and other whenever a run comes, goes or is replaced."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(select(RUNS.c.id)).scalars())

    def stored(self) -> list[StoredRun]:
        """All runs, the newest first."""
        query = select(RUNS.c.id, RUNS.c.name, RUNS.c.checksum).order_by(RUNS.c.id.desc())
        with self._database.reading() as connection:
            return [StoredRun(*row) for row in connection.execute(query)]

    def add(self, name: str, parts: Iterable[Part], checksum: str, size: int, *, overwrite: bool = False) -> int:
        """Store a run, with `overwrite` in the place of the one of its name, and give its id (NameTaken)."""
        row = {"name": name, "checksum": checksum, "size": size, "made_at": datetime.now(UTC)}
        with self._database.writing() as connection:
            if overwrite:
                connection.execute(delete(RUNS).where(RUNS.c.name == name))
            number = _insert(connection, row)
            for part in parts:
                connection.execute(insert(RUN_PARTS).values(run_id=number, **vars(part)))
        return number

    def parts(self, number: int) -> Iterator[Part]:
        """The parts of a run, in order, each in a transaction of its own; none where it is gone."""
        order = (RUN_PARTS.c.file, RUN_PARTS.c.number)
        this = RUN_PARTS.c.run_id == number
        with self._database.reading() as connection:
            keys = connection.execute(select(*order).where(this).order_by(*order)).all()
        for file, at in keys:
            query = select(RUN_PARTS.c.content).where(this, RUN_PARTS.c.file == file, RUN_PARTS.c.number == at)
            with self._database.reading() as connection:
                row = connection.execute(query).one_or_none()
            if row:  # not deleted meanwhile
                yield Part(file, at, row.content)

    def delete(self, number: int) -> None:
        """Delete a run; where it is gone, nothing happens."""
        with self._database.writing() as connection:
            connection.execute(delete(RUNS).where(RUNS.c.id == number))


def _insert(connection: Connection, row: dict[str, object]) -> int:
    try:
        return int(connection.execute(insert(RUNS).values(row).returning(RUNS.c.id)).scalar_one())
    except IntegrityError as error:
        problem = f"there is a run {row['name']} on another server already; choose another name"
        raise NameTaken(problem) from error
