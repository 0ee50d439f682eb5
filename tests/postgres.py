"""PostgreSQL as processes of one's own, in a temporary folder: started, killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

START_SECONDS = 30
NOT_DURABLE = ("-c", "fsync=off")
"""For tests, which need nothing to survive a power cut."""


def find_programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version's; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


@dataclass(frozen=True)
class Cluster:
    """A folder with databases, and the port at which they are served."""

    programs: Path
    port: int
    options: dict[str, Any]

    @property
    def address(self) -> str:
        """The address of its server, without the name of a database."""
        return f"postgresql://tests@127.0.0.1:{self.port}"

    @contextmanager
    def served(self, *more_flags: str) -> Iterator[int]:
        """Served until the block ends; gives the number of the process, which is also that of its group."""
        flags = ["-D", "data", "-h", "127.0.0.1", "-p", str(self.port), "-c", "unix_socket_directories=", *more_flags]
        command = [str(self.programs / "postgres"), *flags]
        with subprocess.Popen(command, **self.options, start_new_session=True) as server:
            try:
                self._wait()
                yield server.pid
            finally:
                server.send_signal(signal.SIGINT)  # ends its connections

    def _wait(self) -> None:
        import psycopg

        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(f"{self.address}/postgres", connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


@contextmanager
def new_cluster(programs: Path) -> Iterator[Cluster]:
    """In a folder that its user owns, and that goes with the block: PostgreSQL does not run as root."""
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        if owner:
            shutil.chown(folder, "postgres", "postgres")
        options: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **owner}
        flags = "--pgdata=data --username=tests --auth=trust --no-sync --encoding=UTF8 --locale=C".split()
        subprocess.run([str(programs / "initdb"), *flags], check=True, **options)
        yield Cluster(programs, _free_port(), options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kill_group(number: int) -> None:
    """End a process that leads a group, and all in it, as a power cut would; returns when the last has gone.

    Until then PostgreSQL would not start again in the same folder.
    """
    leader = psutil.Process(number)
    group = [leader, *leader.children(recursive=True)]
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)
    psutil.wait_procs(group, timeout=START_SECONDS)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
