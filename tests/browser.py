"""A real Chromium and a real server, for tests, screenshots and benchmarks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError

from mnist_demo.config import ROOT

if TYPE_CHECKING:  # the benchmarks import this where Playwright may be missing
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()


@cache
def find_chromium() -> str | None:
    """The path of an installed Chromium: $CHROMIUM, the system's, or Playwright's."""
    paths = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((path for path in paths if path), None) or _own_build()


def may_skip() -> bool:
    """Whether tests may do without a browser: there is none, and this is not a machine that must have one."""
    return find_chromium() is None and os.environ.get("CI") != "true"


def _own_build() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@contextmanager
def launched(playwright: Playwright, *more_flags: str) -> Iterator[Browser]:
    """The headless browser, where Playwright runs already."""
    path = find_chromium()
    assert path, "no Chromium on this machine: install the package chromium, or set CHROMIUM"
    browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more_flags])
    yield browser
    browser.close()


@contextmanager
def server(script: Path = ROOT / "streamlit_app.py", /, **environment: str) -> Iterator[tuple[str, int]]:
    """`streamlit run` as `served` starts it."""
    with served([sys.executable, "-m", "streamlit", "run", str(script)], ROOT, env=environment) as started:
        yield started


@contextmanager
def served(
    command: list[str],
    folder: Path,
    log: int | IO[str] = subprocess.DEVNULL,
    *,
    env: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[tuple[str, int]]:
    """A command that takes Streamlit's flags, started in `folder`, on `port` or a free one; what it says goes to `log`.

    Gives the address and the process number, and ends it with the block.
    """
    port = port or free_port()
    command = [*command, "--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **(env or {})}, stdout=log, stderr=log)
    try:
        address = f"http://localhost:{port}"
        _wait_until_healthy(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + 60
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            opener.open(f"{address}/_stcore/health", timeout=2).close()
            return
        except HTTPError:  # it answers, under another path
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
