"""Wrong keys are answered ever more slowly, however many pages try them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FIRST, LONGEST = 0.5, 10.0
"""Seconds that the answer to a wrong key takes: to the first, and at most unless another limit is set."""
HALF_LIFE = 60.0
"""Seconds without a wrong key in which the delay shrinks to a half."""
MOST_WAITING = 20
"""Answers that are held back at a time."""


class WrongKeys:
    """The wrong keys that one server was shown.

    Each doubles the delay of the next one. Only who showed it waits, in the thread of that page, and the right key is
    never held up: whoever floods the server with wrong ones keeps no teacher out. Past MOST_WAITING answers are not
    held back, so that a flood fills no memory with threads that sleep. It gains little: each try runs the page, some
    fifty a second, and there are 2^128 keys.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        longest: float = LONGEST,
    ) -> None:
        self._clock, self._sleep, self._longest = clock, sleep, longest
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)
        self._delay, self._latest = 0.0, clock()

    def hold_back(self) -> None:
        """Take note of a wrong key, and return when it may be answered."""
        delay = self._next_delay()
        if self._places.acquire(blocking=False):
            try:
                self._sleep(delay)
            finally:
                self._places.release()

    def _next_delay(self) -> float:
        with self._lock:
            now = self._clock()
            left = self._delay * 0.5 ** ((now - self._latest) / HALF_LIFE)
            self._delay, self._latest = min(self._longest, max(FIRST, 2 * left)), now
            return self._delay
