"""Our figures against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from mnist_demo.evaluation import confusion_matrix, evaluate, per_digit_report


@pytest.fixture
def answers():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 9, 500).astype(np.uint8)  # no 9: a digit may be missing
    probabilities = rng.dirichlet(np.ones(10), 500).astype(np.float32)
    probabilities[np.arange(500), labels] += rng.random(500) * (rng.random(500) > 0.3)
    return probabilities / probabilities.sum(axis=1, keepdims=True), labels


def test_accuracy_loss_and_confusion_matrix(answers):
    probabilities, labels = answers
    predictions = probabilities.argmax(axis=1)
    result = evaluate(probabilities, labels)
    assert result.accuracy == pytest.approx(metrics.accuracy_score(labels, predictions))
    assert result.loss == pytest.approx(metrics.log_loss(labels, probabilities, labels=range(10)), rel=1e-4)
    expected = metrics.confusion_matrix(labels, predictions, labels=range(10))
    np.testing.assert_array_equal(result.confusion_matrix, expected)


def test_per_digit_report(answers):
    probabilities, labels = answers
    predictions = probabilities.argmax(axis=1)
    report = per_digit_report(confusion_matrix(labels, predictions))
    expected = metrics.precision_recall_fscore_support(labels, predictions, labels=range(10), zero_division=0)
    for key, values in zip(("precision", "recall", "f1", "support"), expected, strict=True):
        np.testing.assert_allclose(report[key], values)
