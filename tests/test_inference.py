"""The network in NumPy compared with Keras, on the shipped runs."""

from __future__ import annotations

import math

import keras
import numpy as np
import pytest

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import Network
from mnist_demo.runs.store import load_run


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_same_probabilities_as_keras(name: str, mnist: Dataset) -> None:
    run = load_run(name)
    images = scale_pixels(mnist.x_test[:1000])
    expected = keras.models.load_model(run.path / "model.keras").predict(images, verbose=0)
    np.testing.assert_allclose(run.network.predict(images), expected, atol=1e-5)


def test_one_image_is_answered_as_in_a_batch(mnist: Dataset) -> None:
    network = load_run("classic").network
    images = scale_pixels(mnist.x_test[:3])
    one, batch = network.predict(images[1]), network.predict(images)
    assert one.shape == (10,) and batch.shape == (3, 10) and one.dtype == batch.dtype == np.float32
    np.testing.assert_allclose(one, batch[1], atol=1e-6)
    assert batch.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_activations_are_those_of_each_layer(mnist: Dataset) -> None:
    activations = load_run("classic").network.activations(scale_pixels(mnist.x_test[:4]))
    assert [layer.shape for layer in activations] == [(4, 128), (4, 128), (4, 10)]
    assert all((layer >= 0).all() for layer in activations[:-1])


def test_hidden_layers_and_a_single_output_by_hand() -> None:
    image = np.zeros((28, 28), np.float32)
    image[0, :2] = 0.5, 1
    kernel, last = np.zeros((784, 2), np.float32), np.array([[1.0], [-2]], np.float32)
    kernel[:2] = [[2, -1], [1, -3]]  # sums 2 and -3.5
    zeros = [np.zeros(2, np.float32), np.zeros(1, np.float32)]
    hidden = {
        "relu": (2.0, 0.0),
        "tanh": (math.tanh(2), math.tanh(-3.5)),
        "sigmoid": (1 / (1 + math.exp(-2)), 1 / (1 + math.exp(3.5))),
    }
    for activation, (first, second) in hidden.items():
        network = Network([kernel, last], zeros, activation)
        np.testing.assert_allclose(network.activations(image)[0], [[first, second]], atol=1e-6)
        p = 1 / (1 + math.exp(-(first - 2 * second)))
        np.testing.assert_allclose(network.predict(image), [1 - p, p], atol=1e-6)
        np.testing.assert_allclose(network.calibrated(2.0).predict(image)[1], 1 / (1 + math.sqrt((1 - p) / p)), 1e-5)


def test_unknown_activation_is_refused() -> None:
    with pytest.raises(ValueError, match="relu, tanh, sigmoid"):
        Network([np.zeros((784, 10))], [np.zeros(10)], "step")


def test_huge_logits_do_not_overflow() -> None:
    network = Network([np.full((784, 10), 1e4, np.float32)], [np.arange(10, dtype=np.float32)])
    assert np.isfinite(network.predict(np.ones((28, 28), np.float32))).all()


@pytest.mark.parametrize(
    ("kernels", "biases"),
    [
        ([np.zeros((700, 10))], [np.zeros(10)]),
        ([np.zeros((784, 10))], [np.zeros(9)]),
        ([np.full((784, 10), np.nan)], [np.zeros(10)]),
        ([], []),
    ],
)
def test_arrays_that_do_not_fit_are_refused(kernels: list[np.ndarray], biases: list[np.ndarray]) -> None:
    with pytest.raises(ValueError):
        Network(kernels, biases)
