"""All programs of a site, on this machine and in temporary folders; they end with the block that started them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import psutil

from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.config import ROOT
from mnist_demo.settings import Settings

sys.path.insert(0, str(ROOT / "tests"))  # the servers are those of the tests
from browser import free_port, served
from nginx import find_nginx, proxied
from postgres import Cluster, find_programs, kill_group, new_cluster

SERVERS = 2
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
KEY = "an-example-of-a-key-0123"


class Site:
    """The programs that run, by names such as "server 1" and "database", and what each of them says."""

    def __init__(self, stack: ExitStack, folder: Path, cluster: Cluster) -> None:
        self._stack, self._folder, self._cluster = stack, folder, cluster
        self._ports = [free_port() for _ in range(SERVERS)]
        self.address = ""
        """Where visitors reach it, through nginx."""
        self.numbers: dict[str, int] = {}
        """Of the processes, by the names of the programs."""

    @property
    def database(self) -> str:
        """The address of its database, for drivers."""
        return f"{self._cluster.address}/postgres"

    @property
    def settings(self) -> Settings:
        """Those of a program that trains nothing itself."""
        url = self.database.replace("postgresql:", "postgresql+psycopg:")
        return Settings(self._models("benchmark"), database=url, workers="0")

    def start_database(self) -> None:
        """Start PostgreSQL, with its own settings: what it confirms is on the disk."""
        self._start("database", self._cluster.served())

    def start_server(self, number: int) -> None:
        """Start a server that trains nothing itself, always on the same port."""
        name = f"server {number}"
        environment = self._environment(name) | {VARIABLE: KEY, "MNIST_DRAW_WORKERS": "0"}
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
        log = self._stack.enter_context(self._log(name).open("a"))
        self._start(name, _number_of(served(command, ROOT, log, env=environment, port=self._ports[number - 1])))

    def start_worker(self, number: int) -> None:
        """Start a worker on a core of its own, where there are so many."""
        name = f"worker {number}"
        command = [sys.executable, "-m", "mnist_demo", "worker"]
        self._start(name, _running(command, self._log(name), self._environment(name) | ONE_THREAD))
        with suppress(AttributeError):  # no system but Linux and Windows can
            psutil.Process(self.numbers[name]).cpu_affinity([(number - 1) % (os.cpu_count() or 1)])

    def start_proxy(self) -> None:
        """Start nginx before all servers."""
        program = find_nginx()
        assert program, "no nginx on this machine (Debian: nginx-light)"
        log = self._stack.enter_context(self._log("nginx").open("a"))
        started = proxied(program, self._folder / "nginx", self._ports, log)
        self.address, self.numbers["nginx"] = self._stack.enter_context(started)

    def kill(self, name: str) -> None:
        """End a program as a power cut would."""
        number = self.numbers.pop(name)
        kill_group(number) if name == "database" else os.kill(number, signal.SIGKILL)

    def said(self, beginning: str) -> str:
        """All that programs whose names begin so have said."""
        return "".join(path.read_text(errors="replace") for path in sorted(self._folder.glob(f"{beginning}*.log")))

    def _start(self, name: str, program: AbstractContextManager[int]) -> None:
        self.numbers[name] = self._stack.enter_context(program)

    def _environment(self, name: str) -> dict[str, str]:
        return {"MNIST_DRAW_DATABASE": self.settings.database, "MNIST_DRAW_MODELS": str(self._models(name))}

    def _models(self, name: str) -> Path:
        folder = self._folder / name.replace(" ", "-")
        folder.mkdir(exist_ok=True)
        return folder

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


@contextmanager
def new_site(workers: int = 2, servers: int = SERVERS) -> Iterator[Site]:
    """A site with a database; without servers there is no nginx either."""
    programs = find_programs()
    assert programs, "no PostgreSQL on this machine (Debian: postgresql)"
    with tempfile.TemporaryDirectory() as name, new_cluster(programs) as cluster, ExitStack() as stack:
        Path(name).chmod(0o755)  # nginx's workers are another user's
        site = Site(stack, Path(name), cluster)
        site.start_database()
        for number in range(1, servers + 1):
            site.start_server(number)
        if servers:
            site.start_proxy()
        for number in range(1, workers + 1):
            site.start_worker(number)
        yield site


async def start_again(site: Site, name: str) -> None:
    """Start a program that was killed, while visitors go on."""
    kind, _, number = name.partition(" ")
    start = {"server": site.start_server, "worker": site.start_worker}
    await asyncio.to_thread(partial(start[kind], int(number)) if number else site.start_database)


@contextmanager
def _number_of(started: AbstractContextManager[tuple[str, int]]) -> Iterator[int]:
    with started as (_, number):
        yield number


@contextmanager
def _running(command: list[str], log: Path, environment: Mapping[str, str]) -> Iterator[int]:
    with (
        log.open("a") as file,
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=file, stderr=file) as process,
    ):
        try:
            yield process.pid
        finally:
            process.terminate()
