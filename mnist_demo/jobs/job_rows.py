"""Rows of the table of jobs as what pages and workers know of a training."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row

from mnist_demo.config import TrainConfig
from mnist_demo.jobs import forecast
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.network.progress import Progress


def queue_of(
    running: Sequence[Row[Any]], waiting: Sequence[Row[Any]], speed: float, now: datetime
) -> tuple[JobStatus, ...]:
    """Those that run, then those that wait, in their order, with places and seconds; `speed` is work a second."""
    left = [_seconds_left(row, speed, now) for row in running]
    begins = forecast.waits(left, [forecast.seconds_for(row.work, speed) for row in waiting])
    return (
        *(status_of(row, seconds=seconds) for row, seconds in zip(running, left, strict=True)),
        *(status_of(row, place=place, seconds=begins[place - 1]) for place, row in enumerate(waiting, 1)),
    )


def _seconds_left(row: Row[Any], speed: float, now: datetime) -> float:
    """What a training says itself, which the last sign of life is from; until then what it should take."""
    progress = _progress(row.progress)
    if progress and progress.seconds_left is not None:
        return max(1.0, progress.seconds_left)
    elapsed: float = (now - row.started_at).total_seconds()
    return max(1.0, forecast.seconds_for(row.work, speed) - elapsed)


def status_of(row: Row[Any], **changes: Any) -> JobStatus:
    """A training; where it stands in the queue, a single row does not say."""
    known = {
        "number": row.id, "state": row.state, "name": row.name, "config": _config(row.config),
        "progress": _progress(row.progress), "test_accuracy": row.test_accuracy, "message": row.message,
        "log": row.log, "asked_by": row.asked_by, "is_told": row.is_told,
    }  # fmt: skip
    return JobStatus(**{**known, **changes})


@lru_cache(maxsize=256)  # they are looked at several times a second
def _config(settings: str) -> TrainConfig | None:
    """None for settings that another version of the program knows."""
    try:
        return TrainConfig.model_validate_json(settings)
    except ValidationError:
        return None


@lru_cache(maxsize=64)
def _progress(stored: str | None) -> Progress | None:
    return Progress(**json.loads(stored)) if stored else None


def progress_as_text(progress: Progress | None) -> str | None:
    """As the table keeps it: JSON, with Python's words for what is not finite, as a loss may be."""
    if progress is None:
        return None
    fields = {name: value for name, value in asdict(progress).items() if name in Progress.__dataclass_fields__}
    return json.dumps(fields)
