"""What a visitor can do that others notice: each asks first whether they may, and then does it.

Every function raises `Refused` where they may not; then nothing has happened.
"""

from __future__ import annotations

from mnist_demo.classroom.rights import Action, check, is_small_training, may
from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.runs.run import DamagedRun, Run
from mnist_demo.ui import resources
from mnist_demo.ui.seat import visitor


def is_offered(action: Action) -> bool:
    """Whether the page offers that to its visitor; what it leads to is asked again when they do it."""
    return may(visitor(), action, is_small=True)


def start_training(config: TrainConfig, name: str) -> JobStatus:
    """Start a training (JobError, OSError as `Trainings.start`)."""
    check(visitor(), Action.START, is_small=is_small_training(config))
    return resources.trainings().start(config, name)


def cancel_training(number: int) -> None:
    """Ask the training with this number to stop."""
    check(visitor(), Action.CANCEL)
    resources.trainings().cancel(number)


def delete(run: Run | DamagedRun) -> None:
    """Delete a run for everyone (RunError, OSError as `RunStore.delete`)."""
    check(visitor(), Action.DELETE)
    resources.run_store().delete(run)


def evaluate(run: Run, while_waiting: WhileWaiting) -> None:
    """Evaluate a run (DatasetError, RunError as `resources.evaluate`)."""
    check(visitor(), Action.EVALUATE)
    resources.evaluate(run, while_waiting)


def export_file(run: Run, kind: str, while_waiting: WhileWaiting) -> bytes:
    """The file that holds a run in another format (ExportError, RunError as `resources.exported`)."""
    check(visitor(), Action.EXPORT)
    return resources.exported(run, kind, while_waiting)
