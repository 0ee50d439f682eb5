"""The training that ended last, as a page has to tell of it: whose it was, and which network is in use now."""

from __future__ import annotations

from dataclasses import dataclass

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.ui import network_in_use, resources
from mnist_demo.ui.state import CANCELLED, IN_THE_WAY, KNOWN_TRAINING, NEWS, RUN, STARTED
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
        if mine.state == "finished" and not (RUN.get() and has_learned_nothing(mine.name)):
            network_in_use.use(mine.name)


def has_learned_nothing(name: str) -> bool:
    """Whether the network of this name is hardly better than chance: whoever has another one keeps it."""
    return any(run.name == name and run.metrics.is_hardly_better_than_chance for run in resources.runs())
