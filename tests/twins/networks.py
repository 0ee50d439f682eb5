"""Small networks with their probabilities: every activation, several outputs or one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import ACTIVATIONS, Network
from mnist_demo.web.packet import half_weights
from twins.files import Case, encode

Kind = tuple[tuple[int, ...], str, float]
KINDS: list[Kind] = [
    *(((6, 5, outputs), activation, 1) for outputs, activation in product((10, 3, 1), ACTIVATIONS)),
    ((10,), "relu", 1),
    ((4, 10), "tanh", 3000),  # logits so large that a careless softmax overflows
    ((4, 1), "sigmoid", 3000),
]
"""Units of each layer, activation, and the factor of the last kernel."""


def cases() -> list[Case]:
    """Networks with images, uint8 (N, 28, 28), and for each of these a probability for each class."""
    random, images = np.random.default_rng(4), load_dataset().x_test[:6]
    return [_case(random_network(random, *kind), images) for kind in KINDS]


def random_network(random: np.random.Generator, units: tuple[int, ...], activation: str, scale: float = 1) -> Network:
    """A network with so many units in each layer, its last kernel multiplied by `scale`.

    Weights are multiples of 1/8: 16 bits hold them exactly, and they compress well.
    """
    kernels = [np.rint(random.normal(0, 2, shape)).astype(np.float32) / 8 for shape in pairwise((784, *units))]
    biases = [np.rint(random.normal(0, 3, size)).astype(np.float32) / 8 for size in units]
    kernels[-1] = kernels[-1] * np.float32(scale)
    return Network(kernels, biases, activation)


def from_halves(halves: np.ndarray, shapes: Sequence[tuple[int, int]], activation: str) -> Network:
    """The network of 16-bit weights, float16 (M,): kernel, bias, kernel, ... one after another."""
    sizes = [size for inputs, outputs in shapes for size in (inputs * outputs, outputs)]
    layers = np.split(halves.astype(np.float32), np.cumsum(sizes)[:-1])
    kernels = [kernel.reshape(shape) for kernel, shape in zip(layers[::2], shapes, strict=True)]
    return Network(kernels, layers[1::2], activation)


def _case(network: Network, images: np.ndarray) -> Case:
    return {
        "shapes": [kernel.shape for kernel in network.kernels],
        "activation": network.activation,
        "weights": encode(half_weights(network)),
        "images": encode(images),
        "probabilities": network.predict(scale_pixels(images)).astype(float).tolist(),
    }
