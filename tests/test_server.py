"""The server as a person starts it: the browser opens at the page, which has its title and its look from the start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import psutil
import pytest
from browser import free_port, served, server
from drawing import DIGITS, as_sent
from PIL import Image
from protocol import calling
from queues import opened, wait_until

from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.images import pen
from mnist_demo.images.pen import Stroke
from mnist_demo.settings import Settings


@pytest.mark.parametrize("base", ["", "digits"])
def test_the_first_thing_a_browser_gets_has_title_and_styles(base: str) -> None:
    with server(STREAMLIT_SERVER_BASE_URL_PATH=base) as (address, _):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{address}/{base}") as response:
            page = response.read().decode()
            assert response.headers["Cache-Control"] == "no-cache"
    assert "<title>MNIST Draw</title>" in page and ".st-key-drawing" in page
    assert page.index('<div id="root">') < page.index("<style>") < page.index("</body>")


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere 127.0.0.2 has to be set up first")
@pytest.mark.parametrize(("flags", "is_for_others"), [([], False), (["--server.address", "0.0.0.0"], True)])
def test_it_listens_on_this_computer_alone_unless_it_is_told_otherwise(flags: list[str], is_for_others: bool) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *flags]
    with served(command, ROOT) as (address, _):
        port = int(address.rsplit(":", 1)[1])
        assert answers("localhost", port) and answers("127.0.0.1", port)
        assert answers("127.0.0.2", port) == is_for_others  # an address that only a server for all listens on


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not tell which files are loaded")
def test_the_first_page_and_a_stroke_load_no_heavy_packages() -> None:
    strokes = [Stroke(24.0, np.array(line, float)) for line in DIGITS[7]]
    picture = Image.fromarray(pen.render(strokes, 400)).convert("RGBA")
    with server() as (address, process), calling(address) as caller:
        caller.open_page()
        caller.tell("canvas-0", {"drawing": {"raw": pen.to_canvas(strokes), "data": as_sent(picture)}})
        read = int(np.argmax(caller.answer["networks"][0]["probabilities"]))
        loaded = {part for file in psutil.Process(process).memory_maps() for part in Path(file.path).parts}
    assert read == 7 and "numpy" in loaded
    assert not loaded & {"pandas", "pyarrow", "scipy", "sklearn", "tensorflow"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the stand-in for a browser is a script of Linux")
def test_the_browser_opens_at_the_page(tmp_path: Path) -> None:
    opened, opener, port = tmp_path / "opened", tmp_path / "xdg-open", free_port()
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n')
    opener.chmod(0o755)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    flags = ["--server.headless=false", f"--server.port={port}"]
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen([*command, *flags], env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 60
            while not opened.exists():
                assert time.monotonic() < deadline, "no browser was opened"
                time.sleep(0.05)
        finally:
            process.terminate()
    assert opened.read_text() == f"http://localhost:{port}\n"


def test_a_training_that_waited_goes_on_when_the_server_is_there_again(tmp_path: Path, handful_path: Path) -> None:
    config = TrainConfig(hidden_layers=(8,), epochs=1, data=str(handful_path))
    with opened(Settings(tmp_path), workers=0) as queue:
        number = queue.start(config, "ours", "ada").number
        with server(MNIST_DRAW_MODELS=str(tmp_path)):
            wait_until(lambda: queue.outcome(number))
        assert queue.status(number).state == "finished" and (tmp_path / "ours" / "weights.npz").exists()
