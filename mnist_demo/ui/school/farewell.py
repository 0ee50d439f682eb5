"""What a page says when the class that it had joined is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import membership
from mnist_demo.ui.state import ERASED, MEMBER_OF, PACKED

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass


def show(joined: SchoolClass | None) -> None:
    """Remember the class, or say that it is erased; `joined` is the class as `membership.current` gives it."""
    if joined:
        MEMBER_OF.set((joined.id, joined.code, joined.name))
        ERASED.pop()
        return
    class_id, _, name = MEMBER_OF.get() or (0, "", "")
    if class_id and is_erased(class_id):
        MEMBER_OF.pop()
        ERASED.set((name, True))
    if (erased := ERASED.get()) is not None:
        membership.leave()
        PACKED.pop()
        name, is_clean = plain(erased[0]), erased[1]
        text = say("farewell.erased", name=name) if is_clean else say("farewell.erased_with_traces", name=name)
        st.info(text, icon=":material/delete_forever:")


def is_erased(class_id: int) -> bool:
    """Whether the class is gone for good; not where only the database is, which membership cannot tell."""
    try:
        return not resources.classroom().classes.is_there(class_id)
    except ClassroomError:
        return False
