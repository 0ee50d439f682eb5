"""The way of one digit from the photo to the network's input, step by step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mnist_demo.images.preprocessing import Step, as_pixels, preparation_steps
from mnist_demo.network.several import FoundDigit
from mnist_demo.ui.photo.reading import Photo

AROUND = 0.25
"""How much of a photo is shown around a digit, as a share of its longer side."""


def photo_steps(photo: Photo, digit: FoundDigit) -> list[Step]:
    """The photo around a digit, the same with its light divided out, and from the digit's ink to the 28×28 picture."""
    box = digit.box
    margin = max(2, round(AROUND * max(box.right - box.left, box.bottom - box.top)))
    part = np.s_[max(0, box.top - margin) : box.bottom + margin, max(0, box.left - margin) : box.right + margin]
    seen = [Step("photo", photo.grey[part]), Step("light", photo.light[part])]
    *prepared, last = preparation_steps(as_pixels(np.pad(digit.ink, margin)))
    return [*seen, *prepared, replace(last, ink=digit.image)]
