"""From a photo or a scan of a digit to a picture like those of MNIST.

A photo differs from a canvas in its light: one side is darker, a shadow falls across it, the paper is grey. So the
paper is estimated at every point and divided out; what differs from it is ink, dark or light. From then on it is a
drawing like any other.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from mnist_demo.damage import first_line
from mnist_demo.images.preprocessing import MIN_EXTENT, border, canvas_to_image

FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "WebP": "WEBP", "GIF": "GIF", "BMP": "BMP", "TIFF": "TIFF"}
"""The formats read, with Pillow's names for them. Not all that Pillow knows: some formats start other programs."""
MAX_PIXELS = 120_000_000
"""The largest picture that is unpacked: phones take up to 108 million pixels, a decompression bomb has more."""
WORKING_SIZE = 384
"""The longer side that a photo is shrunk to, in pixels: a digit that fills a tenth of it still has 38."""
PAPER_SIZE = 128
"""The longer side of the picture on which the paper is estimated, in pixels; light changes slowly."""
SPREADS = 6
"""How many times the paper grows into the ink by two pixels on each side: it closes strokes up to 24 pixels of 128."""
DARK = 12
"""Added to grey values, out of 255, before they are divided, so that noise in a black shadow is not contrast."""
MIN_INK = 0.15
"""The smallest share by which ink must be darker or lighter than its paper to count as drawn."""
FAINT, FULL = 0.4, 0.75
"""Between these shares of the strongest contrast, ink goes from 0 to 1: anything fainter is shadow or dirt."""
MIN_PIECE = 0.08
"""The smallest size of a piece of ink that belongs to the digit, as a share of the largest piece."""
SHARP_SIZE = 100
"""The shorter side from which a picture is softened a little against noise; smaller ones would lose strokes."""
TOO_LARGE = f"more than {MAX_PIXELS // 1_000_000} million pixels; shrink it first"


class PhotoError(ValueError):
    """A picture cannot be read; the message is one line."""


def read_photo(path: Path) -> Image.Image:
    """Open a picture, turned the right way up and shrunk to what `photo_to_image` works on: modes L, RGB or RGBA.

    Raises:
        PhotoError: there is no such file, it is no picture of a known format, damaged, or too large.
    """
    try:
        if path.is_dir():
            raise PhotoError("is a folder; name the pictures in it")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about large pictures and odd metadata; what matters raises
            with Image.open(path, formats=tuple(FORMATS.values())) as picture:
                return _unpacked(picture)
    except PhotoError:
        raise
    except FileNotFoundError as error:
        raise PhotoError("no such file") from error
    except PermissionError as error:
        raise PhotoError("may not be read; check its permissions") from error
    except UnidentifiedImageError as error:
        raise PhotoError(f"not a picture that can be read; expected {', '.join(FORMATS)}") from error
    except Image.DecompressionBombError as error:
        raise PhotoError(TOO_LARGE) from error
    except Exception as error:  # each format's decoder has errors of its own
        raise PhotoError(f"damaged ({first_line(error)})") from error


def photo_to_image(picture: Image.Image) -> np.ndarray | None:
    """Find the digit in a photo, a scan or a drawing: float32 (28, 28) in [0, 1], or None where there is none."""
    return canvas_to_image(np.rint(255 * find_ink(picture)).astype(np.uint8))


def find_ink(picture: Image.Image) -> np.ndarray:
    """Separate ink from paper in any light: float32 (H, W), 0 paper and 1 pen, all 0 if there is no ink.

    In a coloured picture, the channel with the strongest ink is used.
    """
    contrasts = [divide_out_paper(channel) for channel in picture.split()]
    return keep_digit(to_ink(max(contrasts, key=lambda contrast: np.quantile(contrast, 0.99))))


def divide_out_paper(channel: Image.Image) -> np.ndarray:
    """The share by which each pixel of a grey picture is darker, or on dark paper lighter, than its paper.

    Light multiplies what paper and pen reflect, so their ratio does not depend on it; float32 (H, W), below 1.
    """
    grey = channel.filter(ImageFilter.GaussianBlur(1.2)) if min(channel.size) >= SHARP_SIZE else channel
    is_dark = has_dark_paper(grey)
    values, paper = (np.asarray(side, np.float32) + DARK for side in (grey, estimate_paper(grey, is_dark=is_dark)))
    return 1 - paper / values if is_dark else 1 - values / paper


