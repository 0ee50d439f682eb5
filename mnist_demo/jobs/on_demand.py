"""The queue of trainings, opened when somebody needs it: the page starts without SQLAlchemy and Huey."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import MOST_WAITING, JobError, JobStatus
from mnist_demo.jobs.machine import Watched
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings

if TYPE_CHECKING:
    from mnist_demo.jobs.training_queue import TrainingQueue

AGAIN_SECONDS = 10.0
"""How long after a failure the queue is opened again for those who only look."""
_log = logging.getLogger(__name__)


class TrainingsOnDemand:
    """Trainings, see `interface.Trainings`.

    Who asks for a training opens the queue and waits for it. Who only looks has it opened in the background where there
    is one already, and sees an empty one until then.
    """

    def __init__(self, settings: Settings, store: RunStore, visitors: Callable[[], int] = lambda: 0) -> None:
        self._settings = settings
        self._store = store
        self._visitors = visitors
        self._lock = threading.Lock()
        self._queue: TrainingQueue | None = None
        self._look_at = float("-inf")

    def start(
        self, config: TrainConfig, name: str = "", asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> JobStatus:
        """See `Trainings.start`."""
        return self._opened().start(config, name, asked_by, most_waiting)

    def start_all(
        self, configs: Sequence[TrainConfig], asked_by: str = "", most_waiting: int = MOST_WAITING
    ) -> tuple[JobStatus, ...]:
        """See `Trainings.start_all`."""
        return self._opened().start_all(configs, asked_by, most_waiting)

    def status(self, number: int | None = None) -> JobStatus:
        """See `Trainings.status`."""
        queue = self._seen()
        return queue.status(number) if queue else JobStatus()

    def outcome(self, number: int) -> JobStatus | None:
        """See `Trainings.outcome`."""
        queue = self._seen()
        return queue.outcome(number) if queue else None

    def queue(self) -> tuple[JobStatus, ...]:
        """See `Trainings.queue`."""
        queue = self._seen()
        return queue.queue() if queue else ()

    def ended(self) -> tuple[JobStatus, ...]:
        """See `Trainings.ended`."""
        queue = self._seen()
        return queue.ended() if queue else ()

    def cancel(self, number: int) -> None:
        """See `Trainings.cancel`."""
        self._opened().cancel(number)

    def move_up(self, number: int) -> None:
        """See `Trainings.move_up`."""
        self._opened().move_up(number)

    def ended_last(self) -> int:
        """See `Trainings.ended_last`."""
        queue = self._seen()
        return queue.ended_last() if queue else 0

    def untold(self, asked_by: str) -> tuple[JobStatus, ...]:
        """See `Trainings.untold`."""
        queue = self._seen()
        return queue.untold(asked_by) if queue else ()

    def note_told(self, number: int) -> None:
        """See `Trainings.note_told`."""
        if queue := self._seen():
            queue.note_told(number)

    def owner(self, name: str) -> str:
        """See `Trainings.owner`."""
        queue = self._seen()
        return queue.owner(name) if queue else ""

    def disown(self, name: str) -> None:
        """See `Trainings.disown`."""
        if queue := self._seen():
            queue.disown(name)

    def watched(self) -> Watched:
        """See `Trainings.watched`."""
        return self._opened().watched()

    def close(self) -> None:
        """See `Trainings.close`."""
        if self._queue:
            self._queue.close()

    def _opened(self) -> TrainingQueue:
        """The queue (JobError as `TrainingQueue`)."""
        from mnist_demo.jobs.training_queue import TrainingQueue

        with self._lock:
            if self._queue is None:
                self._queue = TrainingQueue(self._settings, self._store, "server", self._visitors)
            return self._queue

    def _seen(self) -> TrainingQueue | None:
        """The queue, if it is open; if not, it is opened in the background where there is one."""
        if self._queue is None and time.monotonic() > self._look_at + AGAIN_SECONDS:
            self._look_at = time.monotonic()
            if self._settings.database or self._settings.queue_file.exists():
                threading.Thread(target=self._try_to_open, name="queue-opening", daemon=True).start()
        return self._queue

    def _try_to_open(self) -> None:
        try:
            self._opened()
        except JobError as error:
            _log.warning("The queue of trainings cannot be opened: %s", error)
