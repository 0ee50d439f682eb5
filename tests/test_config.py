"""Settings that fit together, settings that do not, and settings stored long ago."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest

from mnist_demo.config import LEARNING_RATES, PRESETS, TASKS, Task, TrainConfig

FIRST_CONFIG = (
    '{"preset": "classic", "hidden_layers": [128, 128], "dropout": 0.0, "batch_normalization": false,'
    '"optimizer": "adam", "learning_rate": 0.001, "weight_decay": 0.0, "batch_size": 128, "epochs": 10, "strokes": 0,'
    '"doodles": 0, "augmentation": 0.0, "validation_split": 0.1, "seed": 1, "data": "bundled"}'
)


def test_settings_stored_before_there_were_tasks_mean_what_they_meant() -> None:
    config = TrainConfig.model_validate_json(FIRST_CONFIG)
    assert (config.task, config.encoding, config.activation) == ("digits", "integer", "relu")
    assert (config.schedule, config.early_stopping, config.learning_rate) == ("cosine", 0, 0.001)


def test_labels_and_targets_of_the_tasks() -> None:
    digits = np.arange(10, dtype=np.uint8)
    np.testing.assert_array_equal(TASKS["digits"].labels_of(digits), digits)
    np.testing.assert_array_equal(TASKS["digits"].targets_of(digits), np.eye(10))
    parity = TASKS["parity"]
    assert [parity.classes[label] for label in parity.labels_of(digits)] == ["even", "odd"] * 5
    np.testing.assert_array_equal(parity.targets_of(np.array([0, 1, 1])), [[0], [1], [1]])


@pytest.mark.parametrize(
    ("classes", "class_of_digit", "output"),
    [
        (("a", "b", "c"), (0, 1, 2) * 3 + (0,), "sigmoid"),
        (("a", "b"), (0, 1), "softmax"),
        (("a", "b"), (0,) * 10, "softmax"),
    ],
)
def test_tasks_that_make_no_sense_are_refused(
    classes: tuple[str, ...], class_of_digit: tuple[int, ...], output: Literal["softmax", "sigmoid"]
) -> None:
    with pytest.raises(ValueError, match="task strange"):
        Task("strange", classes, class_of_digit, output)


@pytest.mark.parametrize(
    ("changes", "loss"),
    [
        ({}, "sparse_categorical_crossentropy"),
        ({"encoding": "one-hot"}, "categorical_crossentropy"),
        ({"doodles": 10}, "categorical_crossentropy"),
        ({"task": "parity"}, "binary_crossentropy"),
        ({"task": "parity", "doodles": 10}, "binary_crossentropy"),
    ],
)
def test_the_loss_fits_output_and_labels(changes: dict[str, Any], loss: str) -> None:
    assert TrainConfig(**changes).loss == loss


def test_each_optimizer_begins_with_its_own_learning_rate() -> None:
    for optimizer, rate in LEARNING_RATES.items():
        assert TrainConfig(optimizer=optimizer).learning_rate == rate
        assert TrainConfig(optimizer=optimizer, learning_rate=0.03).learning_rate == 0.03
    for preset, settings in PRESETS.items():
        assert TrainConfig.from_preset(preset).learning_rate == settings["learning_rate"]
        assert TrainConfig.from_preset(preset, optimizer="adam").learning_rate == settings["learning_rate"]
        assert TrainConfig.from_preset(preset, optimizer="sgd").learning_rate == LEARNING_RATES["sgd"]
