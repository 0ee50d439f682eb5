"""Arrays in, pixels and small PNG pictures out."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

from mnist_demo.images.preprocessing import as_pixels
from mnist_demo.web.colours import AGAINST, FOR


def diverging(values: np.ndarray, limit: float) -> np.ndarray:
    """Numbers as colours, the same around zero: black for 0, blue up to `limit`, orange down to minus `limit`.

    Args:
        values: floats (H, W); what is beyond the limit gets the limit's colour.

    Returns:
        RGB as uint8 (H, W, 3).
    """
    strength = np.clip(np.abs(values) / max(limit, 1e-9), 0, 1)[..., None]
    colours: np.ndarray = np.rint(strength * np.where(values[..., None] > 0, FOR, AGAINST)).astype(np.uint8)
    return colours


def data_uri(pixels: np.ndarray) -> str:
    """A PNG with one pixel for each of the array's, as the `src` of an `<img>`.

    Args:
        pixels: float32 (H, W) in [0, 1], shown as white on black; or RGB, uint8 (H, W, 3).
    """
    file = io.BytesIO()
    Image.fromarray(pixels if pixels.ndim == 3 else as_pixels(pixels)).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
