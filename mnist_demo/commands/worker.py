"""Train what waits in the queue, on this machine, for all servers that share the database: `mnist-draw worker`."""

from __future__ import annotations

import argparse
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mnist_demo.commands.console import BAD_INPUT, Parser
from mnist_demo.commands.output import set_up_output, tell
from mnist_demo.commands.runs_flag import add_models_dir, settings_from
from mnist_demo.event_log import log_event, write_lines
from mnist_demo.jobs.interface import JobError
from mnist_demo.jobs.training_queue import MOST_WORKERS, TrainingQueue
from mnist_demo.runs.store import RunStore

SECONDS = 1.0


def main(argv: list[str] | None = None) -> int:
    """Work until Ctrl-C or SIGTERM, then give back what is being trained; returns the exit code: 0, or 2 bad input."""
    set_up_output()
    arguments = parser().parse_args(argv)
    stop = _stop_on_signals()
    write_lines("")
    try:
        _work(arguments, stop)
    except JobError as error:
        tell(f"worker: {error}")
        return BAD_INPUT
    return 0


def parser() -> Parser:
    """The flags of the command."""
    result = Parser("worker", "mnist-draw worker", "Train what waits in the queue of MNIST_DRAW_DATABASE.")
    at_a_time = f"how many trainings at a time (1 to {MOST_WORKERS}; default: 1)"
    result.add_argument("--jobs", type=_jobs, default=1, metavar="N", help=at_a_time)
    alive = "a file that is touched each second while the queue can be worked on, for a health check"
    result.add_argument("--alive-file", type=Path, metavar="…", help=alive)
    add_models_dir(result)
    return result


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:3]) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of trainings; expected 1 to {MOST_WORKERS}")
    return int(text)


def _work(arguments: argparse.Namespace, stop: threading.Event) -> None:
    settings = replace(settings_from(arguments), workers=str(arguments.jobs))
    queue = TrainingQueue(settings, RunStore.of(settings))
    log_event("worker_ready", jobs=arguments.jobs)
    while not stop.wait(SECONDS):  # in turns, as Windows hears Ctrl-C only between them
        _show_life(queue, arguments.alive_file)
    queue.close()
    log_event("worker_stopped")


def _show_life(queue: TrainingQueue, file: Path | None) -> None:
    if file and queue.is_well():
        with suppress(OSError):  # a full disk ends no training; the health check says that something is wrong
            file.touch()


def _stop_on_signals() -> threading.Event:
    """What Ctrl-C and SIGTERM set."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
