"""Why a network gave its answer: for one image, which pixels and which neurons count for which digit.

A ReLU passes on a positive pre-activation and stops a negative one. As long as none changes its sign, every stopped
neuron counts for nothing and every other is a plain weighted sum, and so is the whole network: around one image it is
exactly linear (Montúfar et al., "On the Number of Linear Regions of Deep Neural Networks", 2014).

tanh and sigmoid are curved everywhere: there the weighted sum is the network's tangent at the image, which touches it
at that one point and shows what a small change would do. C is the number of classes; a network with a single output
must be converted by `as_softmax` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.network.inference import Network, softmax

UNITS_AT_ONCE = 256


def slopes(network: Network, image: np.ndarray) -> list[np.ndarray]:
    """How much each logit grows with each signal: float32 (784, C) for the pixels, (units, C) for each hidden layer.

    Args:
        image: float32 (28, 28) in [0, 1], the point around which the network is linear.
    """
    *hidden, _ = network.activations(image)
    found = [network.kernels[-1]]
    for kernel, outputs in zip(reversed(network.kernels[:-1]), reversed(hidden), strict=True):
        found.append(kernel @ (found[-1] * network.slopes(outputs[0])[:, None]))  # (inputs, units) @ (units, C)
    return found[::-1]


def contributions(network: Network, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each pixel adds to each logit, float32 (C, 784), and the constants, (C,); they sum to the logits.

    Args:
        image: float32 (28, 28) in [0, 1].
    """
    *hidden, _ = network.activations(image)
    pixels, *after = slopes(network, image)
    constants, inputs = network.biases[-1].copy(), image.reshape(1, -1)
    for kernel, outputs, slope in zip(network.kernels[:-1], hidden, after, strict=True):
        rest = outputs - network.slopes(outputs) * (inputs @ kernel)  # a ReLU leaves its bias, or nothing
        constants += (rest @ slope)[0]  # (1, units) @ (units, C)
        inputs = outputs
    return (pixels * image.reshape(-1, 1)).T, constants


def relevance(network: Network, image: np.ndarray, digit: int) -> np.ndarray:
    """What each unit of the first layer adds to the logit of `digit`: its output times that logit's slope, (units,).

    Without hidden layers the first layer is the last: its logits, (C,).
    """
    first: np.ndarray = network.activations(image)[0][0]
    return first * slopes(network, image)[1][:, digit] if network.hidden_layers else first


def patterns(network: Network, image: np.ndarray, layer: int, units: Sequence[int] | np.ndarray) -> np.ndarray:
    """What units look for, as the weights that they give to the pixels: float32 (len(units), 28, 28).

    In the first layer these are their weights; in later layers, what the layers before make of them around `image`.
    """
    seen = network.kernels[layer][:, list(units)]
    activations = network.activations(image)
    for before in reversed(range(layer)):
        seen = network.kernels[before] @ (seen * network.slopes(activations[before][0])[:, None])
    return seen.T.reshape(-1, IMAGE_SIZE, IMAGE_SIZE)


@dataclass(frozen=True)
class Neuron:
    """What one neuron computes for one image: `inputs` and `weights`, float32 (N,), `bias`, and its `output`.

    The output is the activation of `sum`; in the last layer `sum` is the logit, and the output its probability.
    """

    inputs: np.ndarray
    weights: np.ndarray
    bias: float
    output: float

    @classmethod
    def at(cls, network: Network, image: np.ndarray, layer: int, unit: int) -> Neuron:
        """Unit `unit` of layer `layer`, both counted from 0; the layer after the hidden ones is the last."""
        *hidden, logits = network.activations(image)
        before = [image.reshape(1, -1), *hidden][layer][0]
        after = [*hidden, softmax(logits)][layer][0]
        return cls(before, network.kernels[layer][:, unit], float(network.biases[layer][unit]), float(after[unit]))

    @property
    def products(self) -> np.ndarray:
        """Weight times input, float32 (N,)."""
        products: np.ndarray = self.weights * self.inputs
        return products

    @property
    def sum(self) -> float:
        """The pre-activation: all products and the bias."""
        return float(self.products.sum()) + self.bias

    def strongest(self, count: int) -> np.ndarray:
        """The indices of the inputs that change the sum most, up or down, strongest first; none without effect."""
        order = np.argsort(-np.abs(self.products), kind="stable")[:count]
        effective: np.ndarray = order[self.products[order] != 0]
        return effective


def most_exciting(network: Network, images: np.ndarray, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each unit of each layer the images with the highest outputs, highest first.

    Args:
        images: float32 (N, 28, 28) in [0, 1], with N at least `count`.

    Returns:
        For each layer the indices of the images, int64 (count, units), and the outputs, float32 (count, units).
    """
    return [_highest_in_blocks(outputs, count) for outputs in network.activations(images)]


def _highest_in_blocks(outputs: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """As `_highest`, a few columns at a time: sorting all at once would take four times the memory of the outputs."""
    starts = range(UNITS_AT_ONCE, outputs.shape[1], UNITS_AT_ONCE)
    rows, values = zip(*(_highest(block, count) for block in np.split(outputs, starts, axis=1)), strict=True)
    return np.concatenate(rows, axis=1), np.concatenate(values, axis=1)


def _highest(outputs: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each column of (N, units) is highest, and how high, in descending order."""
    rows = np.argpartition(-outputs.T, count - 1, axis=1)[:, :count].T
    rows = np.take_along_axis(rows, np.argsort(-np.take_along_axis(outputs, rows, axis=0), axis=0), axis=0)
    return rows, np.take_along_axis(outputs, rows, axis=0)
