"""Our figures compared with scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve

from mnist_demo.data.dataset import Dataset
from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS, distort
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult, confusion_matrix, measure_robustness, per_class_report
from mnist_demo.runs.store import load_run


@pytest.fixture
def answers() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 9, 500).astype(np.uint8)  # no 9: a digit may be missing
    probabilities = rng.dirichlet(np.ones(10), 500).astype(np.float32)
    probabilities[np.arange(500), labels] += rng.random(500) * (rng.random(500) > 0.3)
    return probabilities / probabilities.sum(axis=1, keepdims=True), labels


def test_per_class_report(answers: tuple[np.ndarray, np.ndarray]) -> None:
    probabilities, labels = answers
    predictions = probabilities.argmax(axis=1)
    report = per_class_report(confusion_matrix(labels, predictions, classes=10))
    expected = metrics.precision_recall_fscore_support(labels, predictions, labels=range(10), zero_division=0)
    for key, values in zip(("precision", "recall", "f1", "support"), expected, strict=True):
        np.testing.assert_allclose(report[key], values)


@pytest.fixture
def test_result(answers: tuple[np.ndarray, np.ndarray]) -> TestResult:
    probabilities, labels = answers
    return TestResult(labels, probabilities, {})


def test_test_result_agrees_with_scikit_learn(test_result: TestResult, answers: tuple[np.ndarray, np.ndarray]) -> None:
    probabilities, labels = answers
    predictions = probabilities.argmax(axis=1)
    np.testing.assert_array_equal(test_result.predictions, predictions)
    assert test_result.accuracy == pytest.approx(metrics.accuracy_score(labels, predictions))
    assert test_result.loss == pytest.approx(metrics.log_loss(labels, probabilities, labels=range(10)), rel=1e-4)
    expected = metrics.confusion_matrix(labels, predictions, labels=range(10))
    np.testing.assert_array_equal(test_result.confusion_matrix, expected)


def test_reliability_agrees_with_scikit_learn(test_result: TestResult) -> None:
    confidence, accuracy, support = test_result.reliability(bins=15)
    right_share, mean_confidence = calibration_curve(test_result.is_right, test_result.confidence, n_bins=15)
    np.testing.assert_allclose(accuracy[support > 0], right_share, rtol=1e-5)
    np.testing.assert_allclose(confidence[support > 0], mean_confidence, rtol=1e-5)
    assert support.sum() == 500 and np.isnan(accuracy[support == 0]).all() and (support == 0).any()


def test_mistakes_come_worst_first_and_can_be_narrowed_down(test_result: TestResult) -> None:
    mistakes = test_result.mistakes()
    assert set(mistakes) == set(np.flatnonzero(test_result.predictions != test_result.labels))
    assert (np.diff(test_result.confidence[mistakes]) <= 0).all()
    matrix = test_result.confusion_matrix
    for true, predicted in ((3, 8), (0, 9), (4, 4)):
        assert len(test_result.find(true, predicted)) == matrix[true, predicted]
        assert len(test_result.mistakes(true, predicted)) == (matrix[true, predicted] if true != predicted else 0)
    assert len(test_result.mistakes(true=5)) == matrix[5].sum() - matrix[5, 5]
    assert len(test_result.mistakes(predicted=5)) == matrix[:, 5].sum() - matrix[5, 5]


def test_two_classes_are_as_good_as_ten() -> None:
    labels = np.array([0, 1, 1, 0, 1], np.uint8)
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.4, 0.6], [0.1, 0.9]], np.float32)
    result = TestResult(labels, probabilities, {})
    np.testing.assert_array_equal(result.confusion_matrix, metrics.confusion_matrix(labels, result.predictions))
    np.testing.assert_array_equal(result.mistakes(), [2, 3])
    assert result.loss == pytest.approx(metrics.log_loss(labels, probabilities), rel=1e-4)
    expected = metrics.precision_recall_fscore_support(labels, result.predictions)
    np.testing.assert_allclose(list(per_class_report(result.confusion_matrix).values()), expected)


def test_result_of_a_network(mnist: Dataset) -> None:
    network = load_run("classic").network
    images, labels = scale_pixels(mnist.x_test[:2000]), mnist.y_test[:2000]
    result = TestResult.of(network, images, labels)
    np.testing.assert_array_equal(result.probabilities, network.predict(images))
    assert result.robustness.keys() == set(ROBUSTNESS)
    for kind, accuracies in result.robustness.items():
        levels = DISTORTIONS[kind].levels
        assert accuracies.dtype == np.float32 and len(accuracies) == len(levels)
        at_rest = accuracies[levels.index(DISTORTIONS[kind].neutral)]
        assert at_rest == pytest.approx(result.is_right[::2].mean()) and accuracies.min() < at_rest - 0.1


def test_robustness_is_the_accuracy_on_distorted_images(mnist: Dataset) -> None:
    network = load_run("classic").network
    images, labels = scale_pixels(mnist.x_test[:100]), mnist.y_test[:100]
    turned = network.predict(distort(images, {"turn": 45})).argmax(axis=1)
    at = DISTORTIONS["turn"].levels.index(45)
    expected = metrics.accuracy_score(labels, turned)
    assert measure_robustness(network, images, labels)["turn"][at] == pytest.approx(expected)
