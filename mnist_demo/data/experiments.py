"""Data to play with: fewer images, digits left out, wrong labels, a biased sample, and a test that is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mnist_demo.config import BUILT_IN_DATA, SAMPLE_SHARE, TASKS, TrainConfig
from mnist_demo.data.dataset import Dataset, DatasetError, load_dataset, load_test_images
from mnist_demo.data.split import split
from mnist_demo.data.writing import measured

SAMPLING, MISTEACHING = 1, 2
"""What a seed is used for: each has random numbers of its own, and the split has its own too."""


def changed(dataset: Dataset, config: TrainConfig) -> Dataset:
    """The dataset that `config` asks for; the same dataset and settings give the same one.

    The test images stay as they are, also those of a digit that is left out, unless the network is to be tested on
    what it was trained on.

    Raises:
        DatasetError: what is left has not two classes to tell apart.
    """
    for change in (without_digits, of_one_writing, fewer, with_wrong_labels, tested_on_training):
        dataset = change(dataset, config)
    return dataset


def load_tested(config: TrainConfig) -> tuple[np.ndarray, np.ndarray]:
    """What a network with these settings was tested on: images, uint8 (N, 28, 28), and their digits, uint8 (N,).

    Raises:
        DatasetError: the dataset cannot be loaded any more.
    """
    if config.has_test:
        return load_test_images(config.data, config.data_as)
    source = "bundled" if config.data in BUILT_IN_DATA else config.data  # the same images, without Keras
    dataset = changed(load_dataset(source, config.data_as), config)
    return dataset.x_test, dataset.y_test


def without_digits(dataset: Dataset, config: TrainConfig) -> Dataset:
    """Without the training images of the digits in `leave_out` (DatasetError where fewer than two classes remain)."""
    if not config.leave_out:
        return dataset
    kept = np.flatnonzero(~np.isin(dataset.y_train, config.leave_out))
    if len(np.unique(TASKS[config.task].labels_of(dataset.y_train[kept]))) < 2:
        raise DatasetError(config.data, "fewer than two classes are left to tell apart; leave fewer digits out")
    return _only(dataset, kept)


def of_one_writing(dataset: Dataset, config: TrainConfig) -> Dataset:
    """With the thinnest, or the most upright, third of the training images of each digit: a biased sample."""
    if config.writing == "all":
        return dataset
    measures = measured(config.writing, dataset.x_train)
    parts = [np.flatnonzero(dataset.y_train == digit) for digit in np.unique(dataset.y_train)]
    sizes = [max(1, round(len(part) * SAMPLE_SHARE)) for part in parts]
    smallest = [part[np.argsort(measures[part], kind="stable")[:size]] for part, size in zip(parts, sizes, strict=True)]
    return _only(dataset, np.sort(np.concatenate(smallest)))


def fewer(dataset: Dataset, config: TrainConfig) -> Dataset:
    """With `images` of the training images, by the seed, every digit in proportion; with all where there are not more.

    A larger number, with the same seed, takes the same images and some more.
    """
    if not 0 < config.images < len(dataset.y_train):
        return dataset
    order = np.random.default_rng((config.seed, SAMPLING)).permutation(len(dataset.y_train))
    digits, turns = dataset.y_train[order], np.empty(len(order))
    for digit in np.unique(digits):
        places = np.flatnonzero(digits == digit)
        turns[places] = (np.arange(len(places)) + 0.5) / len(places)  # spreads each digit evenly over all turns
    return _only(dataset, np.sort(order[np.argsort(turns, kind="stable")[: config.images]]))


def with_wrong_labels(dataset: Dataset, config: TrainConfig) -> Dataset:
    """With a share of the labels to learn from replaced, by the seed, by a random digit of another class.

    Those of the validation images stay right: early stopping, calibration and the curves shall show what the wrong
    ones do to a network, which a validation that is wrong itself would hide. A digit that is left out stays so.
    """
    fit, _ = split(config, len(dataset.y_train))
    count = round(config.wrong_labels * len(fit))
    if not count:
        return dataset
    rng = np.random.default_rng((config.seed, MISTEACHING))
    chosen, digits = rng.choice(fit, count, replace=False), np.unique(dataset.y_train)
    labels, classes = dataset.y_train.copy(), TASKS[config.task].labels_of(digits)
    for digit, own in zip(digits, classes, strict=True):
        places, others = chosen[dataset.y_train[chosen] == digit], digits[classes != own]
        if len(others):
            labels[places] = rng.choice(others, len(places))
    return replace(dataset, y_train=labels)


def tested_on_training(dataset: Dataset, config: TrainConfig) -> Dataset:
    """Where settings ask for it, with what the network learns from in place of the test images: a mistake to look at.

    Wrong labels are wrong there too, as they are for whoever makes that mistake.
    """
    if config.has_test:
        return dataset
    fit, _ = split(config, len(dataset.y_train))
    return replace(dataset, x_test=dataset.x_train[fit], y_test=dataset.y_train[fit])


def _only(dataset: Dataset, kept: np.ndarray) -> Dataset:
    """With the training images of these indices."""
    return replace(dataset, x_train=dataset.x_train[kept], y_train=dataset.y_train[kept])
