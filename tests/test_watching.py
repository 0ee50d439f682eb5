"""What teachers watch of the servers and workers, and the lines that these write of classes and errors."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from page import FakeJobs
from queues import QUICK, opened, wait_until
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.room import Classroom
from mnist_demo.database.schema import MACHINES
from mnist_demo.event_log import ERRORS_OF_PAGES, write_lines
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.machine import Machine
from mnist_demo.jobs.machine_table import MachineTable
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings

HERE = Machine("a", "server", "first", 1, 30, 150, 9000, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def machines(room: Classroom) -> MachineTable:
    return MachineTable(room.database)


def test_a_program_is_seen_as_it_was_last_until_it_leaves(machines: MachineTable) -> None:
    machines.beat(HERE)
    machines.beat(replace(HERE, visitors=31))
    machines.beat(replace(HERE, name="b", kind="worker", visitors=0))
    server, worker = machines.look().machines
    assert (server.visitors, server.host, server.started_at) == (31, "first", HERE.started_at)
    assert server.silent_seconds < 5 and not server.is_silent and worker.kind == "worker"
    machines.leave("a")
    assert [machine.name for machine in machines.look().machines] == ["b"]


def test_a_silent_one_is_marked_and_then_forgotten(room: Classroom, machines: MachineTable) -> None:
    machines.beat(HERE)
    for minutes, is_known in ((1, True), (11, False)):
        with room.database.writing() as connection:
            heard_at = datetime.now(UTC) - timedelta(minutes=minutes)
            connection.execute(update(MACHINES).where(MACHINES.c.name == "a").values(heard_at=heard_at))
        assert machines.look().machines[0].is_silent
        machines.beat(replace(HERE, name="b", kind="worker"))
        assert [machine.name for machine in machines.look().machines] == (["a", "b"] if is_known else ["b"])


def test_the_size_is_what_the_database_takes(room: Classroom, machines: MachineTable) -> None:
    watched = machines.look()
    if file := room.database.file:
        assert watched.database == "SQLite" and 0 < watched.size <= 2 * file.stat().st_size + 10**6
    else:
        assert watched.database == "PostgreSQL" and watched.size > 10**6
    assert watched.answer_ms > 0


@pytest.mark.usefixtures("stand_in")
def test_servers_and_workers_of_one_database_see_each_other(class_settings: Settings) -> None:
    with ExitStack() as stack:
        worker = stack.enter_context(opened(class_settings, workers=2))
        server = TrainingQueue(
            replace(class_settings, workers="0"), RunStore(class_settings.models_dir), "server", lambda: 7
        )
        stack.callback(server.close)

        def seen() -> set[tuple[str, int, int]]:
            return {(each.kind, each.jobs, each.visitors) for each in worker.watched().machines}

        wait_until(lambda: {("server", 0, 7), ("worker", 2, 0)} <= seen())
        names = {each.name for each in worker.watched().machines if each.kind == "server"}
        server.close()
        assert not names & {each.name for each in worker.watched().machines}


def test_a_teacher_sees_programs_queue_and_database(app: AppTest, jobs: FakeJobs) -> None:
    jobs.line.append(JobStatus(9, "waiting", "fresh", QUICK))
    app.run()
    app.button(key="watch").click().run()
    table = app.table[0].value
    assert list(table["Program"]) == ["server", "worker"] and list(table["Memory"]) == ["150.0\N{NO-BREAK SPACE}MB"] * 2
    assert table["Heard of"][1].startswith("silent: 65") and table["Computer"][0] == r"first \*one\*"
    written = " ".join(each.value for each in app.markdown)
    assert "Trainings that wait: 1." in written and "SQLite" in written and not app.exception


def test_what_cannot_be_seen_is_a_sentence(app: AppTest, jobs: FakeJobs) -> None:
    jobs.refuse = "the database cannot be reached"
    app.run()
    app.button(key="watch").click().run()
    assert [each.value for each in app.warning] == ["Nothing can be seen just now: the database cannot be reached"]


@pytest.fixture
def logs() -> Iterator[list[str]]:
    """The names of those that a server writes, which have no other handlers than before at the end."""
    names = ["mnist_demo", ERRORS_OF_PAGES]
    before = [list(logging.getLogger(name).handlers) for name in names]
    yield names
    for name, handlers in zip(names, before, strict=True):
        logging.getLogger(name).handlers = handlers


def lines_in(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_turn_of_a_class_is_a_line_without_its_name_and_code(
    logs: list[str], capsys: pytest.CaptureFixture[str], room: Classroom
) -> None:
    write_lines(*logs)
    made = room.classes.create("Ada's class")
    room.classes.set_open(made.id, False)
    room.classes.set_open(made.id, True)
    room.classes.erase(made.id)
    lines = lines_in(capsys)
    assert [line["event"] for line in lines] == ["class_made", "class_closed", "class_opened", "class_erased"]
    assert all(line["class_id"] == made.id and line["level"] == "info" and line["time"] for line in lines)
    assert not any(said in json.dumps(lines) for said in ("Ada", made.code))


def test_an_error_of_a_page_is_one_line_that_says_where(logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write_lines(*logs)
    try:
        QUICK.model_validate_json("{")
        raise AssertionError
    except ValueError as error:
        logging.getLogger(ERRORS_OF_PAGES).error("Uncaught app execution", exc_info=error)
    (line,) = lines_in(capsys)
    assert (line["event"], line["level"]) == ("error", "error")
    assert str(line["error"]).startswith("ValidationError: ") and ":" in str(line["at"])


def test_a_warning_is_a_line(logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write_lines(*logs)
    logging.getLogger("mnist_demo.ui.limits").warning("A page sent %s", "nonsense")
    (line,) = lines_in(capsys)
    assert (line["event"], line["level"], line["message"]) == ("message", "warning", "A page sent nonsense")
