"""What a visitor can do that others notice: each asks first whether they may, and then does it.

Every function raises `Refused` where they may not; then nothing has happened.
"""

from __future__ import annotations

import threading
import time

from mnist_demo.classroom.rights import Action, Visitor, check
from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.runs import store
from mnist_demo.runs.results import EVALUATION
from mnist_demo.runs.run import DamagedRun, Run
from mnist_demo.ui import resources

EVALUATES = threading.Lock()
"""Held while a run is evaluated, which takes a core for ten seconds."""


def start_training(config: TrainConfig, name: str) -> JobStatus:
    """Start a training (JobError, OSError as `Trainings.start`)."""
    check(_visitor(), Action.START)
    return resources.trainings().start(config, name)


def cancel_training(number: int) -> None:
    """Ask the training with this number to stop."""
    check(_visitor(), Action.CANCEL)
    resources.trainings().cancel(number)


def delete(run: Run | DamagedRun) -> None:
    """Delete a run for everyone (RunError, OSError as `RunStore.delete`)."""
    check(_visitor(), Action.DELETE)
    resources.run_store().delete(run)


def evaluate(run: Run) -> None:
    """Evaluate a run (DatasetError, RunError as `evaluate_run`); a class that asks at once waits for one evaluation."""
    check(_visitor(), Action.EVALUATE)
    asked_at = time.time()
    with EVALUATES:
        if not _is_evaluated_since(run, asked_at):
            store.evaluate_run(run)


def export_file(run: Run, kind: str) -> bytes:
    """The file that holds a run in another format (ExportError as `resources.exported`)."""
    check(_visitor(), Action.EXPORT)
    return resources.exported(run, kind)


def _visitor() -> Visitor:
    """Whose page asks."""
    return Visitor()


def _is_evaluated_since(run: Run, moment: float) -> bool:
    """Whether somebody else's click has done it meanwhile."""
    path = run.path / EVALUATION
    return path.exists() and path.stat().st_mtime >= moment
