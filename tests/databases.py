"""The class's databases in tests: an SQLite file, and a PostgreSQL that is started once; and drawings to give."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from postgres import NOT_DURABLE, find_programs, new_cluster

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.room import Classroom
from mnist_demo.database.database_address import FILE_NAME
from mnist_demo.images.pen import Stroke
from mnist_demo.settings import Settings

KINDS = ("sqlite", "postgresql")


@dataclass
class Clock:
    """The time of a test, which goes on when it is told to."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **span: float) -> None:
        self.now += timedelta(**span)


def picture(seed: int = 0, strokes: int = 1, points: int = 8) -> Picture28:
    """A drawing unlike those of other seeds; its second stroke is an eraser's."""
    random = np.random.default_rng(seed)
    lines = [Stroke(20.0, random.uniform(0, 400, (points, 2)).round(1), number == 1) for number in range(strokes)]
    return Picture28(lines, random.integers(0, 256, (28, 28), dtype=np.uint8))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that ends with the tests, without the name of a database."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no PostgreSQL on this machine")
        pytest.skip("no PostgreSQL on this machine")
    with new_cluster(programs) as cluster, cluster.served(*NOT_DURABLE):
        yield cluster.address


@pytest.fixture
def new_postgresql(postgresql: str) -> str:
    """The address of a PostgreSQL database that holds nothing."""
    name = f"test_{uuid4().hex}"
    _execute(f"{postgresql}/postgres", f"CREATE DATABASE {name}")
    return f"{_with_driver(postgresql)}/{name}"


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no class: making them takes longer than most tests."""
    folder = tmp_path_factory.mktemp("tables")
    Classroom.open(Settings(folder)).close()
    return folder / FILE_NAME


@pytest.fixture(params=KINDS)
def class_settings(request: pytest.FixtureRequest, tmp_path: Path, tables: Path) -> Iterator[Settings]:
    """Settings with a database that holds no class."""
    if request.param == "sqlite":
        shutil.copy(tables, tmp_path)
        yield Settings(tmp_path)
        return
    address = request.getfixturevalue("postgresql")
    yield Settings(tmp_path, database=f"{_with_driver(address)}/postgres")
    _execute(
        f"{address}/postgres",
        "DO $$ BEGIN IF to_regclass('classes') IS NOT NULL THEN"
        " TRUNCATE classes, jobs, runs, machines, huey_task RESTART IDENTITY CASCADE; END IF; END $$",
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(class_settings: Settings, clock: Clock) -> Iterator[Classroom]:
    room = Classroom.open(class_settings, clock)
    yield room
    room.close()


@pytest.fixture
def ours(room: Classroom) -> SchoolClass:
    return room.classes.create("3b")


@pytest.fixture
def others(room: Classroom) -> SchoolClass:
    return room.classes.create("4a")


def _with_driver(address: str) -> str:
    return address.replace("postgresql:", "postgresql+psycopg:")


def _execute(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
