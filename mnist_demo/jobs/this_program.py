"""What a program that works on the queue says of itself."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import psutil

from mnist_demo.jobs.machine import Kind, Machine
from mnist_demo.settings import Settings

MB = 10**6


class ThisProgram:
    """Describes the program that runs it, whose name stays the same."""

    def __init__(self, kind: Kind, settings: Settings, visitors: Callable[[], int]) -> None:
        self.name = uuid4().hex
        self._kind: Kind = kind
        self._folder = settings.models_dir
        self._jobs = int(settings.workers)
        self._visitors = visitors
        self._started_at = datetime.now(UTC)

    def now(self) -> Machine:
        """How it stands (OSError where the folder of its runs is gone)."""
        return Machine(
            self.name,
            self._kind,
            platform.node(),
            self._jobs,
            self._visitors(),
            memory_mb=psutil.Process().memory_info().rss // MB,
            free_mb=shutil.disk_usage(self._folder).free // MB,
            started_at=self._started_at,
        )
