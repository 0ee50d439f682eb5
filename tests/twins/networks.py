"""Small networks with their probabilities: every activation, several outputs or one."""

from __future__ import annotations

import json
import struct
from itertools import pairwise, product

import numpy as np

from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import ACTIVATIONS, Network
from mnist_demo.web.network_file import pack
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

    Weights are multiples of 1/8, which compress well.
    """
    kernels = [np.rint(random.normal(0, 2, shape)).astype(np.float32) / 8 for shape in pairwise((784, *units))]
    biases = [np.rint(random.normal(0, 3, size)).astype(np.float32) / 8 for size in units]
    kernels[-1] = kernels[-1] * np.float32(scale)
    return Network(kernels, biases, activation)


def unpacked(file: bytes) -> Network:
    """The network in a file that `network_file.pack` made, read by its description."""
    (length,) = struct.unpack_from("<I", file)
    head = json.loads(file[4 : 4 + length])
    floats = np.frombuffer(file, "<f4", sum(2 * outputs for _, outputs in head["shapes"]), 4 + length)
    codes = np.frombuffer(file, np.int8, offset=4 + length + floats.nbytes)
    kernels, biases = [], []
    for inputs, outputs in head["shapes"]:
        (scales, bias), floats = floats[: 2 * outputs].reshape(2, outputs), floats[2 * outputs :]
        kernel, codes = codes[: inputs * outputs].reshape(inputs, outputs), codes[inputs * outputs :]
        kernels.append(kernel * scales)
        biases.append(bias)
    return Network(kernels, biases, head["activation"])


def _case(network: Network, images: np.ndarray) -> Case:
    file = pack(network)
    return {
        "shapes": [kernel.shape for kernel in network.kernels],
        "activation": network.activation,
        "file": encode(file),
        "images": encode(images),
        "probabilities": unpacked(file).predict(scale_pixels(images)).astype(float).tolist(),
    }
