"""The panel above the tabs: what the class is asked, how it voted, and how it does against the network."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import DIGITS
from mnist_demo.classroom.rights import Action
from mnist_demo.classroom.tally import Tally
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions, resources
from mnist_demo.ui.polling import regularly, seconds_apart
from mnist_demo.ui.school import ballot, farewell, questions, vote_bars
from mnist_demo.ui.state import (
    OPEN_QUESTION,
    PUT_AWAY,
    SEEN_QUESTION,
    SHOW_VOTES,
    START_AGAIN,
    TAKE_BACK_QUESTION,
    TRUE_DIGIT,
)

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.classroom.rounds import Round, Score

SECONDS = 2.0
"""How often a page that has joined a class looks whether something was asked, voted or shown."""
SPREAD = 0.2
"""By what share it may look sooner."""


def show(joined: SchoolClass | None, run: Run | None) -> None:
    """Show the panel as long as something is asked, on the pages of the class."""
    if joined is None:
        OPEN_QUESTION.pop()
        return
    st.html(Path(__file__).with_suffix(".css"))
    regularly(_show, ("question", joined.id), seconds_apart(SECONDS, SPREAD))(joined, run)


def _show(joined: SchoolClass, run: Run | None) -> object:
    """What tells the question that is shown from others, and the class's rules; None where it cannot be found out."""
    try:
        revision = resources.revision_of(joined)
        set_up = resources.set_up(joined, revision)
        question = resources.question(joined, revision)
        score = resources.score(joined, revision) if question and question.shown_at else None
    except ClassroomError:
        if farewell.is_erased(joined.id):
            st.rerun()
        return None
    if set_up != joined.set_up:
        st.rerun()  # a teacher has changed what this page's visitor may do, or the class's name
    _show_question(question, score, run)
    state = (question.id, question.votes, question.shown_at, question.true_digit, score) if question else ()
    return set_up, state


def _show_question(question: Round | None, score: Score | None, run: Run | None) -> None:
    is_teacher = actions.is_offered(Action.SHOW)
    is_open = question is not None and question.shown_at is None
    _cover(question.id if question and is_open and is_teacher else 0)
    if question is None:
        return
    if is_open:
        SEEN_QUESTION.set(question.id)
        _show_open(question, run, is_teacher)
    elif score and question.id == SEEN_QUESTION.get():
        _show_result(question, score, is_teacher)


def _cover(number: int) -> None:
    """Cover or uncover the answers in the tabs, which stand outside of this fragment."""
    if OPEN_QUESTION.get() != number:
        OPEN_QUESTION.set(number)
        st.rerun()


def _show_open(question: Round, run: Run | None, is_teacher: bool) -> None:
    with st.container(key="question_teacher" if is_teacher else "question"):
        st.subheader(say("ask.what"), anchor=False)
        st.html(ballot.picture(question.image))
        if not is_teacher:
            ballot.show("question", question.id, actions.vote_on_question)
            return
        st.html(f'<p class="votes-in" role="status">{say("ask.votes", count=question.votes)}</p>')
        ballot.tell_problem()
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.button(
                say("ask.show"), **SHOW_VOTES.widget(), type="primary", icon=":material/visibility:",
                on_click=_end_vote, args=(question, run),
            )  # fmt: skip
            st.button(
                say("ask.take_back"), **TAKE_BACK_QUESTION.widget(), icon=":material/undo:",
                on_click=_take_back, args=(question.id,),
            )  # fmt: skip


def _take_back(round_id: int) -> None:
    ballot.attempt(partial(actions.take_back_question, round_id))


def _end_vote(question: Round, run: Run | None) -> None:
    told = questions.to_tell(question, run)
    ballot.attempt(partial(actions.show_votes, question.id, told.answer, told.true_digit, told.shares))


def _show_result(question: Round, score: Score, is_teacher: bool) -> None:
    tally = question.tally or Tally.of(())
    with st.container(key="result_teacher" if is_teacher else "result"):
        with st.container(key="result_words"):
            st.html(ballot.picture(question.image))
            st.markdown("  \n".join(_sentences(question, tally)))
        st.html(vote_bars.bars(tally, question.shares))
        if is_teacher:
            _ask_what_is_right(question)
        ballot.tell_problem()
        with st.container(key="score", horizontal=True, vertical_alignment="center"):
            _show_score(score, is_teacher)
            st.button(say("ask.put_away"), **PUT_AWAY.widget(), icon=":material/close:", on_click=_put_away)


def _sentences(question: Round, tally: Tally) -> list[str]:
    """What the class says, what the network says, and who is right."""
    answer, network = tally.answer, question.network_answer
    said = say("ask.class_split") if answer is None else say(
        "ask.class_says", answer=answer, votes=tally.digits[answer], all=tally.votes
    )  # fmt: skip
    heard = say("ask.network_unsure") if network is None else say("ask.network_says", answer=network)
    if (right := question.true_digit) is None:
        return [said, heard]
    who = {(True, True): "both", (True, False): "class_alone", (False, True): "network_alone", (False, False): "none"}
    return [said, heard, say(f"ask.right.{who[answer == right, network == right]}", digit=right)]


def _ask_what_is_right(question: Round) -> None:
    key = TRUE_DIGIT.of(question=question.id)
    if key.get() is None:
        key.set(question.true_digit)
    st.pills(say("ask.which"), range(DIGITS), **key.widget(), on_change=_settle, args=(question.id,))


def _settle(round_id: int) -> None:
    digit = TRUE_DIGIT.of(question=round_id).get()
    ballot.attempt(partial(actions.settle_question, round_id, digit))


def _show_score(score: Score, is_teacher: bool) -> None:
    places = {"class_right": score.class_right, "network_right": score.network_right}
    if score.rounds:
        st.markdown(say("ask.score", count=score.rounds, **places))
        if is_teacher:
            st.button(
                say("ask.start_again"), **START_AGAIN.widget(), icon=":material/restart_alt:",
                on_click=_restart,
            )  # fmt: skip


def _restart() -> None:
    ballot.attempt(actions.restart_score)


def _put_away() -> None:
    SEEN_QUESTION.pop()
