"""The network in NumPy against Keras, on the shipped runs."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.inference import Network
from mnist_demo.preprocessing import scale_pixels
from mnist_demo.store import load_run


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_same_probabilities_as_keras(name, mnist):
    run = load_run(name)
    images = scale_pixels(mnist.x_test[:1000])
    expected = keras.models.load_model(run.path / "model.keras").predict(images, verbose=0)
    np.testing.assert_allclose(run.network.predict(images), expected, atol=1e-5)


def test_one_image_is_answered_as_in_a_batch(mnist):
    network = load_run("classic").network
    images = scale_pixels(mnist.x_test[:3])
    one, batch = network.predict(images[1]), network.predict(images)
    assert one.shape == (10,) and batch.shape == (3, 10) and one.dtype == batch.dtype == np.float32
    np.testing.assert_allclose(one, batch[1], atol=1e-6)
    assert batch.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_activations_are_those_of_each_layer(mnist):
    activations = load_run("classic").network.activations(scale_pixels(mnist.x_test[:4]))
    assert [layer.shape for layer in activations] == [(4, 128), (4, 128), (4, 10)]
    assert all((layer >= 0).all() for layer in activations[:-1])


def test_huge_logits_do_not_overflow():
    network = Network([np.full((784, 10), 1e4, np.float32)], [np.arange(10, dtype=np.float32)])
    assert np.isfinite(network.predict(np.ones((28, 28), np.float32))).all()


@pytest.mark.parametrize(
    ("kernels", "biases"),
    [
        ([np.zeros((784, 9))], [np.zeros(9)]),
        ([np.zeros((700, 10))], [np.zeros(10)]),
        ([np.zeros((784, 10))], [np.zeros(9)]),
        ([np.full((784, 10), np.nan)], [np.zeros(10)]),
        ([], []),
    ],
)
def test_arrays_that_do_not_fit_are_refused(kernels, biases):
    with pytest.raises(ValueError):
        Network(kernels, biases)
