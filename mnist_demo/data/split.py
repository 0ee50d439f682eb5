"""Which of the training images a network learns from, and which are held out for validation."""

from __future__ import annotations

import numpy as np

from mnist_demo.config import TEACHER_SEED, TrainConfig


def split(config: TrainConfig, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Part `count` images, two at least, at random by the seed.

    Where a teacher is asked, by its own: images that it has learned from would make whoever learns from it look better,
    and surer, than it is.

    Returns:
        The indices, int64, of those to fit and of those to validate; each part has at least one.
    """
    seed = TEACHER_SEED if config.is_taught else config.seed
    order = np.random.default_rng(seed).permutation(count)
    held_out = min(max(1, round(count * config.validation_split)), count - 1)
    return order[held_out:], order[:held_out]
