"""Which epochs a timeline keeps, and what rounding costs."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import Network
from mnist_demo.network.timeline import MOST_NETWORKS, epochs_to_keep, pack_timeline, unpack_timeline
from mnist_demo.runs.store import load_run


def test_a_short_training_keeps_every_epoch() -> None:
    assert epochs_to_keep(1) == [0, 1]
    assert epochs_to_keep(10) == list(range(11))


def test_a_long_training_keeps_twelve_densest_at_the_start() -> None:
    assert epochs_to_keep(150) == [0, 1, 2, 3, 4, 7, 12, 20, 33, 55, 91, 150]


@pytest.mark.parametrize("epochs", [*range(1, 60), 100, 365, 1000])
def test_from_untrained_to_finished_with_growing_distances(epochs: int) -> None:
    kept = epochs_to_keep(epochs)
    assert kept[0] == 0 and kept[1] == 1 and kept[-1] == epochs and len(kept) == min(epochs + 1, MOST_NETWORKS)
    distances = np.diff(kept)
    assert distances.min() >= 1 and (np.diff(distances) >= -1).all()  # -1: rounded to whole epochs


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_rounding_changes_hardly_an_answer(name: str, mnist: Dataset) -> None:
    network = load_run(name).network
    ((epoch, rounded),) = unpack_timeline(pack_timeline([(0, network)]))
    images = scale_pixels(mnist.x_test)
    exact, near = network.predict(images), rounded.predict(images)
    assert epoch == 0 and (exact.argmax(axis=1) != near.argmax(axis=1)).sum() <= 10
    assert np.quantile(np.abs(exact - near).max(axis=1), 0.999) < 0.05  # all but ten of 10,000 answers


def test_units_without_any_weight_survive() -> None:
    network = Network([np.zeros((784, 10), np.float32)], [np.arange(10, dtype=np.float32)])
    ((_, again),) = unpack_timeline(pack_timeline([(0, network)]))
    np.testing.assert_array_equal(again.kernels[0], network.kernels[0])
    np.testing.assert_array_equal(again.biases[0], network.biases[0])
