"""The wall of drawings on the page, live: it asks again and again, and a teacher's page may change what hangs there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError, DatabaseGone
from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.texts import say
from mnist_demo.ui import actions, resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.polling import regularly, seconds_apart
from mnist_demo.ui.school import wall
from mnist_demo.ui.school.wall.component import known_revision
from mnist_demo.ui.state import WALL_PROBLEM

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass

SECONDS = 2.0
"""How often a page asks."""
SPREAD = 0.15
"""By what share it may ask sooner."""

LARGEST_ID = 2**31 - 1
"""That the database has room for."""


def show(joined: SchoolClass) -> None:
    """A row for each digit, and above them how many drawings there are."""
    regularly(_show, ("wall", joined.id), seconds_apart(SECONDS, SPREAD))(joined.id)


def _show(class_id: int) -> int | None:
    """The revision that the page has; None where it has not told that it has the newest."""
    has_tools = actions.is_offered(Action.CURATE)
    name = f"{class_id}-{'all' if has_tools else 'shown'}"
    try:
        packet = resources.wall_since(class_id, name, known_revision(name), has_tools)
        revision: int = packet["revision"]
        drawings, people = resources.class_counts(class_id, revision)
    except DatabaseGone as error:
        st.warning(plain(error), icon=":material/cloud_off:")
        return None
    except ClassroomError:  # it is erased, which the page says as a whole
        st.rerun()
    if WALL_PROBLEM.get():
        st.error(plain(WALL_PROBLEM.get()))
    if packet["since"] == 0 and not packet["drawings"]:
        st.info(say("wall.empty"), icon=":material/draw:")
        return revision
    st.caption(_summary(drawings, people, has_tools))
    wall.show(packet, has_tools=has_tools, on_act=lambda act: _do(class_id, act))
    return revision if packet["since"] == revision else None


def _summary(drawings: int, people: int, has_tools: bool) -> str:
    counted = say("wall.from", drawings=say("wall.drawings", count=drawings), people=say("wall.people", count=people))
    return f"{counted} {say('wall.invitation')}" if has_tools else counted


def _do(class_id: int, act: object) -> None:
    """What somebody asked for at the wall; anything else that a page may send does nothing."""
    WALL_PROBLEM.pop()
    try:
        match act:
            case {"id": int(drawing)} if not 0 < drawing <= LARGEST_ID:
                return
            case {"id": int(drawing), "do": "hide" | "show" as wanted}:
                actions.hide_drawing(class_id, drawing, wanted == "hide")
            case {"id": int(drawing), "do": "relabel", "digit": int(digit)}:
                actions.relabel_drawing(class_id, drawing, digit)
            case {"id": int(drawing), "do": "delete"}:
                actions.delete_drawing(class_id, drawing)
    except Refused as error:
        WALL_PROBLEM.set(say("wall.refused", problem=error))
    except ClassroomError as error:
        WALL_PROBLEM.set(str(error))
