"""Trained networks that reach all servers through the database, on SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from queues import wait_until
from sqlalchemy import update

from mnist_demo.database.database_address import FILE_NAME, database_url
from mnist_demo.database.schema import RUN_PARTS, RUNS
from mnist_demo.database.transactions import Database
from mnist_demo.runs import local_copies, run_parts, shared_runs
from mnist_demo.runs.run import DamagedRun, Run, RunError
from mnist_demo.runs.store import NameTaken, NotShared, RunStore
from mnist_demo.settings import SHIPPED, Settings

Server = Callable[[str], RunStore]


@pytest.fixture
def shared(class_settings: Settings, tmp_path: Path) -> Settings:
    """Settings that name a database without runs."""
    return replace(class_settings, database=class_settings.database or f"sqlite:///{tmp_path / FILE_NAME}")


@pytest.fixture
def server(shared: Settings, tmp_path: Path) -> Server:
    """Opens the runs of a server with a folder of this name."""
    return lambda name: RunStore.of(Settings(tmp_path / name, tmp_path / "none", database=shared.database))


@pytest.fixture
def database(shared: Settings) -> Database:
    return Database(database_url(shared))


def save(store: RunStore, name: str = "ours", *, overwrite: bool = False) -> Run:
    """As a training does, with the files of a shipped run."""
    with store.new(name, overwrite=overwrite) as folder:
        shutil.copytree(SHIPPED / "classic", folder, dirs_exist_ok=True)
    return store.load(name)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != local_copies.MARK}


def seen_by(store: RunStore) -> list[str]:
    store.refresh()
    return store.names()


def seen_by_page(store: RunStore) -> list[str]:
    store.keep_up()
    return store.names()


def test_a_run_is_read_by_a_server_with_another_folder(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_parts, "PART_BYTES", 100_000)
    made = save(server("a"))
    assert seen_by(server("b")) == ["ours"]
    copy = server("b").load("ours")
    assert copy.metrics == made.metrics and files(copy.path) == files(made.path) == files(SHIPPED / "classic")
    assert [path.name for path in copy.path.parent.iterdir() if path.name.startswith(".unfinished")] == []


def test_a_page_that_asks_regularly_notices_within_three_seconds(server: Server) -> None:
    page = server("b")
    page.keep_up()
    save(server("a"))
    wait_until(lambda: seen_by_page(page) == ["ours"], 3)
    server("a").delete(server("a").load("ours"))
    wait_until(lambda: seen_by_page(page) == [], 3)


def test_the_database_is_asked_once_a_second_however_often_pages_ask(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, looks = server("b"), []
    assert page.shared
    monkeypatch.setattr(page.shared, "_bring_up_to_date", lambda: looks.append(1))
    for _ in range(100):
        page.keep_up()
    assert len(looks) == 1


def test_what_is_deleted_is_deleted_everywhere(server: Server) -> None:
    a, b = server("a"), server("b")
    run = save(a)
    b.refresh()
    b.delete(b.load("ours"))
    assert seen_by(a) == [] == seen_by(server("c"))
    with pytest.raises(RunError, match="gone already"):
        a.delete(run)


def test_a_run_that_takes_the_place_of_another_does_so_everywhere(server: Server) -> None:
    save(server("a"))
    b = server("b")
    b.refresh()
    before = b.load("ours").path.stat().st_ino
    save(server("a"), overwrite=True)
    assert seen_by(b) == ["ours"] and b.load("ours").path.stat().st_ino != before


@pytest.mark.parametrize("overwrite", [False, True])
def test_of_two_servers_that_save_a_run_of_the_same_name_at_once_one_does(server: Server, overwrite: bool) -> None:
    stores, at_once = [server("a"), server("b")], threading.Barrier(2)
    refused: list[str] = []

    def save_one(store: RunStore) -> None:
        try:
            with store.new("ours", overwrite=overwrite) as folder:
                shutil.copytree(SHIPPED / "classic", folder, dirs_exist_ok=True)
                at_once.wait()
        except NameTaken as error:
            refused.append(str(error))

    threads = [threading.Thread(target=save_one, args=[store]) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == (0 if overwrite else 1)
    assert all("there is a run ours on another server already" in line for line in refused)
    assert [seen_by(store) for store in stores] == [["ours"]] * 2
    marks = {(store.path("ours") / local_copies.MARK).read_text() for store in stores}
    assert len(marks) == 1  # the same run


def test_a_name_that_another_server_has_is_refused_before_the_training(server: Server) -> None:
    save(server("a"))
    b = server("b")
    with pytest.raises(NameTaken), b.reserved("ours"):
        pass
    with b.reserved("ours", is_numbered=True) as name:
        assert name == "ours-2"


def spoil(database: Database, **changes: object) -> None:
    with database.writing() as connection:
        of_weights = RUN_PARTS.c.file == "weights.npz"
        connection.execute(update(RUN_PARTS).where(of_weights, RUN_PARTS.c.number == 0).values(changes))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"content": b"junk"}, "its checksum is another"),
        ({"file": "../../evil.npz"}, "a file that no run has"),
        ({"file": "/tmp/evil.npz"}, "a file that no run has"),
        ({"file": "passwords.txt"}, "a file that no run has"),
        ({"number": 7}, "weights.npz"),
    ],
)
def test_a_damaged_run_is_refused_and_keeps_no_other_away(
    server: Server, database: Database, caplog: pytest.LogCaptureFixture, changes: dict[str, object], why: str
) -> None:
    a, b = server("a"), server("b")
    save(a)
    spoil(database, **changes)
    save(a, "theirs")
    assert seen_by(b) == ["theirs"] and "ours in the database cannot be used" in caplog.text and why in caplog.text
    assert sorted(path.name for path in b.models_dir.iterdir() if path.is_dir()) == ["theirs"]
    caplog.clear()
    b.refresh()
    assert not caplog.records  # told once


def test_a_file_that_is_too_large_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    save(server("a"))
    monkeypatch.setitem(run_parts.MOST_FILE_BYTES, "weights.npz", 1000)
    assert seen_by(server("b")) == [] and "weights.npz has more than 1,000 bytes" in caplog.text


def test_a_name_that_leads_out_of_the_folder_is_refused(
    server: Server, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    save(server("a"))
    with database.writing() as connection:
        connection.execute(update(RUNS).values(name="../outside"))
    b = server("b")
    assert seen_by(b) == [] and "cannot be a run's name" in caplog.text
    assert not (b.models_dir.parent / "outside").exists()


def test_runs_that_are_this_servers_alone_are_left_as_they_are(server: Server) -> None:
    own = server("b").models_dir / "ours"
    shutil.copytree(SHIPPED / "robust", own)
    shutil.copytree(SHIPPED / "robust", own.with_name("older"))
    a, b = server("a"), server("b")
    run = save(a)
    assert seen_by(b) == ["older", "ours"] and files(own) == files(SHIPPED / "robust")
    a.delete(run)
    assert seen_by(b) == ["older", "ours"]
    b.delete(b.load("older"))
    assert b.names() == ["ours"]


def test_copies_of_another_database_are_not_deleted(server: Server, tmp_path: Path) -> None:
    save(server("a"))
    moved = Settings(tmp_path / "a", database=f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert "ours" in seen_by(RunStore.of(moved))


def test_without_the_setting_nothing_is_stored(tmp_path: Path) -> None:
    store = RunStore.of(Settings(tmp_path, tmp_path / "none"))
    assert store.shared is None
    assert files(save(store).path) == files(SHIPPED / "classic")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours"]


def test_a_damaged_run_can_be_deleted_everywhere(server: Server) -> None:
    a, b = server("a"), server("b")
    path = save(a).path
    b.refresh()
    (path / "weights.npz").write_bytes(b"junk")
    (damaged,) = a.scan()
    assert isinstance(damaged, DamagedRun)
    a.delete(damaged)
    assert seen_by(b) == []


def test_while_the_database_is_gone_copies_are_read_and_nothing_is_saved(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_runs, "PATIENCE_SECONDS", 0)
    save(server("a"))
    gone = RunStore.of(Settings(tmp_path / "a", database="postgresql://user:secret@127.0.0.1:1/name"))
    gone.keep_up(10)
    assert gone.load("ours").name == "ours"
    for act in (lambda: save(gone, "more"), lambda: gone.delete(gone.load("ours")), gone.refresh):
        with pytest.raises(NotShared, match=r"^The database cannot be reached just now"):
            act()
    assert gone.load("ours").name == "ours"
