"""What a visitor can do that others notice: each asks first whether they may, and then does it.

Every function raises `Refused` where they may not; then nothing has happened.
"""

from __future__ import annotations

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.rights import Action, check, is_small_training, may
from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.runs.run import DamagedRun, Run
from mnist_demo.ui import resources
from mnist_demo.ui.school import membership
from mnist_demo.ui.seat import visitor


def is_offered(action: Action, *, is_own: bool = False) -> bool:
    """Whether the page offers that to its visitor; what it leads to is asked again when they do it."""
    return may(visitor(), action, is_small=True, is_own=is_own)


def is_own_training(number: int) -> bool:
    """Whether this visit started the training with this number."""
    trainer = resources.trainers().get(number)
    return trainer is not None and trainer == membership.known_contributor()


def is_own_run(run: Run | DamagedRun) -> bool:
    """Whether a training of this visit made the run; of several that made one of its name, the last one counts."""
    numbers = [number for number in list(resources.trainers()) if _made(number) == run.name]
    return bool(numbers) and is_own_training(max(numbers))


def _made(number: int) -> str | None:
    """The name of the run that a training has made."""
    ended = resources.trainings().outcome(number)
    return ended.name if ended and ended.state == "finished" else None


def start_training(config: TrainConfig, name: str) -> JobStatus:
    """Start a training (JobError, OSError as `Trainings.start`)."""
    check(visitor(), Action.START, is_small=is_small_training(config))
    status = resources.trainings().start(config, name)
    resources.trainers()[status.number] = membership.contributor()
    return status


def cancel_training(number: int) -> None:
    """Ask the training with this number to stop."""
    check(visitor(), Action.CANCEL, is_own=is_own_training(number))
    resources.trainings().cancel(number)


def delete(run: Run | DamagedRun) -> None:
    """Delete a run for everyone (RunError, OSError as `RunStore.delete`)."""
    check(visitor(), Action.DELETE, is_own=is_own_run(run))
    resources.run_store().delete(run)
    for number in [number for number in list(resources.trainers()) if _made(number) == run.name]:
        resources.trainers().pop(number, None)  # another run may get its name


def evaluate(run: Run, while_waiting: WhileWaiting) -> None:
    """Evaluate a run (DatasetError, RunError as `resources.evaluate`)."""
    check(visitor(), Action.EVALUATE)
    resources.evaluate(run, while_waiting)


def export_file(run: Run, kind: str, while_waiting: WhileWaiting) -> bytes:
    """The file that holds a run in another format (ExportError, RunError as `resources.exported`)."""
    check(visitor(), Action.EXPORT)
    return resources.exported(run, kind, while_waiting)


def make_class(name: str) -> SchoolClass:
    """Make a class (ClassroomError as `ClassList.create`)."""
    check(visitor(), Action.MANAGE_CLASS)
    return resources.classroom().classes.create(name)


def find_class(class_id: int) -> SchoolClass:
    """A class by its number, with its code (ClassroomError as `ClassList.get`)."""
    check(visitor(), Action.MANAGE_CLASS)
    return resources.classroom().classes.get(class_id)


def rename_class(class_id: int, name: str) -> SchoolClass:
    """Give a class another name (ClassroomError as `ClassList.rename`)."""
    check(visitor(), Action.MANAGE_CLASS)
    return resources.classroom().classes.rename(class_id, name)


def open_or_close_class(class_id: int, is_open: bool) -> SchoolClass:
    """Say whether a class takes drawings and votes (ClassroomError)."""
    check(visitor(), Action.MANAGE_CLASS)
    return resources.classroom().classes.set_open(class_id, is_open)


def let_pupils_train(class_id: int, may_train: bool) -> SchoolClass:
    """Say whether the pupils of a class may train small networks (ClassroomError)."""
    check(visitor(), Action.MANAGE_CLASS)
    return resources.classroom().classes.set_pupils_may_train(class_id, may_train)
