"""The lines of ruled and squared paper: found as long thin lines that run alike, and taken out of the contrast.

Along the paper they may rise and bend a little, as on a page that does not lie flat; all of them do so together.
`values` are contrasts, float32 (H, W), and `noise` is their standard deviation on paper, as in `Contrast`.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from mnist_demo.images.paper import MIN_INK

SLOPES, BOWS = np.linspace(-0.16, 0.16, 33), np.linspace(-0.04, 0.04, 17)
"""How far lines may rise from end to end, and bend at the ends against the middle, as shares of their length."""
THICK = 0.025
"""The most that a line is thick, as a share of the picture's longer side."""
MIN_LINE = 0.04
"""The least contrast of a line."""
COVERED = 0.65
"""The least share of a line's length that is seen."""
COVERED_ENDS = 0.5
"""The least share of its strips at the picture's edges that is seen: a stroke hardly reaches both."""
FAINT_LINE = 0.7
"""The most contrast of a line, as a share of the strongest ink's; that of MANY lines may be as strong."""
MANY, HAIR = 3, 1 / 60
"""So may be that of a line as thin as HAIR of its length: no digit is."""
STRIPS = 8
"""Parts of a line whose contrast is measured apart: the light and the focus change along it."""


Band = tuple[np.ndarray, np.ndarray]
"""Indices of the rows and the columns of all pixels near a line: int (B, L), its breadth and its length."""


def without_ruling(values: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Contrast, float32 (H, W), without the paper's lines along it and across it."""
    across = [(rows, columns) for columns, rows in long_lines(values.T, noise.T)]
    bands = long_lines(values, noise) + across
    return _cleared(values, [band for band in bands if len(bands) >= MANY or _is_line(values, band, bands)])


def long_lines(values: np.ndarray, noise: np.ndarray) -> list[Band]:
    """The surroundings of each thin line that runs through the whole picture, more or less along its rows."""
    thick = max(3, round(THICK * max(values.shape)))
    thin = values - ndimage.grey_opening(values, (thick + 1, 1))
    seen = thin > np.maximum(MIN_LINE, 2.5 * noise)
    offsets = run_of_lines(seen)
    bands = [_band(row + offsets, thick, len(values)) for row in covered_rows(seen, offsets)]
    return [band for band in bands if band[0].shape[1] >= STRIPS and _reaches_both_edges(seen, band)]


def run_of_lines(seen: np.ndarray) -> np.ndarray:
    """How most lines run, in rows below where they are in the middle: int (W,). `seen`, bool (H, W), may be lines."""
    rows, columns = np.nonzero(seen[:, ::2])
    length = seen.shape[1]
    x = np.linspace(-1, 1, seen[:, ::2].shape[1])[columns]

    def alignment(slope: float, bow: float) -> int:
        places = np.rint(rows - length * (slope * x / 2 + bow * x**2)).astype(int)
        counts = np.bincount(places - places.min(initial=0))
        return int((counts**2).sum())

    slope, bow = 0.0, 0.0
    for _ in range(2):
        slope = max(SLOPES, key=lambda tried: alignment(tried, bow))
        bow = max(BOWS, key=lambda tried: alignment(slope, tried))
    x = np.linspace(-1, 1, length)
    offsets: np.ndarray = np.rint(length * (slope * x / 2 + bow * x**2)).astype(int)
    return offsets


def covered_rows(seen: np.ndarray, offsets: np.ndarray) -> list[int]:
    """The rows, in the middle of the picture, of lines that are seen along most of their length."""
    height, width = seen.shape
    starts = np.arange(-height // 4, height + height // 4)
    rows = starts[:, None] + offsets
    inside = (rows >= 0) & (rows < height)
    near = ndimage.maximum_filter1d(seen, 5, axis=0)[np.clip(rows, 0, height - 1), np.arange(width)] & inside
    covered = near.sum(axis=1) / np.maximum(inside.sum(axis=1), width / 12)
    runs, count = ndimage.label(covered >= COVERED)
    middles = ndimage.center_of_mass(covered, runs, np.arange(1, count + 1))
    return [int(starts[round(middle)]) for (middle,) in middles]


def _band(rows: np.ndarray, thick: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """All that lies at most `thick` above or below the part of a line that is in the picture."""
    columns = np.flatnonzero((rows >= 0) & (rows < height))
    around = np.clip(rows[columns] + np.arange(-thick, thick + 1)[:, None], 0, height - 1)
    return around, np.broadcast_to(columns, around.shape)


def _reaches_both_edges(seen: np.ndarray, band: Band) -> bool:
    """Whether a line is seen, in bool (H, W), up to its ends, where it does not leave the picture above or below."""
    first, *_, last = np.array_split(seen[band].any(axis=0), STRIPS)
    columns = band[1][0]
    goes_on = columns[0] > 0, columns[-1] < seen.shape[1] - 1
    ends = zip((first, last), goes_on, strict=True)
    return all(leaves or strip.mean() >= COVERED_ENDS for strip, leaves in ends)


def _is_line(values: np.ndarray, band: Band, bands: list[Band]) -> bool:
    """Whether one of a few long lines is fainter than the ink beside them, or as thin as no pen's."""
    profile = np.median(values[band], axis=1)
    beside = values.copy()
    for each in bands:
        beside[each] = 0
    ink = beside[beside > MIN_INK]
    is_faint = bool(ink.size) and profile.max() <= FAINT_LINE * np.quantile(ink, 0.98)
    return bool(is_faint or (profile > profile.max() / 2).sum() <= HAIR * band[0].shape[1])


def _cleared(values: np.ndarray, bands: list[Band]) -> np.ndarray:
    """Contrast without those lines; ink that crosses a line stays as it was beside it."""
    cleared = values.copy()
    for band in bands:
        across = cleared[band]
        line = _contrast_along(across)
        cleared[band] = np.maximum(across - line, 0) / (1 - line)
    return cleared


def _contrast_along(across: np.ndarray) -> np.ndarray:
    """The contrast of a line itself at each pixel of its band, float32 (B, W), whatever is written over it."""
    usual = np.median(across, axis=1)
    strips = [np.quantile(strip, 0.75, axis=1) for strip in np.array_split(across, STRIPS, axis=1)]
    middles = (np.arange(STRIPS) + 0.5) / STRIPS * across.shape[1]
    columns = np.arange(across.shape[1])
    limited = np.clip(np.stack(strips, axis=1), 0, 1.5 * np.maximum(usual, 0)[:, None])
    line = np.stack([np.interp(columns, middles, row) for row in limited]).astype(np.float32)
    # It may lie a pixel higher or lower than it is thought to.
    broadened: np.ndarray = ndimage.maximum_filter1d(line, 3, axis=0)
    return broadened
