"""The class's databases in tests: an SQLite file, and a PostgreSQL that is started once; and drawings to give."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.room import Classroom
from mnist_demo.database.database_address import FILE_NAME
from mnist_demo.images.pen import Stroke
from mnist_demo.settings import Settings

KINDS = ("sqlite", "postgresql")
START_SECONDS = 30


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
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not programs:
        if os.environ.get("CI") == "true":
            pytest.fail("no PostgreSQL on this machine")
        pytest.skip("no PostgreSQL on this machine")
    with _postgresql(programs[-1].parent) as address:
        yield address


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


@contextmanager
def _postgresql(programs: Path) -> Iterator[str]:
    """In a folder that its user owns: it does not run as root."""
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        if owner:
            shutil.chown(folder, "postgres", "postgres")
        options: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **owner}
        flags = "--pgdata=data --username=tests --auth=trust --no-sync --encoding=UTF8 --locale=C".split()
        subprocess.run([str(programs / "initdb"), *flags], check=True, **options)
        with _served(programs, options) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served(programs: Path, options: dict[str, Any]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    flags = ["-D", "data", "-h", "127.0.0.1", "-p", str(port), "-c", "unix_socket_directories=", "-c", "fsync=off"]
    with subprocess.Popen([str(programs / "postgres"), *flags], **options) as server:
        address = f"postgresql://tests@127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/postgres")
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # ends its connections


def _wait_for(address: str) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
