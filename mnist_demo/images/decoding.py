"""Picture files, opened with care: each page upright, small, and in 8 bits, or one line that says why not.

A file is unpacked only after what it claims has been looked at, so that it takes neither all memory nor minutes.
"""

from __future__ import annotations

import io
import os
import stat
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from mnist_demo.damage import first_line
from mnist_demo.images.preprocessing import MIN_CONTRAST, border

FORMATS = {
    "PNG": "PNG", "JPEG": "JPEG", "WebP": "WEBP", "HEIC": "HEIF", "GIF": "GIF", "BMP": "BMP", "TIFF": "TIFF",
}  # fmt: skip
"""What is read, and Pillow's name of it. Not all that Pillow knows: some formats start other programs."""
MAX_PIXELS = 120_000_000
"""The largest picture that is unpacked: phones make up to 108 million pixels, a decompression bomb makes more."""
MAX_PIXELS_OF = {"WEBP": 30_000_000, "HEIF": 50_000_000}
"""The same for formats whose decoders take up to 16 bytes a pixel; iPhones make HEIC of up to 48 million."""
MAX_BYTES = 400_000_000
"""The largest file: MAX_PIXELS in three colours, and no more."""
MAX_SCANS = 20
"""How often a JPEG of MAX_PIXELS may go over its pixels: progressive ones do some ten times, a bomb thousands."""
MAX_PAGES = 20
"""How many pages, or frames of an animation, are looked at."""
WORKING_SIZE = 384
"""The longer side to which a picture is reduced, in pixels: a digit that fills a tenth of it still has 38."""
STRIP = 64
"""Rows of the reduced picture that are made at a time."""
PLAIN_MODES = {"1": "L", "L": "L", "RGB": "RGB", "RGBX": "RGB", "CMYK": "RGB", "YCbCr": "RGB", "HSV": "RGB"}
"""Pillow's modes without transparency, and what each is converted to."""
CLEAR_MODES = ("RGBA", "RGBa", "LA", "La", "PA")
EXIF_ORIENTATION = 0x0112


Source = Path | io.BytesIO
"""A picture file, or what one holds."""


class PhotoError(ValueError):
    """A picture cannot be read; the message is one line."""


class NoPictureError(PhotoError):
    """It is no picture, or none of a format that is read."""


class TooLargeError(PhotoError):
    """It has more bytes or pixels than are read."""


