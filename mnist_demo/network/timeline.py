"""Learning as a timeline: a network after some of its epochs, in less than a quarter of the space of its weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mnist_demo.network.inference import Network
from mnist_demo.network.quantisation import quantise

MOST_NETWORKS = 12
"""Kept from one training: enough to see it learn, few enough to store."""

Timeline = list[tuple[int, Network]]
"""Epochs, ascending from 0 (untrained), each with the network at its end."""


def epochs_to_keep(epochs: int) -> list[int]:
    """The epochs after which a training of `epochs` keeps its network: 0, 1, 2, 3, then fewer and fewer, and the last.

    Most is learned at the start, so the intervals grow geometrically.
    """
    count = MOST_NETWORKS - 1
    if epochs <= count:
        return list(range(epochs + 1))
    geometric = np.rint(np.geomspace(1, epochs, count)).astype(int)
    return [0, *np.maximum(geometric, np.arange(1, count + 1)).tolist()]


def pack_timeline(timeline: Timeline) -> dict[str, np.ndarray]:
    """Networks of the same layers as arrays: `epochs` (K,), and `kernel_i`, `scale_i`, `bias_i` for each layer i.

    A weight is rounded to 8 bits: int8 (K, inputs, outputs) times one float32 scale per output unit, (K, outputs).
    Compressed, that is 0.11 MB for a network like classic and 1.17 MB for one like robust. Over classic's epochs, the
    accuracy on the MNIST test set changes by at most 0.03 points, and at most 9 of 10,000 answers change (53 for the
    untrained network, which guesses); for the finished robust network, 1 changes. With 5 bits a third would be saved,
    and many times as many answers would change.
    """
    arrays = {"epochs": np.array([epoch for epoch, _ in timeline], np.int32)}
    networks = [network for _, network in timeline]
    for i in range(len(networks[0].kernels)):
        kernels = np.stack([network.kernels[i] for network in networks])
        arrays[f"kernel_{i}"], arrays[f"scale_{i}"] = quantise(kernels)
        arrays[f"bias_{i}"] = np.stack([network.biases[i] for network in networks])
    return arrays


def unpack_timeline(arrays: Mapping[str, np.ndarray], activation: str = "relu") -> Timeline:
    """What `pack_timeline` packed, of networks with this activation (KeyError, ValueError for anything else)."""
    epochs = arrays["epochs"]
    if epochs.dtype.kind != "i" or epochs.ndim != 1:
        raise ValueError(f"epochs are {epochs.dtype} {epochs.shape}")
    if not len(epochs) or epochs[0] != 0 or (np.diff(epochs) <= 0).any():
        raise ValueError("epochs do not ascend from 0")
    layers = [(arrays[f"kernel_{i}"], arrays[f"scale_{i}"], arrays[f"bias_{i}"]) for i in range(len(arrays) // 3)]
    for layer in layers:
        _check_layer(*layer, len(epochs))
    return [(int(epoch), _unpack_network(layers, at, activation)) for at, epoch in enumerate(epochs)]


def _unpack_network(layers: Sequence[tuple[np.ndarray, ...]], at: int, activation: str) -> Network:
    kernels, biases = [codes[at] * scales[at] for codes, scales, _ in layers], [biases[at] for *_, biases in layers]
    return Network(kernels, biases, activation)


def _check_layer(codes: np.ndarray, scales: np.ndarray, biases: np.ndarray, count: int) -> None:
    """One entry per epoch, of the types that `pack_timeline` writes; Network checks the rest."""
    types = [array.dtype for array in (codes, scales, biases)]
    if types != [np.int8, np.float32, np.float32] or not len(codes) == len(scales) == len(biases) == count:
        raise ValueError(f"a layer of {codes.dtype} {codes.shape} for {count} epochs")
    if not np.isfinite(scales).all():
        raise ValueError("scales that are not finite numbers")
    if scales.shape != biases.shape or scales.shape[1:] != codes.shape[2:]:
        raise ValueError(f"scales of shape {scales.shape} for weights of shape {codes.shape}")
