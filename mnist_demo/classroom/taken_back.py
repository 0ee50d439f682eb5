"""What was given and taken back a moment ago, which counts for the pace of giving all the same."""

from __future__ import annotations

import threading
from datetime import datetime


class TakenBack:
    """When drawings were given that their visits have taken back; any thread may call it.

    In memory alone, as long as it counts: nothing of such a drawing stays in the database. That is enough, since a
    visit lives in one server.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[int, str, datetime]] = []
        self._lock = threading.Lock()

    def note(self, class_id: int, contributor: str, given_at: datetime) -> None:
        """A visit took back what it had given to a class then."""
        with self._lock:
            self._entries.append((class_id, contributor, given_at))

    def count(self, class_id: int, contributor: str, since: datetime) -> int:
        """How many a visit gave to a class since then, and took back; what all gave earlier is forgotten."""
        with self._lock:
            self._entries = [entry for entry in self._entries if entry[2] > since]
            return sum(entry[:2] == (class_id, contributor) for entry in self._entries)
