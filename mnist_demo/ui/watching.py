"""What a teacher watches: the programs at work, the queue, the database and the disk, as they stand just now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.jobs.capacity import MOST_RUNS
from mnist_demo.jobs.interface import JobError, JobStatus
from mnist_demo.numbers import count, duration, fixed, size
from mnist_demo.texts import say
from mnist_demo.ui import actions, polling, resources, training_progress
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import WATCH

if TYPE_CHECKING:
    from mnist_demo.jobs.machine import Machine, Watched

SECONDS = 3.0
MB = 10**6


def offer() -> None:
    """A button for those who may, which opens it in a dialog."""
    if not actions.is_offered(Action.WATCH):
        return
    if is_pressed(say("watch.title"), WATCH, icon=":material/monitor_heart:", width="stretch"):
        st.dialog(say("watch.title"), width="large", on_dismiss="rerun")(polling.regularly(_show, "watch", SECONDS))()


def _show() -> object:
    try:
        watched = actions.watch()
    except (JobError, Refused) as error:
        st.warning(say("watch.not_seen", problem=plain(error)), icon=":material/cloud_off:")
        return None
    _show_programs(watched.machines)
    _show_queue(resources.trainings().queue())
    _show_storage(watched)
    return None  # the next question passes, too: it all changes


def _show_programs(machines: Sequence[Machine]) -> None:
    st.subheader(say("watch.programs"), anchor=False)
    st.table([_row(machine) for machine in machines], border="horizontal")
    if any(machine.is_silent for machine in machines):
        st.caption(say("watch.silent_means"))


def _row(machine: Machine) -> dict[str, str]:
    values = {
        "program": say(f"watch.kind.{machine.kind}"),
        "host": plain(machine.host),
        "visitors": count(machine.visitors) if machine.kind == "server" else "",
        "jobs": count(machine.jobs),
        "memory": size(machine.memory_mb * MB),
        "free": size(machine.free_mb * MB),
        "heard": _heard(machine),
    }
    return {say(f"watch.column.{name}"): value for name, value in values.items()}


def _heard(machine: Machine) -> str:
    ago = say("watch.ago", time=duration(machine.silent_seconds))
    return say("watch.silent", ago=ago) if machine.is_silent else ago


def _show_queue(queue: Sequence[JobStatus]) -> None:
    st.subheader(say("watch.queue"), anchor=False)
    running = [status for status in queue if status.is_active]
    st.write(say("watch.counts", running=len(running), waiting=len(queue) - len(running)))
    for status in running:
        st.write(f"- {plain(training_progress.trained_network(status))}")


def _show_storage(watched: Watched) -> None:
    st.subheader(say("watch.storage"), anchor=False)
    places = {"size": size(watched.size), "milliseconds": fixed(watched.answer_ms, 1)}
    st.write(say("watch.database", product=watched.database, **places))
    st.write(say("watch.networks", count=len(resources.runs()), most=MOST_RUNS))
