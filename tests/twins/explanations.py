"""What pixels and neurons add to the scores of networks: every activation, several outputs or one."""

from __future__ import annotations

import numpy as np

from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.explanation import contributions, relevance
from mnist_demo.web.network_file import pack
from twins.files import Case, encode
from twins.networks import KINDS, random_network, unpacked


def cases() -> list[Case]:
    """Networks with an image each, uint8 (28, 28), with what pixels, constant and first units add to each score."""
    random, images = np.random.default_rng(17), load_dataset().x_test
    kinds = [kind for kind in KINDS if kind[-1] == 1]  # with weights of a common size
    return [_case(pack(random_network(random, *kind)), images[number]) for number, kind in enumerate(kinds)]


def _case(file: bytes, pixels: np.ndarray) -> Case:
    network, image = unpacked(file).as_softmax(), scale_pixels(pixels)
    votes, constants = contributions(network, image)
    classes = range(network.outputs)
    return {
        "activation": network.activation,
        "shapes": [kernel.shape for kernel in network.kernels],
        "file": encode(file),
        "image": encode(pixels),
        "pixels": [encode(np.ascontiguousarray(votes[number], "<f4")) for number in classes],
        "constants": constants.astype(float).tolist(),
        "relevance": [relevance(network, image, number).astype(float).tolist() for number in classes],
    }
