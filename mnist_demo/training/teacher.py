"""A convolutional network whose answers a network can learn beside the labels; it never answers itself.

For a picture that has been bent and turned, its answers say more than the label does: how far a 7 has become a 1
(Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015). `make teacher` trains it, once, and
writes its weights into `TEACHER_FILE`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from mnist_demo.config import IMAGE_SIZE, NUM_CLASSES, Task
from mnist_demo.files import written_whole
from mnist_demo.training.augmentation import Tensor

TEACHER_FILE = Path(__file__).with_name("teacher.npz")
FILTERS = 32
"""Of the first layer."""
TEMPERATURE = 2.0
"""What the teacher's logits are divided by: softer answers tell more about the digits that were not chosen."""

Ask = Callable[[Tensor], Tensor]
"""Images, float32 (N, 28, 28) in [0, 1], to softened answers, float32 (N, outputs)."""


def build_teacher() -> keras.Sequential:
    """Four convolutions and a Dense layer: float32 (N, 28, 28) in [0, 1] to probabilities, float32 (N, 10)."""
    model = keras.Sequential([keras.Input((IMAGE_SIZE, IMAGE_SIZE)), keras.layers.Reshape((IMAGE_SIZE, IMAGE_SIZE, 1))])
    for filters, size, stride in ((FILTERS, 5, 2), (2 * FILTERS, 3, 2), (2 * FILTERS, 3, 1), (3 * FILTERS, 3, 2)):
        model.add(keras.layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.Activation("relu"))
    for layer in (keras.layers.Flatten(), keras.layers.Dropout(0.2)):
        model.add(layer)
    model.add(keras.layers.Dense(NUM_CLASSES, activation="softmax"))
    return model


def save_teacher(model: keras.Sequential, path: Path = TEACHER_FILE) -> None:
    """Write the weights in 16 bits, whole or not at all (OSError)."""
    with written_whole(path) as temporary:
        np.savez_compressed(temporary, *(weights.astype(np.float16) for weights in model.get_weights()))


def load_teacher(task: Task, path: Path = TEACHER_FILE) -> Ask:
    """The teacher, as a function that answers the question of a task.

    Raises:
        ValueError: there is no teacher yet.
    """
    if not path.exists():
        raise ValueError("there is no teacher yet: make one with `make teacher`, or train with --teacher 0")
    model = build_teacher()
    with np.load(path) as arrays:
        model.set_weights([arrays[name].astype(np.float32) for name in arrays.files])
    digits_of_outputs = tf.constant(task.targets_of(task.labels_of(np.arange(NUM_CLASSES))))

    def ask(images: Tensor) -> Tensor:
        logits = tf.math.log(tf.maximum(model(images, training=False), 1e-12))
        return tf.nn.softmax(logits / TEMPERATURE) @ digits_of_outputs

    return ask
