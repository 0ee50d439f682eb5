"""The trainings in the database: which wait, which run, and how those that ended did. All SQL about them is here.

Times are the database's where it is a server, so that the clocks of the machines that share it may differ.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text, update

from mnist_demo.config import TrainConfig
from mnist_demo.database.clock import now_of as _now
from mnist_demo.database.schema import JOBS
from mnist_demo.database.transactions import Database
from mnist_demo.jobs import forecast
from mnist_demo.jobs.interface import MOST_WAITING, JobError, JobStatus, State
from mnist_demo.jobs.job_rows import queue_of, status_of
from mnist_demo.jobs.titles import free_title, may_be_numbered
from mnist_demo.texts import say

AT_WORK = ("running", "cancelling")
ENDED = ("finished", "cancelled", "failed")
SILENT_SECONDS = 20
"""A worker of which nothing was heard for so long has died."""
MOST_ATTEMPTS = 2
ENDED_SHOWN = 50
"""Those that ended last, which pages may still have to tell of."""
ENDED_KEPT = 1000
TITLE_SECONDS = 60
"""For how long a training that finished keeps its experiment's title: until the servers know its run."""
SPEEDS = 10
"""The trainings from which the speed is measured: those that finished last."""
ADVISORY_LOCK = 0x6A6F6273
"""A number that no other program has, for what PostgreSQL shall do one after the other."""

_waiting: ColumnElement[bool] = JOBS.c.state == "waiting"
_at_work = JOBS.c.state.in_(AT_WORK)
_active = JOBS.c.state.in_(("waiting", *AT_WORK))
_IN_ORDER = (JOBS.c.moved_up.desc(), JOBS.c.turn, JOBS.c.id)
"""Of those that wait: what was moved to the front, then one of each visitor, then the second of each."""


@dataclass(frozen=True)
class Claim:
    """A training that a worker has taken.

    `is_named` says whether somebody chose the run's name, `is_again` that a worker before has died over it.
    """

    status: JobStatus
    asked_at: datetime
    is_named: bool
    is_again: bool


@dataclass(frozen=True)
class Snapshot:
    """The trainings at a moment: those that run, then those that wait; and those that ended, the last first."""

    queue: tuple[JobStatus, ...] = ()
    ended: tuple[JobStatus, ...] = ()
    ended_last: int = 0


