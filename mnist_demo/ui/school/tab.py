"""The tab of the class that the page has joined: the wall, how networks read it, and what to do with all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.rights import Action
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import actions, address, uploads
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import belongings, learning, live_wall, reading_us, trick_board
from mnist_demo.ui.state import CLASS_VIEW

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass


def show(joined: SchoolClass, run: Run) -> None:
    """Show what the class has given; `run` is the network in use."""
    st.header(plain(joined.name), anchor=False)
    view = _choose_view()
    if view != "belongings":
        uploads.forbid(uploads.DRAWINGS)
    try:
        if view == "wall":
            live_wall.show(joined)
            trick_board.show(joined)
        elif view == "reading":
            reading_us.show(joined, run)
        elif view == "learning":
            learning.show(joined, run)
        else:
            belongings.show(joined)
    except ClassroomError as error:
        st.warning(plain(error), icon=":material/cloud_off:")
    except RunError as error:
        st.warning(plain(error), icon=":material/broken_image:")


def _choose_view() -> str:
    is_whole = actions.is_offered(Action.TAKE_ALONG)
    offered = [view for view in address.CLASS_VIEWS if is_whole or view != "belongings"]
    if CLASS_VIEW.settle() not in offered:
        CLASS_VIEW.set("wall")
    view: str = st.segmented_control(
        say("wall.views"),
        offered,
        format_func=lambda view: say(f"wall.view.{view}"),
        required=True,
        **CLASS_VIEW.widget(),
        label_visibility="collapsed",
        persist_state="session",
    )
    return view
