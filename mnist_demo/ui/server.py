"""What the server does besides the page: serves networks, has limits, opens the browser, gives trainings back."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config, env_util
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_url

from mnist_demo.classroom.teacher_key import TeacherKey
from mnist_demo.event_log import ERRORS_OF_PAGES, write_lines
from mnist_demo.ui import shell
from mnist_demo.ui.answer import network_route
from mnist_demo.ui.limits import Messages, Uploads


def options() -> dict[str, Any]:
    """The arguments of `st.App`, besides the script. With a teacher's key that is not safe no server starts."""
    try:
        TeacherKey.from_environment(os.environ)
    except ValueError as error:
        sys.exit(f"mnist-draw: {error}")
    write_lines("mnist_demo", ERRORS_OF_PAGES)
    return {
        "routes": [shell.route(), network_route.route()],
        "middleware": [Middleware(Messages), Middleware(Uploads)],
        "lifespan": _lifespan,
    }


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """Streamlit opens the browser for a script, but not for an application; at the end trainings are given back."""
    if not config.get_option("server.headless"):
        open_browser(get_url(config.get_option("browser.serverAddress")))
    Thread(target=_load_page, name="load-page", daemon=True).start()
    yield
    from mnist_demo.ui import resources  # with the page's modules, for which the server's start does not wait

    await asyncio.to_thread(resources.trainings().close)


def _load_page() -> None:
    """Import what the first page needs, while its browser is still busy with Streamlit's own files.

    Trainings that waited when a server ended go on at the start of the next one, also where nobody opens a page.
    """
    from mnist_demo.ui import app as app
    from mnist_demo.ui import resources

    env_util.is_repl()  # asked at a page's first element; the first time, Python looks through all modules for it
    resources.trainings().status()
