"""The trained network in NumPy: what the app answers with, without TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from mnist_demo.config import IMAGE_SIZE

ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda sums: np.maximum(sums, 0),
    "tanh": np.tanh,
    "sigmoid": lambda sums: (np.tanh(sums / 2) + 1) / 2,  # 1 / (1 + exp(-sums)), but without overflow
}

ONE_IMAGE = ((IMAGE_SIZE, IMAGE_SIZE), (IMAGE_SIZE**2,))
"""Shapes of one image; several have one more axis in front."""
SHAPES = "(28, 28), (784,), (N, 28, 28) or (N, 784)"

SUM_FOR_NOTHING = {"relu": 0.0, "tanh": 0.0, "sigmoid": -1000.0}
"""The pre-activation at which a unit outputs 0."""
SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda outputs: (outputs > 0).astype(np.float32),
    "tanh": lambda outputs: 1 - outputs**2,
    "sigmoid": lambda outputs: outputs * (1 - outputs),
}
"""The derivative of each activation with respect to the pre-activation, computed from the output."""


STANDS_OUT = 0.3
"""A class below it does not stand out: not even three classes could share such an answer.

Of the doodles that the default network was validated on, 94 % stay below it; of 6,000 digits, five do.
"""


class Network:
    """A multilayer perceptron: an activation after each hidden layer, softmax or a single sigmoid at the end.

    Args:
        kernels: float32 (inputs, outputs) for each layer, the first with 784 inputs, the last with as many outputs
            as there are classes C; or with one, the logit of the second of two classes.
        biases: float32 (outputs,) for each layer.
        activation: of the hidden layers, one of ACTIVATIONS.

    Raises:
        ValueError: the arrays do not fit together, or hold values that are not finite.
    """

    def __init__(self, kernels: Sequence[np.ndarray], biases: Sequence[np.ndarray], activation: str = "relu") -> None:
        _check_layers(kernels, biases)
        if activation not in ACTIVATIONS:
            raise ValueError(f"no activation {activation!r}; expected one of: {', '.join(ACTIVATIONS)}")
        self.kernels, self.biases, self.activation = list(kernels), list(biases), activation

    @classmethod
    def load(cls, path: Path, activation: str = "relu") -> Network:
        """Read `weights.npz`, which holds kernel_0, bias_0, kernel_1, ... (OSError, ValueError if it does not)."""
        with np.load(path, allow_pickle=False) as arrays:
            layers = range(len(arrays.files) // 2)
            try:
                kernels, biases = [arrays[f"kernel_{i}"] for i in layers], [arrays[f"bias_{i}"] for i in layers]
            except KeyError as error:
                raise ValueError(f"no array {error} in {path.name}") from error
        if others := [array.dtype for array in (*kernels, *biases) if array.dtype != np.float32]:
            raise ValueError(f"weights of type {others[0]}; expected float32")
        return cls(kernels, biases, activation)

    def save(self, path: Path) -> None:
        """Write what `load` reads."""
        kernels = {f"kernel_{i}": kernel for i, kernel in enumerate(self.kernels)}
        biases = {f"bias_{i}": bias for i, bias in enumerate(self.biases)}
        np.savez_compressed(path, allow_pickle=False, **kernels, **biases)

    def calibrated(self, temperature: float) -> Network:
        """The same network with its logits divided by `temperature`: the same answers, with more or less confidence."""
        scale = np.float32(1 / temperature)
        kernels, biases = [*self.kernels[:-1], self.kernels[-1] * scale], [*self.biases[:-1], self.biases[-1] * scale]
        return Network(kernels, biases, self.activation)

    def silenced(self, units: Iterable[tuple[int, int]]) -> Network:
        """The same network with some hidden units switched off: they output 0, and no unit uses what they output.

        Args:
            units: hidden layer and unit of each, both counted from 0.
        """
        kernels, biases = [kernel.copy() for kernel in self.kernels], [bias.copy() for bias in self.biases]
        for layer, unit in units:
            kernels[layer][:, unit] = 0
            biases[layer][unit] = SUM_FOR_NOTHING[self.activation]
            kernels[layer + 1][unit] = 0
        return Network(kernels, biases, self.activation)

    def as_softmax(self) -> Network:
        """The same network with an output for each class: the sigmoid of z is the softmax of -z/2 and z/2."""
        if self.outputs > 1:
            return self
        kernel, bias = (np.concatenate([-last / 2, last / 2], axis=-1) for last in (self.kernels[-1], self.biases[-1]))
        return Network([*self.kernels[:-1], kernel], [*self.biases[:-1], bias], self.activation)

    @property
    def hidden_layers(self) -> tuple[int, ...]:
        """Units of each hidden layer; () where there is none."""
        return tuple(len(bias) for bias in self.biases[:-1])

    @property
    def parameters(self) -> int:
        """The number of weights and biases."""
        return sum(array.size for array in (*self.kernels, *self.biases))

    @property
    def outputs(self) -> int:
        """Units of the last layer."""
        return len(self.biases[-1])

    def activations(self, images: np.ndarray) -> list[np.ndarray]:
        """What each layer outputs: float32 (N, units) for each hidden layer, then the pre-activations of the last.

        Args:
            images: as in `predict`; one image counts as N = 1.

        Raises:
            ValueError: as in `predict`.
        """
        activate = ACTIVATIONS[self.activation]
        outputs, signal = [], as_rows(images)
        for kernel, bias in zip(self.kernels[:-1], self.biases[:-1], strict=True):
            signal = activate(signal @ kernel + bias)  # (N, units)
            outputs.append(signal)
        return [*outputs, signal @ self.kernels[-1] + self.biases[-1]]

    def slopes(self, outputs: np.ndarray) -> np.ndarray:
        """The derivative of the hidden activation, float32, computed from the units' outputs, any shape."""
        return SLOPES[self.activation](outputs)

    def logits(self, images: np.ndarray) -> np.ndarray:
        """A logit for each class, float32 (N, C), which softmax turns into probabilities; `images` as in `predict`."""
        sums = self.activations(images)[-1]
        return np.pad(sums, ((0, 0), (1, 0))) if self.outputs == 1 else sums

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Probabilities for one image, float32 (C,), or for several, float32 (N, C).

        Args:
            images: numbers in [0, 1], 0 paper and 1 pen: one image as (28, 28) or (784,), several as (N, 28, 28)
                or (N, 784), row by row; N may be 0.

        Raises:
            ValueError: another shape, no numbers, numbers that are not finite, or pixels from 0 to 255.
        """
        probabilities = softmax(self.logits(images))
        return probabilities[0] if np.shape(images) in ONE_IMAGE else probabilities


def check_answers(network: Network) -> None:
    """ValueError where weights are so large that not even a blank image, or one full of ink, gets an answer."""
    images = np.stack([np.zeros(IMAGE_SIZE**2, np.float32), np.ones(IMAGE_SIZE**2, np.float32)])
    with np.errstate(over="ignore", invalid="ignore"):
        if not np.isfinite(network.predict(images)).all():
            raise ValueError("weights so large that its answers are no numbers")


def decide(probabilities: np.ndarray, threshold: float) -> int | None:
    """The most probable class by probabilities, float32 (C,), or None if the highest is below `threshold`."""
    best = int(probabilities.argmax())
    # Beside a float32 NumPy would round the threshold, too, and an answer just below it would pass; not in JavaScript.
    return best if float(probabilities[best]) >= threshold else None


def stands_out(probabilities: np.ndarray, threshold: float) -> bool:
    """Whether some class by probabilities, float32 (C,), is an answer or at least a guess; else it is none of them.

    What `threshold` takes for an answer always stands out. `web/note.js` does the same.
    """
    return float(probabilities.max()) >= min(threshold, STANDS_OUT)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities, float32 (N, C), each row summing to 1, from logits (N, C)."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))  # no overflow
    probabilities: np.ndarray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities


def as_rows(images: np.ndarray) -> np.ndarray:
    """Images as `Network.predict` takes them, one in each row: (N, 784) of their own dtype (ValueError: no images)."""
    images = np.asarray(images)
    if images.dtype.kind not in "fiub":
        raise ValueError(f"expected images of numbers in [0, 1], got {images.dtype}")
    if images.shape not in ONE_IMAGE and images.shape[1:] not in ONE_IMAGE:
        raise ValueError(f"expected images of shape {SHAPES}, got {images.shape}")
    if images.dtype.kind in "iu" and images.max(initial=0) > 1:
        raise ValueError(f"expected images of numbers in [0, 1], got {images.dtype} up to {images.max()}; scale them")
    rows = images.reshape(-1, IMAGE_SIZE**2)
    if not np.isfinite(rows).all():
        raise ValueError("expected images of numbers in [0, 1], got some that are not finite")
    return rows


def _check_layers(kernels: Sequence[np.ndarray], biases: Sequence[np.ndarray]) -> None:
    if not len(kernels):
        raise ValueError("no layers")
    inputs = IMAGE_SIZE**2
    for kernel, bias in zip(kernels, biases, strict=True):
        if not bias.size:
            raise ValueError("a layer without units")
        if kernel.ndim != 2 or kernel.shape[0] != inputs or bias.shape != kernel.shape[1:]:
            raise ValueError(f"a layer of {kernel.shape} and {bias.shape} after {inputs} outputs")
        if not (np.isfinite(kernel).all() and np.isfinite(bias).all()):
            raise ValueError("weights that are not finite numbers")
        inputs = len(bias)
