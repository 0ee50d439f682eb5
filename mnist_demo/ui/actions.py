"""What a visitor can do that others notice: each asks first whether they may, and then does it.

Every function raises `Refused` where they may not; then nothing has happened. What every member of a class may do asks
for the class that the page has joined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.rights import Action, Role, check, is_small_training, may
from mnist_demo.classroom.set_archive import pack_set, unpack_set
from mnist_demo.config import TrainConfig
from mnist_demo.jobs.experiment import Experiment
from mnist_demo.jobs.interface import MOST_WAITING, JobError, JobStatus
from mnist_demo.jobs.machine import Watched
from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.runs.run import DamagedRun, Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.school import membership
from mnist_demo.ui.seat import visitor
from mnist_demo.ui.state import CLASS_CODE, TOKEN
from mnist_demo.ui.tab_memory import component as tab_memory

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass
    from mnist_demo.classroom.rounds import Round


MOST_WAITING_OF_A_PUPIL = 3
"""Trainings of one pupil that may wait: thirty of them share the queue."""


def is_offered(action: Action, *, is_small: bool = True, is_own: bool = False) -> bool:
    """Whether the page offers that to its visitor; what it leads to is asked again when they do it."""
    return may(visitor(), action, is_small=is_small, is_own=is_own)


def is_own_training(number: int) -> bool:
    """Whether this tab asked for the training with this number."""
    return tab_memory.is_of_this_tab(resources.trainings().status(number))


def is_own_run(run: Run | DamagedRun) -> bool:
    """Whether a training of this tab made the run; of several that made one of its name, the last one counts."""
    owner = resources.trainings().owner(run.name)
    return bool(owner) and owner == TOKEN.get()


def start_training(config: TrainConfig, name: str) -> JobStatus:
    """Ask for a training (JobError as `Trainings.start`)."""
    asking = visitor()
    check(asking, Action.START, is_small=is_small_training(config))
    most = MOST_WAITING_OF_A_PUPIL if asking.role is Role.VISITOR else MOST_WAITING
    return resources.trainings().start(config, name, tab_memory.token(), most)


def start_experiment(planned: Sequence[TrainConfig]) -> tuple[JobStatus, ...]:
    """Ask for the trainings of an experiment, as `plan.plan` gives them (JobError as `Trainings.start_all`)."""
    check(visitor(), Action.EXPERIMENT)
    return resources.trainings().start_all(planned, tab_memory.token())


def delete_experiment(experiment: Experiment) -> tuple[str, ...]:
    """Cancel the trainings of an experiment that wait or run, and delete its networks, for everyone.

    Returns:
        What could not be done, a line each; nothing where all is gone. Whatever one of them says, the others are tried.
    """
    check(visitor(), Action.EXPERIMENT)
    for failed in experiment.failed:
        resources.trainings().note_told(failed.number)
    cancels = [partial(resources.trainings().cancel, status.number) for status in experiment.unfinished]
    deletes = [partial(_delete_for_everyone, run) for run in experiment.runs]
    return tuple(problem for problem in map(_problem, [*cancels, *deletes]) if problem)


def _problem(act: Callable[[], None]) -> str:
    """Do something that may fail, and give the reason in a line, "" where it worked."""
    try:
        act()
    except (JobError, RunError) as error:
        return str(error)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def cancel_training(number: int) -> None:
    """Take the training with this number out of the queue, or ask it to stop (JobError as `Trainings.cancel`)."""
    check(visitor(), Action.CANCEL, is_own=is_own_training(number))
    resources.trainings().cancel(number)


def move_training_up(number: int) -> None:
    """Make a training that waits the next one (JobError as `Trainings.move_up`)."""
    check(visitor(), Action.MOVE_UP)
    resources.trainings().move_up(number)


def watch() -> Watched:
    """How the programs and the database stand (JobError as `Trainings.watched`)."""
    check(visitor(), Action.WATCH)
    return resources.trainings().watched()


def delete(run: Run | DamagedRun) -> None:
    """Delete a run for everyone (RunError, OSError as `RunStore.delete`)."""
    check(visitor(), Action.DELETE, is_own=is_own_run(run))
    _delete_for_everyone(run)


def _delete_for_everyone(run: Run | DamagedRun) -> None:
    resources.run_store().delete(run)
    resources.trainings().disown(run.name)


def evaluate(run: Run, while_waiting: WhileWaiting) -> None:
    """Evaluate a run (DatasetError, RunError as `resources.evaluate`)."""
    check(visitor(), Action.EVALUATE)
    resources.evaluate(run, while_waiting)


def export_file(run: Run, kind: str, while_waiting: WhileWaiting) -> bytes:
    """The file that holds a run in another format (ExportError, RunError as `resources.exported`)."""
    check(visitor(), Action.EXPORT)
    return resources.exported(run, kind, while_waiting)


def web_page(run: Run, while_waiting: WhileWaiting) -> bytes:
    """A web page to take home with a run (RunError as `resources.page_of`)."""
    check(visitor(), Action.EXPORT)
    return resources.page_of(run, network_name(run.name), while_waiting)


def hide_drawing(class_id: int, drawing_id: int, is_hidden: bool) -> None:
    """Hide a drawing of a class, or show it again (ClassroomError as `Drawings.hide`)."""
    check(visitor(), Action.CURATE)
    resources.classroom().drawings.hide(class_id, drawing_id, is_hidden)


def relabel_drawing(class_id: int, drawing_id: int, digit: int) -> None:
    """Say that a drawing of a class is another digit (ClassroomError as `Drawings.relabel`)."""
    check(visitor(), Action.CURATE)
    resources.classroom().drawings.relabel(class_id, drawing_id, digit)


def delete_drawing(class_id: int, drawing_id: int) -> None:
    """Delete a drawing of a class (ClassroomError as `Drawings.delete`)."""
    check(visitor(), Action.CURATE)
    resources.classroom().drawings.delete(class_id, drawing_id)


def take_along(joined: SchoolClass) -> bytes:
    """The zip of a class's drawings (ClassroomError as `pack_set`)."""
    check(visitor(), Action.TAKE_ALONG)
    return pack_set(resources.classroom().drawings.entries(joined.id))


