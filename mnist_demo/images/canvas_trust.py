"""Whether pixels that a browser sent are those of its canvas.

Some browsers give noise or white in their place, so that nobody is recognised by them: Firefox with
`privacy.resistFingerprinting`, and Brave.
"""

from __future__ import annotations

import numpy as np

DARK, LIGHT = 64, 250
"""Grey levels of ink and paper: the pen is darker, the paper lighter."""
LEAST_CLEAR = 0.8
"""Share of pixels that are ink or paper in a real drawing, where only the edges of strokes are between the two."""


def shows_strokes(pixels: np.ndarray) -> bool:
    """Whether the pixels, uint8 (H, W, 4), look like dark strokes on light paper."""
    red, green, blue = (pixels[..., channel].astype(np.uint16) for channel in range(3))
    light = red + green + blue  # three times the grey level; the mean along an axis takes eight times as long
    ink, paper = float((light < 3 * DARK).mean()), float((light > 3 * LIGHT).mean())
    return 0 < ink < paper and ink + paper > LEAST_CLEAR
