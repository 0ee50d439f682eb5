"""The trainings that wait: where this page's own stand, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.jobs.interface import JobError, JobStatus
from mnist_demo.numbers import duration
from mnist_demo.texts import say
from mnist_demo.ui import actions, news, resources, training_progress
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import MOVE_UP, QUEUE_OPEN, TAKE_OUT

MOST_SHOWN = 10


def show() -> None:
    """Show the queue, where any training waits."""
    waiting = _waiting()
    if not waiting:
        return
    with st.container(key="training_queue"):
        if mine := next(filter(news.is_mine, waiting), None):
            st.info(_where(mine), icon=":material/hourglass_top:")
        part = st.expander(say("queue.title", count=len(waiting)), **QUEUE_OPEN.widget(), on_change="rerun")
        if part.open:
            with part:
                _list(waiting)


def _waiting() -> list[JobStatus]:
    return [status for status in resources.trainings().queue() if status.state == "waiting"]


def cancel(number: int) -> None:
    """Take a training out of the queue, or stop it, and say so."""
    if _done(lambda: actions.cancel_training(number), "sidebar.not_cancelled"):
        news.cancelled_here(number)
        st.rerun()


def _where(mine: JobStatus) -> str:
    """Where the page's training stands, and how long it will wait."""
    left = max(1.0, mine.seconds)
    if mine.place > 1:
        return say("queue.mine", place=mine.place, left=duration(left))
    return say("queue.mine_next", left=duration(left)) if mine.seconds else say("queue.mine_soon")


def _list(waiting: Sequence[JobStatus]) -> None:
    """The next ones, and this page's own wherever they stand."""
    shown = [status for status in waiting if status.place <= MOST_SHOWN or news.is_mine(status)]
    for status in shown:
        _entry(status)
    if more := len(waiting) - len(shown):
        st.caption(say("queue.more", count=more))


def _entry(status: JobStatus) -> None:
    is_mine = news.is_mine(status)
    places = {"network": plain(training_progress.trained_network(status)), "left": duration(max(1.0, status.seconds))}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(say("queue.entry_mine" if is_mine else "queue.entry", place=status.place, **places))
        if actions.is_offered(Action.MOVE_UP) and status.place > 1:
            key = MOVE_UP.of(number=status.number)
            if is_pressed(say("queue.move_up"), key, icon=":material/vertical_align_top:"):
                _move_up(status.number)
        if actions.is_offered(Action.CANCEL, is_own=is_mine):
            key = TAKE_OUT.of(number=status.number)
            if is_pressed(say("queue.take_out"), key, icon=":material/close:"):
                cancel(status.number)


def _move_up(number: int) -> None:
    if _done(lambda: actions.move_training_up(number), "sidebar.not_moved"):
        st.rerun()


def _done(act: Callable[[], None], refusal: str) -> bool:
    """Whether that worked; where not, the page says why, in the text with the id `refusal`."""
    try:
        act()
    except (JobError, Refused) as error:
        st.toast(say(refusal, problem=plain(error)), icon=":material/error:")
        return False
    return True
