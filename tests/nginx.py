"""nginx as `deploy/nginx/` sets it up, in front of servers of the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from browser import free_port

from mnist_demo.config import ROOT

SECONDS = 30
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def find_nginx() -> str | None:
    """The program, None where there is none; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def proxied(
    program: str, folder: Path, ports: Sequence[int], log: int | IO[str] = subprocess.DEVNULL
) -> Iterator[tuple[str, int]]:
    """nginx with the project's files, but for where it listens, whom it asks and where it writes: a new `folder`.

    Gives the address and the process number, and ends it with the block.
    """
    port = free_port()
    folder.mkdir()
    content = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    (folder / "nginx.conf").write_text(content.replace("/tmp/", f"{folder}/"), encoding="utf-8")
    (folder / "listen.conf").write_text(f"listen 127.0.0.1:{port};")
    servers = [f"server 127.0.0.1:{each} max_fails=1 fail_timeout=5s;" for each in ports]
    (folder / "servers.conf").write_text("\n".join(servers))
    user = " user root;" if os.geteuid() == 0 else ""  # the folder is the tests' own
    command = [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr", "-g", f"daemon off;{user}"]
    with subprocess.Popen(command, stderr=log) as process:
        address = f"http://localhost:{port}"
        try:
            _wait_until_there(address)
            yield address, process.pid
        finally:
            process.terminate()


def _wait_until_there(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            _OPENER.open(f"{address}/proxy-health", timeout=SECONDS).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "nginx did not start"
            time.sleep(0.05)
