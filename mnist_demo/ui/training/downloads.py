"""Download a trained network for elsewhere."""

from __future__ import annotations

import streamlit as st

from mnist_demo.classroom.rights import Refused
from mnist_demo.network.formats import FORMATS, ExportError, download_name
from mnist_demo.runs.store import Run
from mnist_demo.ui import actions
from mnist_demo.ui.markdown import plain


@st.fragment
def show(run: Run) -> None:
    """Choose a format, have it made in a process of its own, download it. A fragment: nothing else waits for it."""
    with st.popover("Export", icon=":material/output:", key="export"):
        kind = st.segmented_control(
            "Format", list(FORMATS), default="onnx", required=True, key="export_format",
            format_func=lambda kind: FORMATS[kind].label,
        )  # fmt: skip
        st.caption(FORMATS[kind].sentence)
        with st.empty().container():  # so that what another format left is gone at once
            if st.session_state.get("exported") == (run.path, kind):
                _offer(run, kind)
            else:
                _offer_to_make(run, kind)


def _offer_to_make(run: Run, kind: str) -> None:
    st.button("Make the file", key="export_make", on_click=_make, args=(run, kind))


def _make(run: Run, kind: str) -> None:
    st.session_state["exported"] = (run.path, kind)


def _offer(run: Run, kind: str) -> None:
    try:
        with st.spinner("Converting; this can take half a minute"):
            content = actions.export_file(run, kind)
    except (ExportError, Refused) as error:
        del st.session_state["exported"]
        st.error(f"Not converted: {plain(error)}")
        _offer_to_make(run, kind)
        return
    st.download_button(
        f"Download {plain(download_name(run.name, kind))}", content, download_name(run.name, kind),
        "application/octet-stream", key="export_download", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
