"""The tricks that were handed in: the class says what each is, and the best stand on a board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.rights import Action
from mnist_demo.classroom.tricks import FEWEST_VOTES, Trick, best
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.texts import say
from mnist_demo.ui import actions, markup, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.polling import regularly, seconds_apart
from mnist_demo.ui.school import ballot, membership
from mnist_demo.ui.school.voting import SECONDS, SPREAD
from mnist_demo.ui.state import JUDGED, MY_VOTE, REMOVE_TRICK

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass


def show(joined: SchoolClass) -> None:
    """The trick to judge next, and the best ones."""
    st.subheader(say("trick.title"), anchor=False)
    st.caption(say("trick.about", votes=FEWEST_VOTES))
    regularly(_show, ("tricks", joined.id), seconds_apart(SECONDS, SPREAD))(joined)


def _show(joined: SchoolClass) -> int | None:
    """The revision of the class whose tricks are shown; None where it cannot be found out."""
    try:
        revision = resources.revision_of(joined)
        tricks = resources.tricks_of(joined, revision)
    except ClassroomError as error:
        st.warning(plain(error))
        return None
    if tricks:
        with st.container(key="tricks"):
            with st.container(key="judging"):
                _ask_next(tricks)
            with st.container(key="board"):
                _show_board(best(tricks))
    return revision


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
