"""The trained network in NumPy: what the app answers with, without TensorFlow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from mnist_demo.config import IMAGE_SIZE, NUM_CLASSES


class Network:
    """A multilayer perceptron: ReLU after each hidden layer, softmax at the end.

    Args:
        kernels: float32 (inputs, outputs) for each layer, the first with 784 inputs, the last with 10 outputs.
        biases: float32 (outputs,) for each layer.

    Raises:
        ValueError: the arrays do not fit each other, or hold values that are not finite.
    """

    def __init__(self, kernels: Sequence[np.ndarray], biases: Sequence[np.ndarray]) -> None:
        _check_layers(kernels, biases)
        self.kernels, self.biases = list(kernels), list(biases)

    @classmethod
    def load(cls, path: Path) -> Network:
        """Read `weights.npz`, which holds kernel_0, bias_0, kernel_1, ... (OSError, ValueError if it does not)."""
        with np.load(path, allow_pickle=False) as arrays:
            layers = range(len(arrays.files) // 2)
            try:
                return cls([arrays[f"kernel_{i}"] for i in layers], [arrays[f"bias_{i}"] for i in layers])
            except KeyError as error:
                raise ValueError(f"no array {error} in {path.name}") from error

    def save(self, path: Path) -> None:
        """Write what `load` reads."""
        kernels = {f"kernel_{i}": kernel for i, kernel in enumerate(self.kernels)}
        biases = {f"bias_{i}": bias for i, bias in enumerate(self.biases)}
        np.savez_compressed(path, allow_pickle=False, **kernels, **biases)

    def calibrated(self, temperature: float) -> Network:
        """The same network with its logits divided by `temperature`: the same answers, more or less sure."""
        scale = np.float32(1 / temperature)
        return Network([*self.kernels[:-1], self.kernels[-1] * scale], [*self.biases[:-1], self.biases[-1] * scale])

    def silenced(self, units: Iterable[tuple[int, int]]) -> Network:
        """The same network with some hidden units switched off: they put out 0, and nothing listens to them.

        Args:
            units: hidden layer, from 0, and unit, from 0, of each.
        """
        kernels, biases = [kernel.copy() for kernel in self.kernels], [bias.copy() for bias in self.biases]
        for layer, unit in units:
            kernels[layer][:, unit] = biases[layer][unit] = 0
            kernels[layer + 1][unit] = 0
        return Network(kernels, biases)

    @property
    def hidden_layers(self) -> tuple[int, ...]:
        """Units of each hidden layer; () where there is none."""
        return tuple(len(bias) for bias in self.biases[:-1])

    @property
    def parameters(self) -> int:
        """The number of weights and biases."""
        return sum(array.size for array in (*self.kernels, *self.biases))

    def activations(self, images: np.ndarray) -> list[np.ndarray]:
        """What each layer puts out: float32 (N, units) for each hidden layer, then the logits (N, 10)."""
        outputs, signal = [], images.reshape(-1, IMAGE_SIZE**2)  # (N, 784)
        for kernel, bias in zip(self.kernels[:-1], self.biases[:-1], strict=True):
            signal = np.maximum(signal @ kernel + bias, 0)  # (N, units)
            outputs.append(signal)
        return [*outputs, signal @ self.kernels[-1] + self.biases[-1]]

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Probabilities: float32 (28, 28) in [0, 1] to float32 (10,), or (N, 28, 28) to (N, 10)."""
        probabilities = softmax(self.activations(images)[-1])
        return probabilities[0] if images.ndim == 2 else probabilities


def decide(probabilities: np.ndarray, threshold: float) -> int | None:
    """The digit that probabilities, float32 (10,), speak for, or None where the highest is below `threshold`."""
    digit = int(probabilities.argmax())
    return digit if probabilities[digit] >= threshold else None


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities, float32 (N, 10), each row summing to 1, from logits (N, 10)."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))  # no overflow
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _check_layers(kernels: Sequence[np.ndarray], biases: Sequence[np.ndarray]) -> None:
    inputs = IMAGE_SIZE**2
    for kernel, bias in zip(kernels, biases, strict=True):
        if kernel.ndim != 2 or kernel.shape[0] != inputs or bias.shape != kernel.shape[1:]:
            raise ValueError(f"a layer of {kernel.shape} and {bias.shape} after {inputs} outputs")
        if not (np.isfinite(kernel).all() and np.isfinite(bias).all()):
            raise ValueError("weights that are not finite numbers")
        inputs = len(bias)
    if inputs != NUM_CLASSES:
        raise ValueError(f"{inputs} outputs; expected {NUM_CLASSES}")
