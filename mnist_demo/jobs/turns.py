"""Work that takes long, one at a time for all visitors; who asks for the same shares the result."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

T = TypeVar("T")
WhileWaiting = Callable[[bool], None]
"""Called several times a second until the result is there, with whether it is being computed; may raise to give up."""

SECONDS = 0.25


def ignore(is_at_work: bool) -> None:
    """For those who have nobody to tell."""


class Turns(Generic[T]):
    """Works of one kind, each known by a key. Of those that have ended well, the latest `keep` results are kept."""

    def __init__(self, keep: int = 0) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1)
        self._futures: dict[Hashable, Future[T]] = {}
        self._waiting: Counter[Future[T]] = Counter()

    def result(self, key: Hashable, work: Callable[[], T], while_waiting: WhileWaiting = ignore) -> T:
        """What `work` returns or raises, in this call or in that of somebody who asked for the same before.

        Work is done in another thread and goes on when those who asked have given up; what has not begun is dropped.
        """
        future = self._enter(key, work)
        try:
            while not wait([future], SECONDS).done:
                while_waiting(future.running())
            return future.result()
        finally:
            self._leave(future)

    def _enter(self, key: Hashable, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            self._forget()
            if key not in self._futures:
                self._futures[key] = self._worker.submit(work)
            future = self._futures[key]
            self._waiting[future] += 1
            return future

    def _leave(self, future: Future[T]) -> None:
        with self._lock:
            self._waiting[future] -= 1
            if not self._waiting[future]:
                del self._waiting[future]
                future.cancel()  # nothing happens to what has begun
                self._forget()

    def _forget(self) -> None:
        """Drop what failed or was given up, and the oldest results."""
        ended = [key for key, future in self._futures.items() if future.done()]
        good = [key for key in ended if not self._futures[key].cancelled() and not self._futures[key].exception()]
        for key in set(ended) - set(good[max(0, len(good) - self._keep) :]):
            del self._futures[key]
