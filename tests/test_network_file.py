"""The networks that a browser gets."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from twins.networks import unpacked

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import Network
from mnist_demo.network.quantisation import quantise
from mnist_demo.runs.store import load_run
from mnist_demo.web.network_file import network_file


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_8_bits_are_enough_for_nearly_the_same_answers(mnist: Dataset, name: str) -> None:
    network, images = load_run(name).network, scale_pixels(mnist.x_test)
    exact, rounded = network.predict(images), unpacked(gzip.decompress(network_file(network).content)).predict(images)
    assert np.abs(rounded - exact).mean() < 0.001
    assert (rounded.argmax(axis=1) != exact.argmax(axis=1)).sum() <= 10  # of 10,000


def test_a_weight_is_off_by_half_a_step_at_most() -> None:
    kernel = np.random.default_rng(0).normal(size=(3, 50, 7)).astype(np.float32)
    kernel[:, :, 3] = 0
    codes, scales = quantise(kernel)
    assert codes.dtype == np.int8 and scales.shape == (3, 7) and (scales > 0).all()
    assert (np.abs(codes * scales[:, None] - kernel) <= 0.5001 * scales[:, None]).all()


def test_the_name_of_a_file_changes_with_the_network() -> None:
    network = load_run("classic").network
    other = Network([*network.kernels[:-1], -network.kernels[-1]], network.biases, network.activation)
    first, again, another = (network_file(each) for each in (network, network, other))
    assert first == again and another.digest != first.digest
