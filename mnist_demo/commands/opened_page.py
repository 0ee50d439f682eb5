"""Opens a page in this computer's browser as soon as its server listens, without anybody else seeing its address."""

from __future__ import annotations

import html
import os
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path

PATIENCE_SECONDS = 60
READ_SECONDS = 15
"""By then a browser has read the file."""


def open_when_served(link: str, host: str, port: int) -> None:
    """Open a link once a server listens there, in a thread; where there is no screen, nothing happens."""
    if has_screen():
        threading.Thread(target=_open, args=(link, host, port), daemon=True).start()


def has_screen() -> bool:
    """Whether there is a browser with a window; without one a terminal's browser would open in the terminal."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))


def _open(link: str, host: str, port: int) -> None:
    """By a file that leads to the link: the browser's command line can be read by everybody on this computer."""
    if not _wait_until_served(host, port):
        return
    with tempfile.TemporaryDirectory(prefix="mnist-draw-", dir=_folder()) as folder:  # which only its owner reads
        page = Path(folder, "teacher.html")
        page.write_text(
            f'<!doctype html><meta http-equiv="refresh" content="0; url={html.escape(link)}">', encoding="utf-8"
        )
        if webbrowser.open(page.as_uri()):
            time.sleep(READ_SECONDS)


def _wait_until_served(host: str, port: int) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def _folder() -> Path | None:
    """Where a browser can read: one that Ubuntu installs as a snap has another folder for temporary files."""
    return Path.home() if Path("/snap").is_dir() else None
