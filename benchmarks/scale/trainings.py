"""How many trainings one worker and two end in a minute, each on a core of its own."""

from __future__ import annotations

import os
import time

import psycopg

from benchmarks import table
from benchmarks.scale.site import Site, new_site
from mnist_demo.config import TrainConfig
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.store import RunStore

COUNT = 24
CONFIG = TrainConfig.from_preset("classic", epochs=1)
LOOK_SECONDS = 0.2
AIM = 1.8


def measure(count: int) -> None:
    """Print the table, for so many trainings."""
    table.heading(f"{count} trainings of an epoch, {os.cpu_count()} cores", "seconds", "trainings a minute", "aim")
    one, two = _seconds(count, 1), _seconds(count, 2)
    table.row("1 worker", f"{one:.0f}", f"{60 * count / one:.1f}", "")
    table.row("2 workers", f"{two:.0f}", f"{60 * count / two:.1f}: {one / two:.2f} times", f"{AIM} times")


def _seconds(count: int, workers: int) -> float:
    """From the first that is asked for to the end of the last; the workers have started before."""
    with new_site(workers, servers=0) as site:
        _wait_until_ready(site, workers)
        queue = TrainingQueue(site.settings, RunStore.of(site.settings))
        started = time.monotonic()
        numbers = [queue.start(CONFIG, f"run-{number}", "benchmark").number for number in range(count)]
        while _ended(site) < count:
            time.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - started
        failed = [queue.status(number).message for number in numbers if queue.status(number).state != "finished"]
        queue.close()
    assert not failed, failed
    return seconds


def _wait_until_ready(site: Site, workers: int) -> None:
    while site.said("worker").count('"worker_ready"') < workers:
        time.sleep(LOOK_SECONDS)


def _ended(site: Site) -> int:
    with psycopg.connect(site.database) as connection:
        query = "SELECT count(*) FROM jobs WHERE ended_at IS NOT NULL"
        (number,) = connection.execute(query).fetchone() or (0,)
    return int(number)
