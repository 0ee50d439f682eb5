"""`mnist-draw class`: where the page is, the code to get there, and a key that nobody else sees."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import segno
from browser import free_port
from rich.console import Console

from mnist_demo import network_addresses
from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.commands import open_class, opened_page, ports, serve
from mnist_demo.commands.qr_code import qr_code
from mnist_demo.config import ROOT

KEY = "an-example-of-a-key-0123"


def interface(*addresses: str, family: int = socket.AF_INET) -> list[SimpleNamespace]:
    return [SimpleNamespace(family=family, address=address) for address in addresses]


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[SimpleNamespace]]:
    """The network interfaces of a computer; those whose name begins with `down` are not connected."""
    found: dict[str, list[SimpleNamespace]] = {"lo": interface("127.0.0.1")}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: found)
    states = lambda: {name: SimpleNamespace(isup=not name.startswith("down")) for name in found}  # noqa: E731
    monkeypatch.setattr(psutil, "net_if_stats", states)
    monkeypatch.setattr(network_addresses, "_address_that_leads_out", lambda: None)
    return found


def test_addresses_in_the_network_are_found_private_ones_first(
    computer: dict[str, list[SimpleNamespace]], monkeypatch: pytest.MonkeyPatch
) -> None:
    computer["eth0"] = interface("8.8.4.4", "10.0.0.7") + interface("fe80::1", family=socket.AF_INET6)
    computer["wlan0"] = interface("192.168.1.20")
    computer["down0"] = interface("192.168.7.7")
    computer["eth1"] = interface("169.254.3.4")  # what a computer gives itself where nobody gives it one
    assert network_addresses.network_addresses() == ["10.0.0.7", "192.168.1.20", "8.8.4.4"]
    monkeypatch.setattr(network_addresses, "_address_that_leads_out", lambda: "192.168.1.20")
    assert network_addresses.network_addresses() == ["192.168.1.20", "10.0.0.7", "8.8.4.4"]


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(ports, "USUAL_PORT", port)
        assert port < ports.port_to_use(None, "0.0.0.0") < port + ports.TRIES
        monkeypatch.setattr(ports, "TRIES", 1)
        with pytest.raises(OSError, match=r"are taken; name a free one"):
            ports.port_to_use(None, "0.0.0.0")


def test_the_code_is_that_of_the_link_in_dark_on_light() -> None:
    link = "http://192.168.1.20:8501/"
    console = Console(force_terminal=True, color_system="truecolor", width=200)
    with console.capture() as capture:
        console.print(qr_code(link))
    lines = capture.get().splitlines()
    assert all(line.startswith("\x1b[38;2;0;0;0;48;2;255;255;255m") for line in lines)
    pairs = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    halves = [[pairs[letter] for letter in re.sub(r"\x1b\[[\d;]*m", "", line)] for line in lines]
    rows = [[pair[half] for pair in line] for line in halves for half in (0, 1)]
    expected = [[int(dark) for dark in row] for row in segno.make(link, micro=False, error="m").matrix_iter(border=4)]
    assert rows[: len(expected)] == expected


class Started:
    """What was handed to the server in place of starting it."""

    flags: list[str]
    key: str | None


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, computer: dict[str, list[SimpleNamespace]]) -> Started:
    computer["wlan0"] = interface("192.168.1.20", "192.168.1.21")
    started = Started()

    def main(flags: list[str]) -> int:
        started.flags, started.key = flags, os.environ[VARIABLE]
        return 0

    monkeypatch.setattr(serve, "main", main)
    monkeypatch.setattr(opened_page, "has_screen", lambda: False)
    monkeypatch.setenv(VARIABLE, "")  # what the command sets is taken back
    return started


def test_links_and_code_are_printed_and_the_server_gets_the_key(
    started: Started, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    assert open_class.main(["--server.port", str(port), "--theme.base", "dark"]) == 0
    said, key = capsys.readouterr().out, started.key
    for host in ("192.168.1.20", "192.168.1.21"):
        assert f"http://{host}:{port}/" in said
    assert key and len(key) >= 32 and f"http://192.168.1.20:{port}/#teacher={key}\n" in said
    assert "█▀▀▀▀▀█" in said
    assert {"--server.address=0.0.0.0", f"--server.port={port}", "--server.headless=true"} <= {*started.flags}
    assert started.flags[-2:] == ["--theme.base", "dark"] and key not in " ".join(started.flags)


def test_a_path_and_a_certificate_stand_in_the_links(started: Started, capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--server.baseUrlPath=/digits/", "--server.address=127.0.0.1", "--server.sslCertFile=a.pem"]
    open_class.main(flags)
    said = capsys.readouterr().out
    assert re.search(r"https://127\.0\.0\.1:\d+/digits/#teacher=", said) and "192.168.1.20" not in said
    assert {"--server.baseUrlPath=digits", "--server.address=127.0.0.1", flags[2]} <= {*started.flags}


def test_a_key_of_the_environment_is_used_and_not_written_into_files(
    started: Started, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    open_class.main([])
    said = capsys.readouterr().out
    assert started.key == KEY and KEY not in said and f"#teacher=${VARIABLE}" in said


def test_without_a_network_it_runs_for_this_computer(
    started: Started, computer: dict[str, list[SimpleNamespace]], capsys: pytest.CaptureFixture[str]
) -> None:
    del computer["wlan0"]
    assert open_class.main([]) == 0
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert line.startswith("class: no network found") and "http://localhost:" in captured.out
    assert "--server.address=127.0.0.1" in started.flags


def call(flags: list[str]) -> int | str | None:
    try:
        return open_class.main(flags)
    except SystemExit as stop:
        return stop.code


def test_what_it_cannot_do_is_one_line(
    started: Started, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert open_class.main([f"--server.port={port}"]) == 2
    monkeypatch.setenv(VARIABLE, "short")
    assert open_class.main([]) == 2
    monkeypatch.setenv(VARIABLE, "")
    for flags in (["--server.port=70000"], ["--server.port=eight"], ["--server.address=192.0.2.77"]):
        assert call(flags) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 5 and lines[0].startswith(f"class: port {port} is taken") and VARIABLE in lines[1]


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="reads all processes, and a script stands for a browser"
)
def test_the_key_is_in_no_command_line_and_no_log(tmp_path: Path) -> None:
    opened, log = tmp_path / "opened", tmp_path / "log"
    script = tmp_path / "browser"
    script.write_text(
        f'#!/bin/sh\necho "$1" > {opened}.new\ncat "${{1#file://}}" >> {opened}.new\nmv {opened}.new {opened}\n'
    )
    script.chmod(0o755)
    command = [sys.executable, "-m", "mnist_demo", "class", "--server.fileWatcherType=none"]
    environment = {**os.environ, VARIABLE: KEY, "BROWSER": f"{script} %s", "TMPDIR": str(tmp_path)}
    with log.open("w") as file, subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=file, stderr=file
    ) as process:  # fmt: skip
        try:
            deadline = time.monotonic() + 60
            while not opened.exists():
                assert time.monotonic() < deadline and process.poll() is None, log.read_text()
                time.sleep(0.05)
            lines = [" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"])]
        finally:
            process.terminate()
    address, page = opened.read_text().split("\n", 1)
    assert address.startswith("file://") and f"#teacher={KEY}" in page
    assert any("mnist_demo class" in line for line in lines) and not any(KEY in line for line in lines)
    assert KEY not in log.read_text()


def test_the_server_does_not_start_with_a_key_that_is_not_safe() -> None:
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--logger.hideWelcomeMessage=true"]
    flags = ["--server.headless=true", f"--server.port={free_port()}"]
    environment = {**os.environ, VARIABLE: "a-secret"}
    result = subprocess.run([*command, *flags], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    (line,) = result.stderr.splitlines()
    assert result.returncode == 1 and VARIABLE in line and "a-secret" not in line
