"""Trains the teacher on the part of MNIST that the default network learns from: `make teacher`."""

from __future__ import annotations

from typing import Any

import keras

from mnist_demo.config import DEFAULT_RUN, TEACHER_SEED, TrainConfig
from mnist_demo.data.dataset import Dataset, load_dataset
from mnist_demo.training.fit import split_validation
from mnist_demo.training.mixture import batches, make_sources
from mnist_demo.training.model import compile_mlp, plan_steps
from mnist_demo.training.teacher import TEACHER_FILE, build_teacher, save_teacher

SETTINGS = {
    "batch_size": 256, "epochs": 60, "strokes": 0, "doodles": 0, "learning_rate": 0.004, "augmentation": 1.3,
    "augmentation_end": 0.2, "teacher": 0.0, "seed": TEACHER_SEED,
}  # fmt: skip
"""Of its training, where they differ from those of the default network: the best of a few on validation images."""


def train_teacher(dataset: Dataset, **changes: Any) -> tuple[keras.Sequential, float]:
    """Train a teacher on the training part of `dataset`, and measure its accuracy on the validation part.

    `changes` are settings other than `SETTINGS`.
    """
    config = TrainConfig.from_preset(DEFAULT_RUN, **(SETTINGS | changes))
    keras.utils.set_random_seed(config.seed)
    fit, (images, labels) = split_validation(config, dataset)
    steps, per_call = plan_steps(config, len(fit[1]))
    model = build_teacher()
    compile_mlp(model, config, config.epochs * steps, per_call)
    data = batches(make_sources(config, *fit, lambda done: None), config, config.epochs * steps)
    model.fit(data, epochs=config.epochs, steps_per_epoch=steps, shuffle=False, verbose=2)
    answers = model.predict(images, batch_size=1024, verbose=0).argmax(axis=1)
    return model, float((answers == labels).mean())


def make_teacher() -> None:
    """Train one, write its file, and print how good it is."""
    model, accuracy = train_teacher(load_dataset())
    save_teacher(model)
    print(f"{TEACHER_FILE}: {model.count_params():,} parameters, {100 * accuracy:.2f} % of the validation images")


if __name__ == "__main__":
    make_teacher()
