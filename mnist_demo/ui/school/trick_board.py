"""“Trick it”: who draws a digit that people read and the network does not? The class says what it is."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.rights import Action
from mnist_demo.config import DEFAULT_TASK
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import decide
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions, canvas, markup, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import ballot, membership
from mnist_demo.ui.school.voting import SECONDS, SPREAD
from mnist_demo.ui.state import CLASS_CODE, JUDGED, MY_VOTE, OPEN_QUESTION, PROPOSE_TRICK, REMOVE_TRICK

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.classroom.tricks import Trick


def offer(run: Run, image: np.ndarray) -> None:
    """A button that hands in what is drawn, float32 (28, 28), on pages that have joined a class."""
    if not CLASS_CODE.get() or OPEN_QUESTION.get() or run.config.task != DEFAULT_TASK or not canvas.strokes():
        return
    if st.button(say("trick.hand_in"), **PROPOSE_TRICK.widget(), icon=":material/help:", help=say("trick.help")):
        picture = Picture28(canvas.strokes(), np.rint(255 * image).astype(np.uint8))
        answer = decide(run.network.predict(image), run.threshold)
        if ballot.attempt(partial(actions.propose_trick, picture, run.name, answer)):
            st.toast(say("trick.handed_in"), icon=":material/check:")
        ballot.toast_problem()


def show(joined: SchoolClass) -> None:
    """The trick to judge next, and the best ones."""
    from mnist_demo.classroom.tricks import FEWEST_VOTES  # with the database, which Draw alone has no need of

    st.subheader(say("trick.title"), anchor=False)
    st.caption(say("trick.about", votes=FEWEST_VOTES))
    st.fragment(_show, run_every=SECONDS * random.uniform(1 - SPREAD, 1))(joined)


def _show(joined: SchoolClass) -> None:
    try:
        tricks = resources.tricks_of(joined, resources.revision_of(joined))
    except ClassroomError as error:
        st.warning(plain(error))
        return
    if not tricks:
        return
    with st.container(key="tricks"):
        with st.container(key="judging"):
            _ask_next(tricks)
        with st.container(key="board"):
            from mnist_demo.classroom.tricks import best

            _show_board(best(tricks))


def _ask_next(tricks: list[Trick]) -> None:
    left = [trick for trick in tricks if trick.id not in JUDGED.get() and trick.contributor != membership.contributor()]
    if not left:
        ballot.tell_problem()
        st.caption(say("trick.none_left"))
        return
    st.html(ballot.picture(left[0].image))
    ballot.show("trick", left[0].id, _judge)


def _judge(trick_id: int, digit: int | None) -> None:
    actions.vote_on_trick(trick_id, digit)
    JUDGED.set(JUDGED.get() | {trick_id})
    MY_VOTE.pop()


def _show_board(tricks: list[Trick]) -> None:
    st.markdown(say("trick.board") if tricks else say("trick.no_board"))
    for trick in tricks:
        with st.container(key=f"trick-{trick.id}", horizontal=True, vertical_alignment="center"):
            st.html(markup.picture(scale_pixels(trick.image), say("trick.picture")), width=72)
            st.markdown(_verdict(trick))
            if actions.is_offered(Action.REMOVE_TRICK):
                st.button(
                    say("trick.remove"), **REMOVE_TRICK.of(trick=trick.id).widget(), icon=":material/delete:",
                    on_click=_remove, args=(trick.id,),
                )  # fmt: skip


def _remove(trick_id: int) -> None:
    ballot.attempt(partial(actions.remove_trick, trick_id))


def _verdict(trick: Trick) -> str:
    places = {"answer": trick.tally.answer, "votes": max(trick.tally.digits), "all": trick.tally.votes}
    if trick.network_answer is None:
        return say("trick.unsure", **places)
    return say("trick.fooled", network=trick.network_answer, **places)
