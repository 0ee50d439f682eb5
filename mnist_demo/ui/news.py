"""What a page tells its visitor about the training that ended: each visitor once, the one who started it first."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.numbers import in_percent
from mnist_demo.texts import say
from mnist_demo.ui import network_in_use, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import settings_of
from mnist_demo.ui.state import CANCELLED, IN_THE_WAY, KNOWN_TRAINING, NEWS, RUN, STARTED, USE_NEW
from mnist_demo.ui.tab_memory import component as tab_memory


@dataclass(frozen=True)
class News:
    """A training that ended, by its number; whether this page started it, and the run it had in use until then."""

    number: int
    is_mine: bool = False
    run_before: str | None = None


def started_here(status: JobStatus) -> None:
    """Remember that this page started the training."""
    STARTED.set(status.number)
    tab_memory.keep(status.number)
    NEWS.pop()


def came_too_late(status: JobStatus) -> None:
    """Remember that this page asked for a training while this one, which is another's, was running already."""
    if STARTED.get() != status.number:  # else somebody pressed twice
        IN_THE_WAY.set(status.number)


def cancelled_here(number: int) -> None:
    """Remember that it was this page that cancelled the training with this number."""
    CANCELLED.set(number)
    if STARTED.get() == number:
        tab_memory.forget()  # after a reload it could not tell who had cancelled it


def is_mine(status: JobStatus) -> bool:
    """Whether this page started the training and waits for it."""
    return status.is_active and STARTED.get() == status.number


def take_in(status: JobStatus) -> None:
    """Notice that a training ended; the page that started it switches to the new network.

    To be called before the choice of the run is shown: a widget's value cannot be set later.
    """
    latest = status.number - 1 if status.is_active else status.number
    known = KNOWN_TRAINING.get()
    if known is not None and latest > known:
        NEWS.set(News(latest))
    KNOWN_TRAINING.set(latest if known is None else max(latest, known))
    mine = resources.trainings().outcome(STARTED.get())
    if mine:
        tab_memory.forget()
        NEWS.set(News(STARTED.pop(), is_mine=True, run_before=RUN.get()))
        if mine.state == "finished":
            network_in_use.use(mine.name)


def show() -> None:
    """Say how the training ended, until the next one is started here or the news is out of date."""
    _show_what_is_in_the_way()
    news = NEWS.get()
    status = resources.trainings().outcome(news.number) if news else None
    if not news or not status:
        return
    if status.state == "finished":
        _show_mine(status, news.run_before) if news.is_mine else _show_new(status)
    elif status.state == "failed":
        st.error(say("news.failed", message=plain(status.message)))
        with st.expander(say("news.log")):
            st.code(status.log or say("news.empty_log"), language=None)
    else:
        _show_cancelled(news)


def _show_what_is_in_the_way() -> None:
    status = resources.trainings().status()
    if status.is_active and status.config and IN_THE_WAY.get() == status.number:
        settings = plain(settings_of(status.config))
        st.warning(say("sidebar.in_the_way", settings=settings), icon=":material/hourglass_top:")


def _show_cancelled(news: News) -> None:
    is_mine, was_cancelled_here = news.is_mine, CANCELLED.get() == news.number
    if is_mine and was_cancelled_here:
        st.info(say("news.cancelled"))
    elif is_mine:
        st.warning(say("news.cancelled_by_others"))
    elif was_cancelled_here:
        st.info(say("news.cancelled_others"))


def _show_mine(status: JobStatus, run_before: str | None) -> None:
    accuracy = status.test_accuracy or 0.0
    before = next((run for run in resources.runs() if run.name == run_before), None)
    if RUN.get() != status.name:
        return
    if before and status.config and before.config.task != status.config.task:
        before = None  # accuracies at different tasks cannot be compared
    is_better = before is None or accuracy >= before.metrics.test_accuracy
    box = st.success if is_better else st.info
    figure = say("news.accuracy", accuracy=in_percent(accuracy, 2))
    if before:
        accuracies = {"before": in_percent(before.metrics.test_accuracy, 2), "accuracy": in_percent(accuracy, 2)}
        figure = say("news.accuracy_changed", **accuracies)
    box(f"{say('news.in_use')}  \n{figure}")


def _show_new(status: JobStatus) -> None:
    names = [run.name for run in resources.runs()]
    if status.name not in names or RUN.get() == status.name:
        return
    figure = say("news.accuracy", accuracy=in_percent(status.test_accuracy or 0, 2))
    st.info(f"{say('news.new', network=plain(status.name))}  \n{figure}")
    st.button(say("news.use"), **USE_NEW.widget(), on_click=network_in_use.use, args=(status.name,))
