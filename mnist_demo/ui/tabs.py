"""The tabs of the page: Streamlit knows them by their labels, all else by their ids."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from mnist_demo.texts import say
from mnist_demo.ui.address import TABS
from mnist_demo.ui.state import TAB, TABS_WIDGET


def show(has_class: bool) -> dict[str, TabContainer]:
    """Show the tabs, with that of the class where the page has joined one; returns each by its id."""
    offered = [tab for tab in TABS if has_class or tab != "class"]
    if TAB.get() not in offered:
        TAB.pop()
    TABS_WIDGET.set(_label(TAB.get()))
    containers = st.tabs([_label(tab) for tab in offered], **TABS_WIDGET.widget(), on_change=_take)
    return dict(zip(offered, containers, strict=True))


def _take() -> None:
    """The tab that somebody clicked on."""
    TAB.set(next(tab for tab in TABS if _label(tab) == TABS_WIDGET.get()))


def _label(tab: str) -> str:
    return say(f"tab.{tab}")
