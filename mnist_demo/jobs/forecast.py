"""How long trainings will take, from what they cost and how quick the last ones were."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from statistics import median

USUAL_SPEED = 1.9e10
"""Work a second on two cores, as long as no training has ended: from the presets, which take 6 s and 25 min."""
START_SECONDS = 6.0
"""What a training needs before its first step and after its last."""


def speed_of(finished: Iterable[tuple[float, float]]) -> float:
    """Work a second, the median of trainings given by their work and their seconds."""
    speeds = [work / (seconds - START_SECONDS) for work, seconds in finished if seconds > START_SECONDS]
    return median(speeds) if speeds else USUAL_SPEED


def seconds_for(work: float, speed: float) -> float:
    """How long a training takes in all."""
    return START_SECONDS + work / speed


def waits(running: Sequence[float], waiting: Sequence[float]) -> list[float]:
    """In how many seconds each one that waits has its turn.

    Args:
        running: how many seconds each that runs will still take; where any waits, nobody has time for more.
        waiting: how many seconds each that waits will take, in the order of the queue.
    """
    free_in = list(running) or [0.0]
    heapq.heapify(free_in)
    begins = []
    for seconds in waiting:
        begins.append(free_in[0])
        heapq.heapreplace(free_in, free_in[0] + seconds)
    return begins
