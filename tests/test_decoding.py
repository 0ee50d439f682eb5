"""Picture files in memory and on disk: each format upright and small, and what is none is refused by its kind."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from pillow_heif import from_pillow

from mnist_demo.images import decoding
from mnist_demo.images.decoding import NoPictureError, PhotoError, TooLargeError, pages

LEFT_DARK = Image.new("RGB", (640, 480), "white")
ImageDraw.Draw(LEFT_DARK).rectangle((0, 0, 319, 479), "black")
TURNED = 6
"""The orientation of a phone that is held upright: what the camera has at the left is the top."""


def as_file(form: str, picture: Image.Image = LEFT_DARK, orientation: int = 1) -> bytes:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[decoding.EXIF_ORIENTATION] = orientation
    if form == "HEIF":
        from_pillow(picture).save(file, exif=exif.tobytes())
    else:
        picture.save(file, form, exif=exif.tobytes())
    return file.getvalue()


def first_page(content: bytes, size: int = 200) -> Image.Image:
    return next(pages(io.BytesIO(content), size))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_upright_and_as_small_as_asked_for(form: str) -> None:
    page = first_page(as_file(form, orientation=TURNED))
    assert page.size == (150, 200) and page.mode == "RGB"
    grey = np.asarray(page.convert("L"))
    assert grey[:90].max() < 40 and grey[-90:].min() > 215


def test_a_file_and_its_content_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(as_file("HEIF"))
    assert first_page(path.read_bytes(), decoding.WORKING_SIZE) == next(pages(path))


@pytest.mark.parametrize("side", [90, 200, 399, 401, 799, 801, 3000])
def test_pictures_are_reduced_to_twice_the_size_at_most_before_they_are_made_small(side: int) -> None:
    reduced = decoding._reduced(Image.new("L", (side, side // 2)), 200)
    assert min(side, 200) <= reduced.width <= 400


def test_a_jpeg_is_unpacked_at_a_part_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[tuple[int, int]] = []
    reduced = decoding._reduced

    def note(picture: Image.Image, size: int) -> Image.Image:
        unpacked.append(picture.size)
        return reduced(picture, size)

    monkeypatch.setattr(decoding, "_reduced", note)
    first_page(as_file("JPEG", LEFT_DARK.resize((4032, 3024))), 1000)
    assert unpacked == [(1008, 756)]


NO_PICTURES = {
    "nothing": (b"", NoPictureError),
    "a text": (b"Dear diary", NoPictureError),
    "a PDF": (b"%PDF-1.7\n" + bytes(500), NoPictureError),
    "half a JPEG": (as_file("JPEG")[:2000], PhotoError),
    "half a PNG": (as_file("PNG")[:-300], PhotoError),
    "half a HEIC": (as_file("HEIF")[:-300], NoPictureError),
}


@pytest.mark.parametrize(("content", "error"), NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_by_its_kind(content: bytes, error: type[PhotoError]) -> None:
    with pytest.raises(PhotoError) as refused:
        first_page(content)
    assert type(refused.value) is error and "\n" not in str(refused.value)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_too_many_pixels_are_refused_before_they_are_unpacked(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_PIXELS", 300_000)
    monkeypatch.setattr(decoding, "MAX_PIXELS_OF", dict.fromkeys(("WEBP", "HEIF"), 300_000))
    monkeypatch.setattr(decoding, "_unpacked", lambda *_: pytest.fail("it unpacks"))
    with pytest.raises(TooLargeError):
        first_page(as_file(form))


def test_the_decoder_of_heic_is_loaded_with_the_first_picture() -> None:
    code = """
import sys
from mnist_demo.images import photo
assert "pillow_heif" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
