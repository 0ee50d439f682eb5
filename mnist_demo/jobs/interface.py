"""What the page knows of trainings in the background, whoever runs them and wherever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from mnist_demo.config import TrainConfig
from mnist_demo.network.progress import Progress

State = Literal["idle", "running", "cancelling", "finished", "cancelled", "failed"]


class JobError(RuntimeError):
    """A training cannot be started; the message is one line."""


@dataclass(frozen=True)
class JobStatus:
    """What is known of one training.

    `number` tells it apart from all others of the server; it counts them from 1, and 0 stands for none. `progress` is
    there once the first step is done, `test_accuracy`, a share, at the end. `message` says in one line why it failed;
    `log` holds the last lines of its output.
    """

    number: int = 0
    state: State = "idle"
    name: str = ""
    config: TrainConfig | None = None
    progress: Progress | None = None
    test_accuracy: float | None = None
    message: str = ""
    log: str = ""

    @property
    def is_active(self) -> bool:
        """Whether a process is at work."""
        return self.state in ("running", "cancelling")


class Trainings(Protocol):
    """The trainings of one server, one at a time. The methods may be called from any thread and return at once."""

    def start(self, config: TrainConfig, name: str = "") -> JobStatus:
        """Start a training and give it a name.

        Args:
            name: of the run that it makes; empty for preset, date and time, with a number where another training is
                faster to take that name: the status then says so.

        Raises:
            JobError: another one is at work, or the name cannot be had.
            OSError: no process can be started.
        """
        ...

    def status(self) -> JobStatus:
        """How the latest training stands now; `idle` before the first."""
        ...

    def outcome(self, number: int) -> JobStatus | None:
        """How a training of this server ended, None if it has not; any, not the latest alone."""
        ...

    def cancel(self, number: int) -> None:
        """Ask a training to stop; nothing of it is kept. Where that one is not at work, nothing happens."""
        ...
