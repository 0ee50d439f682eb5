"""What the browser gets: an answer to show, and networks to answer by itself; `packet.js` reads it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run

LARGEST = float(np.finfo(np.float16).max)


def pack(answer: Mapping[str, Any], runs: Sequence[Run], sent: Sequence[Run], size: int) -> bytes:
    """A length (4 bytes, little-endian), so much JSON, and the weights of the runs to be sent.

    Weights are 16-bit floats: kernel, bias, kernel, ... one after another.

    Args:
        answer: what is shown, as JSON takes it; `answer.js` says what is in it.
        runs: those that the browser is to answer with; none where the answer stays as it is.
        sent: those of them that the browser has not yet.
        size: side of the drawing in pixels.
    """
    networks = [
        {
            "id": identity(run),
            "shapes": [kernel.shape for kernel in run.network.kernels],
            "activation": run.network.activation,
            "isSent": run in sent,
        }
        for run in runs
    ]
    text = json.dumps({"size": size, "networks": networks, "answer": answer}).encode()
    return b"".join([struct.pack("<I", len(text)), text, *(half_weights(run.network) for run in sent)])


def half_weights(network: Network) -> bytes:
    """All weights as 16-bit floats, little-endian: half the way to a phone, for an answer that differs by a hair."""
    layers = zip(network.kernels, network.biases, strict=True)
    return b"".join(_halves(array).tobytes() for layer in layers for array in layer)


def _halves(array: np.ndarray) -> np.ndarray:
    """A weight that is too large for 16 bits, as a training at a wild learning rate leaves it, becomes the largest."""
    return array.clip(-LARGEST, LARGEST).astype("<f2")


def identity(run: Run) -> str:
    """Names the weights of a run: another one whenever a run is retrained under the same name."""
    return f"{run.name}@{run.metrics.date.isoformat() if run.metrics.date else ''}"
