"""A network as one file for the browser; `network_file.js` reads it."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from dataclasses import dataclass

import numpy as np

from mnist_demo.network.inference import Network
from mnist_demo.network.quantisation import quantise

ALIGNMENT = 4
"""Bytes: JavaScript reads 32-bit floats at multiples of this only."""


@dataclass(frozen=True)
class NetworkFile:
    """The file, compressed by gzip, and the name of its content: another network has another one."""

    content: bytes
    digest: str


def network_file(network: Network) -> NetworkFile:
    """The file that holds a network."""
    packed = pack(network)
    return NetworkFile(gzip.compress(packed, mtime=0), hashlib.sha256(packed).hexdigest()[:24])


def pack(network: Network) -> bytes:
    """A length (4 bytes, little-endian), so much JSON, the scales and biases of each layer, the codes of each layer.

    Scales and biases are 32-bit floats, codes 8-bit integers, row by row.
    """
    shapes = [kernel.shape for kernel in network.kernels]
    head = json.dumps({"activation": network.activation, "shapes": shapes}).encode()
    head += b" " * (-len(head) % ALIGNMENT)
    layers = [quantise(kernel) for kernel in network.kernels]
    floats = [array for (_, scales), bias in zip(layers, network.biases, strict=True) for array in (scales, bias)]
    codes = [codes.tobytes() for codes, _ in layers]
    return b"".join(
        [struct.pack("<I", len(head)), head, *(np.asarray(each, "<f4").tobytes() for each in floats), *codes]
    )
