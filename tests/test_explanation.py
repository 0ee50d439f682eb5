"""Explanations against independent answers: the network's logits, Keras's gradients, and the effect of a change."""

from __future__ import annotations

from itertools import pairwise

import keras
import numpy as np
import pytest
import tensorflow as tf

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.distortion import distort
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.explanation import Neuron, contributions, most_exciting, patterns, relevance, slopes
from mnist_demo.network.inference import ACTIVATIONS, Network
from mnist_demo.runs.store import load_run


def random_network(*hidden_layers: int, activation: str = "relu") -> Network:
    random, sizes = np.random.default_rng(0), (784, *hidden_layers, 10)
    layers = list(pairwise(sizes))
    kernels = [
        random.normal(0, (2 / inputs) ** 0.5, (inputs, outputs)).astype(np.float32) for inputs, outputs in layers
    ]
    biases = [random.normal(0, 0.3, outputs).astype(np.float32) for _, outputs in layers]
    return Network(kernels, biases, activation)


@pytest.fixture(scope="module")
def images(mnist: Dataset) -> np.ndarray:
    """Test images as they are, and distorted ones, which are unlike anything the network has seen."""
    images = scale_pixels(mnist.x_test[:40])
    return np.concatenate([images, distort(images, {"turn": 40, "noise": 0.4})])


def logits(network: Network, image: np.ndarray) -> np.ndarray:
    scores: np.ndarray = network.activations(image)[-1][0]
    return scores


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_contributions_and_constant_sum_to_the_logits(name: str, images: np.ndarray) -> None:
    network = load_run(name).network
    for image in images:
        pixels, constants = contributions(network, image)
        assert pixels.shape == (10, 784) and constants.shape == (10,)
        np.testing.assert_allclose(pixels.sum(axis=1) + constants, logits(network, image), atol=1e-4)


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_slopes_are_the_gradients_of_keras(name: str, images: np.ndarray) -> None:
    """log p(3) - log p(8) is the difference of the logits: the softmax's denominator cancels out."""
    run = load_run(name)
    batch = tf.constant(images[:5])
    with tf.GradientTape() as tape:
        tape.watch(batch)
        logarithms = tf.math.log(keras.models.load_model(run.path / "model.keras")(batch, training=False))
        difference = logarithms[:, 3] - logarithms[:, 8]
    for image, gradient in zip(images, tape.gradient(difference, batch).numpy(), strict=False):
        pixels = slopes(run.network, image)[0]
        np.testing.assert_allclose(pixels[:, 3] - pixels[:, 8], gradient.ravel(), atol=1e-3)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden_layers", [(), (30,), (40, 30, 20)])
def test_any_number_of_hidden_layers(hidden_layers: tuple[int, ...], activation: str, images: np.ndarray) -> None:
    network = random_network(*hidden_layers, activation=activation)
    pixels, constants = contributions(network, images[0])
    np.testing.assert_allclose(pixels.sum(axis=1) + constants, logits(network, images[0]), atol=1e-4)
    assert [slope.shape for slope in slopes(network, images[0])] == [(size, 10) for size in (784, *hidden_layers)]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_of_what_bends_the_votes_are_the_tangent(activation: str, images: np.ndarray) -> None:
    network = random_network(40, 30, activation=activation)
    exact = Network([k.astype(float) for k in network.kernels], [b.astype(float) for b in network.biases], activation)
    image, step = images[0].astype(float), 1e-5 * np.random.default_rng(1).normal(size=(28, 28))
    change = (logits(exact, image + step) - logits(exact, image - step)) / 2
    np.testing.assert_allclose(slopes(exact, image)[0].T @ step.ravel(), change, rtol=1e-4, atol=1e-12)
    assert (exact.silenced([(0, 3), (1, 5)]).activations(image)[0][:, 3] == 0).all()


def test_a_single_output_is_explained_as_two(images: np.ndarray) -> None:
    network = random_network(30)
    single = Network([network.kernels[0], network.kernels[1][:, :1]], [network.biases[0], network.biases[1][:1]])
    np.testing.assert_allclose(single.as_softmax().predict(images), single.predict(images), atol=1e-6)
    pixels, constants = contributions(single.as_softmax(), images[0])
    (score,) = logits(single, images[0])
    np.testing.assert_allclose(pixels.sum(axis=1) + constants, [-score / 2, score / 2], atol=1e-4)
    np.testing.assert_array_equal(pixels[0], -pixels[1])
    for digit in (0, 1):  # each class has its map and its relevant neurons
        assert pixels[digit].any() and relevance(single.as_softmax(), images[0], digit).any()


