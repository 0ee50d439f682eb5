"""Train with our digits: mixed into what a network learns from; then how it reads people whom it has never seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from mnist_demo.classroom.class_source import kept_for_the_test, source_of_class
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.rights import Action, is_small_training
from mnist_demo.config import DEFAULT_TASK, PLAIN_RUN, TrainConfig
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions, asking, resources, seat
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.school import before_after
from mnist_demo.ui.state import LEARN_FROM_US, OUR_SHARE, OUR_START

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.classroom.drawings import LabelledSet

LEAST, MOST, STEP = 5, 60, 5
"""Percent of the class's drawings in what is learned from."""


def show(joined: SchoolClass, run: Run) -> None:
    """The training, and before and after for those there were (ClassroomError, RunError as `before_after.show`)."""
    st.markdown(say("learning.idea"))
    drawn = resources.class_set(joined.id, joined.revision)
    if actions.is_offered(Action.START):
        _offer(joined, run, drawn)
    else:
        seat.explain()
    before_after.show(joined, drawn)


def _offer(joined: SchoolClass, run: Run, drawn: LabelledSet) -> None:
    config = _ask(joined, run)
    with st.container(key="learning_parts"):
        try:
            learned = resources.learned_by(run) if config.start_from else ()
            is_test = kept_for_the_test(drawn, config.seed, learned)
        except ClassroomError as error:
            st.info(plain(error), icon=":material/group_add:")
            return
        _tell_parts(drawn, is_test)
    look: dict[str, Any] = {"type": "primary", "icon": ":material/model_training:"}
    if is_pressed(say("learning.train"), LEARN_FROM_US, **look) and asking.ask_for(config):
        st.rerun()


def _ask(joined: SchoolClass, run: Run) -> TrainConfig:
    """What was set, as the settings of a training."""
    further = run.config.continued(run.name)
    is_offered = actions.is_offered(Action.START, is_small=is_small_training(further))
    starts = ["further", "new"] if is_offered and run.config.task == DEFAULT_TASK else ["new"]
    words = {"further": say("learning.further"), "new": say("learning.new")}
    start = st.radio(
        say("learning.start"), starts, **OUR_START.widget(), horizontal=True, persist_state="session",
        format_func=words.__getitem__,
    )  # fmt: skip
    percent = st.slider(
        say("learning.share"), LEAST, MOST, OUR_SHARE.default, STEP, "%d %%", **OUR_SHARE.widget(),
        help=say("learning.share_help"), persist_state="session",
    )  # fmt: skip
    mixed = {"extra_data": source_of_class(joined.id), "extra_share": percent / 100}
    base = further if start == "further" else TrainConfig.from_preset(PLAIN_RUN)
    return base.model_copy(update=mixed)


def _tell_parts(drawn: LabelledSet, is_test: np.ndarray) -> None:
    trained, tested = drawn.part(~is_test), drawn.part(is_test)
    st.caption(say("learning.parts", trained=_in_numbers(trained), tested=_in_numbers(tested)))


def _in_numbers(part: LabelledSet) -> str:
    people = say("wall.people", count=len(set(part.contributors)))
    return f"{people} ({say('wall.drawings', count=len(part.labels))})"
