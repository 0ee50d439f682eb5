"""What a teacher does with all of a class's drawings: take them along, read others in, erase the class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.classroom.set_archive import MOST_BYTES
from mnist_demo.numbers import size
from mnist_demo.texts import say
from mnist_demo.ui import actions, resources, uploads
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import (
    BELONGINGS_PROBLEM,
    DOWNLOAD_PACKED,
    ERASE,
    ERASE_REALLY,
    ERASED,
    ERASING,
    KEEP,
    MEMBER_OF,
    PACK,
    PACKED,
    READ_IN,
    READ_IN_NUMBER,
    READ_IN_RESULT,
    Key,
)

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass


def show(joined: SchoolClass) -> None:
    """Take along, and forget (ClassroomError where the database is gone)."""
    _offer_to_take_along(joined)
    if actions.is_offered(Action.READ_IN):
        _offer_to_read_in(joined)
    if actions.is_offered(Action.ERASE_CLASS):
        _offer_to_erase(joined)
    if problem := BELONGINGS_PROBLEM.pop():
        st.error(plain(problem))


def _offer_to_take_along(joined: SchoolClass) -> None:
    st.subheader(say("belongings.title"), anchor=False)
    st.markdown(say("belongings.note"))
    if is_pressed(say("belongings.pack"), PACK, icon=":material/folder_zip:"):
        _pack(joined)
    class_id, revision, content = PACKED.get() or (0, 0, b"")
    if content and (class_id, revision) == (joined.id, joined.revision):
        st.download_button(
            say("belongings.download", size=size(len(content))), content, f"class-{joined.code}.zip", "application/zip",
            **DOWNLOAD_PACKED.widget(), icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    else:
        PACKED.pop()  # of another class, or from before something changed


def _pack(joined: SchoolClass) -> None:
    try:
        PACKED.set((joined.id, joined.revision, actions.take_along(joined)))
    except Refused as error:
        st.error(say("belongings.not_packed", problem=plain(error)))
    except ClassroomError as error:
        st.error(plain(error))


def _offer_to_read_in(joined: SchoolClass) -> None:
    st.subheader(say("belongings.read_in_title"), anchor=False)
    st.markdown(say("belongings.read_in_note"))
    uploads.allow(uploads.DRAWINGS, MOST_BYTES)
    field = READ_IN.of(number=READ_IN_NUMBER.get())
    st.file_uploader(
        say("belongings.read_in"), type="zip", max_upload_size=MOST_BYTES // 2**20, label_visibility="collapsed",
        **field.widget(), on_change=_read_in, args=(joined, field),
    )  # fmt: skip
    is_read, sentence = READ_IN_RESULT.get() or (False, "")
    if sentence:
        (st.success if is_read else st.error)(plain(sentence))


def _read_in(joined: SchoolClass, field: Key[Any]) -> None:
    """Take in the file that somebody chose, and let go of it."""
    READ_IN_RESULT.pop()
    file = field.get()
    if file is None:
        return
    try:
        READ_IN_RESULT.set((True, say("belongings.was_read_in", count=actions.read_in(joined, file.getvalue()))))
    except Refused as error:
        READ_IN_RESULT.set((False, say("belongings.not_read_in", problem=error)))
    except ClassroomError as error:
        READ_IN_RESULT.set((False, str(error)))
    finally:
        uploads.drop(file)
        READ_IN_NUMBER.set(READ_IN_NUMBER.get() + 1)


def _offer_to_erase(joined: SchoolClass) -> None:
    st.subheader(say("belongings.erase_title"), anchor=False)
    st.markdown(say("belongings.erase_note"))
    if ERASING.get() != joined.id:
        st.button(
            say("belongings.erase"), **ERASE.widget(), icon=":material/delete_forever:",
            on_click=ERASING.set, args=(joined.id,),
        )  # fmt: skip
        return
    drawings, people = resources.class_counts(joined.id, joined.revision)
    places = {"drawings": say("wall.drawings", count=drawings), "people": say("wall.people", count=people)}
    with st.container(border=True, key="erase_question"):
        st.markdown(say("belongings.really", name=plain(joined.name), **places))
        with st.container(horizontal=True):
            erase = say("belongings.erase_really")
            st.button(erase, **ERASE_REALLY.widget(), type="primary", on_click=_erase, args=(joined,))
            st.button(say("belongings.keep"), **KEEP.widget(), on_click=ERASING.set, args=(0,))


def _erase(joined: SchoolClass) -> None:
    ERASING.pop()
    try:
        ERASED.set((joined.name, actions.erase_class(joined)))
    except Refused as error:
        BELONGINGS_PROBLEM.set(say("belongings.not_erased", problem=error))
    except ClassroomError as error:
        BELONGINGS_PROBLEM.set(str(error))
    else:
        MEMBER_OF.pop()
