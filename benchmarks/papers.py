"""Sheets of paper before anything is written on them: float32 (H, W, 3), the colours that they throw back."""

from __future__ import annotations

import numpy as np

WHITES = ((246, 246, 244), (240, 238, 230), (226, 230, 236), (202, 200, 194))
"""Copy paper, a warm and a cold exercise book, recycled paper."""
PRINTS = ((150, 185, 228), (168, 172, 180), (182, 168, 212))
"""Blue, grey and violet lines."""
MARGIN = (228, 138, 146)
SLANT, BOW = 0.08, 0.02
"""The most that lines rise, as a slope, and that a curled page bends them, as a share of the photo's width."""


def plain(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Without lines; `size` is (width, height)."""
    white = np.asarray(WHITES[rng.integers(len(WHITES))], np.float32) + rng.uniform(-4, 4)
    return np.broadcast_to(white, (*size[::-1], 3)).copy()


def ruled(size: tuple[int, int], spacing: float, rng: np.random.Generator) -> np.ndarray:
    """With lines along it every `spacing` pixels, and a margin on some sheets."""
    sheet, (y, x) = plain(size, rng), np.mgrid[: size[1], : size[0]].astype(np.float32)
    width = max(spacing * rng.uniform(0.025, 0.045), 0.8)
    slope, bow = _bent(x, rng)
    share = _ruling(y - slope * x - bow, spacing, width, rng)
    sheet = _printed(sheet, share, PRINTS[rng.integers(len(PRINTS))])
    if rng.random() < 0.3:
        at = rng.uniform(0.05, 0.25) * size[0]
        sheet = _printed(sheet, np.clip(width / 2 + 0.5 - np.abs(x + slope * y - at), 0, 1), MARGIN)
    return sheet


def squared(size: tuple[int, int], spacing: float, rng: np.random.Generator) -> np.ndarray:
    """With lines both ways, `spacing` pixels apart."""
    sheet, (y, x) = plain(size, rng), np.mgrid[: size[1], : size[0]].astype(np.float32)
    width = max(spacing * rng.uniform(0.04, 0.07), 0.8)
    slope, bow = _bent(x, rng)
    along = _ruling(y - slope * x - bow, spacing, width, rng)
    across = _ruling(x + slope * y, spacing, width, rng)
    return _printed(sheet, np.maximum(along, across), PRINTS[rng.integers(len(PRINTS))])


def _bent(x: np.ndarray, rng: np.random.Generator) -> tuple[float, np.ndarray]:
    """The slope of the lines, and how far a curled page moves them at each x, (H, W), in pixels."""
    slope, height, width = rng.uniform(-SLANT, SLANT), rng.uniform(-BOW, BOW), x.shape[1]
    return slope, height * width * (2 * x / width - 1) ** 2


def _ruling(across: np.ndarray, spacing: float, width: float, rng: np.random.Generator) -> np.ndarray:
    """Lines where `across`, a distance in pixels, (H, W), is a multiple of the spacing: their share, (H, W)."""
    turns = across / spacing + rng.random()
    away = np.abs(turns - np.rint(turns)) * spacing
    share: np.ndarray = np.clip(width / 2 + 0.5 - away, 0, 1) * min(width, 1)
    return share


def _printed(sheet: np.ndarray, share: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """The sheet with lines in a colour that darkens the paper's own."""
    through = np.asarray(colour, np.float32) / 255
    printed: np.ndarray = sheet * (1 - share[..., None] * (1 - through))
    return printed
