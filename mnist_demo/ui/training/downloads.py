"""Download a trained network for elsewhere."""

from __future__ import annotations

import streamlit as st

from mnist_demo.classroom.rights import Refused
from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.network.formats import FORMATS, ExportError, download_name
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import actions, network_in_use, waiting
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.state import DOWNLOAD_EXPORT, EXPORT, EXPORT_FORMAT, EXPORTED

PAGE = "page"
KINDS = (PAGE, *FORMATS)
"""A web page is made here, at once, and all formats for other programs in a process of their own."""


@st.fragment
def show(run: Run) -> None:
    """Choose a format, have the file made, download it. A fragment: nothing else waits for it."""
    network_in_use.leave_if_lost(run)
    with st.popover(say("export.title"), icon=":material/output:", key="export"):
        kind = st.segmented_control(
            say("export.format"), list(KINDS), default=EXPORT_FORMAT.default, required=True, **EXPORT_FORMAT.widget(),
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
        with waiting.in_turn(say("waiting.page") if kind == PAGE else say("waiting.conversion")) as tell:
            content = _made(run, kind, tell)
    except (ExportError, RunError, Refused) as error:
        EXPORTED.pop()
        network_in_use.leave_if_lost(run)
        st.error(say("export.failed", problem=plain(error)))
        _offer_to_make(run, kind)
        return
    file = _file_name(run, kind)
    st.download_button(
        say("export.download", file=plain(file)), content, file,
        "text/html" if kind == PAGE else "application/octet-stream",
        **DOWNLOAD_EXPORT.widget(), icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _made(run: Run, kind: str, tell: WhileWaiting) -> bytes:
    """The file that is offered (ExportError, RunError, Refused as in `actions`)."""
    return actions.web_page(run, tell) if kind == PAGE else actions.export_file(run, kind, tell)


def _file_name(run: Run, kind: str) -> str:
    return f"{run.name}.html" if kind == PAGE else download_name(run.name, kind)