class JobTable:
    """Every method may raise DatabaseGone, in which case nothing was changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, config: TrainConfig, name: str, is_named: bool, asked_by: str, most_waiting: int) -> int:
        """Let a training wait, and give its number.

        A double click asks once: where the visitor's very training waits or runs already, its number comes back.

        Raises:
            JobError: so many wait, in all or of this visitor, or one of that name does, where somebody chose it.
        """
        with self._database.writing() as connection:
            _wait_for_others(connection)
            if not is_named and (known := _same(connection, config, asked_by)):
                return known
            _check_room(connection, 1, asked_by, most_waiting)
            return _insert(connection, config, _free_name(connection, name, is_named), is_named, asked_by)

    def add_experiment(
        self,
        configs: Sequence[TrainConfig],
        names: Sequence[str],
        taken: Collection[str],
        asked_by: str,
        most_waiting: int,
    ) -> tuple[int, ...]:
        """Let all trainings of an experiment wait, or none, and give their numbers.

        `names` are those of their runs, and `taken` the titles that other experiments have among the runs; whether
        one has its title here is looked up. A double click asks once, as for `add`.

        Raises:
            JobError: so many would wait, in all or of this visitor.
        """
        title = configs[0].experiment
        with self._database.writing() as connection:
            _wait_for_others(connection)
            if known := _same_experiment(connection, configs, asked_by):
                return known
            _check_room(connection, len(configs), asked_by, most_waiting)
            titled = {"experiment": free_title(title, _titles(connection) | set(taken))}
            return tuple(
                _insert(connection, config.model_copy(update=titled), _free_name(connection, name), False, asked_by)
                for config, name in zip(configs, names, strict=True)
            )

    def claim(self, worker: str) -> Claim | None:
        """Take the training whose turn it is for a worker; None where none waits."""
        ours = select(JOBS).where(_waiting).order_by(*_IN_ORDER).limit(1).with_for_update(skip_locked=True)
        with self._database.writing() as connection:
            row = connection.execute(ours).one_or_none()
            if row is None:
                return None
            now = _now(connection)
            changes = {"state": "running", "worker": worker, "attempts": row.attempts + 1}
            changes |= {"started_at": now, "heard_at": now}
            connection.execute(update(JOBS).where(JOBS.c.id == row.id).values(changes))
        return Claim(status_of(row, state="running"), row.asked_at, row.is_named, row.attempts > 0)

    def report(self, number: int, worker: str, **changes: Any) -> State | None:
        """Store what a worker says of its training, which is a sign of life.

        Returns:
            How the training stood before: "running", "cancelling" where somebody asked it to stop, or None where it is
            no longer this worker's; then nothing is changed.
        """
        with self._database.writing() as connection:
            query = select(JOBS.c.state).where(_of_worker(number, worker)).with_for_update()
            state: State | None = connection.execute(query).scalar_one_or_none()
            if state:
                now = _now(connection)
                if changes.get("state") in ENDED:
                    changes["ended_at"] = now
                connection.execute(update(JOBS).where(JOBS.c.id == number).values(heard_at=now, **changes))
        return state

    def state_of(self, number: int, worker: str) -> State | None:
        """As `report`, without one."""
        with self._database.reading() as connection:
            state: State | None = connection.execute(
                select(JOBS.c.state).where(_of_worker(number, worker))
            ).scalar_one_or_none()
        return state

    def release(self, number: int, worker: str) -> None:
        """Give a training back that a worker has begun and will not end; it is as if it had not."""
        back = {"state": "waiting", "worker": None, "progress": None, "attempts": JOBS.c.attempts - 1}
        running = JOBS.c.state == "running"
        with self._database.writing() as connection:
            connection.execute(update(JOBS).where(_of_worker(number, worker), running).values(back))

    def put_back_silent(self) -> None:
        """Put trainings back whose worker has died, each once; the second time it has failed."""
        with self._database.writing() as connection:
            now = _now(connection)
            silent = _at_work & (JOBS.c.heard_at < now - timedelta(seconds=SILENT_SECONDS))
            ended = {"ended_at": now, "worker": None}
            cancelled = update(JOBS).where(silent, JOBS.c.state == "cancelling")
            connection.execute(cancelled.values(state="cancelled", **ended))
            failed = update(JOBS).where(silent, JOBS.c.attempts >= MOST_ATTEMPTS)
            connection.execute(failed.values(state="failed", message=say("jobs.died_twice"), **ended))
            connection.execute(update(JOBS).where(silent).values(state="waiting", worker=None, progress=None))

    def cancel(self, number: int) -> None:
        """Take a training out of the queue, or ask its worker to stop."""
        this = JOBS.c.id == number
        with self._database.writing() as connection:
            ended = {"state": "cancelled", "ended_at": _now(connection)}
            connection.execute(update(JOBS).where(this, _waiting).values(ended))
            connection.execute(update(JOBS).where(this, JOBS.c.state == "running").values(state="cancelling"))

    def move_up(self, number: int) -> None:
        """Make a training that waits the next one."""
        highest = select(func.max(JOBS.c.moved_up)).where(_active)
        with self._database.writing() as connection:
            _wait_for_others(connection)
            first = (connection.execute(highest).scalar_one() or 0) + 1
            connection.execute(update(JOBS).where(JOBS.c.id == number, _waiting).values(moved_up=first))

    def note_told(self, number: int) -> None:
        """Remember that the page which asked has told how a training ended."""
        with self._database.writing() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id == number).values(is_told=True))

    def owner(self, name: str) -> str:
        """Who asked for the training that made the run of this name; "" for nobody."""
        made = select(JOBS.c.asked_by).where(*_made(name)).order_by(JOBS.c.ended_at.desc(), JOBS.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.execute(made).scalar_one_or_none() or ""

    def disown(self, name: str) -> None:
        """Forget who asked for the trainings that made a run of this name."""
        with self._database.writing() as connection:
            connection.execute(update(JOBS).where(*_made(name)).values(asked_by=""))

    def waiting(self) -> int:
        """How many wait."""
        with self._database.reading() as connection:
            return _count(connection, _waiting)

    def find(self, number: int) -> JobStatus | None:
        """A training by its number, without its place in the queue; None if it is not kept."""
        with self._database.reading() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.id == number)).one_or_none()
        return status_of(row) if row else None

    def look(self) -> Snapshot:
        """All trainings that run and wait, and those that ended last."""
        ended = select(JOBS).where(JOBS.c.state.in_(ENDED)).order_by(JOBS.c.ended_at.desc(), JOBS.c.id.desc())
        with self._database.reading() as connection:
            now = _now(connection)
            running = connection.execute(select(JOBS).where(_at_work).order_by(JOBS.c.started_at, JOBS.c.id)).all()
            waiting = connection.execute(select(JOBS).where(_waiting).order_by(*_IN_ORDER)).all()
            last = connection.execute(ended.limit(ENDED_SHOWN)).all()
            speed = _speed(connection)
        begun = next((row.id for row in last if row.started_at), 0)
        return Snapshot(queue_of(running, waiting, speed, now), tuple(map(status_of, last)), begun)


def _of_worker(number: int, worker: str) -> ColumnElement[bool]:
    return (JOBS.c.id == number) & (JOBS.c.worker == worker) & _at_work


def _made(name: str) -> tuple[ColumnElement[bool], ...]:
    return JOBS.c.name == name, JOBS.c.state == "finished"


def _wait_for_others(connection: Connection) -> None:
    """Until the end of the transaction nobody else adds or moves a training; in SQLite only one writes anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))


