"""The server as a person starts it: the browser opens at the page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from browser import free_port

from mnist_demo.config import ROOT


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the stand-in for a browser is a script of Linux")
def test_the_browser_opens_at_the_page(tmp_path: Path) -> None:
    opened, opener, port = tmp_path / "opened", tmp_path / "xdg-open", free_port()
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n')
    opener.chmod(0o755)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    flags = ["--server.headless=false", f"--server.port={port}"]
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen([*command, *flags], env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL) as server:
        try:
            deadline = time.monotonic() + 60
            while not opened.exists():
                assert time.monotonic() < deadline, "no browser was opened"
                time.sleep(0.05)
        finally:
            server.terminate()
    assert opened.read_text() == f"http://localhost:{port}\n"