def has_dark_paper(grey: Image.Image) -> bool:
    """Whether what differs from the paper around it, the median of a wide neighbourhood, is mostly lighter."""
    small = _shrunk(grey, 48)
    paper = small.filter(ImageFilter.MedianFilter(max(small.size) // 4 * 2 + 1))
    values, medians = (np.asarray(side, np.float32) + DARK for side in (small, paper))
    difference = np.log(values / medians)
    return bool(difference[np.abs(difference) > MIN_INK].sum() > 0)


def estimate_paper(grey: Image.Image, *, is_dark: bool) -> Image.Image:
    """The picture without strokes: a morphological closing, or an opening where the paper is dark.

    The paper grows into the ink from all sides until strokes are closed, then shrinks back. Anything wider than a
    stroke, such as a shadow, is restored as it was, and so counts as paper (Serra, "Image Analysis and Mathematical
    Morphology", 1982).
    """
    grow, shrink = ImageFilter.MaxFilter(5), ImageFilter.MinFilter(5)
    small, margin = _shrunk(grey, PAPER_SIZE), 2 * SPREADS
    # Light that fades towards an edge goes on fading beyond it; otherwise the edge would look like ink.
    beyond = np.pad(np.asarray(small, np.float32), margin, mode="reflect", reflect_type="odd")
    paper = Image.fromarray(np.clip(beyond, 0, 255).astype(np.uint8))
    for step in [shrink, grow] if is_dark else [grow, shrink]:
        for _ in range(SPREADS):
            paper = paper.filter(step)
    paper = ImageOps.crop(paper, margin)
    return paper.resize(grey.size, Image.Resampling.BICUBIC)


def to_ink(contrast: np.ndarray) -> np.ndarray:
    """Contrast (H, W) to ink, float32 in [0, 1]: what stands out from the noise, the strongest being 1."""
    contrast = contrast - np.median(contrast)
    noise = 1.5 * float(np.median(np.abs(contrast)))  # the standard deviation, if it is normally distributed
    strong = contrast[contrast > max(MIN_INK, 4 * noise)]
    if not strong.size:
        return np.zeros_like(contrast)
    strongest = float(np.quantile(strong, 0.98))
    faint = max(FAINT * strongest, 2.5 * noise)
    return np.clip((contrast - faint) / max(FULL * strongest - faint, MIN_INK), 0, 1)


def keep_digit(ink: np.ndarray) -> np.ndarray:
    """Ink (H, W) without specks, and without what reaches in from outside the picture, such as the edge of a table."""
    pieces = find_pieces(ink >= 0.5)
    inside = [piece for piece in pieces if _is_inside(piece, ink.shape)]
    for digit in (inside, pieces):  # all pieces if the digit itself touches the edge
        if any(_extent(piece) >= MIN_EXTENT * max(ink.shape) for piece in digit):
            kept: np.ndarray = ink * _mask(digit, ink.shape)
            return kept
    return np.zeros_like(ink)


def _mask(pieces: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """1 on the pieces that are not too small and the grey edge of their strokes, else 0; float32 (H, W)."""
    least = MIN_PIECE * max(map(len, pieces))
    mask = np.zeros(shape, np.uint8)
    for piece in pieces:
        if len(piece) >= least:
            mask[tuple(piece.T)] = 1
    return np.asarray(Image.fromarray(mask).filter(ImageFilter.MaxFilter(5)), np.float32)


def find_pieces(mask: np.ndarray) -> list[np.ndarray]:
    """The 8-connected components of a mask, bool (H, W): for each, the row and column of its pixels, int (N, 2)."""
    width = mask.shape[1] + 2
    around = (-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1)
    left = set(np.flatnonzero(np.pad(mask, 1)).tolist())
    pieces = []
    while left:
        piece = [left.pop()]
        for pixel in piece:  # grows while it is walked
            found = [pixel + step for step in around if pixel + step in left]
            left.difference_update(found)
            piece += found
        pieces.append(np.stack(np.divmod(piece, width), axis=1) - 1)
    return pieces


def _is_inside(piece: np.ndarray, shape: tuple[int, ...]) -> bool:
    return bool((piece.min(axis=0) > 0).all() and (piece.max(axis=0) < np.array(shape) - 1).all())


def _extent(piece: np.ndarray) -> int:
    """The longer side of the box around a piece."""
    return int(np.ptp(piece, axis=0).max()) + 1


def _shrunk(picture: Image.Image, size: int) -> Image.Image:
    """The picture with a longer side of at most `size`, each pixel the mean of those it replaces."""
    scale = min(1, size / max(picture.size))
    return picture.resize([max(1, round(side * scale)) for side in picture.size], Image.Resampling.BOX)


def _unpacked(picture: Image.Image) -> Image.Image:
    """An opened file as grey or RGB pixels; the first frame where there are several."""
    if picture.width * picture.height > MAX_PIXELS:
        raise PhotoError(TOO_LARGE)
    picture.draft(None, (WORKING_SIZE, WORKING_SIZE))  # a JPEG can be unpacked at an eighth of its size
    if picture.mode.startswith(("I", "F")):
        picture = _to_8_bits(picture)
    if picture.mode not in ("L", "RGB", "RGBA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((WORKING_SIZE, WORKING_SIZE))
    picture = ImageOps.exif_transpose(picture)
    return _without_transparency(picture) if picture.mode == "RGBA" else picture


def _to_8_bits(picture: Image.Image) -> Image.Image:
    """A grey picture with more than 8 bits a pixel, its own range stretched to 0 to 255."""
    values = np.asarray(picture, np.float32)
    lowest, highest = float(values.min()), float(values.max())
    return Image.fromarray(np.uint8(255 * (values - lowest) / max(highest - lowest, 1e-9)))


def _without_transparency(picture: Image.Image) -> Image.Image:
    """A drawing on a transparent background, as its opacity; any other picture, on white paper."""
    opacity = picture.getchannel("A")
    if np.median(border(np.asarray(opacity))) < 128:
        return opacity
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("RGB")
