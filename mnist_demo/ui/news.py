"""The training that ended last, as a page has to tell of it: whose it was, and which network is in use now."""

from __future__ import annotations

from dataclasses import dataclass

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.ui import network_in_use, resources
from mnist_demo.ui.state import CANCELLED, KNOWN_TRAINING, NEWS, RUN, TOKEN
from mnist_demo.ui.tab_memory import component as tab_memory


@dataclass(frozen=True)
class News:
    """A training that ended, by its number; whether this page asked for it, and the run it had in use until then."""

    number: int
    is_mine: bool = False
    run_before: str | None = None


def cancelled_here(number: int) -> None:
    """Remember that it was this page that cancelled the training with this number."""
    CANCELLED.set(number)
    if tab_memory.is_of_this_tab(resources.trainings().status(number)):
        resources.trainings().note_told(number)  # after a reload it could not tell who had cancelled it


def is_mine(status: JobStatus) -> bool:
    """Whether this page asked for the training and waits for it."""
    return not status.has_ended and tab_memory.is_of_this_tab(status)


def waits_here() -> bool:
    """Whether this page waits for a training of its own, be it in the queue or at work."""
    return any(is_mine(status) for status in resources.trainings().untold(TOKEN.get() or ""))


def followed() -> JobStatus:
    """The training that the page shows: its own where that is at work, else the one that `Trainings.status` gives."""
    mine = (status for status in resources.trainings().untold(TOKEN.get() or "") if status.is_active)
    return next(mine, None) or resources.trainings().status()


def take_in() -> None:
    """Notice that trainings ended; the page that asked for one switches to the new network.

    To be called before the choice of the run is shown: a widget's value cannot be set later.
    """
    latest, known = resources.trainings().ended_last(), KNOWN_TRAINING.get()
    KNOWN_TRAINING.set(latest)
    ended = resources.trainings().outcome(latest) if known is not None and latest != known else None
    if ended:
        _tell(ended)
    for mine in resources.trainings().untold(TOKEN.get() or ""):
        if mine.has_ended and mine != ended:
            _tell(mine)


def _tell(ended: JobStatus) -> None:
    if ended.config and ended.config.experiment:  # of which there are many, and their own page shows them
        return
    if not tab_memory.is_of_this_tab(ended):
        NEWS.set(News(ended.number))
        return
    NEWS.set(News(ended.number, is_mine=True, run_before=RUN.get()))
    resources.trainings().note_told(ended.number)
    if ended.state == "finished" and not (RUN.get() and has_learned_nothing(ended.name)):
        network_in_use.use(ended.name)


def has_learned_nothing(name: str) -> bool:
    """Whether the network of this name is hardly better than chance: whoever has another one keeps it."""
    return any(run.name == name and run.metrics.is_hardly_better_than_chance for run in resources.runs())
