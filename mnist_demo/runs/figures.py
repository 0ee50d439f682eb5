"""What of a run is compared with others: its three accuracies, and what it gets wrong most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_demo.runs.run import Run


@dataclass(frozen=True)
class Figures:
    """Accuracies of one network, shares from 0 to 1.

    `training` is Keras's mean over the steps of the epoch whose weights are kept: measured while they changed, with
    dropout and on the images as they were mixed and distorted, against the labels that it was taught, wrong ones
    among them. At the end of a training, where steps are small, it is near to what the network reads of what it
    learned from. `validation` and `test` are measured after it, on images that it has not learned from, with right
    labels; where a run was tested on its training images, `test` is not.
    """

    training: float
    validation: float
    test: float

    @classmethod
    def of(cls, run: Run) -> Figures:
        """Those of a run."""
        metrics = run.metrics
        return cls(run.history["accuracy"][run.epoch - 1], metrics.validation_accuracy, metrics.test_accuracy)


@dataclass(frozen=True)
class Confusion:
    """`count` test images of the class `true`, an index into the task's classes, are taken for `predicted`."""

    true: int
    predicted: int
    count: int


def worst_confusion(run: Run) -> Confusion | None:
    """What a run gets wrong most, of several the first class; None where it gets all right, or that is not stored."""
    if not run.metrics.confusion_matrix:
        return None
    wrong = np.array(run.metrics.confusion_matrix)
    np.fill_diagonal(wrong, 0)
    true, predicted = np.unravel_index(wrong.argmax(), wrong.shape)
    return Confusion(int(true), int(predicted), int(wrong.max())) if wrong.any() else None