def read_in(joined: SchoolClass, content: bytes) -> int:
    """Take the drawings of a zip into a class; how many were new (ClassroomError as `unpack_set`, `take_in`)."""
    check(visitor(), Action.READ_IN)
    return resources.classroom().drawings.take_in(joined.id, unpack_set(content))


def erase_class(joined: SchoolClass) -> bool:
    """Erase a class with all that was given to it; False where the file may hold traces (as `ClassList.erase`)."""
    check(visitor(), Action.ERASE_CLASS)
    try:
        return resources.classroom().classes.erase(joined.id)
    finally:
        resources.forget_classes()


def ask_class(image: np.ndarray) -> Round:
    """Ask the class that the page has joined what an image shows, uint8 (28, 28) (ClassroomError)."""
    check(visitor(), Action.ASK)
    return resources.classroom().rounds.ask(_joined().id, membership.contributor(), image)


def take_back_question(round_id: int) -> None:
    """Drop a question that the class was asked (ClassroomError as `Rounds.take_back`)."""
    check(visitor(), Action.TAKE_BACK)
    resources.classroom().rounds.take_back(_joined().id, round_id)


def show_votes(
    round_id: int, network_answer: int | None, true_digit: int | None, shares: Sequence[float] | None
) -> None:
    """End a vote of the class, with what the network says (ClassroomError as `Rounds.show`)."""
    check(visitor(), Action.SHOW)
    resources.classroom().rounds.show(_joined().id, round_id, network_answer, true_digit, shares)


def settle_question(round_id: int, true_digit: int | None) -> None:
    """Say what was right (ClassroomError as `Rounds.settle`)."""
    check(visitor(), Action.SETTLE)
    resources.classroom().rounds.settle(_joined().id, round_id, true_digit)


def restart_score() -> None:
    """Begin a new score of class against network (ClassroomError)."""
    check(visitor(), Action.START_AGAIN)
    resources.classroom().rounds.start_again(_joined().id)


def vote_on_question(round_id: int, digit: int | None) -> None:
    """Vote as a member of the class that the page has joined (ClassroomError as `Rounds.vote`)."""
    resources.classroom().rounds.vote(_joined().id, round_id, membership.contributor(), digit)


def propose_trick(picture: Picture28, network: str, network_answer: int | None) -> None:
    """Hand in a drawing that the network reads wrongly, as a member (ClassroomError as `Tricks.propose`)."""
    tricks = resources.classroom().tricks
    tricks.propose(_joined().id, membership.contributor(), picture, network, network_answer)


def vote_on_trick(trick_id: int, digit: int | None) -> None:
    """Say as a member what a trick shows (ClassroomError as `Tricks.vote`)."""
    resources.classroom().tricks.vote(_joined().id, trick_id, membership.contributor(), digit)


def remove_trick(trick_id: int) -> None:
    """Take a trick away for everyone (ClassroomError as `Tricks.remove`)."""
    check(visitor(), Action.REMOVE_TRICK)
    resources.classroom().tricks.remove(_joined().id, trick_id)


def _joined() -> SchoolClass:
    """The class whose member the page is; ClassroomError where it is none's."""
    if not CLASS_CODE.get():
        raise ClassroomError(say("ask.not_joined"))
    return resources.classroom().classes.by_code(CLASS_CODE.get())


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
