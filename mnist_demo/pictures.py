"""Arrays in, small PNG pictures out, as the `src` of an `<img>`."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image


def data_uri(pixels: np.ndarray) -> str:
    """A PNG with one pixel for each of the array's.

    Args:
        pixels: float32 (H, W) in [0, 1], shown as white on black; or RGB, uint8 (H, W, 3).
    """
    file = io.BytesIO()
    Image.fromarray(pixels if pixels.ndim == 3 else np.uint8(np.rint(pixels * 255))).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
