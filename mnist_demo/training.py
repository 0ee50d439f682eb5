"""Train a network: arrays in, trained model out. Knows nothing of screen or disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np

from mnist_demo.calibration import choose_threshold, fit_temperature
from mnist_demo.config import HISTORY_KEYS, TrainConfig
from mnist_demo.conversion import network_of, plain_model
from mnist_demo.dataset import Dataset
from mnist_demo.inference import Network
from mnist_demo.mixture import batches, make_sources, one_hot
from mnist_demo.model import build_mlp, compile_mlp
from mnist_demo.preprocessing import scale_pixels
from mnist_demo.strokes import draw_doodles

Part = tuple[np.ndarray, np.ndarray]
"""Images and their labels."""

VALIDATION_DOODLES = 2000
PROGRESS_SECONDS = 0.25
"""The least time between two reports of progress."""


class TrainingStopped(Exception):
    """`should_stop` said so; there is no result."""


@dataclass(frozen=True)
class Progress:
    """Where a training stands.

    First the pictures to train on are drawn, if any: `epoch` is 0, and `step` of `steps` drawings are done. Then
    `epoch` counts from 1, and `step` of `steps` batches are done in all epochs together; `accuracy` is that of the
    running epoch so far, a share; `history` holds the finished epochs.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    accuracy: float = 0.0
    seconds_left: float | None = None
    history: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class TrainingResult:
    """What a training yields.

    `network` in NumPy and `model` in Keras are the same Dense layers, their confidence calibrated by `temperature`;
    below `threshold` it should not be believed. `history` has Keras's keys; `seconds` counts everything.
    """

    model: keras.Sequential
    network: Network
    temperature: float
    threshold: float
    history: dict[str, list[float]]
    seconds: float


def train(
    config: TrainConfig,
    dataset: Dataset,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> TrainingResult:
    """Train the network that `config` describes on the training part of `dataset`, and calibrate it.

    Args:
        on_progress: called at least twice a second, within epochs too.
        should_stop: asked after each batch, and while drawing after each few hundred drawings.

    Raises:
        TrainingStopped: `should_stop` returned True.
        ValueError: the training diverged.
    """
    started = time.monotonic()
    keras.utils.set_random_seed(config.seed)
    fit, validation = split_validation(config, dataset)
    steps_per_epoch = -(-len(fit[1]) // config.batch_size)
    reporter = Reporter(config, steps_per_epoch, on_progress, should_stop)
    model = build_mlp(config)
    compile_mlp(model, config, config.epochs * steps_per_epoch)
    history = model.fit(
        **_training_data(config, fit, steps_per_epoch, reporter),
        epochs=config.epochs,
        validation_data=(validation[0], one_hot(validation[1]) if config.is_mixed else validation[1]),
        validation_batch_size=1024,
        callbacks=[reporter],
        verbose=0,
    ).history
    network, temperature, threshold = calibrate(network_of(model), config, *validation, reporter.check_stop)
    in_order = {key: history[key] for key in HISTORY_KEYS}
    seconds = time.monotonic() - started
    return TrainingResult(plain_model(network), network, temperature, threshold, in_order, seconds)


def calibrate(
    network: Network,
    config: TrainConfig,
    images: np.ndarray,
    labels: np.ndarray,
    on_drawn: Callable[[int], None] = lambda done: None,
) -> tuple[Network, float, float]:
    """The network with its confidence set right on validation images and labels; the temperature; the threshold."""
    temperature = fit_temperature(network.activations(images)[-1], labels)
    network = network.calibrated(temperature)
    doodles = None
    if config.doodles:
        drawings = draw_doodles(VALIDATION_DOODLES, config.seed + 1, on_drawn=on_drawn)  # not those trained on
        doodles = network.predict(scale_pixels(drawings)).max(axis=1)
    return network, temperature, choose_threshold(network.predict(images).max(axis=1), doodles)


def _training_data(config: TrainConfig, fit: Part, steps_per_epoch: int, reporter: Reporter) -> dict:
    """What `fit` is called with: the arrays themselves, or batches mixed at random."""
    images, labels = fit
    if not config.is_mixed:
        return {"x": scale_pixels(images), "y": labels, "batch_size": config.batch_size}
    sources = make_sources(config, images, labels, reporter.on_drawn)
    data = batches(sources, config, config.epochs * steps_per_epoch)
    return {"x": data, "steps_per_epoch": steps_per_epoch, "shuffle": False}


def split_validation(config: TrainConfig, dataset: Dataset) -> tuple[Part, Part]:
    """Part the training images at random, by the seed, in ones to fit and ones to validate.

    Returns:
        To fit, uint8 (N, 28, 28) and labels, uint8 (N,); to validate, float32 (M, 28, 28) in [0, 1] and labels.
        Each part has at least one image.
    """
    order = np.random.default_rng(config.seed).permutation(len(dataset.y_train))
    count = min(max(1, round(len(order) * config.validation_split)), len(order) - 1)
    validation, fit = order[:count], order[count:]
    images, labels = dataset.x_train, dataset.y_train
    return (images[fit], labels[fit]), (scale_pixels(images[validation]), labels[validation])


class Reporter(keras.callbacks.Callback):
    """Turns what happens into Progress, a few times a second, and stops the training on demand."""

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
        self.epoch, self.step, self.accuracy = 0, 0, 0.0
        self.finished: dict[str, list[float]] = {key: [] for key in HISTORY_KEYS}
        self.measured_from: tuple[int, float] | None = None
        self.reported_at = 0.0

    def on_drawn(self, done: int) -> None:
        """So many of the pictures to train on are drawn."""
        self.check_stop()
        self.on_progress(Progress(0, self.config.epochs, done, self.config.strokes + self.config.doodles))

    def on_epoch_begin(self, epoch, logs=None) -> None:
        self.epoch = epoch + 1
        self._report()

    def on_train_batch_end(self, batch, logs=None) -> None:
        # Several batches make one call (see model.py), so the last index of an epoch may lie past its end.
        self.step = (self.epoch - 1) * self.steps_per_epoch + min(batch + 1, self.steps_per_epoch)
        if not self.measured_from:  # the first call includes compiling, so time is taken from its end
            self.measured_from = (self.step, time.monotonic())
        self.accuracy = float(logs["accuracy"])
        if not np.isfinite(logs["loss"]):
            raise ValueError("the training diverged, its loss is no number any more; try a lower learning rate")
        self._pause()

    def on_test_batch_end(self, batch, logs=None) -> None:
        self._pause()

    def on_epoch_end(self, epoch, logs=None) -> None:
        for key, values in self.finished.items():
            values.append(float(logs[key]))
        self._report()

    def check_stop(self, done: int = 0) -> None:
        """Raise TrainingStopped if that is wanted."""
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
