"""Digits are found in photos, scans and drawings of all kinds; anything else is refused in one line."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps
from test_preprocessing import SEVEN, canvas_with, prepared

from benchmarks.photos import photograph
from mnist_demo.config import DEFAULT_RUN
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.strokes import HELD_OUT_STYLES, draw_digits
from mnist_demo.images.photo import MAX_PIXELS, PhotoError, find_pieces, photo_to_image, read_photo
from mnist_demo.runs.store import load_run

NETWORK = load_run(DEFAULT_RUN).network


def share_read(photos: Iterable[Image.Image], labels: np.ndarray) -> float:
    images = [photo_to_image(photo) for photo in photos]
    empty = np.zeros((28, 28), np.float32)
    answers = NETWORK.predict(np.stack([empty if image is None else image for image in images])).argmax(axis=1)
    return float((answers == labels).mean())


def seven(paper: int = 255, pen: int = 0) -> Image.Image:
    drawn = canvas_with(SEVEN)
    return Image.fromarray(np.where(drawn < 128, pen, paper).astype(np.uint8))


def answer_to(path: Path) -> int:
    image = photo_to_image(read_photo(path))
    assert image is not None
    return int(NETWORK.predict(image).argmax())


@pytest.mark.parametrize("is_dark", [False, True])
def test_photos_of_mnist_digits_are_read(mnist: Dataset, is_dark: bool) -> None:
    rng = np.random.default_rng(11)
    photos = [photograph(image, rng, is_dark=is_dark) for image in mnist.x_test[:25]]
    assert share_read(photos, mnist.y_test[:25]) >= 0.9


def test_photos_of_pen_strokes_are_read() -> None:
    rng = np.random.default_rng(12)
    strokes, labels = draw_digits(20, 5, HELD_OUT_STYLES, workers=1)
    assert share_read([photograph(image, rng) for image in strokes], labels) >= 0.85


def test_clean_pictures_are_read_as_a_canvas_is(mnist: Dataset) -> None:
    originals = mnist.x_test[:40]
    from_canvas = NETWORK.predict(np.stack([prepared(image) for image in originals])).argmax(axis=1)
    assert share_read(map(Image.fromarray, originals), from_canvas) >= 0.95
    assert share_read([Image.fromarray(255 - image).convert("RGB") for image in originals], from_canvas) >= 0.95


@pytest.mark.parametrize("file", ["a.png", "a.jpg", "a.webp", "a.gif", "a.bmp", "a.tiff"])
def test_each_format_is_read(tmp_path: Path, file: str) -> None:
    seven().convert("RGB").save(tmp_path / file)
    assert answer_to(tmp_path / file) == 7


def coloured(paper: str, pen: str) -> Image.Image:
    return ImageOps.colorize(seven(), black=pen, white=paper)


def variants() -> Iterator[tuple[str, Image.Image]]:
    drawn = canvas_with(SEVEN)
    nothing = np.zeros_like(drawn)
    yield "yellow on white", coloured("white", "#ffe000")
    yield "red on blue", coloured("#2030a0", "#d02020")
    yield "white on black", seven(0, 255)
    yield "grey pencil", seven(230, 150)
    yield "black on nothing", Image.fromarray(np.dstack([nothing] * 3 + [255 - drawn]))
    yield "white on nothing", Image.fromarray(np.dstack([nothing + 255] * 3 + [255 - drawn]))
    yield "palette", coloured("white", "navy").quantize(8)
    yield "one bit", seven().convert("1")
    yield "16 bits", Image.fromarray(drawn.astype(np.uint16) * 200)
    yield "large", seven().resize((5000, 5000))
    speckled = coloured("white", "navy")
    for x in range(10, 390, 40):
        ImageDraw.Draw(speckled).ellipse((x, 20, x + 6, 26), fill="black")
    yield "with specks", speckled
    table = coloured("white", "navy")
    ImageDraw.Draw(table).polygon([(0, 0), (70, 0), (0, 400)], fill="black")
    yield "beside a dark table", table


@pytest.mark.parametrize(("name", "picture"), list(variants()))
def test_colours_modes_and_surroundings_do_not_matter(tmp_path: Path, name: str, picture: Image.Image) -> None:
    picture.save(tmp_path / "picture.png")
    assert answer_to(tmp_path / "picture.png") == 7


UNDONE_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_s_orientation_is_followed(tmp_path: Path, orientation: int) -> None:
    upright = photograph(255 - canvas_with(SEVEN), np.random.default_rng(3))
    stored = upright.transpose(UNDONE_BY[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "photo.jpg", exif=exif, quality=90)
    assert answer_to(tmp_path / "photo.jpg") == 7


def test_paper_without_ink_gives_none() -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        assert photo_to_image(photograph(np.zeros((28, 28), np.uint8), rng, has_shadow=False)) is None
    for shade in (0, 128, 255):
        assert photo_to_image(Image.new("RGB", (300, 200), (shade, shade, shade))) is None
    assert photo_to_image(Image.new("L", (1, 1))) is None


def test_pieces_touch_at_corners() -> None:
    mask = np.zeros((5, 6), bool)
    mask[0, 0] = mask[1, 1] = mask[4, 5] = mask[4, 4] = True
    pieces = {frozenset(map(tuple, piece.tolist())) for piece in find_pieces(mask)}
    assert pieces == {frozenset({(0, 0), (1, 1)}), frozenset({(4, 4), (4, 5)})}


def bomb() -> bytes:
    """A PNG of a hundred bytes that says it has 30000×30000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def bad_files(folder: Path) -> dict[str, str]:
    """Files with something wrong with them, and a word that the message must contain."""
    seven().save(folder / "whole.png")
    content = (folder / "whole.png").read_bytes()
    (folder / "text.png").write_text("not a picture")
    (folder / "empty.png").touch()
    (folder / "drawing.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    (folder / "truncated.png").write_bytes(content[: len(content) // 2])
    (folder / "bomb.png").write_bytes(bomb())
    return {
        "missing.png": "no such file",
        "text.png": "not a picture",
        "empty.png": "not a picture",
        "drawing.eps": "not a picture",
        "truncated.png": "damaged",
        "bomb.png": "million pixels",
        ".": "is a folder",
    }


def test_bad_files_are_refused_with_a_line(tmp_path: Path) -> None:
    for name, reason in bad_files(tmp_path).items():
        with pytest.raises(PhotoError, match=reason) as raised:
            read_photo(tmp_path / name)
        assert len(str(raised.value).splitlines()) == 1


def test_the_limit_lets_a_phone_s_largest_photo_through() -> None:
    assert MAX_PIXELS >= 12_000 * 9_000
