"""The class's database: where it is, its tables, and what happens when it is gone, locked or damaged."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import picture
from sqlalchemy import make_url

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError, DatabaseGone
from mnist_demo.classroom.room import Classroom
from mnist_demo.config import ROOT
from mnist_demo.database import transactions
from mnist_demo.database.database_address import FILE_NAME, database_url
from mnist_demo.database.schema import METADATA
from mnist_demo.database.transactions import Database
from mnist_demo.settings import Settings

GIVE = """
import sys, time
from databases import picture
from mnist_demo.classroom.room import Classroom
from mnist_demo.settings import Settings
from pathlib import Path

room = Classroom.open(Settings(Path(sys.argv[1]), database=sys.argv[2]))
school_class = room.classes.create("3b")
for number in range(5):
    room.gifts.give(school_class.id, "one", picture(number), number)
print("Thank you", flush=True)
time.sleep(60)
"""
OPEN = """
import sys
from mnist_demo.classroom.room import Classroom
from mnist_demo.settings import Settings
from pathlib import Path

print("ready", flush=True)
sys.stdin.readline()
Classroom.open(Settings(Path(sys.argv[1]), database=sys.argv[2])).classes.create("3b")
"""


def python(code: str, settings: Settings) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, str(settings.models_dir), settings.database]
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    return subprocess.Popen(
        command, env=paths, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with a database that has no tables yet."""
    if request.param == "sqlite":
        return Settings(tmp_path / "new" / "folder")
    return Settings(tmp_path, database=request.getfixturevalue("new_postgresql"))


def test_the_tables_are_those_of_the_code(room: Classroom) -> None:
    with room.database.reading() as connection:
        ours = {"include_name": lambda name, kind, parents: kind != "table" or not name.startswith("huey_")}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), METADATA) == []


def test_servers_that_start_together_on_an_empty_database_do_not_collide(empty: Settings) -> None:
    servers = [python(OPEN, empty) for _ in range(2)]
    assert [server.stdout.readline() for server in servers if server.stdout] == ["ready\n"] * 2
    for server in servers:
        assert server.stdin
        server.stdin.write("\n")
        server.stdin.flush()
    assert [server.communicate(timeout=60)[1] for server in servers] == [""] * 2
    with closing(Classroom.open(empty)) as room:
        assert len(room.classes.all()) == 2


def test_what_was_thanked_for_survives_the_death_of_the_server(class_settings: Settings) -> None:
    with python(GIVE, class_settings) as server:
        assert server.stdout and server.stdout.readline() == "Thank you\n"
        server.kill()
    with closing(Classroom.open(class_settings)) as room:
        (school_class,) = room.classes.all()
        assert room.gifts.counts(school_class.id).sum() == 5


def test_tables_of_a_newer_version_are_left_alone(class_settings: Settings) -> None:
    with closing(Classroom.open(class_settings)) as room:
        with room.database.writing() as connection:
            newest = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        try:
            with pytest.raises(ClassroomError, match="newer version"):
                Classroom.open(class_settings)
        finally:
            with room.database.writing() as connection:
                connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{newest}'")


def test_without_a_setting_it_is_a_file_beside_the_runs_that_is_safe(tmp_path: Path) -> None:
    with closing(Classroom.open(Settings(tmp_path))) as room, room.database.writing() as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 2, 1, 1]
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_path_may_have_any_letters(tmp_path: Path) -> None:
    folder = tmp_path / "50 % of?its #own, ünïcode"
    for settings in (Settings(folder), Settings(tmp_path, database=f"sqlite:///{tmp_path}/other%20.db")):
        with closing(Classroom.open(settings)) as room:
            room.classes.create("3b")
    assert (folder / FILE_NAME).is_file() and (tmp_path / "other%20.db").is_file()


@pytest.mark.parametrize(
    "address",
    [
        "hello", "sqlite://", "sqlite:///:memory:", "sqlite:///file:a?uri=true", "mysql://user:secret@host/name",
        "postgresql://user:secret@host", "postgresql://user:secret@host:port/name", "sqlite+aiosqlite:///a.db", "://",
    ],
)  # fmt: skip
def test_a_bad_address_is_one_line_without_a_password(tmp_path: Path, address: str) -> None:
    with pytest.raises(ClassroomError, match=r"^MNIST_DRAW_DATABASE is no address of a database; expected ") as error:
        Classroom.open(Settings(tmp_path, database=address))
    assert "secret" not in str(error.value) and "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_postgresql_has_one_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path, database="postgresql://user:secret@host/name")
    assert database_url(settings) == make_url("postgresql+psycopg://user:secret@host/name")
    monkeypatch.setattr("mnist_demo.database.database_address.find_spec", lambda name: None)
    with pytest.raises(ClassroomError, match=r"pip install \"psycopg\[binary\]\"$"):
        database_url(settings)


