"""The page: sidebar, then the tabs, of which only the open ones are computed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from mnist_demo.runs.store import Run
from mnist_demo.ui import address, draw_tab, lesson, resources, sidebar
from mnist_demo.ui.markdown import plain


def show() -> None:
    """Show the page once, as Streamlit runs its script."""
    st.set_page_config(
        page_title="MNIST Draw",
        page_icon="✍️",
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded else "auto",
    )
    st.html(Path(__file__).with_name("style.css"))
    lesson.begin()
    run = sidebar.show()
    lesson.keep(run)
    lesson.show()
    draw, training, inside = st.tabs(address.TABS, key="tab", bind="query-params")
    if run is None:
        _explain_that_there_is_no_network()
    else:
        _show_tabs(run, draw, training, inside)


def _show_tabs(run: Run, draw: TabContainer, training: TabContainer, inside: TabContainer) -> None:
    with draw:  # always run, so that a drawing survives a visit to another tab
        draw_tab.show(run)
    if training.open:
        from mnist_demo.ui.training import tab as training_tab  # imports pandas, which drawing has no need of

        with training:
            training_tab.show(run)
    if inside.open:
        from mnist_demo.ui.inside import tab  # drawing has no need of it

        with inside:
            tab.show(run)


def _explain_that_there_is_no_network() -> None:
    models_dir = resources.run_store().models_dir
    st.error(f"There is no usable network in {plain(models_dir)}. Train one with Retrain, or with: python train.py")
    for damaged in resources.damaged_runs():
        st.warning(f"Unusable: {plain(damaged.problem)}", icon=":material/folder_off:")
