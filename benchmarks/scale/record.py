"""What is in the database, read with SQL of its own: nothing of the product that might be wrong in the same way."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True)
class Record:
    """What a database holds.

    Attributes:
        gifts: the strokes of all drawings, as JSON.
        votes: how many were counted.
        states: of the trainings, by their numbers.
        made: how many runs each training has left, by its number.
    """

    gifts: frozenset[str]
    votes: int
    states: dict[int, str]
    made: dict[int, int]

    @classmethod
    def of(cls, address: str) -> Record:
        """Read it all in one transaction (psycopg.OperationalError while the database is gone)."""
        with psycopg.connect(address, connect_timeout=2) as connection:
            gifts = connection.execute("SELECT strokes FROM drawings").fetchall()
            votes = connection.execute("SELECT digit FROM votes").fetchall()
            jobs = connection.execute(
                "SELECT jobs.id, jobs.state, count(runs.id)"
                " FROM jobs LEFT JOIN runs ON runs.name = jobs.name GROUP BY 1, 2"
            ).fetchall()
        return cls(
            frozenset(strokes for (strokes,) in gifts), len(votes), {job: state for job, state, _ in jobs},
            {job: runs for job, _, runs in jobs},
        )  # fmt: skip
