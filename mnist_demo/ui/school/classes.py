"""The class in the sidebar: teachers make, choose and set up classes, pupils join one by its code, and leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.naming import CODE_LENGTH, LONGEST_NAME
from mnist_demo.classroom.rights import Action
from mnist_demo.texts import say
from mnist_demo.ui import actions, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.school import invitation, membership, privacy
from mnist_demo.ui.school.attempts import attempt
from mnist_demo.ui.state import (
    CLASS_CHOICE,
    CLASS_CODE,
    CLASS_NAME,
    CLASS_OPEN,
    CLASS_PART,
    CLASS_PROBLEM,
    INVITE,
    JOIN,
    LEAVE_CLASS,
    MAKE_CLASS,
    NEW_CLASS,
    PUPILS_TRAIN,
    TYPED_CODE,
    WHAT_IS_KEPT,
)

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass

LONGEST_TYPED = 20
"""Characters in the field for a code: it may be typed with spaces."""


def show() -> None:
    """Show what this visitor can do with classes."""
    joined = membership.current()
    if actions.is_offered(Action.MANAGE_CLASS):
        part = st.expander(say("school.title"), **CLASS_PART.widget(), icon=":material/groups:", on_change="rerun")
        if part.open:  # else a page that has nothing to do with classes would open their database
            with part:
                _manage(joined)
    elif joined:
        _show_membership(joined)
    else:
        _offer_to_join()
    if problem := CLASS_PROBLEM.pop():
        st.error(plain(problem))


def _manage(joined: SchoolClass | None) -> None:
    try:
        classes = resources.classroom().classes.all()
    except ClassroomError as error:
        st.caption(plain(error))
        return
    if classes:
        _choose(classes, joined)
    if joined:
        _set_up(joined)
    st.text_input(say("school.new"), **NEW_CLASS.widget(), max_chars=LONGEST_NAME, placeholder=say("school.example"))
    st.button(say("school.make"), **MAKE_CLASS.widget(), icon=":material/add:", width="stretch", on_click=_make)


def _choose(classes: Sequence[SchoolClass], joined: SchoolClass | None) -> None:
    by_id = {each.id: each for each in classes}
    CLASS_CHOICE.set(joined.id if joined else None)
    st.selectbox(
        say("school.choice"), [None, *by_id], **CLASS_CHOICE.widget(), on_change=_take_choice,
        format_func=lambda id: _described(by_id[id]) if id in by_id else say("school.none"),
    )  # fmt: skip


def _described(each: SchoolClass) -> str:
    words = say("school.described", name=each.name, code=each.code)
    return words if each.is_open else say("school.described_closed", name=each.name, code=each.code)


def _set_up(joined: SchoolClass) -> None:
    """What the widgets show is what the database says, also where another teacher has changed it."""
    if is_pressed(say("school.invite"), INVITE, type="primary", icon=":material/qr_code_2:", width="stretch"):
        invitation.show(joined)
    CLASS_NAME.set(joined.name)
    CLASS_OPEN.set(joined.is_open)
    PUPILS_TRAIN.set(joined.pupils_may_train)
    st.text_input(
        say("school.name"), **CLASS_NAME.widget(), max_chars=LONGEST_NAME, on_change=_rename, args=(joined.id,)
    )
    st.toggle(say("school.open"), **CLASS_OPEN.widget(), on_change=_open_or_close, args=(joined.id,))
    st.toggle(
        say("school.pupils_train"), **PUPILS_TRAIN.widget(), help=say("school.pupils_train_help"),
        on_change=_let_train, args=(joined.id,),
    )  # fmt: skip
    privacy.offer(WHAT_IS_KEPT)


def _show_membership(joined: SchoolClass) -> None:
    st.markdown(say("school.joined", name=plain(joined.name)))
    st.button(
        say("school.leave"), **LEAVE_CLASS.widget(), icon=":material/logout:", width="stretch",
        on_click=membership.leave,
    )  # fmt: skip
    privacy.offer(WHAT_IS_KEPT)


def _offer_to_join() -> None:
    st.text_input(
        say("school.join"), **TYPED_CODE.widget(), max_chars=LONGEST_TYPED, autocomplete="off",
        placeholder=say("school.code", count=CODE_LENGTH), on_change=_join,
    )  # fmt: skip
    st.button(say("school.join_button"), **JOIN.widget(), icon=":material/login:", width="stretch", on_click=_join)


def _join() -> None:
    """Called by the field and the button, which a click in it leaves: the second of the calls has nothing to do."""
    code = TYPED_CODE.get()
    if code.strip() and not CLASS_CODE.get():
        attempt(lambda: membership.join(code), CLASS_PROBLEM)


def _take_choice() -> None:
    chosen = CLASS_CHOICE.get()
    if chosen is None:
        membership.leave()
    else:
        attempt(lambda: membership.join(actions.find_class(chosen).code), CLASS_PROBLEM)


def _make() -> None:
    name = NEW_CLASS.get()
    if attempt(lambda: membership.join(actions.make_class(name).code), CLASS_PROBLEM):
        NEW_CLASS.set("")


def _rename(class_id: int) -> None:
    attempt(lambda: actions.rename_class(class_id, CLASS_NAME.get()), CLASS_PROBLEM)


def _open_or_close(class_id: int) -> None:
    attempt(lambda: actions.open_or_close_class(class_id, CLASS_OPEN.get()), CLASS_PROBLEM)


def _let_train(class_id: int) -> None:
    attempt(lambda: actions.let_pupils_train(class_id, PUPILS_TRAIN.get()), CLASS_PROBLEM)