def pages(source: Source, size: int = WORKING_SIZE, most_pixels: int = MAX_PIXELS) -> Generator[Image.Image]:
    """The pages of a picture, or the frames of an animation: upright, mode L or RGB.

    Args:
        source: a file, or what one holds.
        size: the longer side to which they are reduced, in pixels.
        most_pixels: of the largest picture that is unpacked; each format has a limit of its own besides.

    Raises:
        PhotoError: there is no such file, it is no picture of a known format, damaged, or too large.
    """
    with _told_in_a_line():
        if isinstance(source, Path):
            _check_file(source)
        _learn_heic()
        with Image.open(source, formats=tuple(FORMATS.values())) as picture:
            _check_size(picture, source, most_pixels)
            yield _unpacked(picture, size)
            for number in range(1, min(MAX_PAGES, MAX_PIXELS // (picture.width * picture.height))):
                try:
                    picture.seek(number)
                except EOFError:
                    return
                _check_size(picture, source, most_pixels)
                yield _unpacked(picture, size)


def _learn_heic() -> None:
    """Have Pillow open HEIC, which it does not by itself."""
    from pillow_heif import register_heif_opener  # a decoder of 20 MB, which drawings have no need of

    register_heif_opener(thumbnails=False)


@contextmanager
def _told_in_a_line() -> Iterator[None]:
    """Every error in between becomes a PhotoError of one line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures and odd metadata; what matters raises
            yield
    except PhotoError:
        raise
    except FileNotFoundError as error:
        raise PhotoError("no such file") from error
    except PermissionError as error:
        raise PhotoError("may not be read; check its permissions") from error
    except UnidentifiedImageError as error:
        raise NoPictureError(f"not a picture that can be read; expected {', '.join(FORMATS)}") from error
    except Image.DecompressionBombError as error:
        raise TooLargeError(_too_large(MAX_PIXELS)) from error
    except MemoryError as error:
        raise PhotoError("needs more memory than there is; shrink it first") from error
    except OSError as error:  # those of decoders have no number
        raise PhotoError(f"cannot be read ({error.strerror})" if error.errno else _damaged(error)) from error
    except Exception as error:  # each format's decoder has errors of its own
        raise PhotoError(_damaged(error)) from error


def _damaged(error: Exception) -> str:
    return f"damaged ({first_line(error)[:100]})"


def _too_large(pixels: int) -> str:
    return f"more than {pixels // 1_000_000} million pixels; shrink it first"


def _check_file(path: Path) -> None:
    """Refuse what is no file, without opening it: a pipe would wait for ever."""
    if "\0" in str(path):
        raise PhotoError("no such file; a name cannot hold a NUL")
    status = os.stat(path)  # noqa: PTH116  not Path.stat, which later versions let swallow errors
    if stat.S_ISDIR(status.st_mode):
        raise PhotoError("is a folder; name the pictures in it")
    if not stat.S_ISREG(status.st_mode):
        raise PhotoError("is no file but a pipe or a device; save the picture to a file")
    if status.st_size > MAX_BYTES:
        raise TooLargeError(f"more than {MAX_BYTES // 1_000_000} MB; shrink it first")


def _check_size(picture: Image.Image, source: Source, most_pixels: int) -> None:
    """Refuse, before it is unpacked, what would take too much memory or time."""
    pixels, most = picture.width * picture.height, min(most_pixels, MAX_PIXELS_OF.get(picture.format or "", MAX_PIXELS))
    if pixels > most:
        raise TooLargeError(_too_large(most))
    if picture.format in ("JPEG", "MPO") and _scans(source) * pixels > MAX_SCANS * MAX_PIXELS:
        raise PhotoError("goes over its pixels too many times; save it as a JPEG that is not progressive")


def _scans(source: Source) -> int:
    """How often a JPEG goes over its pixels, at most."""
    content = source.read_bytes() if isinstance(source, Path) else source.getvalue()
    return content.count(b"\xff\xda")


def _unpacked(picture: Image.Image, size: int) -> Image.Image:
    """The page on which an opened file stands."""
    sides = [max(1, size * side // max(picture.size)) for side in picture.size]
    picture.draft(None, (sides[0], sides[1]))  # a JPEG can be unpacked at an eighth of its size
    small = _reduced(picture, size)
    if small.mode == "F":
        small = _to_8_bits(small)
    small.thumbnail((size, size))
    small.getexif()[EXIF_ORIENTATION] = picture.getexif().get(EXIF_ORIENTATION, 1)
    small = ImageOps.exif_transpose(small)
    return _without_transparency(small) if small.mode == "RGBA" else small


def _reduced(picture: Image.Image, size: int) -> Image.Image:
    """At most twice the size, mode L, RGB, RGBA or F; strip by strip, so that no second copy is needed."""
    picture.load()
    factor = -(-max(picture.size) // (2 * size))
    strips = []
    for top in range(0, picture.height, STRIP * factor):
        bottom = min(top + STRIP * factor, picture.height)
        strips.append(_plain(picture.crop((0, top, picture.width, bottom))).reduce(factor))
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * STRIP))
    return whole


def _plain(strip: Image.Image) -> Image.Image:
    """Whatever the mode, as L, RGB, RGBA, or F where a grey pixel has more than 8 bits."""
    if strip.mode.startswith(("I", "F")):
        return Image.fromarray(np.asarray(strip).astype(np.float32))
    if strip.mode in CLEAR_MODES or strip.has_transparency_data:
        return strip.convert("RGBA")
    mode = "RGB" if strip.mode == "P" else PLAIN_MODES.get(strip.mode)
    if mode is None:
        raise PhotoError(f"has colours in a form that is not read ({strip.mode}); save it as RGB")
    return strip if strip.mode == mode else strip.convert(mode)


def _to_8_bits(picture: Image.Image) -> Image.Image:
    """Grey values, mode F, with their own range spread over 0 to 255; a few that stand out do not set the range."""
    values = np.asarray(picture)
    if not np.isfinite(values).all():
        raise PhotoError("has pixels that are not numbers, or infinite")
    few = min(1 + values.size // 10_000, values.size - 1)
    lowest, highest = np.partition(values.ravel(), [few, values.size - 1 - few])[[few, values.size - 1 - few]]
    shares = (values - lowest) / max(float(highest - lowest), 1e-9)
    return Image.fromarray((255 * np.clip(shares, 0, 1)).astype(np.uint8))


def _without_transparency(picture: Image.Image) -> Image.Image:
    """What is drawn on nothing, as its opacity; a picture in a clear margin, cut out; else the picture on white."""
    opacity = np.asarray(picture.getchannel("A"))
    if np.median(border(opacity)) >= 128:
        return _on_paper(picture, (255, 255, 255))
    seen = opacity >= 128
    if not seen.any():
        return picture.getchannel("A")
    box = Image.fromarray(seen).getbbox()
    colours = np.asarray(picture.convert("RGB"))[seen]
    contrast = np.ptp(np.quantile(colours, [0.02, 0.98], axis=0), axis=0).max()
    if contrast < MIN_CONTRAST or np.asarray(Image.fromarray(seen).crop(box)).mean() < 0.5:
        return picture.getchannel("A")
    return _on_paper(picture.crop(box), tuple(np.median(colours, axis=0).astype(int).tolist()))


def _on_paper(picture: Image.Image, colour: tuple[int, ...]) -> Image.Image:
    """RGBA laid on paper of a colour: RGB."""
    paper = Image.new("RGBA", picture.size, colour)
    paper.alpha_composite(picture)
    return paper.convert("RGB")
