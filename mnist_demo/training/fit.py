"""Train a network: arrays in, trained model out. Knows nothing of screen or disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from mnist_demo.config import HISTORY_KEYS, TASKS, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.split import split
from mnist_demo.data.strokes import draw_doodles
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.calibration import choose_threshold, fit_temperature
from mnist_demo.network.inference import Network
from mnist_demo.network.progress import Progress
from mnist_demo.network.timeline import Timeline
from mnist_demo.training.callbacks import Keeper, ProgressCallback
from mnist_demo.training.conversion import network_of, plain_model
from mnist_demo.training.mixture import batches, make_sources
from mnist_demo.training.model import build_mlp, compile_mlp, plan_steps
from mnist_demo.training.teacher import load_teacher

Part = tuple[np.ndarray, np.ndarray]
"""Images and their labels, which are classes of the task."""

VALIDATION_DOODLES = 2000


@dataclass(frozen=True)
class TrainingResult:
    """What a training returns.

    `network` in NumPy and `model` in Keras are the same Dense layers, their confidence calibrated by `temperature`;
    below `threshold` an answer should not be trusted. `history` has Keras's keys, a value for each finished epoch, and
    `epoch`, counted from 1, is the one whose weights were kept: the last, or with early stopping the best. `timeline`
    leads from the untrained network to `network`, all with the same temperature, so that every change was learned.
    `seconds` covers everything.
    """

    model: keras.Sequential
    network: Network
    temperature: float
    threshold: float
    history: dict[str, list[float]]
    epoch: int
    timeline: Timeline
    seconds: float


def train_network(
    config: TrainConfig,
    dataset: Dataset,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
    start: Network | None = None,
    extra: Part | None = None,
) -> TrainingResult:
    """Train the network that `config` describes on the training part of `dataset`, and calibrate it.

    The dataset's labels are digits, whatever the task, and it is as `data.experiments.changed` has made it.

    Args:
        start: what to train further, of the layers that `config` describes; None for a new network.
        extra: more images, uint8 (N, 28, 28), and their digits, uint8 (N,), of which each batch gets
            `config.extra_share`; neither validation nor calibration sees them.
        on_progress: called at least twice a second, within epochs too.
        should_stop: called after each batch and, while drawing, after every few hundred drawings.

    Raises:
        TrainingStopped: `should_stop` returned True.
        ValueError: the training diverged.
    """
    started = time.monotonic()
    keras.utils.set_random_seed(config.seed)
    fit, validation = split_validation(config, dataset)
    steps_per_epoch, per_call = plan_steps(config, len(fit[1]))
    reporter, keeper = ProgressCallback(config, steps_per_epoch, on_progress, should_stop), Keeper(config.epochs)
    model = plain_model(start) if start else build_mlp(config)
    compile_mlp(model, config, config.epochs * steps_per_epoch, per_call)
    history = model.fit(
        **_training_data(config, fit, extra, steps_per_epoch, reporter),
        epochs=config.epochs,
        validation_data=(validation[0], _encoded(validation[1], config)),
        validation_batch_size=1024,
        callbacks=[reporter, keeper, *_early_stopping(config)],
        verbose=0,
    ).history
    network, temperature, threshold = calibrate(network_of(model), config, *validation, reporter.check_stop)
    in_order = {key: history[key] for key in HISTORY_KEYS}
    epoch = 1 + int(np.argmin(history["val_loss"])) if config.early_stopping else len(history["loss"])
    timeline = [(kept_at, kept.calibrated(temperature)) for kept_at, kept in keeper.timeline if kept_at < epoch]
    timeline.append((epoch, network))
    seconds = time.monotonic() - started
    return TrainingResult(plain_model(network), network, temperature, threshold, in_order, epoch, timeline, seconds)


def _early_stopping(config: TrainConfig) -> list[keras.callbacks.EarlyStopping]:
    """Ends a training that has not improved for a while, and in any case goes back to its best epoch."""
    if not config.early_stopping:
        return []
    return [keras.callbacks.EarlyStopping("val_loss", patience=config.early_stopping, restore_best_weights=True)]


def _encoded(labels: np.ndarray, config: TrainConfig) -> np.ndarray:
    """Labels, uint8 (N,), as the loss needs them: as they are, or as targets, float32 (N, outputs)."""
    return TASKS[config.task].targets_of(labels) if config.has_targets else labels


def calibrate(
    network: Network,
    config: TrainConfig,
    images: np.ndarray,
    labels: np.ndarray,
    on_drawn: Callable[[int], None] = lambda done: None,
) -> tuple[Network, float, float]:
    """The network calibrated on validation images and labels, the temperature, and the threshold."""
    temperature = fit_temperature(network.logits(images), labels)
    network = network.calibrated(temperature)
    doodles = None
    if config.doodles:
        drawings = draw_doodles(VALIDATION_DOODLES, config.seed + 1, on_drawn=on_drawn)  # not those trained on
        doodles = network.predict(scale_pixels(drawings)).max(axis=1)
    return network, temperature, choose_threshold(network.predict(images).max(axis=1), doodles)


def _training_data(
    config: TrainConfig, fit: Part, extra: Part | None, steps_per_epoch: int, reporter: ProgressCallback
) -> dict[str, Any]:
    """The arguments of `fit` that are data: the arrays themselves, or batches mixed at random."""
    images, labels = fit
    if not config.is_mixed:
        return {"x": scale_pixels(images), "y": _encoded(labels, config), "batch_size": config.batch_size}
    more = extra and (extra[0], TASKS[config.task].labels_of(extra[1]))
    sources = make_sources(config, images, labels, reporter.on_drawn, more)
    teacher = load_teacher(TASKS[config.task]) if config.is_taught else None
    data = batches(sources, config, config.epochs * steps_per_epoch, teacher)
    return {"x": data, "steps_per_epoch": steps_per_epoch, "shuffle": False}


def split_validation(config: TrainConfig, dataset: Dataset) -> tuple[Part, Part]:
    """Split the training images at random, by the seed, into those to fit and those to validate.

    Returns:
        To fit, uint8 (N, 28, 28) and labels, uint8 (N,); to validate, float32 (M, 28, 28) in [0, 1] and labels.
        The labels are classes of the task. Each part has at least one image.
    """
    fit, validation = split(config, len(dataset.y_train))
    images, labels = dataset.x_train, TASKS[config.task].labels_of(dataset.y_train)
    return (images[fit], labels[fit]), (scale_pixels(images[validation]), labels[validation])
