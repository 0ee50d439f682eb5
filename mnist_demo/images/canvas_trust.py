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
    """Whether the pixels, uint8 (side, side, 4), look like dark strokes on light paper."""
    grey = pixels[..., :3].mean(axis=-1)
    ink, paper = float((grey < DARK).mean()), float((grey > LIGHT).mean())
    return 0 < ink < paper and ink + paper > LEAST_CLEAR
