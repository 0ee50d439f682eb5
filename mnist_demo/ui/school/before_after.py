"""What a training with the class's digits has changed: for people it never saw, for those it learned from, on MNIST."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from mnist_demo.classroom.class_source import never_learned_from, source_of_class
from mnist_demo.config import PLAIN_RUN, TrainConfig
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.difference import Difference, difference
from mnist_demo.numbers import count, hundredths, in_percent
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import gallery, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.network_names import all_networks, network_name
from mnist_demo.ui.state import CHANGED_SIDES, LEARNED_RUN

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.classroom.drawings import LabelledSet

MOST_SHOWN = 48
"""Drawings that changed sides."""


@dataclass(frozen=True, eq=False)
class Reading:
    """The class's drawings, what the networks before and after read in each, and which are by people new to both."""

    drawn: LabelledSet
    before: np.ndarray
    after: np.ndarray
    is_new: np.ndarray

    def change(self, chosen: np.ndarray) -> Difference:
        """Before and after on the drawings that are chosen, bool (N,), one at least."""
        labels = self.drawn.labels[chosen]
        was_right, is_right = self.before[chosen] == labels, self.after[chosen] == labels
        return difference(was_right, is_right, self.drawn.contributors[chosen])

    def changed_sides(self) -> np.ndarray:
        """Indices of the drawings by new people that one network reads right and the other does not; gains first."""
        was_right, is_right = self.before == self.drawn.labels, self.after == self.drawn.labels
        gains = np.flatnonzero(self.is_new & is_right & ~was_right)
        return np.concatenate([gains, np.flatnonzero(self.is_new & was_right & ~is_right)])


def show(joined: SchoolClass, drawn: LabelledSet) -> None:
    """Of all networks that learned from this class one, and the network that it is compared with.

    Raises:
        ClassroomError: the database is gone.
        RunError: what it has learned from cannot be read, so that nobody is known to be new to it.
    """
    learned = [run for run in resources.runs() if run.config.extra_data == source_of_class(joined.id)]
    if not learned or not len(drawn.labels):
        return
    st.subheader(say("before_after.title"), anchor=False)
    after = _choose(learned)
    before = _run_before(after)
    if before is None:
        st.info(say("before_after.gone", network=plain(after.config.start_from or PLAIN_RUN)))
        return
    known = resources.learned_by(after)
    first, second = (resources.read_by(run, joined.id, joined.revision).predictions for run in (before, after))
    reading = Reading(drawn, first, second, never_learned_from(drawn, known))
    _show_table(before, after, reading)
    _show_changed(reading)


def _choose(learned: list[Run]) -> Run:
    called = all_networks()
    names = [run.name for run in learned]  # the newest first, as the list of all networks is
    if LEARNED_RUN.get() not in names:
        LEARNED_RUN.set(names[0])
    name = st.selectbox(say("before_after.network"), names, format_func=called.__getitem__, **LEARNED_RUN.widget())
    return next(run for run in learned if run.name == name)


def _run_before(after: Run) -> Run | None:
    """The network that was trained further; of a new one, that which learned from MNIST alone."""
    wanted = after.config.start_from or PLAIN_RUN
    return next((run for run in resources.runs() if (run.name, run.config.task) == (wanted, after.config.task)), None)


def _show_table(before: Run, after: Run, reading: Reading) -> None:
    changes = {"new": reading.change(reading.is_new)} if reading.is_new.any() else {}
    if not changes:
        st.info(say("before_after.nobody_new"), icon=":material/group_add:")
    elif changes["new"].people > 1:
        st.markdown(_in_a_sentence(changes["new"]))
    if not reading.is_new.all():
        changes["learned"] = reading.change(~reading.is_new)
    if mnist := _on_mnist(before, after):
        changes["mnist"] = mnist
    titles = {"before": network_name(before.name)}
    rows = [_row(who, change) for who, change in changes.items()]
    named = {name: titles.get(name) or say(f"before_after.column.{name}") for name in rows[0]}
    with st.container(key="before_after"):
        st.table(pd.DataFrame(rows).rename(columns=named).set_index(named["who"]), border="horizontal")
    st.caption(say("before_after.sure"))


def _in_a_sentence(change: Difference) -> str:
    verdict = "better" if change.low > 0 else "worse" if change.high < 0 else "open"
    places = {"before": in_percent(change.before, 0), "after": in_percent(change.after, 0)}
    return say(f"before_after.verdict.{verdict}", **places)


def _row(who: str, change: Difference) -> dict[str, str]:
    people = {} if who == "mnist" else {"people": say("wall.people", count=change.people)}
    decimals = 2 if who == "mnist" else 0
    low, high = (_points(share, decimals) for share in (change.low, change.high))
    return {
        "who": say(f"before_after.who.{who}"),
        "before": in_percent(change.before, decimals),
        "after": in_percent(change.after, decimals),
        "change": say("before_after.between", low=low, high=high),
        "count": say("before_after.count", drawings=count(change.count), **people) if people else count(change.count),
    }


def _points(share: float, decimals: int) -> str:
    """A change in percentage points with its sign: "+12", "−0.30"."""
    return f"{'+' if share >= 0 else '−'}{hundredths(abs(share), decimals)}"


def _on_mnist(before: Run, after: Run) -> Difference | None:
    """The change on MNIST's test images; None where a run was not tested on them."""
    if {run.config.tested_on for run in (before, after)} != {TrainConfig().tested_on}:
        return None
    try:
        results = [resources.test_result_of(run) for run in (before, after)]
    except RunError:
        return None
    first, second = results
    if first is None or second is None:
        return None
    return difference(first.is_right, second.is_right, np.arange(len(first.labels)))


def _show_changed(reading: Reading) -> None:
    changed = reading.changed_sides()
    if not len(changed):
        if reading.is_new.any():
            st.markdown(say("before_after.nothing_changed"))
        return
    gains = int((reading.after[changed] == reading.drawn.labels[changed]).sum())
    st.markdown(say("before_after.changed", gains=gains, losses=len(changed) - gains))
    pictures = list(_pictures(reading, changed[:MOST_SHOWN]))
    gallery.show(pictures, CHANGED_SIDES, size=84, label=say("before_after.changed_label"))


def _pictures(reading: Reading, indices: np.ndarray) -> Iterator[gallery.Picture]:
    for at in indices.tolist():
        places = {"true": reading.drawn.labels[at], "before": reading.before[at], "after": reading.after[at]}
        is_gain = places["after"] == places["true"]
        caption = say("before_after.gain", **places) if is_gain else say("before_after.loss", **places)
        ink: np.ndarray = scale_pixels(reading.drawn.images[at])
        yield gallery.Picture(str(reading.drawn.ids[at]), ink, caption, caption)
