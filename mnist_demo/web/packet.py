"""What the browser gets to answer by itself; `packet.js` reads it."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence

import numpy as np

from mnist_demo.network.inference import Network
from mnist_demo.runs.store import Run

LARGEST = float(np.finfo(np.float16).max)


def pack(runs: Sequence[Run], sent: Sequence[Run], size: int, words: dict[str, str]) -> bytes:
    """A length (4 bytes, little-endian), so much JSON, and the weights of the runs to be sent.

    Weights are 16-bit floats: kernel, bias, kernel, ... one after another.

    Args:
        runs: whose answers are shown, all to the same task.
        sent: those of them that the browser has not yet.
        size: side of the drawing in pixels.
        words: what is said of an answer, with names in braces.
    """
    networks = [
        {
            "id": identity(run),
            "threshold": run.threshold,
            "shapes": [kernel.shape for kernel in run.network.kernels],
            "activation": run.network.activation,
            "isSent": run in sent,
        }
        for run in runs
    ]
    classes = runs[0].task.classes
    text = json.dumps({"size": size, "networks": networks, "classes": classes, "words": words}).encode()
    return b"".join([struct.pack("<I", len(text)), text, *(half_weights(run.network) for run in sent)])


def half_weights(network: Network) -> bytes:
    """All weights as 16-bit floats, little-endian: half the way to a phone, for an answer that differs by a hair."""
    layers = zip(network.kernels, network.biases, strict=True)
    return b"".join(_halves(array).tobytes() for layer in layers for array in layer)


def _halves(array: np.ndarray) -> np.ndarray:
    """A weight that is too large for 16 bits, as a training at a wild learning rate leaves it, becomes the largest."""
    return array.clip(-LARGEST, LARGEST).astype("<f2")


def identity(run: Run) -> str:
    """Names the weights of a run: another name whenever one is trained anew under the same name."""
    return f"{run.name}@{run.metrics.get('date', '')}"
