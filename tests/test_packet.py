"""The weights that a browser gets."""

from __future__ import annotations

import numpy as np
import pytest
from twins.networks import from_halves

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.runs.store import load_run
from mnist_demo.web.packet import half_weights


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_16_bits_are_enough_for_the_same_probabilities(mnist: Dataset, name: str) -> None:
    network, images = load_run(name).network, scale_pixels(mnist.x_test[:1000])
    halves = np.frombuffer(half_weights(network), "<f2")
    rounded = from_halves(halves, [kernel.shape for kernel in network.kernels], network.activation)
    difference = np.abs(rounded.predict(images) - network.predict(images)).max()
    assert 0 < difference < 0.01
