"""The lines that a program writes of the trainings that it works on, one for each beginning and each end."""

from __future__ import annotations

import logging
from typing import Any

from mnist_demo.event_log import log_event
from mnist_demo.jobs.interface import JobStatus


def log_job(event: str, status: JobStatus, **fields: Any) -> None:
    """Log that a training was "started", "given_back" or "lost", or has "finished", "failed", …"""
    level = logging.WARNING if event in ("failed", "lost") else logging.INFO
    log_event(f"job_{event}", level=level, job=status.number, name=status.name, **fields)
