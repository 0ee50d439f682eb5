"""What the page knows of trainings in the background, whoever runs them and wherever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from mnist_demo.config import TrainConfig
from mnist_demo.jobs.machine import Watched
from mnist_demo.network.progress import Progress

State = Literal["idle", "waiting", "running", "cancelling", "finished", "cancelled", "failed"]

MOST_WAITING = 100
"""Trainings that may wait in all."""


class JobError(RuntimeError):
    """Something cannot be done with a training; the message is one line."""


@dataclass(frozen=True)
class JobStatus:
    """What is known of one training.

    `number` tells it apart from all others, on all servers that share a database; 0 stands for none. `asked_by` is the
    random token of the visitor who asked for it, "" for nobody's; it is theirs alone and never sent to another page.

    While it waits, `place` counts from 1, the next one, and `seconds` is about how long it will wait; while it runs,
    that is how long it will still take. `progress` is there once the first step is done, `test_accuracy`, a share, at
    the end. `message` says in one line why it failed; `log` holds the last lines of its output. `is_told` says whether
    the page that asked for it has told how it ended.
    """

    number: int = 0
    state: State = "idle"
    name: str = ""
    config: TrainConfig | None = None
    progress: Progress | None = None
    test_accuracy: float | None = None
    message: str = ""
    log: str = ""
    asked_by: str = ""
    place: int = 0
    seconds: float = 0.0
    is_told: bool = False

    @property
    def is_active(self) -> bool:
        """Whether a process is at work."""
        return self.state in ("running", "cancelling")

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("finished", "cancelled", "failed")


class Trainings(Protocol):
    """The queue of trainings. The methods may be called from any thread and return soon."""

    def start(
        self, config: TrainConfig, name: str = "", asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> JobStatus:
        """Ask for a training; it runs now, or waits: the status says which, with its place.

        Args:
            config: how to train.
            name: of the run that it makes; empty for preset, date and time, with a number where another training is
                faster to take that name: the status then says so.
            asked_by: the random token of the visitor; visitors take turns.
            most_waiting: how many trainings of this visitor may wait.

        Raises:
            JobError: too many wait, the name cannot be had, or nothing can be stored.
        """
        ...

    def start_all(
        self, configs: Sequence[TrainConfig], asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> tuple[JobStatus, ...]:
        """Ask for all trainings of an experiment, in this order, or for none.

        A title that another experiment has gets a number, as the statuses then say; a double click asks once: where
        all of them wait or run for this visitor already, those are given back.

        Args:
            configs: how to train, each with the same title, see `plan.plan`.
            asked_by, most_waiting: as `start`.

        Raises:
            JobError: too many would wait or be kept, or nothing can be stored.
        """
        ...

    def status(self, number: int | None = None) -> JobStatus:
        """How a training stands; `idle` if there is none of that number.

        Without a number it is the one that runs, of several the one that began first, else the one that ended last.
        """
        ...

    def outcome(self, number: int) -> JobStatus | None:
        """How a training ended, None if it has not."""
        ...

    def queue(self) -> tuple[JobStatus, ...]:
        """All that run, then all that wait, the next one first."""
        ...

    def ended(self) -> tuple[JobStatus, ...]:
        """Those that ended last, a few dozen, the last one first."""
        ...

    def cancel(self, number: int) -> None:
        """Take a training out of the queue, or ask it to stop; nothing of it is kept.

        Where it has ended, nothing happens (JobError where the queue cannot be reached).
        """
        ...

    def move_up(self, number: int) -> None:
        """Make a training that waits the next one; where it does not wait, nothing happens (JobError as `cancel`)."""
        ...

    def ended_last(self) -> int:
        """The number of the training that ended last after having begun, 0 if none has."""
        ...

    def untold(self, asked_by: str) -> tuple[JobStatus, ...]:
        """A visitor's trainings that have not ended, or whose end their page has not told yet, the oldest first."""
        ...

    def note_told(self, number: int) -> None:
        """Remember that the page has told how a training ended."""
        ...

    def owner(self, name: str) -> str:
        """The token of the visitor whose training made the run of this name, of several the last; "" for nobody's."""
        ...

    def disown(self, name: str) -> None:
        """Forget whose run this is: it was deleted, and another one may get its name."""
        ...

    def watched(self) -> Watched:
        """The programs that share the queue, and its database (JobError as `cancel`)."""
        ...

    def close(self) -> None:
        """Give back what is being trained here, as if it had not begun, and stop: the server ends."""
        ...
