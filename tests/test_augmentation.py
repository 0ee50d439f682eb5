"""Augmentation: repeatable, still pictures with the same ink, and not far from where they were."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import center_of_mass, scale_pixels
from mnist_demo.training.augmentation import augment


@pytest.fixture(scope="module")
def images(mnist: Dataset) -> np.ndarray:
    return scale_pixels(mnist.x_train[:200])


@pytest.fixture(scope="module")
def augmented(images: np.ndarray) -> np.ndarray:
    augmented: np.ndarray = augment(images, (1, 2)).numpy()
    return augmented


def test_pictures_stay_pictures(images: np.ndarray, augmented: np.ndarray) -> None:
    assert augmented.shape == images.shape and augmented.dtype == np.float32
    assert augmented.min() >= 0 and augmented.max() <= 1 + 1e-6
    assert np.abs(augmented - images).mean() > 0.02


def test_same_seed_same_pictures_other_seed_others(images: np.ndarray, augmented: np.ndarray) -> None:
    np.testing.assert_array_equal(augmented, augment(images, (1, 2)).numpy())
    other = augment(images, (1, 3)).numpy()
    assert all(not np.array_equal(a, b) for a, b in zip(augmented, other, strict=True))


def test_strength_is_each_pictures_own_and_zero_changes_nothing(images: np.ndarray, augmented: np.ndarray) -> None:
    strength = np.float32(np.arange(len(images)) % 2)
    mixed = augment(images, (1, 2), strength).numpy()
    np.testing.assert_allclose(mixed[::2], images[::2], atol=1e-5)
    np.testing.assert_allclose(mixed[1::2], augmented[1::2], atol=1e-5)


def test_digit_stays_near_its_place(images: np.ndarray, augmented: np.ndarray) -> None:
    moved = [np.subtract(center_of_mass(a), center_of_mass(b)) for a, b in zip(images, augmented, strict=True)]
    assert np.abs(moved).max() < 6
    assert np.abs(moved).mean() < 1.5
    assert np.abs(np.mean(moved, axis=0)).max() < 0.5  # no side is preferred


def test_ink_stays_about_the_same(images: np.ndarray, augmented: np.ndarray) -> None:
    ratio = augmented.sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert 0.9 < ratio.mean() < 1.1
    assert ratio.min() > 0.3 and ratio.max() < 2.5


def test_lone_pixel_neither_vanishes_nor_wraps_round() -> None:
    dot = np.zeros((50, 28, 28), np.float32)
    dot[:, 0, 0] = 1
    augmented = augment(dot, (5, 6), 0.5).numpy()
    assert augmented[:, 14:].max() == 0 and augmented[:, :, 14:].max() == 0
    assert augmented.max(axis=(1, 2)).mean() > 0.1
