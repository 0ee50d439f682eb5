"""When a command that takes long should stop."""

from __future__ import annotations

import signal
from types import FrameType

import psutil


class StopRequest:
    """Turns Ctrl-C and SIGTERM into an answer for `should_stop`, or into KeyboardInterrupt while nothing asks.

    With `watch_parent`, the end of the process that started this one is a request to stop, too: a training that
    nobody can see or cancel any more should not go on.
    """

    def __init__(self, *, watch_parent: bool) -> None:
        self.received = self.is_polled = False
        self.parent = psutil.Process().parent() if watch_parent else None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._receive)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.received = True
        if not self.is_polled:
            raise KeyboardInterrupt

    def __call__(self) -> bool:
        return self.received or (self.parent is not None and has_ended(self.parent))


def has_ended(process: psutil.Process) -> bool:
    """Whether a process is gone, or dead and only not yet taken note of."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
