"""The lines of ruled and squared paper: found as long thin lines that run alike, and taken out of the contrast.

Along the paper they may rise and bend a little, as on a page that does not lie flat; all of them do so together.
`values` are contrasts, float32 (H, W), and `noise` is their standard deviation on paper, as in `Contrast`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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
"""The least share of a line's length that is seen, where no broad ink hides it."""
COVERED_ENDS = 0.5
"""The least share of its strips at the picture's edges that is seen: a stroke hardly reaches both."""
VISIBLE = 1 / 3
"""The share of a line's length that is counted at least, however much of it is hidden."""
FAINT_LINE = 0.7
"""The most contrast of a line, as a share of the strongest ink's; that of MANY lines may be as strong."""
MANY, HAIR = 3, 1 / 60
"""So may be that of a line as thin as HAIR of its length: no digit is."""
STRIPS = 8
"""Parts of a line whose contrast is measured apart: the light and the focus change along it."""


class Band(NamedTuple):
    """All pixels near a line: indices of their rows and columns, int (B, L), its breadth and its length.

    Some may lie outside the picture. `is_hidden`, bool (L,), tells where broader ink lies over the line, or the
    picture has ended.
    """

    rows: np.ndarray
    columns: np.ndarray
    is_hidden: np.ndarray

    def of(self, picture: np.ndarray) -> np.ndarray:
        """What is there in a picture (H, W): (B, L), outside of it as at its edge."""
        height, width = picture.shape
        near: np.ndarray = picture[np.clip(self.rows, 0, height - 1), np.clip(self.columns, 0, width - 1)]
        return near

    def put(self, picture: np.ndarray, near: np.ndarray | float) -> None:
        """Change what is there, to (B, L) or to one number."""
        (height, width), (rows, columns) = picture.shape, (self.rows, self.columns)
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        picture[rows[inside], columns[inside]] = np.broadcast_to(near, rows.shape)[inside]


@dataclass(frozen=True, eq=False)
class Traces:
    """Where ink is as thin as a line, and where too broad for one, measured across the rows: both bool (H, W)."""

    seen: np.ndarray
    hidden: np.ndarray


def without_ruling(values: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Contrast, float32 (H, W), without the paper's lines along it and across it."""
    across = [Band(band.columns, band.rows, band.is_hidden) for band in long_lines(values.T, noise.T)]
    bands = long_lines(values, noise) + across
    return _cleared(values, [band for band in bands if len(bands) >= MANY or _is_line(values, band, bands)])


def long_lines(values: np.ndarray, noise: np.ndarray) -> list[Band]:
    """The surroundings of each thin line that runs through the whole picture, more or less along its rows."""
    thick = max(3, round(THICK * max(values.shape)))
    traces = find_traces(values, noise, thick)
    offsets = run_of_lines(traces.seen)
    bands = [_band(row + offsets, thick, traces.hidden) for row in covered_rows(traces, offsets)]
    return [band for band in bands if band.rows.shape[1] >= STRIPS and _reaches_both_edges(traces.seen, band)]


def find_traces(values: np.ndarray, noise: np.ndarray, thick: int) -> Traces:
    """Ink up to `thick` pixels high, and higher ink; beyond the picture's edges is paper."""
    limit = np.maximum(MIN_LINE, 2.5 * noise)
    broad = ndimage.grey_opening(values, (thick + 1, 1), mode="constant")
    return Traces(values - broad > limit, broad > limit)


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


def covered_rows(traces: Traces, offsets: np.ndarray) -> list[int]:
    """The rows, in the middle of the picture, of lines that are seen along most of their length."""
    height, width = traces.seen.shape
    starts = np.arange(-height // 4, height + height // 4)
    rows = starts[:, None] + offsets
    inside = (rows >= 0) & (rows < height)
    places = np.clip(rows, 0, height - 1), np.arange(width)
    visible = ~traces.hidden[places] & inside
    near = ndimage.maximum_filter1d(traces.seen, 5, axis=0)[places] & visible
    whole = np.maximum(VISIBLE * inside.sum(axis=1), width / 12)
    covered = near.sum(axis=1) / np.maximum(visible.sum(axis=1), whole)
    runs, count = ndimage.label(covered >= COVERED)
    middles = ndimage.center_of_mass(covered, runs, np.arange(1, count + 1))
    return [int(starts[round(middle)]) for (middle,) in middles]


def _band(rows: np.ndarray, thick: int, hidden: np.ndarray) -> Band:
    """All that lies at most `thick` above or below a line, along the part that touches the picture."""
    height = len(hidden)
    columns = np.flatnonzero((rows >= -thick) & (rows < height + thick))
    middle = rows[columns]
    around = middle + np.arange(-thick, thick + 1)[:, None]
    is_outside = (middle < 0) | (middle >= height)
    is_hidden = is_outside | hidden[np.clip(middle, 0, height - 1), columns]
    return Band(around, np.broadcast_to(columns, around.shape), is_hidden)


def _reaches_both_edges(seen: np.ndarray, band: Band) -> bool:
    """Whether a line is seen, in bool (H, W), up to its ends, where it does not leave the picture above or below.

    What is hidden counts as seen.
    """
    first, *_, last = np.array_split(band.of(seen).any(axis=0) | band.is_hidden, STRIPS)
    above, below = band.rows[0] <= 0, band.rows[-1] >= len(seen) - 1  # so near the edge a line may leave
    ends = ((first, above[0] or below[0]), (last, above[-1] or below[-1]))
    return all(leaves or strip.mean() >= COVERED_ENDS for strip, leaves in ends)


def _is_line(values: np.ndarray, band: Band, bands: list[Band]) -> bool:
    """Whether one of a few long lines is fainter than the ink beside them, or as thin as no pen's."""
    profile = np.median(band.of(values)[:, ~band.is_hidden], axis=1)
    beside = values.copy()
    for each in bands:
        each.put(beside, 0)
    ink = beside[beside > MIN_INK]
    is_faint = bool(ink.size) and profile.max() <= FAINT_LINE * np.quantile(ink, 0.98)
    return bool(is_faint or (profile > profile.max() / 2).sum() <= HAIR * band.rows.shape[1])


def _cleared(values: np.ndarray, bands: list[Band]) -> np.ndarray:
    """Contrast without those lines; ink that crosses a line stays as it was beside it."""
    cleared = values.copy()
    for band in bands:
        across = band.of(cleared)
        line = _contrast_along(across, ~band.is_hidden)
        band.put(cleared, np.maximum(across - line, 0) / (1 - line))
    return cleared


def _contrast_along(across: np.ndarray, is_visible: np.ndarray) -> np.ndarray:
    """The contrast of a line itself at each pixel of its band, float32 (B, L), whatever is written over it."""
    usual = np.median(across[:, is_visible], axis=1)
    columns = np.arange(across.shape[1])
    parts = [part for part in np.array_split(columns, STRIPS) if is_visible[part].any()]
    strips = [np.quantile(across[:, part[is_visible[part]]], 0.75, axis=1) for part in parts]
    middles = [part.mean() for part in parts]
    limited = np.clip(np.stack(strips, axis=1), 0, 1.5 * np.maximum(usual, 0)[:, None])
    line = np.stack([np.interp(columns, middles, row) for row in limited]).astype(np.float32)
    # It may lie a pixel higher or lower than it is thought to.
    broadened: np.ndarray = ndimage.maximum_filter1d(line, 3, axis=0)
    return broadened
