"""Open the app in the browser: `mnist-draw run`, with any flags of `streamlit run`."""

from __future__ import annotations

import sys
from runpy import run_module

from mnist_demo.settings import PROJECT


def main(argv: list[str] | None = None) -> int:
    """Serve the page until the process is told to stop; returns the exit code.

    As a module, since only ui imports Streamlit. It reads the options in `.streamlit/config.toml` beside the script,
    from whatever folder it is started.
    """
    sys.argv = ["streamlit", "run", str(PROJECT / "streamlit_app.py"), *(argv or [])]
    try:
        run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0
