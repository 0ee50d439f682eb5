"""The time, as all machines that share a database agree on it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, text


def now_of(connection: Connection) -> datetime:
    """PostgreSQL's own time, of one clock for all; an SQLite file is used by one machine, whose time it is."""
    if connection.dialect.name == "postgresql":
        now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now
    return datetime.now(UTC)
