"""What happens alongside the steps of a training: progress is reported, and the network kept after some epochs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import keras
import numpy as np

from mnist_demo.config import HISTORY_KEYS, TrainConfig
from mnist_demo.network.progress import Progress, TrainingStopped
from mnist_demo.network.timeline import Timeline, epochs_to_keep
from mnist_demo.training.conversion import network_of

PROGRESS_SECONDS = 0.25
"""The shortest time between two reports of progress."""
Logs = Mapping[str, float]
"""The figures of a batch or an epoch: loss, accuracy, and after an epoch those of the validation."""


class ProgressCallback(keras.callbacks.Callback):
    """Reports Progress, a few times a second, and stops the training on demand."""

    def __init__(
        self,
        config: TrainConfig,
        steps_per_epoch: int,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.config, self.steps_per_epoch = config, steps_per_epoch
        self.on_progress, self.should_stop = on_progress, should_stop
        self.epoch, self.step = 0, 0
        self.accuracy: float | None = None
        self.finished: dict[str, list[float]] = {key: [] for key in HISTORY_KEYS}
        self.measured_from: tuple[int, float] | None = None
        self.reported_at = 0.0

    def on_drawn(self, done: int) -> None:
        """`done` of the pictures to train on have been drawn."""
        self.check_stop()
        self.on_progress(Progress(0, self.config.epochs, done, self.config.strokes + self.config.doodles))

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self.epoch = epoch + 1
        self._report()

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        # One call covers several batches (see model.py): the last index of an epoch may lie past its end.
        self.step = (self.epoch - 1) * self.steps_per_epoch + min(batch + 1, self.steps_per_epoch)
        if not self.measured_from:  # the first call includes compiling, so time is taken from its end
            self.measured_from = (self.step, time.monotonic())
        self.accuracy = float(logs["accuracy"])
        if not np.isfinite(logs["loss"]):
            raise ValueError("the training diverged, its loss is no number any more; try a lower learning rate")
        self._pause()

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._pause()

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        for key, values in self.finished.items():
            values.append(float(logs[key]))
        self._report()

    def on_train_end(self, logs: Logs | None = None) -> None:
        self.step = self.config.epochs * self.steps_per_epoch  # early stopping has no use for the rest
        self._report()

    def check_stop(self, done: int = 0) -> None:
        """Raise TrainingStopped if `should_stop` returns True."""
        if self.should_stop():
            raise TrainingStopped

    def _pause(self) -> None:
        self.check_stop()
        if time.monotonic() - self.reported_at >= PROGRESS_SECONDS:
            self._report()

    def _report(self) -> None:
        self.reported_at = time.monotonic()
        steps = self.config.epochs * self.steps_per_epoch
        history = {key: list(values) for key, values in self.finished.items()}
        self.on_progress(
            Progress(
                self.epoch, self.config.epochs, self.step, steps, self.accuracy, self._seconds_left(steps), history
            )
        )

    def _seconds_left(self, steps: int) -> float | None:
        if not self.measured_from or self.step == self.measured_from[0]:
            return None
        first_step, since = self.measured_from
        return (time.monotonic() - since) / (self.step - first_step) * (steps - self.step)


class Keeper(keras.callbacks.Callback):
    """Keeps the network, untrained and after some of the epochs, in `timeline`."""

    def __init__(self, epochs: int) -> None:
        super().__init__()
        self.epochs, self.timeline = epochs_to_keep(epochs), Timeline()

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._keep(0)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._keep(epoch + 1)

    def _keep(self, epoch: int) -> None:
        if epoch in self.epochs:
            self.timeline.append((epoch, network_of(self.model)))
