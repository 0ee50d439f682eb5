"""A photo that somebody sent: upright, small, its light divided out and its ink found, ready to be shown and read."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from mnist_demo.images.decoding import NoPictureError, PhotoError, TooLargeError, pages
from mnist_demo.images.photo import divide_out_light, find_all_ink
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.texts import say

MOST_MEGABYTES = 20
"""The largest file that is taken, in units of 2**20 bytes: phones make some of ten."""
MOST_PIXELS = 50_000_000
"""The largest picture that is unpacked, whoever sends it: phones make JPEGs of 12 to 48 million."""
SHOWN_SIZE = 1000
"""The longer side of what the page shows, in pixels; a JPEG of 12 million pixels is unpacked at a quarter for it."""
READ_SIZE = 640
"""The longer side of what is read, in pixels: each of ten digits in a row still has some forty."""
QUALITY = 80
"""Of the JPEG that the page shows, which then takes about 100 kB."""


@dataclass(frozen=True, eq=False)
class Photo:
    """A photo, upright.

    `jpeg` is the file that the page shows, with `aspect` as its width over its height. `small` is what is read, mode L
    or RGB, and `ink` all ink on it, float32 (H, W), 0 paper and 1 pen.
    """

    jpeg: bytes
    aspect: float
    small: Image.Image
    ink: np.ndarray

    @cached_property
    def grey(self) -> np.ndarray:
        """What is read, without colours: float32 (H, W), 1 is white."""
        return scale_pixels(np.asarray(self.small.convert("L")))

    @cached_property
    def light(self) -> np.ndarray:
        """The same with the light divided out: float32 (H, W), near 1 the blackest ink."""
        return divide_out_light(self.small)


def read_upload(content: bytes) -> Photo:
    """What a picture file holds (PhotoError: it holds no picture, is damaged, or is too large)."""
    if len(content) > MOST_MEGABYTES * 2**20:
        raise TooLargeError(f"has more than {MOST_MEGABYTES} MB")
    with closing(pages(io.BytesIO(content), SHOWN_SIZE, MOST_PIXELS)) as opened:
        shown = next(opened)
    small = shown.copy()
    small.thumbnail((READ_SIZE, READ_SIZE))
    return Photo(_as_jpeg(shown), shown.width / shown.height, small, find_all_ink(small))


def sentence(error: PhotoError) -> str:
    """What the page says of a file that is not read."""
    match error:
        case TooLargeError():
            return too_large()
        case NoPictureError():
            return say("photo.no_picture")
        case _:
            return say("photo.damaged")


def too_large() -> str:
    """The same of a file that is too large, which the browser need not send for it."""
    return say("photo.too_large", megabytes=MOST_MEGABYTES, megapixels=MOST_PIXELS // 1_000_000)


def _as_jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
