"""The queue: whose turn it is, what survives which end, and what it refuses; on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from queues import ENDLESS, QUICK, begun, children, opened, order, running, wait_until
from sqlalchemy import update

from mnist_demo.config import ROOT
from mnist_demo.database.database_error import DatabaseGone
from mnist_demo.database.schema import JOBS
from mnist_demo.jobs import capacity, job_table, trainer, training_queue
from mnist_demo.jobs.interface import JobError, JobStatus
from mnist_demo.jobs.on_demand import TrainingsOnDemand
from mnist_demo.jobs.plan import plan
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import SHIPPED, Settings

REAL_SECONDS = job_table.SILENT_SECONDS + training_queue.KEEP_SECONDS + trainer.BEAT_SECONDS
SERVE = """
import sys, time
from pathlib import Path
from queues import QUICK, opened, use_stand_in
from mnist_demo.settings import Settings

use_stand_in()
print("ready", flush=True)
sys.stdin.readline()
with opened(Settings(Path(sys.argv[1]), database=sys.argv[2])) as queue:
    for number in range(int(sys.argv[3])):
        queue.start(QUICK, "", f"{sys.argv[4]} {number}")
    print("open", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def _quick(stand_in: None) -> None:
    """No test here trains really."""


@pytest.fixture
def queue(class_settings: Settings) -> Iterator[TrainingQueue]:
    """A queue that nobody works on."""
    with opened(class_settings, workers=0) as queue:
        yield queue


def server(settings: Settings, trainings: int = 0, name: str = "one") -> subprocess.Popen[str]:
    """A server in a process of its own, which has not opened its queue yet."""
    command = [sys.executable, "-c", SERVE, str(settings.models_dir), settings.database, str(trainings), name]
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    process = subprocess.Popen(command, env=paths, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def ask(queue: TrainingQueue, *asked: tuple[str, str]) -> None:
    """Ask for trainings that never end, each a visitor and a name."""
    for visitor, name in asked:
        queue.start(ENDLESS, name, visitor)


def fall_silent(queue: TrainingQueue) -> None:
    """Have all workers died long ago, and somebody notice."""
    with queue._database.writing() as connection:
        connection.execute(update(JOBS).values(heard_at=datetime(2020, 1, 1, tzinfo=UTC)))
    queue._jobs.put_back_silent()


def test_who_asks_while_nobody_else_does_hears_that_it_runs(class_settings: Settings) -> None:
    with opened(class_settings) as queue:
        wait_until(lambda: queue._tickets._consumer)
        assert queue.start(ENDLESS, "a1", "ada").state == "running"
        assert (second := queue.start(ENDLESS, "b1", "bob")).state == "waiting" and second.place == 1


def test_visitors_take_turns(queue: TrainingQueue) -> None:
    ask(queue, ("ada", "a1"), ("ada", "a2"), ("ada", "a3"), ("bob", "b1"), ("cy", "c1"), ("bob", "b2"))
    assert order(queue) == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert [status.place for status in queue.queue()] == [1, 2, 3, 4, 5, 6]
    waits = [status.seconds for status in queue.queue()]
    assert waits[0] == 0 and waits == sorted(waits) and waits[5] == pytest.approx(5 * waits[1])


def test_who_comes_later_is_not_behind_all_of_anothers(class_settings: Settings, queue: TrainingQueue) -> None:
    ask(queue, ("ada", "a1"), ("ada", "a2"), ("ada", "a3"))
    first = queue._jobs.claim("worker")
    assert first and first.status.name == "a1"
    ask(queue, ("bob", "b1"), ("ada", "a4"))
    assert order(queue) == ["b1", "a2", "a3", "a4"]


def test_what_is_moved_up_is_next(queue: TrainingQueue) -> None:
    ask(queue, ("ada", "a1"), ("bob", "b1"), ("cy", "c1"))
    queue.move_up(3)
    assert order(queue) == ["c1", "a1", "b1"]
    queue.move_up(2)
    assert order(queue) == ["b1", "c1", "a1"]


def test_what_is_taken_out_never_begins(class_settings: Settings, queue: TrainingQueue) -> None:
    ask(queue, ("ada", "a1"))
    queue.start(QUICK, "b1", "bob")
    queue.cancel(1)
    assert order(queue) == ["b1"]
    with opened(class_settings) as other:
        wait_until(lambda: other.outcome(2))
    assert begun(class_settings) == ["b1"]


def test_a_run_is_cancelled_from_another_server(class_settings: Settings, queue: TrainingQueue) -> None:
    with opened(class_settings) as other:
        other.start(ENDLESS, "a1", "ada")
        wait_until(lambda: other.status(1).progress)
        (child,) = children()
        queue.cancel(1)
        wait_until(lambda: queue.outcome(1))
        assert queue.status(1).state == "cancelled" and not child.is_running()


def test_a_job_survives_a_restart(class_settings: Settings) -> None:
    with opened(class_settings) as queue:
        ask(queue, ("ada", "a1"), ("bob", "b1"))
        wait_until(lambda: running(queue))
    with opened(class_settings, workers=0) as queue:
        assert order(queue) == ["a1", "b1"]  # the one that ran is given back, as if it had not begun
        assert not children()
    for _ in range(job_table.MOST_ATTEMPTS):
        with opened(class_settings) as queue:
            wait_until(lambda: running(queue))
    with opened(class_settings, workers=0) as queue:
        assert order(queue) == ["a1", "b1"]


def test_a_job_is_put_back_when_its_worker_is_killed(class_settings: Settings) -> None:
    assert REAL_SECONDS <= 30
    with opened(class_settings, workers=0) as queue, server(class_settings) as process:
        ask(queue, ("ada", "a1"))
        go_on(process)
        wait_until(lambda: queue.status(1).progress)
        process.kill()
        with opened(class_settings) as other:
            wait_until(lambda: begun(class_settings) == ["a1", "a1"], 30)
            assert other.status(1).state == "running" and RunStore(class_settings.models_dir).names() == []


def test_a_job_whose_worker_dies_twice_has_failed(queue: TrainingQueue) -> None:
    ask(queue, ("ada", "a1"))
    for number in range(job_table.MOST_ATTEMPTS):
        assert queue._jobs.claim(f"worker {number}")
        fall_silent(queue)
    wait_until(lambda: queue.outcome(1))
    assert queue.status(1).state == "failed" and "ended twice" in queue.status(1).message
    assert queue._jobs.claim("worker") is None


def test_a_job_that_is_cancelled_when_its_worker_dies_is_not_put_back(queue: TrainingQueue) -> None:
    ask(queue, ("ada", "a1"))
    assert queue._jobs.claim("worker")
    queue.cancel(1)
    fall_silent(queue)
    wait_until(lambda: queue.outcome(1))
    assert queue.status(1).state == "cancelled"


def test_a_run_that_was_saved_before_its_worker_died_is_not_made_again(class_settings: Settings) -> None:
    with opened(class_settings, workers=0) as queue:
        number = queue.start(ENDLESS).number
        claim = queue._jobs.claim("worker")
        assert claim
        folder = shutil.copytree(SHIPPED / "classic", class_settings.models_dir / claim.status.name)
        metrics = json.loads((folder / "metrics.json").read_text())
        metrics |= {"date": datetime.now(UTC).isoformat(), "test_accuracy": 0.75}
        (folder / "metrics.json").write_text(json.dumps(metrics))
        (folder / "config.json").write_text(ENDLESS.model_dump_json())
        runs = RunStore(class_settings.models_dir).names()
        fall_silent(queue)
        with opened(class_settings) as other:
            wait_until(lambda: other.outcome(number))
            assert (other.status(number).state, other.status(number).test_accuracy) == ("finished", 0.75)
    assert begun(class_settings) == [] and RunStore(class_settings.models_dir).names() == runs


def test_a_worker_whose_job_was_put_back_stops(class_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainer, "BEAT_SECONDS", 3600)
    monkeypatch.setattr(trainer, "REPORT_SECONDS", 3600)  # as if it slept
    with opened(class_settings) as queue:
        ask(queue, ("ada", "a1"))
        wait_until(lambda: begun(class_settings) == ["a1", "a1"])
        wait_until(lambda: len(children()) < 2)


def test_two_servers_at_once_on_an_empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings = [Settings(tmp_path / "new"), Settings(tmp_path, database=request.getfixturevalue("new_postgresql"))]
    for each in settings:
        servers = [server(each, trainings=2, name=name) for name in ("one", "two")]
        for process in servers:
            go_on(process)
        assert [process.stdout.readline() for process in servers if process.stdout] == ["open\n"] * 2
        with opened(each, workers=0) as queue:
            wait_until(lambda queue=queue: all(queue.outcome(number) for number in range(1, 5)))  # type: ignore[misc]
            assert {queue.status(number).state for number in range(1, 5)} == {"finished"}
        for process in servers:
            go_on(process)
            assert process.wait(30) == 0
        assert len(begun(each)) == len(set(begun(each))) == 4


def test_two_workers_train_two_at_a_time_and_nothing_twice(class_settings: Settings) -> None:
    with ExitStack() as servers:
        queue, _ = (servers.enter_context(opened(class_settings)) for _ in range(2))
        ask(queue, ("ada", "a1"), ("bob", "b1"), ("cy", "c1"))
        wait_until(lambda: queue.status(1).progress and queue.status(2).progress)
        assert {status.name for status in running(queue)} == {"a1", "b1"} and order(queue) == ["c1"]
        queue.cancel(1)
        wait_until(lambda: queue.status(3).progress)
        assert {status.name for status in running(queue)} == {"b1", "c1"}
    assert sorted(begun(class_settings)) == ["a1", "b1", "c1"]


def test_lost_tickets_are_issued_again(class_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(class_settings) as queue:
        with monkeypatch.context() as lost:
            lost.setattr(queue._tickets, "issue", lambda: None)
            queue.start(QUICK, "a1", "ada")
        wait_until(lambda: queue.outcome(1))


def test_no_more_wait_than_may(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.start(ENDLESS, "a1", "ada", most_waiting=1)
    with pytest.raises(JobError, match="^a training of yours waits already; wait until it has begun$"):
        queue.start(ENDLESS, "a2", "ada", most_waiting=1)
    queue.start(ENDLESS, "b1", "bob", most_waiting=1)
    monkeypatch.setattr(job_table, "MOST_WAITING", 2)
    with pytest.raises(JobError, match="^2 trainings wait already; wait until some have ended$"):
        queue.start(ENDLESS, "c1", "cy")
    assert order(queue) == ["a1", "b1"]


def test_a_name_that_another_one_waits_with_is_refused_or_numbered(queue: TrainingQueue) -> None:
    ask(queue, ("ada", "mine"))
    with pytest.raises(JobError, match="^a run mine is being trained or waits for it; choose another name$"):
        queue.start(ENDLESS, "mine", "bob")
    names = [queue.start(ENDLESS).name for _ in range(3)]  # within a second or two
    assert len(set(names)) == 3


def test_a_double_click_asks_once(queue: TrainingQueue) -> None:
    first, again = (queue.start(ENDLESS, "", "ada") for _ in range(2))
    assert first.number == again.number == 1
    assert queue.start(QUICK, "", "ada").number == 2 and queue.start(ENDLESS, "", "bob").number == 3
    queue.cancel(1)
    assert queue.start(ENDLESS, "", "ada").number == 4


def titles(asked: Sequence[JobStatus]) -> set[str]:
    return {status.config.experiment for status in asked if status.config}


def test_an_experiment_waits_whole_or_not_at_all(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(queue, ("bob", "b1"))
    monkeypatch.setattr(job_table, "MOST_WAITING", 3)
    with pytest.raises(JobError, match="^1 of at most 3 trainings wait already, and there is no room for 3 more; wait"):
        queue.start_all(plan(ENDLESS, "How many?", "images", [100, 300, 1000]), "ada")
    assert order(queue) == ["b1"]
    asked = queue.start_all(plan(ENDLESS, "How many?", "images", [100, 300]), "ada")
    assert order(queue) == ["b1", "images-100", "images-300"] and titles(asked) == {"How many?"}


def test_an_experiment_takes_its_turns(queue: TrainingQueue) -> None:
    queue.start_all(plan(ENDLESS, "How many?", "images", [100, 300, 1000]), "ada")
    ask(queue, ("bob", "b1"))
    assert order(queue) == ["images-100", "b1", "images-300", "images-1000"]


def test_a_double_click_asks_for_an_experiment_once(queue: TrainingQueue) -> None:
    planned = plan(ENDLESS, "How many?", "images", [100, 300])
    queue.start_all(planned, "bob")
    first, again = (queue.start_all(planned, "ada") for _ in range(2))
    assert first == again and titles(first) == {"How many? (2)"}
    queue.cancel(first[0].number)
    assert titles(queue.start_all(planned, "ada")) == {"How many? (3)"}
    assert titles(queue.start_all(plan(ENDLESS, "What for?", "images", [100, 300]), "ada")) == {"What for?"}


def test_no_two_experiments_have_one_title(class_settings: Settings) -> None:
    planned = plan(QUICK, "How many?", "images", [100, 300])
    with opened(class_settings) as queue:
        asked = queue.start_all(planned, "ada")
        wait_until(lambda: all(queue.outcome(status.number) for status in asked))
        assert titles(queue.start_all(planned, "ada")) == {"How many? (2)"}  # whose runs no server may know yet


def test_titles_among_the_runs_are_taken(class_settings: Settings, queue: TrainingQueue) -> None:
    planned = plan(ENDLESS, "t" * 60, "images", [100, 300])
    folder = shutil.copytree(SHIPPED / "classic", class_settings.models_dir / "images-100")
    (folder / "config.json").write_text(planned[0].model_dump_json())
    damaged = shutil.copytree(SHIPPED / "classic", class_settings.models_dir / "damaged")
    (damaged / "config.json").write_text("{")
    asked = queue.start_all(planned, "ada")
    assert titles(asked) == {"t" * 56 + " (2)"} and asked[0].name == "images-100-2"


def test_two_servers_at_once_ask_for_two_experiments(class_settings: Settings) -> None:
    planned = plan(ENDLESS, "How many?", "images", [100, 300])
    with opened(class_settings, workers=0) as one, opened(class_settings, workers=0) as two, ThreadPoolExecutor() as at:
        asked = [at.submit(queue.start_all, planned, name) for queue, name in ((one, "ada"), (two, "bob")) * 2]
        found = sorted(titles(each.result()).pop() for each in asked)
    assert found == ["How many?"] * 2 + ["How many? (2)"] * 2  # each asks twice, which counts once


def test_an_experiment_counts_whole_for_what_can_be_kept(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(ENDLESS, "How many?", "images", [100, 300])
    with monkeypatch.context() as small:
        small.setattr(capacity, "BYTES_A_PARAMETER", 10**12)
        with pytest.raises(
            JobError, match=r"^the disk has only [\d,]+ MB left, and 2 trainings need [\d,]+ MB; delete"
        ):
            queue.start_all(planned)
    monkeypatch.setattr(capacity, "MOST_RUNS", 1)
    with pytest.raises(
        JobError, match="^0 of at most 1 trained networks are kept already, and there is no room for 2 more; delete"
    ):
        queue.start_all(planned)
    assert queue.queue() == ()


def test_where_nothing_more_can_be_kept_nothing_waits(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "LEAST_FREE_MB", 10**12)
    with pytest.raises(JobError, match=r"^the disk has only [\d,]+ MB left, and a training needs [\d,]+ MB; delete"):
        queue.start(ENDLESS)
    monkeypatch.setattr(capacity, "MOST_RUNS", 0)
    with pytest.raises(JobError, match="^there are 0 trained networks, and that is the most"):
        queue.start(ENDLESS)
    assert queue.queue() == ()


def test_the_seconds_follow_from_the_last_trainings(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    monkeypatch.setattr(job_table, "_now", lambda connection: now)
    monkeypatch.setattr(job_table, "SILENT_SECONDS", 10**6)
    queue.start(ENDLESS, "a1", "ada")
    assert queue._jobs.claim("worker")
    now = now.replace(year=now.year + 1)
    assert queue._jobs.report(1, "worker", state="finished", test_accuracy=0.9) == "running"
    queue.start(ENDLESS, "a2", "ada")
    queue.start(ENDLESS, "a3", "ada")
    assert queue.queue()[1].seconds == pytest.approx(365 * 24 * 3600, rel=0.01)


def test_whose_run_it_is_until_it_is_deleted(class_settings: Settings) -> None:
    with opened(class_settings) as queue:
        queue.start(QUICK, "mine", "ada")
        wait_until(lambda: queue.outcome(1))
        assert queue.owner("mine") == "ada" and queue.owner("other") == ""
        queue.disown("mine")
        assert queue.owner("mine") == ""


def test_without_the_database_pages_see_what_they_saw(queue: TrainingQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(queue, ("ada", "a1"))
    seen = queue.queue()

    def gone(*_: object) -> None:
        raise DatabaseGone("The database cannot be reached just now.")

    for name in ("look", "add", "cancel", "owner", "find", "note_told"):
        monkeypatch.setattr(queue._jobs, name, gone)
    queue.note_told(1)
    assert queue.queue() == seen and queue.owner("a1") == "" and queue.status(7) == JobStatus()
    for act in (lambda: queue.start(ENDLESS, "b1"), lambda: queue.cancel(1)):
        with pytest.raises(JobError, match="^The database cannot be reached just now.$"):
            act()


def test_a_worker_goes_on_without_the_database_for_a_while(
    class_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def gone(*asked: object, **_: object) -> None:
        tries.append(asked)
        raise DatabaseGone("The database cannot be reached just now.")

    with opened(class_settings) as queue:
        ask(queue, ("ada", "a1"))
        wait_until(children)
        (child,) = children()
        with monkeypatch.context() as patch:
            for name in ("report", "state_of"):
                patch.setattr(queue._jobs, name, gone)
            wait_until(lambda: len(tries) > 2)
        wait_until(lambda: queue.status(1).progress)
        assert child.is_running() and begun(class_settings) == ["a1"]
        monkeypatch.setattr(trainer, "LOST_SECONDS", 1)
        for name in ("report", "state_of"):
            monkeypatch.setattr(queue._jobs, name, gone)
        wait_until(lambda: not child.is_running())  # before somebody else trains it


def test_tickets_are_json(tmp_path: Path) -> None:
    with opened(Settings(tmp_path), workers=0) as queue:
        queue.start(ENDLESS)
        with sqlite3.connect(Settings(tmp_path).queue_file) as tickets:
            assert next(json.loads(data)[1] for (data,) in tickets.execute("SELECT data FROM task")).endswith(".train")


@pytest.mark.parametrize("workers", ["many", "-1", "65", "1.5", "²"])
def test_a_bad_number_of_workers_is_one_line(tmp_path: Path, workers: str) -> None:
    with pytest.raises(JobError, match=r"^MNIST_DRAW_WORKERS is no number of trainings; expected a whole number"):
        TrainingQueue(Settings(tmp_path, workers=workers), RunStore(tmp_path))


def test_settings_of_another_version_are_a_failure(class_settings: Settings) -> None:
    with opened(class_settings, workers=0) as queue:
        queue.start(ENDLESS, "a1", "ada")
        with queue._database.writing() as connection:
            connection.exec_driver_sql("UPDATE jobs SET config = '{}'".format('{"colour": "red"}'))
        with opened(class_settings) as other:
            wait_until(lambda: other.outcome(1))
            assert other.status(1).config is None and "another version" in other.status(1).message


def test_the_queue_is_opened_when_it_is_needed(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with_nothing = TrainingsOnDemand(settings, RunStore(tmp_path))
    assert with_nothing.status() == JobStatus() and with_nothing.queue() == ()
    assert not any(thread.name.startswith("queue") for thread in threading.enumerate())
    with opened(replace(settings, workers="0"), workers=0) as queue:
        queue.start(ENDLESS, "a1", "ada")
    with_one = TrainingsOnDemand(replace(settings, workers="0"), RunStore(tmp_path))
    wait_until(lambda: [status.name for status in with_one.queue()] == ["a1"])
    with_one.close()
