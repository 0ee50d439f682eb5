"""How good a network is: figures over a set of images with their labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS, distort
from mnist_demo.network.calibration import Reliability, reliability
from mnist_demo.network.difference import CONFIDENCE
from mnist_demo.network.inference import Network

ROBUSTNESS_IMAGES = 1000
"""About this many test images are distorted, evenly spread since MNIST's first half is easier than its second."""


@dataclass(frozen=True)
class TestResult:
    """A network's answers to a test set; C is the number of classes.

    `labels`, uint8 (N,), are the true classes and `probabilities`, float32 (N, C), the answers, in the order of the
    test images. `robustness` holds for each kind in ROBUSTNESS the accuracies, float32, at `DISTORTIONS[kind].levels`,
    over about ROBUSTNESS_IMAGES of the images.
    """

    __test__ = False  # not a test, despite its name

    labels: np.ndarray
    probabilities: np.ndarray
    robustness: dict[str, np.ndarray]

    @classmethod
    def of(cls, network: Network, images: np.ndarray, labels: np.ndarray) -> TestResult:
        """Evaluate a network on images, float32 (N, 28, 28) in [0, 1], with labels, uint8 (N,)."""
        return cls(labels, network.predict(images), measure_robustness(network, _sample(images), _sample(labels)))

    @property
    def predictions(self) -> np.ndarray:
        """The answers, int64 (N,)."""
        predictions: np.ndarray = self.probabilities.argmax(axis=1)
        return predictions

    @property
    def confidence(self) -> np.ndarray:
        """The confidence of each answer, float32 (N,)."""
        confidence: np.ndarray = self.probabilities.max(axis=1)
        return confidence

    @property
    def is_right(self) -> np.ndarray:
        """Whether each answer is right, bool (N,)."""
        is_right: np.ndarray = self.predictions == self.labels
        return is_right

    @property
    def distorted(self) -> int:
        """How many of the images `robustness` was measured on."""
        return len(_sample(self.labels))

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return float(self.is_right.mean())

    @property
    def loss(self) -> float:
        """The mean cross-entropy in nats; that of a stored result is near it, its probabilities being rounded."""
        true_class = self.probabilities[np.arange(len(self.labels)), self.labels]
        return float(-np.log(np.maximum(true_class, 1e-7)).mean())  # Keras's own lower bound

    @property
    def confusion_matrix(self) -> np.ndarray:
        """Counts, int64 (C, C), of [true, predicted]."""
        return confusion_matrix(self.labels, self.predictions, self.probabilities.shape[1])

    def find(self, true: int | None = None, predicted: int | None = None) -> np.ndarray:
        """Indices, int64 (M,), of the images of class `true` predicted as `predicted`; most confident first."""
        is_wanted = np.ones(len(self.labels), bool)
        if true is not None:
            is_wanted &= self.labels == true
        if predicted is not None:
            is_wanted &= self.predictions == predicted
        indices = np.flatnonzero(is_wanted)
        return indices[np.argsort(-self.confidence[indices], kind="stable")]

    def mistakes(self, true: int | None = None, predicted: int | None = None) -> np.ndarray:
        """Those that `find` finds and whose answer is wrong; worst, that is most confident, first."""
        found = self.find(true, predicted)
        wrong: np.ndarray = found[~self.is_right[found]]
        return wrong

    def reliability(self, bins: int = 15) -> Reliability:
        """Confidence, accuracy and support in equal bins of confidence."""
        return reliability(self.confidence, self.is_right, bins)


def _sample(array: np.ndarray) -> np.ndarray:
    """Evenly spread rows, about ROBUSTNESS_IMAGES of them."""
    return array[:: max(1, len(array) // ROBUSTNESS_IMAGES)]


def measure_robustness(network: Network, images: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """Accuracy, float32 (levels,), at each level of each kind in ROBUSTNESS, of images (N, 28, 28), labels (N,)."""

    def accuracy(kind: str, level: float) -> float:
        return float((network.predict(distort(images, {kind: level})).argmax(axis=1) == labels).mean())

    return {
        kind: np.array([accuracy(kind, level) for level in DISTORTIONS[kind].levels], np.float32) for kind in ROBUSTNESS
    }


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Counts, int64 (C, C), of [true, predicted] for labels and predictions, integers (N,) below C, `classes`."""
    cells = labels.astype(np.int64) * classes + predictions
    return np.bincount(cells, minlength=classes**2).reshape(classes, classes)


def interval(right: int, count: int) -> tuple[float, float]:
    """Wilson's interval for a share, from 0 to 1, at CONFIDENCE (Wilson, 1927); `count` is 1 at least."""
    from scipy.stats import binomtest  # takes long to import, and drawing has no need of it

    found = binomtest(right, count).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def per_class_report(matrix: np.ndarray) -> dict[str, np.ndarray]:
    """`precision`, `recall`, `f1` (float64, 0 where undefined) and `support`, each (C,), of a matrix (C, C)."""
    right, predicted, support = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    return {
        "precision": right / np.maximum(predicted, 1),
        "recall": right / np.maximum(support, 1),
        "f1": 2 * right / np.maximum(predicted + support, 1),
        "support": support,
    }
