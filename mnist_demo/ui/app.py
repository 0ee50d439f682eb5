"""The page: sidebar, then the tabs, of which only the open ones are computed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import (
    address,
    connection,
    draw_tab,
    glossary,
    lesson,
    notice,
    polling,
    pressing,
    resources,
    seat,
    sidebar,
    tabs,
)
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import farewell, membership, voting


def show() -> None:
    """Show the page once, as Streamlit runs its script."""
    st.set_page_config(
        page_title=say("page.title"),
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded or _is_phone() else "auto",
    )
    polling.begin()
    lesson.begin()
    run, follow_training = sidebar.show()
    with st.sidebar:
        glossary.show()
    lesson.show()
    seat.warn_of_wrong_key()
    follow_training()
    notice.show_above_tabs()
    school_class = membership.current()
    farewell.show(school_class)
    voting.show(school_class, run)
    containers = tabs.show(has_class=school_class is not None)
    if run is None:
        _explain_that_there_is_no_network()
    else:
        _show_tabs(run, containers)
        if school_class and containers["class"].open:
            from mnist_demo.ui.school import tab as class_tab  # only classes need it

            with containers["class"]:
                class_tab.show(school_class, run)
    connection.show()
    pressing.forget()
    address.refresh()


def _is_phone() -> bool:
    """Whether a phone asks: the names of their browsers have this in them. Held sideways it is as wide as a tablet."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def _show_tabs(run: Run, containers: Mapping[str, TabContainer]) -> None:
    with containers["draw"]:  # always run, so that a drawing survives a visit to another tab
        draw_tab.show(run)
    if containers["training"].open:
        from mnist_demo.ui.training import tab as training_tab  # imports pandas, which drawing has no need of

        with containers["training"]:
            training_tab.show(run)
    if containers["inside"].open:
        from mnist_demo.ui.inside import tab  # drawing has no need of it

        with containers["inside"]:
            tab.show(run)


def _explain_that_there_is_no_network() -> None:
    st.error(say("page.no_network"))
    for damaged in resources.damaged_runs():
        st.warning(say("page.unusable", problem=plain(damaged.problem)), icon=":material/folder_off:")
