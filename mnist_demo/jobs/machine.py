"""What is known of the programs that share the queue: servers of pages, and workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SILENT_SECONDS = 20.0
"""A program of which nothing was heard for so long has ended, or cannot reach the database."""
Kind = Literal["server", "worker"]


@dataclass(frozen=True)
class Machine:
    """A program, as it said last.

    `jobs` counts the trainings that it does at a time, `visitors` its open pages; `memory_mb` is what it holds, without
    its trainings, `free_mb` is left on the disk of its runs; `silent_seconds` is how long ago it said so.
    """

    name: str
    kind: Kind
    host: str
    jobs: int
    visitors: int
    memory_mb: int
    free_mb: int
    started_at: datetime
    silent_seconds: float = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether it should have been heard of."""
        return self.silent_seconds > SILENT_SECONDS


@dataclass(frozen=True)
class Watched:
    """The programs that share a database, and the database: its size in bytes, and how long it took to answer."""

    machines: tuple[Machine, ...] = ()
    database: str = ""
    size: int = 0
    answer_ms: float = 0.0