def test_a_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DatabaseGone, match=r"^The database cannot be reached just now; .*\.$"):
        Classroom.open(Settings(tmp_path, database="postgresql://user:secret@127.0.0.1:1/name"))


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseGone, match="cannot be reached"):
        Classroom.open(Settings(tmp_path / "file"))


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("Dear diary" * 1000)
    with pytest.raises(ClassroomError, match=r"damaged; move its file away"):
        Classroom.open(Settings(tmp_path))
    assert (tmp_path / FILE_NAME).read_text() == "Dear diary" * 1000


@pytest.fixture
def sqlite_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Classroom]:
    """One that is soon out of patience."""
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 0.1)
    with closing(Classroom.open(Settings(tmp_path))) as room:
        yield room


def test_a_file_that_is_gone_takes_nothing_until_it_is_back(sqlite_room: Classroom, tmp_path: Path) -> None:
    school_class = sqlite_room.classes.create("3b")
    file, aside = tmp_path / FILE_NAME, tmp_path / "aside"
    file.rename(aside)
    for act in everything(sqlite_room, school_class):
        with pytest.raises(DatabaseGone, match="cannot be reached"):
            act()
    assert not file.exists()
    aside.rename(file)
    for act in everything(sqlite_room, school_class):
        act()


def everything(room: Classroom, school_class: SchoolClass) -> list[Callable[[], object]]:
    return [
        lambda: room.gifts.give(school_class.id, "one", picture(), 3),
        lambda: room.drawings.wall(school_class.id),
        lambda: room.rounds.ask(school_class.id, "teacher", picture().image),
        lambda: room.classes.find(school_class.code),
        lambda: room.classes.erase(school_class.id),
    ]


def test_a_locked_file_can_be_read_but_not_written(sqlite_room: Classroom, tmp_path: Path) -> None:
    school_class = sqlite_room.classes.create("3b")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseGone):
            sqlite_room.gifts.give(school_class.id, "one", picture(), 3)
        assert sqlite_room.drawings.wall(school_class.id).drawings == []
        other.execute("ROLLBACK")
    sqlite_room.gifts.give(school_class.id, "one", picture(), 3)
    assert sqlite_room.gifts.counts(school_class.id).sum() == 1


def test_parts_of_a_program_share_their_connections(new_postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL gives a hundred in all, and there may be many servers."""
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 1)
    parts = [Database(make_url(new_postgresql)) for _ in range(3)]
    with ExitStack() as stack:
        for number in range(20):
            stack.enter_context(parts[number % 3].reading())
        with pytest.raises(DatabaseGone), parts[0].reading():
            pass
    with parts[0].reading():  # one of those that were given back
        pass


def test_connections_that_the_server_ended_are_made_anew(new_postgresql: str, tmp_path: Path) -> None:
    with closing(Classroom.open(Settings(tmp_path, database=new_postgresql))) as room:
        school_class = room.classes.create("3b")
        with psycopg.connect(new_postgresql.replace("+psycopg", ""), autocommit=True) as other:
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            assert len(other.execute(f"{end} AND pid <> pg_backend_pid()").fetchall()) >= 1
        for act in everything(room, school_class):
            act()


def test_a_locked_table_is_waited_for_with_little_patience(
    new_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 1)
    with closing(Classroom.open(Settings(tmp_path, database=new_postgresql))) as room:
        school_class = room.classes.create("3b")
        with psycopg.connect(new_postgresql.replace("+psycopg", "")) as other:
            other.execute("SELECT * FROM classes FOR UPDATE")
            with pytest.raises(DatabaseGone):
                room.gifts.give(school_class.id, "one", picture(), 3)
            assert room.classes.get(school_class.id) == school_class
        room.gifts.give(school_class.id, "one", picture(), 3)
        assert room.gifts.counts(school_class.id).sum() == 1
