"""What a page says of trainings: in the sidebar, and above the tabs for those who have the sidebar shut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from mnist_demo.config import LEARNING_RATES, TrainConfig
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.numbers import in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import network_in_use, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import accuracy_of
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.news import News
from mnist_demo.ui.state import CANCELLED, NEWS, NEWS_READ, RUN, USE_NEW, Key


@dataclass(frozen=True)
class Notice:
    """How a training ended: a box of Streamlit's, what stands in it, and a network that may be used instead."""

    kind: Literal["success", "info", "warning", "error"]
    text: str
    offered: str | None = None
    log: str | None = None


def show() -> None:
    """Say how the training ended, until the next one is started here or the news is out of date."""
    if notice := _current():
        _show_box(notice)
        _offer(notice, "sidebar")
        if notice.log is not None:
            with st.expander(say("news.log")):
                st.code(notice.log or say("news.empty_log"), language=None)


def show_above_tabs() -> None:
    """The same, which the stylesheet shows where the sidebar is shut, until somebody has read it."""
    if notice := _current():
        with st.container(key="news_note"):
            _show_box(notice)
            with st.container(horizontal=True):
                _offer(notice, "tabs")
                st.button(say("news.read"), **NEWS_READ.widget(), on_click=NEWS.set, args=(None,))


def _show_box(notice: Notice) -> None:
    {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[notice.kind](notice.text)


def _offer(notice: Notice, place: str) -> None:
    if notice.offered:
        key: Key[bool] = USE_NEW.of(place=place)
        st.button(say("news.use"), **key.widget(), on_click=network_in_use.use, args=(notice.offered,))


def _current() -> Notice | None:
    news = NEWS.get()
    status = resources.trainings().outcome(news.number) if news else None
    if not news or not status:
        return None
    if status.state == "finished":
        return _finished(status, news)
    if status.state == "failed":
        return Notice("error", say("news.failed", message=plain(status.message)), log=status.log)
    return _cancelled(news)


def _cancelled(news: News) -> Notice | None:
    was_cancelled_here = CANCELLED.get() == news.number
    if news.is_mine and was_cancelled_here:
        return Notice("info", say("news.cancelled"))
    if news.is_mine:
        return Notice("warning", say("news.cancelled_by_others"))
    return Notice("info", say("news.cancelled_others")) if was_cancelled_here else None


def _finished(status: JobStatus, news: News) -> Notice | None:
    runs = {run.name: run for run in resources.runs()}
    new, in_use = runs.get(status.name), RUN.get()
    is_in_use = in_use == status.name
    if new and new.metrics.is_hardly_better_than_chance and (news.is_mine or not is_in_use):
        return _learned_nothing(new, in_use)
    if is_in_use:
        return _mine(status, runs.get(news.run_before or "")) if news.is_mine else None
    return None if news.is_mine or not new else _new(status)


def _mine(status: JobStatus, before: Run | None) -> Notice:
    accuracy = status.test_accuracy or 0.0
    figure = say("news.accuracy", accuracy=accuracy_of(accuracy, status.config))
    if not before or (status.config and not _is_comparable(before.config, status.config)):
        return Notice("success", f"{say('news.in_use')}  \n{figure}")
    accuracies = {
        "before": accuracy_of(before.metrics.test_accuracy, before.config),
        "accuracy": accuracy_of(accuracy, status.config),
    }
    figure = say("news.accuracy_changed", **accuracies)
    return Notice(
        "success" if accuracy >= before.metrics.test_accuracy else "info", f"{say('news.in_use')}  \n{figure}"
    )


def _is_comparable(before: TrainConfig, after: TrainConfig) -> bool:
    """Whether both accuracies are of the same task and the same images."""
    return (before.task, before.tested_on) == (after.task, after.tested_on)


def _new(status: JobStatus) -> Notice:
    figure = say("news.accuracy", accuracy=accuracy_of(status.test_accuracy or 0, status.config))
    return Notice("info", f"{say('news.new', network=plain(network_name(status.name)))}  \n{figure}", status.name)


def _learned_nothing(new: Run, in_use: str | None) -> Notice:
    """Why the network that was in use stays it, and what to do."""
    is_in_use = in_use == new.name
    places = {"network": plain(network_name(new.name)), "in_use": plain(network_name(in_use or ""))}
    shares = {
        "accuracy": accuracy_of(new.metrics.test_accuracy, new.config),
        "chance": in_percent(new.metrics.chance or 0, 2),
    }
    lines = [
        say("news.in_use") if is_in_use else say("news.not_in_use", **places),
        say("news.learned_nothing", **shares),
        _advice(new.config),
    ]
    return Notice("warning", "  \n".join(lines), None if is_in_use else new.name)


def _advice(config: TrainConfig) -> str:
    """What probably went wrong; the usual learning rate is a good one to compare with."""
    usual = LEARNING_RATES[config.optimizer]
    places = {"rate": f"{config.learning_rate:g}", "usual": f"{usual:g}", "optimizer": config.optimizer}
    if config.learning_rate > 2 * usual:
        return say("news.rate_too_high", **places)
    return say("news.rate_too_low", **places) if config.learning_rate < usual / 20 else say("news.try_preset")
