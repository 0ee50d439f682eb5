"""How good a network is: figures over a set of images with their labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_demo.config import NUM_CLASSES


@dataclass(frozen=True)
class Evaluation:
    """Figures of one network on one set.

    `accuracy` is a share, `loss` the mean cross-entropy in nats, `confusion_matrix` int64 (10, 10) with
    [true, predicted] counts.
    """

    accuracy: float
    loss: float
    confusion_matrix: np.ndarray


def evaluate(probabilities: np.ndarray, labels: np.ndarray) -> Evaluation:
    """Compare predicted probabilities, float32 (N, 10), with labels, uint8 (N,)."""
    true_class = probabilities[np.arange(len(labels)), labels]
    return Evaluation(
        accuracy=float((probabilities.argmax(axis=1) == labels).mean()),
        loss=float(-np.log(np.maximum(true_class, 1e-7)).mean()),  # Keras's own lower bound
        confusion_matrix=confusion_matrix(labels, probabilities.argmax(axis=1)),
    )


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """Counts, int64 (10, 10), of [true, predicted] for labels and predictions, integers (N,)."""
    cells = labels.astype(np.int64) * NUM_CLASSES + predictions
    return np.bincount(cells, minlength=NUM_CLASSES**2).reshape(NUM_CLASSES, NUM_CLASSES)


def per_digit_report(matrix: np.ndarray) -> dict[str, np.ndarray]:
    """`precision`, `recall`, `f1` (float64, 0 where undefined) and `support`, each (10,), of a confusion matrix."""
    right, predicted, support = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    return {
        "precision": right / np.maximum(predicted, 1),
        "recall": right / np.maximum(support, 1),
        "f1": 2 * right / np.maximum(predicted + support, 1),
        "support": support,
    }
