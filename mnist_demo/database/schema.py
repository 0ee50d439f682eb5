"""The tables. Alembic makes and changes them: a change here needs a file in `migrations/versions/`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    true,
)
from sqlalchemy.engine import Dialect

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC, which SQLite would keep without its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _of(table: str, is_key: bool = False) -> Column[int]:
    """Goes with the row that it belongs to."""
    name = {"classes": "class_id", "rounds": "round_id", "tricks": "trick_id"}[table]
    return Column(name, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False, primary_key=is_key)


def _contributor(is_key: bool = False) -> Column[str]:
    return Column("contributor", String(64), nullable=False, primary_key=is_key)


def _digit(name: str, nullable: bool = False) -> tuple[Column[int], CheckConstraint]:
    return Column(name, SmallInteger, nullable=nullable), CheckConstraint(f"{name} BETWEEN 0 AND 9", name)


def _picture() -> tuple[Column[Any], ...]:
    """Strokes as JSON, none of a digit on a photo; 28 × 28 bytes from 0 (paper) to 255 (ink); a hash of them, by
    which an equal one is found.
    """
    return (
        Column("strokes", Text, nullable=False),
        Column("image", LargeBinary, nullable=False),
        Column("fingerprint", String(64), nullable=False),
    )


CLASSES = Table(
    "classes",
    METADATA,
    _key(),
    Column("code", String(4), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("pupils_may_train", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False),  # counts what changed in the class: pages ask for it alone
    sqlite_autoincrement=True,
)
DRAWINGS = Table(
    "drawings",
    METADATA,
    _key(),
    _of("classes"),
    _contributor(),
    *_digit("digit"),
    *_picture(),
    Column("given_at", UtcTime, nullable=False),
    Column("is_hidden", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),  # that of the class when this one was last changed
    UniqueConstraint("class_id", "fingerprint"),
    Index(None, "class_id", "revision"),
    Index(None, "class_id", "contributor", "given_at"),
    sqlite_autoincrement=True,  # an id is never given again: pages remember which drawings are gone
)
GONE = Table(
    "gone",
    METADATA,
    _of("classes", is_key=True),
    Column("drawing_id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
)
ROUNDS = Table(
    "rounds",
    METADATA,
    _key(),
    _of("classes"),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("image", LargeBinary, nullable=False),
    Column("shown_at", UtcTime),
    *_digit("network_answer", nullable=True),
    *_digit("true_digit", nullable=True),
    Column("shares", Text),  # the network's probabilities, a list as JSON
    Column("is_scored", Boolean, nullable=False, server_default=true()),
    Index(None, "class_id"),
    sqlite_autoincrement=True,
)
VOTES = Table("votes", METADATA, _of("rounds", is_key=True), _contributor(is_key=True), *_digit("digit", nullable=True))
TRICKS = Table(
    "tricks",
    METADATA,
    _key(),
    _of("classes"),
    _contributor(),
    *_picture(),
    Column("network", String(200), nullable=False),
    *_digit("network_answer", nullable=True),
    Column("proposed_at", UtcTime, nullable=False),
    UniqueConstraint("class_id", "fingerprint"),
    sqlite_autoincrement=True,
)
TRICK_VOTES = Table(
    "trick_votes", METADATA, _of("tricks", is_key=True), _contributor(is_key=True), *_digit("digit", nullable=True)
)
JOBS = Table(
    "jobs",
    METADATA,
    _key(),
    Column("asked_by", String(64), nullable=False),  # a visitor's random token; "" for nobody's any more
    Column("name", String(80), nullable=False),  # of the run; with a number where the name was taken
    Column("is_named", Boolean, nullable=False),  # whether somebody chose the name: then it gets no number
    Column("config", Text, nullable=False),  # a TrainConfig as JSON
    Column("work", Float, nullable=False),
    Column("state", String(12), nullable=False),
    Column("turn", Integer, nullable=False),  # visitors take turns: each has one job in a turn
    Column("moved_up", Integer, nullable=False),  # 0, or a number that is higher the later it was moved to the front
    Column("attempts", SmallInteger, nullable=False),  # how often a worker has begun it
    Column("worker", String(64)),  # who trains it
    Column("asked_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("heard_at", UtcTime),  # the worker's last sign of life
    Column("ended_at", UtcTime),
    Column("progress", Text),  # a Progress as JSON
    Column("test_accuracy", Float),
    Column("message", Text, nullable=False),
    Column("log", Text, nullable=False),
    Column("is_told", Boolean, nullable=False),  # whether the page that asked has said how it ended
    Index(None, "state"),
    Index(None, "name"),
    sqlite_autoincrement=True,  # a number is never given again
)

IDENTITY = Table("identity", METADATA, Column("uid", String(32), primary_key=True))
"""One row, made with the table: it tells this database from all others that have had its address."""
RUNS = Table(
    "runs",
    METADATA,
    _key(),
    Column("name", String(64), nullable=False, unique=True),
    Column("checksum", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),  # of all files, in bytes
    Column("made_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,  # an id is never given again: servers remember which runs they have
)
RUN_PARTS = Table(
    "run_parts",
    METADATA,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, primary_key=True),
    Column("file", String(32), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # of the part, from 0
    Column("content", LargeBinary, nullable=False),
)
MACHINES = Table(
    "machines",
    METADATA,
    Column("name", String(32), primary_key=True),  # random: two programs may run on one host
    Column("kind", String(8), nullable=False),  # server or worker
    Column("host", String(255), nullable=False),
    Column("jobs", SmallInteger, nullable=False),  # trainings at a time
    Column("visitors", Integer, nullable=False),  # open pages
    Column("memory_mb", Integer, nullable=False),
    Column("free_mb", Integer, nullable=False),  # of the disk that holds its runs
    Column("started_at", UtcTime, nullable=False),
    Column("heard_at", UtcTime, nullable=False),
)
"""The programs that share this database, each with what it last said of itself."""
