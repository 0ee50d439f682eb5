"""One colour a network, on every chart and beside whatever else is chosen."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from itertools import count

from mnist_demo.runs.store import LONG_AGO
from mnist_demo.ui import resources
from mnist_demo.ui.vega.spec import PALETTE

_lock = threading.Lock()


def colours_of(names: Sequence[str]) -> dict[str, str]:
    """The colour of each of some networks, in CSS, by the names of their runs.

    Where there are more networks than colours and two of these have the same, the second gets one that is free here.
    """
    numbers = _numbers()
    chosen: dict[str, str] = {}
    for name in names:
        own = PALETTE[numbers.get(name, 0) % len(PALETTE)]
        free = [colour for colour in PALETTE if colour not in chosen.values()]
        chosen[name] = own if own in free or not free else free[0]
    return chosen


def _numbers() -> dict[str, int]:
    """The number of each network: it keeps that as long as it is there, and those that come later get free ones."""
    with _lock:
        known = resources.colour_numbers()
        runs = {run.name: run for run in reversed(resources.runs())}
        for name in known.keys() - runs.keys():
            del known[name]
        oldest_first = sorted(runs.values(), key=lambda run: (not run.is_shipped, run.metrics.date or LONG_AGO))
        for run in oldest_first:
            known.setdefault(run.name, _first_free(known.values()))
        return dict(known)


def _first_free(taken: Iterable[int]) -> int:
    numbers = set(taken)
    return next(number for number in count() if number not in numbers)
