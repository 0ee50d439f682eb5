"""Processes that share the drawing, and end with the one that started them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_ORPHANED = 1
"""The exit code of a worker whose parent has ended, which nobody reads."""


def map_in_processes(work: Callable[[T], R], tasks: Sequence[T], workers: int) -> Iterator[R]:
    """The results of the tasks in their order; several workers are new processes, one is this process.

    New interpreters, not forks, which are unsafe alongside TensorFlow.
    """
    if workers == 1:
        yield from map(work, tasks)
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by the new ones: together they have all processors
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        yield from pool.map(work, tasks)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    # Ctrl-C reaches every process of a terminal; the parent stops the others cleanly.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed tells nobody, and a worker without tasks would wait for the next one for ever."""
    parent = multiprocessing.parent_process()
    assert parent
    wait([parent.sentinel])
    os._exit(_ORPHANED)  # at once: to end in order, a worker would wait for the parent
