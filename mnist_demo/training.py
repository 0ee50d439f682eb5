"""Train a network: arrays in, trained model out. Knows nothing of screen or disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np

from mnist_demo.config import TrainConfig
from mnist_demo.dataset import Dataset
from mnist_demo.inference import Network
from mnist_demo.model import build_mlp, compile_mlp
from mnist_demo.preprocessing import scale_pixels

HISTORY_KEYS = ("loss", "accuracy", "val_loss", "val_accuracy")
PROGRESS_SECONDS = 0.25
"""The least time between two reports of progress."""


class TrainingStopped(Exception):
    """`should_stop` said so; there is no result."""


@dataclass(frozen=True)
class Progress:
    """Where a training stands.

    `epoch` counts from 1; `step` of `steps` batches are done in all epochs together; `accuracy` is that of the
    running epoch so far, a share; `history` holds the finished epochs.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    accuracy: float
    seconds_left: float | None
    history: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class TrainingResult:
    """A trained Keras model, the same in NumPy, the history (Keras's keys), and the seconds it took."""

    model: keras.Sequential
    network: Network
    history: dict[str, list[float]]
    seconds: float


def train(
    config: TrainConfig,
    dataset: Dataset,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> TrainingResult:
    """Train the network that `config` describes on the training part of `dataset`.

    Args:
        on_progress: called at least twice a second, within epochs too.
        should_stop: asked after each batch.

    Raises:
        TrainingStopped: `should_stop` returned True.
    """
    keras.utils.set_random_seed(config.seed)
    fit, validation = split_validation(config, dataset)
    steps_per_epoch = -(-len(fit[0]) // config.batch_size)
    model = build_mlp(config)
    compile_mlp(model, config, config.epochs * steps_per_epoch)
    started = time.monotonic()
    reporter = _Reporter(config.epochs, steps_per_epoch, on_progress, should_stop)
    history = model.fit(
        *fit,
        batch_size=config.batch_size,
        epochs=config.epochs,
        validation_data=validation,
        validation_batch_size=1024,
        callbacks=[reporter],
        verbose=0,
    ).history
    in_order = {key: history[key] for key in HISTORY_KEYS}
    return TrainingResult(model, network_of(model), in_order, time.monotonic() - started)


def split_validation(
    config: TrainConfig, dataset: Dataset
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Part the training images at random, by the seed, in ones to fit and ones to validate.

    Returns:
        (images, labels) twice: float32 (N, 28, 28) in [0, 1] and uint8 (N,). Each part has at least one image.
    """
    order = np.random.default_rng(config.seed).permutation(len(dataset.y_train))
    count = min(max(1, round(len(order) * config.validation_split)), len(order) - 1)
    validation, fit = order[:count], order[count:]
    images, labels = dataset.x_train, dataset.y_train
    return (scale_pixels(images[fit]), labels[fit]), (scale_pixels(images[validation]), labels[validation])


def network_of(model: keras.Sequential) -> Network:
    """The Dense layers of a Keras model, in NumPy."""
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    weights = [layer.get_weights() for layer in dense]
    return Network([kernel for kernel, _ in weights], [bias for _, bias in weights])


class _Reporter(keras.callbacks.Callback):
    """Turns Keras's callbacks into Progress, a few times a second, and stops the training on demand."""

    def __init__(self, epochs, steps_per_epoch, on_progress, should_stop) -> None:
        super().__init__()
        self.epochs, self.steps_per_epoch = epochs, steps_per_epoch
        self.on_progress, self.should_stop = on_progress, should_stop
        self.epoch, self.step, self.accuracy = 0, 0, 0.0
        self.finished: dict[str, list[float]] = {key: [] for key in HISTORY_KEYS}
        self.measured_from: tuple[int, float] | None = None
        self.reported_at = 0.0

    def on_epoch_begin(self, epoch, logs=None) -> None:
        self.epoch = epoch + 1
        self._report()

    def on_train_batch_end(self, batch, logs=None) -> None:
        # Several batches make one call (see model.py), so the last index of an epoch may lie past its end.
        self.step = (self.epoch - 1) * self.steps_per_epoch + min(batch + 1, self.steps_per_epoch)
        if not self.measured_from:  # the first call includes compiling, so time is taken from its end
            self.measured_from = (self.step, time.monotonic())
        self.accuracy = float(logs["accuracy"])
        self._pause()

    def on_test_batch_end(self, batch, logs=None) -> None:
        self._pause()

    def on_epoch_end(self, epoch, logs=None) -> None:
        for key, values in self.finished.items():
            values.append(float(logs[key]))
        self._report()

    def _pause(self) -> None:
        if self.should_stop():
            raise TrainingStopped
        if time.monotonic() - self.reported_at >= PROGRESS_SECONDS:
            self._report()

    def _report(self) -> None:
        self.reported_at = time.monotonic()
        steps = self.epochs * self.steps_per_epoch
        history = {key: list(values) for key, values in self.finished.items()}
        self.on_progress(
            Progress(self.epoch, self.epochs, self.step, steps, self.accuracy, self._seconds_left(steps), history)
        )

    def _seconds_left(self, steps: int) -> float | None:
        if not self.measured_from or self.step == self.measured_from[0]:
            return None
        first_step, since = self.measured_from
        return (time.monotonic() - since) / (self.step - first_step) * (steps - self.step)
