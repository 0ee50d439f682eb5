"""What a program says of the trainings that it works on: a line of JSON for each beginning and each end."""

from __future__ import annotations

import json
import logging
import platform
from datetime import UTC, datetime
from typing import Any

from mnist_demo.jobs.interface import JobStatus

FIELDS = "fields"
"""Where a record of the log holds what belongs to its event."""
_log = logging.getLogger(__name__)
_log.setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """Each record on a line: an object with `time` (UTC), `level`, `event` and what belongs to the event.

    The event of all that was not logged here is "message".
    """

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, FIELDS, None) or {"event": "message", "message": record.getMessage()}
        return json.dumps({"time": time, "level": record.levelname.lower(), **fields})


def log_event(event: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event of this machine with what belongs to it, as JSON also where nobody set up JsonLines."""
    told = {"event": event, "host": platform.node(), **fields}
    _log.log(level, "%s", json.dumps(told), extra={FIELDS: told})


def log_job(event: str, status: JobStatus, **fields: Any) -> None:
    """Log that a training was "started", "given_back" or "lost" to others, or has "finished", "failed", …"""
    level = logging.WARNING if event in ("failed", "lost") else logging.INFO
    log_event(f"job_{event}", level=level, job=status.number, name=status.name, **fields)
