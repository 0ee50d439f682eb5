"""Download a trained network for elsewhere."""

from __future__ import annotations

import streamlit as st

from mnist_demo.classroom.rights import Refused
from mnist_demo.network.formats import FORMATS, ExportError, download_name
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import actions, network_in_use, waiting
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.state import DOWNLOAD_EXPORT, EXPORT, EXPORT_FORMAT, EXPORTED


@st.fragment
def show(run: Run) -> None:
    """Choose a format, have it made in a process of its own, download it. A fragment: nothing else waits for it."""
    network_in_use.leave_if_lost(run)
    with st.popover(say("export.title"), icon=":material/output:", key="export"):
        kind = st.segmented_control(
            say("export.format"), list(FORMATS), default=EXPORT_FORMAT.default, required=True, **EXPORT_FORMAT.widget(),
            format_func=lambda kind: say(f"format.{kind}.label"),
        )  # fmt: skip
        st.caption(say(f"format.{kind}.sentence"))
        with st.empty().container():  # so that what another format left is gone at once
            if EXPORTED.get() == (run.path, kind):
                _offer(run, kind)
            else:
                _offer_to_make(run, kind)


def _offer_to_make(run: Run, kind: str) -> None:
    st.button(say("export.make"), **EXPORT.widget(), on_click=EXPORTED.set, args=((run.path, kind),))


def _offer(run: Run, kind: str) -> None:
    try:
        with waiting.in_turn(say("waiting.conversion")) as tell:
            content = actions.export_file(run, kind, tell)
    except (ExportError, RunError, Refused) as error:
        EXPORTED.pop()
        network_in_use.leave_if_lost(run)
        st.error(say("export.failed", problem=plain(error)))
        _offer_to_make(run, kind)
        return
    file = download_name(run.name, kind)
    st.download_button(
        say("export.download", file=plain(file)), content, file,
        "application/octet-stream", **DOWNLOAD_EXPORT.widget(), icon=":material/download:", on_click="ignore",
    )  # fmt: skip