def _count(connection: Connection, *where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(JOBS).where(*where)).scalar_one())


def _same(connection: Connection, config: TrainConfig, asked_by: str) -> int | None:
    """The number of the visitor's training with these settings that has not ended; equal ones give equal networks."""
    own = (_active, JOBS.c.asked_by == asked_by, JOBS.c.asked_by != "", ~JOBS.c.is_named)
    query = select(JOBS.c.id).where(*own, JOBS.c.config == config.model_dump_json()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def _same_experiment(connection: Connection, configs: Sequence[TrainConfig], asked_by: str) -> tuple[int, ...]:
    """As `_same`, for all trainings of an experiment, whatever number its title got; empty where one is missing."""
    own = (_active, JOBS.c.asked_by == asked_by, JOBS.c.asked_by != "", ~JOBS.c.is_named)
    known: dict[str, dict[str, int]] = {}
    for row in connection.execute(select(JOBS.c.id, JOBS.c.config).where(*own)):
        title, settings = _without_title(row.config)
        known.setdefault(title, {})[settings] = row.id
    wanted = [_without_title(config.model_dump_json())[1] for config in configs]
    for title, numbers in known.items():
        if may_be_numbered(title, configs[0].experiment) and numbers.keys() >= set(wanted):
            return tuple(numbers[settings] for settings in wanted)
    return ()


def _without_title(config: str) -> tuple[str, str]:
    """The title in stored settings, and the settings without it."""
    settings = json.loads(config)
    return settings.pop("experiment", ""), json.dumps(settings)


def _titles(connection: Connection) -> set[str]:
    """Of the experiments whose trainings wait, run, or have finished just now, so that their runs may not be known."""
    is_new = (JOBS.c.state == "finished") & (JOBS.c.ended_at > _now(connection) - timedelta(seconds=TITLE_SECONDS))
    configs = connection.execute(select(JOBS.c.config).where(_active | is_new)).scalars()
    return {_without_title(config)[0] for config in configs}


def _check_room(connection: Connection, count: int, asked_by: str, most_waiting: int) -> None:
    """JobError where there is no room for `count` more."""
    waiting, own = _count(connection, _waiting), _count(connection, _waiting, JOBS.c.asked_by == asked_by)
    if waiting + count > MOST_WAITING:
        raise JobError(_full(waiting, count, MOST_WAITING) if count > 1 else say("jobs.too_many", most=MOST_WAITING))
    if own + count > most_waiting:
        raise JobError(_full(own, count, most_waiting) if count > 1 else say("jobs.too_many_of_you", count=own))


def _full(waiting: int, count: int, most: int) -> str:
    return say("jobs.too_many_more", waiting=waiting, more=count, most=most)


def _insert(connection: Connection, config: TrainConfig, name: str, is_named: bool, asked_by: str) -> int:
    """Let a training wait, and forget the oldest of those that ended."""
    row = {"config": config.model_dump_json(), "work": config.work, "state": "waiting", "moved_up": 0}
    row |= {"name": name, "is_named": is_named, "asked_by": asked_by, "asked_at": _now(connection)}
    row |= {"turn": _turn(connection, asked_by), "attempts": 0, "message": "", "log": "", "is_told": False}
    number = int(connection.execute(insert(JOBS).values(row).returning(JOBS.c.id)).scalar_one())
    connection.execute(delete(JOBS).where(JOBS.c.state.in_(ENDED), JOBS.c.id <= number - ENDED_KEPT))
    return number


def _free_name(connection: Connection, name: str, is_named: bool = False) -> str:
    taken = set(connection.execute(select(JOBS.c.name).where(_active)).scalars())
    if is_named and name in taken:
        raise JobError(say("jobs.name_waits", name=name))
    return next(free for free in chain([name], (f"{name}-{number}" for number in count(2))) if free not in taken)


def _turn(connection: Connection, asked_by: str) -> int:
    """The first turn that is not over and in which the visitor has no training yet."""
    now, own = (
        connection.execute(select(query)).scalar_one() or 0
        for query in (
            select(func.min(JOBS.c.turn)).where(_active).scalar_subquery(),
            select(func.max(JOBS.c.turn)).where(_active, JOBS.c.asked_by == asked_by).scalar_subquery(),
        )
    )
    return max(now, own + 1)


def _speed(connection: Connection) -> float:
    times = (JOBS.c.work, JOBS.c.started_at, JOBS.c.ended_at)
    query = select(*times).where(JOBS.c.state == "finished").order_by(JOBS.c.ended_at.desc()).limit(SPEEDS)
    rows = connection.execute(query)
    return forecast.speed_of((row.work, (row.ended_at - row.started_at).total_seconds()) for row in rows)
