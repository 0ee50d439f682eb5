"""The tab of the class that the page has joined."""

from __future__ import annotations

import streamlit as st

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import trick_board


def show(joined: SchoolClass) -> None:
    """Show what the class has given."""
    st.header(plain(joined.name), anchor=False)
    trick_board.show(joined)
