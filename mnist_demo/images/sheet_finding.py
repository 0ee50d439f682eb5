"""A card or a note that lies on a desk: where it is, and its own picture without the desk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

SEARCH_SIZE = 160
"""The longer side on which a sheet is searched, in pixels."""
MIN_SHEET, MAX_SHEET = 0.04, 0.9
"""The smallest and the largest share of the picture that a sheet takes."""
MAX_CONTACT = 0.2
"""The largest share of the picture's border that a sheet touches: shadows and the halves of a page touch more."""
MIN_RECTANGLE = 0.85
"""The smallest share of its bounding rectangle, turned as it lies, that a sheet fills; an ellipse fills 0.79."""
MIN_ASPECT = 0.4
"""The smallest ratio of a sheet's sides: a straight 1 is a rectangle too."""
MIN_PLAIN = 0.5
"""The smallest share of a sheet that is paper: the ring of a 0 has a hole too, but more of one."""
MIN_STEP = 0.12
"""The smallest difference of a sheet from its desk, as the logarithm of the light thrown back."""
MARGIN = 2
"""Pixels of the searched picture that are cut off all around a sheet, where its edge is blurred."""
ANGLES = np.radians(np.arange(0, 90, 3))
AROUND = np.ones((3, 3), bool)


@dataclass(frozen=True, eq=False)
class Sheet:
    """The picture of a sheet alone, and the column and the row of its upper left corner on the whole picture."""

    picture: Image.Image
    left: int
    top: int

    def put_back(self, ink: np.ndarray, whole: Image.Image) -> np.ndarray:
        """Ink on the sheet, float32 (h, w), as ink on the whole picture: float32 (H, W), 0 beside the sheet."""
        placed = np.zeros((whole.height, whole.width), np.float32)
        placed[self.top : self.top + ink.shape[0], self.left : self.left + ink.shape[1]] = ink
        return placed


def cut_out_sheet(picture: Image.Image) -> Sheet | None:
    """The part of a picture, L or RGB, that shows a sheet lying on something else; None where there is no such sheet.

    What the turned sheet leaves of its box is filled with the nearest paper.
    """
    sheet = find_sheet(picture)
    if sheet is None:
        return None
    mask = np.asarray(Image.fromarray(sheet).resize(picture.size, Image.Resampling.NEAREST))
    (box,) = ndimage.find_objects(mask.astype(np.uint8))
    nearest = ndimage.distance_transform_edt(~mask[box], return_distances=False, return_indices=True)
    rows, columns = box
    return Sheet(Image.fromarray(np.asarray(picture)[box][tuple(nearest)]), left=columns.start, top=rows.start)


def find_sheet(picture: Image.Image) -> np.ndarray | None:
    """The inside of the clearest sheet on a picture reduced to SEARCH_SIZE: bool (h, w), or None."""
    small = picture.copy()
    small.thumbnail((SEARCH_SIZE, SEARCH_SIZE), Image.Resampling.BOX)
    best, clearest = MIN_STEP, None
    for channel in small.split():
        light = np.log(np.asarray(channel, np.float32) + 12)
        is_light = light > otsu_threshold(light)
        for region in (is_light, ~is_light):
            sheet = as_sheet(region)
            step = 0.0 if sheet is None else _step(light, sheet)
            if step > best:
                best, clearest = step, sheet
    return None if clearest is None else ndimage.binary_erosion(clearest, AROUND, MARGIN)


def as_sheet(region: np.ndarray) -> np.ndarray | None:
    """The largest piece of a region, bool (h, w), with what is written on it, if it has the form of a sheet."""
    pieces, count = ndimage.label(ndimage.binary_opening(region, AROUND))
    if not count:
        return None
    piece = pieces == 1 + np.bincount(pieces.ravel())[1:].argmax()
    sheet = ndimage.binary_fill_holes(ndimage.binary_closing(np.pad(piece, 3), AROUND, 3)[3:-3, 3:-3])
    edge = np.concatenate([sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1]])
    fits = (
        MIN_SHEET <= sheet.mean() <= MAX_SHEET
        and edge.mean() <= MAX_CONTACT
        and piece.sum() >= MIN_PLAIN * sheet.sum()
        and is_rectangle(sheet)
    )
    return sheet if fits else None


def is_rectangle(mask: np.ndarray) -> bool:
    """Whether a mask, bool (h, w), fills the smallest rectangle around it, however turned, and is not slender."""
    rows, columns = np.nonzero(mask)
    across = np.outer(np.cos(ANGLES), columns) + np.outer(np.sin(ANGLES), rows)
    down = np.outer(np.cos(ANGLES), rows) - np.outer(np.sin(ANGLES), columns)
    sides = np.stack([np.ptp(across, axis=1), np.ptp(down, axis=1)]) + 1  # (2, angles)
    shorter, longer = np.sort(sides[:, sides.prod(axis=0).argmin()])
    return bool(len(rows) >= MIN_RECTANGLE * shorter * longer and shorter >= MIN_ASPECT * longer)


def otsu_threshold(values: np.ndarray) -> float:
    """The value that parts values into two classes with the largest variance between them.

    N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    counts, edges = np.histogram(values, 128)
    below, middles = np.cumsum(counts), (edges[:-1] + edges[1:]) / 2
    sums, above = np.cumsum(counts * middles), len(values.ravel()) - below
    means = sums / np.maximum(below, 1), (sums[-1] - sums) / np.maximum(above, 1)
    return float(edges[1 + np.argmax(below * above * (means[0] - means[1]) ** 2)])


def _step(light: np.ndarray, sheet: np.ndarray) -> float:
    """How sharply a sheet stands out: the median difference between just inside and just outside of its outline."""
    grown = ndimage.binary_dilation(sheet, AROUND, 2)
    outside = ndimage.binary_dilation(grown, AROUND, 2) & ~grown
    inner = ndimage.binary_erosion(sheet, AROUND, 2)
    inside = inner & ~ndimage.binary_erosion(inner, AROUND, 2)
    if not outside.any() or not inside.any():
        return 0.0
    return float(abs(np.median(light[inside]) - np.median(light[outside])))
