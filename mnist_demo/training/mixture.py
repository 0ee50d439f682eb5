"""What a network is trained on: MNIST alone, or mixed batches of MNIST, drawn digits, doodles and extra images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from mnist_demo.config import TASKS, TrainConfig
from mnist_demo.data.strokes import TRAINING_STYLES, draw_digits, draw_doodles
from mnist_demo.training.augmentation import Tensor, augment

SHARES = {"mnist": 320, "strokes": 112, "doodles": 80}
"""How many of each source are in a batch of 512; other sizes, and fewer sources, in proportion."""
STRENGTHS = {"mnist": 1.0, "strokes": 0.5, "doodles": 0.5}
"""How strongly each is augmented, relative to MNIST: drawings vary already."""
FALL = (0.75, 0.95)
"""The shares of the steps between which the augmentation falls to what is left at the end.

Most of what is learned from a teacher is learned from how it answers strongly bent images, ever new ones (Beyer et al.,
"Knowledge distillation: a good teacher is patient and consistent", 2022). The end lets batch normalisation see images
as they are.
"""
EXTRA_STRENGTH = 1.0
"""How strongly extra images are, whatever the settings: a class has so few that they would be learned by heart."""


@dataclass(frozen=True)
class Source:
    """One kind of training picture: `images`, uint8 (N, 28, 28), and `targets`, float32 (N, outputs)."""

    images: np.ndarray
    targets: np.ndarray


def make_sources(
    config: TrainConfig,
    images: np.ndarray,
    labels: np.ndarray,
    on_drawn: Callable[[int], None],
    extra: tuple[np.ndarray, np.ndarray] | None = None,
) -> dict[str, Source]:
    """MNIST's images with the labels (N,) of the task, and the other sources that `config` asks for.

    `on_drawn` is called every now and then with the number of finished drawings. `extra` holds more images and labels.
    Digits that are left out are not drawn either.

    A doodle's target is uniform, every class equally likely: what a network should say about a picture that is not
    a digit (Hendrycks et al., "Deep Anomaly Detection with Outlier Exposure", 2019).
    """
    task = TASKS[config.task]
    sources = {"mnist": Source(images, task.targets_of(labels))}
    if config.strokes:
        styles = [(digit, style) for digit, style in TRAINING_STYLES if digit not in config.leave_out]
        drawn, digits = draw_digits(config.strokes, config.seed, styles, on_drawn=on_drawn)
        sources["strokes"] = Source(drawn, task.targets_of(task.labels_of(digits)))
    if config.doodles:
        doodles = draw_doodles(config.doodles, config.seed, on_drawn=lambda done: on_drawn(config.strokes + done))
        flat = np.full((len(doodles), task.outputs), 1 / len(task.classes), np.float32)
        sources["doodles"] = Source(doodles, flat)
    if extra:
        sources["extra"] = Source(extra[0], task.targets_of(extra[1]))
    return sources


def batches(
    sources: dict[str, Source], config: TrainConfig, steps: int, teacher: Callable[[Tensor], Tensor] | None = None
) -> tf.data.Dataset:
    """`steps` batches of images, float32 (B, 28, 28) in [0, 1], and targets, float32 (B, outputs).

    Each depends only on the seed and its own number, so the same seed gives the same training. A `teacher` is asked
    about MNIST's images, the first of a batch, as they are after the augmentation, and its answers replace
    `config.teacher` of their targets: it has seen nothing else.
    """
    counts = batch_counts(list(sources), config.batch_size, config.extra_share)
    strengths = [EXTRA_STRENGTH if name == "extra" else config.augmentation * STRENGTHS[name] for name in sources]
    strength = tf.constant(np.repeat(strengths, list(counts.values())), tf.float32)
    taught = counts["mnist"]
    tensors = [(tf.constant(source.images), tf.constant(source.targets)) for source in sources.values()]

    def batch(step: Tensor) -> tuple[Tensor, Tensor]:
        step = tf.cast(step, tf.int32)
        parts = []
        for number, ((images, targets), count) in enumerate(zip(tensors, counts.values(), strict=True)):
            picked = tf.random.stateless_uniform((count,), (config.seed + number, step), 0, len(images), tf.int32)
            parts.append((tf.gather(images, picked), tf.gather(targets, picked)))
        images, targets = (tf.concat(kind, axis=0) for kind in zip(*parts, strict=True))
        left = strength * _augmentation_left(config, step, steps)
        images = augment(tf.cast(images, tf.float32) / 255, (config.seed + len(parts), step), left)
        if teacher:
            answers = config.teacher * teacher(images[:taught]) + (1 - config.teacher) * targets[:taught]
            targets = tf.concat([answers, targets[taught:]], axis=0)
        return images, targets

    return tf.data.Dataset.range(steps).map(batch, num_parallel_calls=2).prefetch(4)


def _augmentation_left(config: TrainConfig, step: Tensor, steps: int) -> Tensor:
    """The share of the augmentation at a step: 1, and then it falls evenly to `config.augmentation_end`."""
    begin, end = FALL
    progress = tf.clip_by_value((tf.cast(step, tf.float32) / steps - begin) / (end - begin), 0.0, 1.0)
    return 1 - (1 - config.augmentation_end) * progress


def batch_counts(names: list[str], batch_size: int, extra_share: float = 0.0) -> dict[str, int]:
    """How many pictures of each source make a batch; the remainder from rounding goes to the first.

    The source called extra, if there is one, has `extra_share` of the batch, at least one picture.
    """
    extra = {"extra": max(1, round(extra_share * batch_size))} if "extra" in names else {}
    others = [name for name in names if name not in extra]
    room, whole = batch_size - sum(extra.values()), sum(SHARES[name] for name in others)
    counts = {name: room * SHARES[name] // whole for name in others}
    counts[others[0]] += room - sum(counts.values())
    return counts | extra