def test_without_hidden_layers_weights_and_biases_explain_all(images: np.ndarray) -> None:
    network = random_network()
    pixels, constants = contributions(network, images[0])
    np.testing.assert_array_equal(pixels, (network.kernels[0] * images[0].reshape(-1, 1)).T)
    np.testing.assert_array_equal(constants, network.biases[0])
    np.testing.assert_array_equal(relevance(network, images[0], 3), logits(network, images[0]))


def test_relevance_is_what_is_missed_when_a_unit_is_silent(images: np.ndarray) -> None:
    network = random_network(30)
    for unit in range(30):
        missed = logits(network, images[0]) - logits(network.silenced([(0, unit)]), images[0])
        assert relevance(network, images[0], 3)[unit] == pytest.approx(missed[3], abs=1e-5)


def test_silenced_units_output_zero_and_the_others_what_they_did(images: np.ndarray) -> None:
    network = random_network(30, 20)
    before, after = network.activations(images), network.silenced([(0, 4), (1, 5)]).activations(images)
    assert (after[0][:, 4] == 0).all() and (after[1][:, 5] == 0).all() and before[0][:, 4].any()
    np.testing.assert_array_equal(np.delete(after[0], 4, axis=1), np.delete(before[0], 4, axis=1))
    np.testing.assert_array_equal(network.activations(images)[0], before[0])


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_figures_of_a_neuron(name: str, images: np.ndarray) -> None:
    network, image = load_run(name).network, images[0]
    *hidden, last = network.activations(image)
    of_hidden = [(layer, 7 + layer, outputs[0, 7 + layer]) for layer, outputs in enumerate(hidden)]
    for layer, unit, output in [*of_hidden, (len(hidden), 3, network.predict(image)[3])]:
        neuron = Neuron.at(network, image, layer, unit)
        assert neuron.output == pytest.approx(output, abs=1e-6)
        is_last = layer == len(hidden)
        expected = last[0, 3] if is_last else neuron.output
        assert (neuron.sum if is_last else max(neuron.sum, 0)) == pytest.approx(expected, abs=1e-4)
        strongest = neuron.strongest(5)
        assert (np.abs(neuron.products[strongest])[:, None] >= np.delete(np.abs(neuron.products), strongest)).all()
        assert (np.diff(np.abs(neuron.products[strongest])) <= 0).all()


def test_a_blank_picture_has_no_strongest_input() -> None:
    assert Neuron.at(random_network(5), np.zeros((28, 28), np.float32), 0, 2).strongest(8).size == 0


def test_patterns_say_how_a_sum_changes_with_the_pixels(images: np.ndarray) -> None:
    network = random_network(40, 30, 20)
    exact = Network([kernel.astype(float) for kernel in network.kernels], network.biases)
    np.testing.assert_array_equal(patterns(network, images[0], 0, [6])[0].ravel(), network.kernels[0][:, 6])
    image = images[0].astype(float)
    pattern = patterns(exact, image, 2, [4, 11])
    for y, x in [(14, 14), (7, 20)]:
        nudged = image.copy()
        nudged[y, x] += 1e-6
        for number, unit in enumerate((4, 11)):
            change = Neuron.at(exact, nudged, 2, unit).sum - Neuron.at(exact, image, 2, unit).sum
            assert pattern[number, y, x] == pytest.approx(change / 1e-6, abs=1e-4)


def test_most_exciting_images_are_those_with_the_highest_outputs(images: np.ndarray) -> None:
    network = random_network(600, 20)
    found = most_exciting(network, images, 5)
    assert len(found) == 3
    for (indices, values), outputs in zip(found, network.activations(images), strict=True):
        np.testing.assert_array_equal(values, -np.sort(-outputs, axis=0)[:5])
        np.testing.assert_array_equal(np.take_along_axis(outputs, indices, axis=0), values)
