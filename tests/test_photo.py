"""Digits are found in photos, scans and drawings of all kinds; anything else is refused in one line."""

from __future__ import annotations

import itertools
import os
import re
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps
from test_preprocessing import SEVEN, canvas_with, prepared

from benchmarks import centre_lines, papers, snapshots
from benchmarks.photos import photograph
from benchmarks.scenes import SCENES
from benchmarks.snapshots import SNAPSHOTS
from mnist_demo.config import DEFAULT_RUN, ROOT
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.strokes import HELD_OUT_STYLES, draw_digits
from mnist_demo.images.decoding import MAX_PIXELS, PhotoError
from mnist_demo.images.ink_finding import to_ink
from mnist_demo.images.paper import Contrast
from mnist_demo.images.photo import divide_out_light, find_all_ink, find_ink, keep_digit, photo_to_image, read_photo
from mnist_demo.images.ruling import without_ruling
from mnist_demo.images.sheet_finding import cut_out_sheet, find_sheet
from mnist_demo.network.several import read_several
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


@pytest.mark.parametrize(("count", "width"), [(1, 4), (1, 12), (3, 9), (4, 4)])
def test_straight_ones_are_no_lines_of_the_paper(count: int, width: int) -> None:
    """They are long and thin and run alike, but they end on the paper."""
    rng = np.random.default_rng(3)
    photo = Image.fromarray(np.uint8(np.clip(rng.normal(210, 2, (288, 100 * count + 150)), 0, 255)))
    for number in range(count):
        x = 100 + 100 * number
        ImageDraw.Draw(photo).line([(x, 40), (x + 4, 250)], fill=60, width=width)
    found = read_several(find_all_ink(photo), NETWORK)
    assert [int(digit.probabilities.argmax()) for digit in found] == count * [1]


@pytest.mark.parametrize("name", SCENES)
def test_cards_notes_and_tight_crops_are_read(mnist: Dataset, name: str) -> None:
    rng = np.random.default_rng(21)
    photos = [SCENES[name](image, rng) for image in mnist.x_test[100:120]]
    assert share_read(photos, mnist.y_test[100:120]) >= 0.925


@pytest.fixture(scope="module")
def lines(mnist: Dataset) -> centre_lines.Lines:
    return centre_lines.tuned(mnist, 6, 5)


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_every_pen_and_paper_is_read(lines: centre_lines.Lines, name: str) -> None:
    rng = np.random.default_rng(31)
    photos = [SNAPSHOTS[name](line, rng) for line, _ in lines]
    assert share_read(photos, np.array([digit for _, digit in lines])) >= 0.9


def five(bar: float, paper: np.ndarray, pen: tuple[int, int, int] = (40, 55, 150)) -> Image.Image:
    """A 5 whose bar, a stroke of its own, has that share of the other stroke's contrast; in a camera's noise."""
    strokes = {
        1.0: [(150, 80), (140, 160), (200, 150), (240, 190), (220, 250), (140, 265)],
        bar: [(168, 82), (245, 78)],
    }
    height, width = paper.shape[:2]
    share = np.zeros((height, width), np.float32)
    for strength, points in strokes.items():
        stroke = Image.new("L", (width, height))
        ImageDraw.Draw(stroke).line(points, fill=255, width=9, joint="curve")
        share = np.maximum(share, strength * np.asarray(stroke, np.float32) / 255)
    colours = paper + (np.asarray(pen, np.float32) - paper) * share[..., None]
    return snapshots.sensed(colours, np.random.default_rng(2))


@pytest.mark.parametrize("bar", [0.35, 0.6])
def test_a_five_with_a_pale_bar_stays_one_five(bar: float) -> None:
    photo = five(bar, papers.plain((400, 320), np.random.default_rng(1)))
    ink = find_ink(photo)
    assert ink[76:84, 180:235].max(axis=0).mean() > 0.8  # the bar is as black as the rest
    image = photo_to_image(photo)
    assert image is not None
    assert int(NETWORK.predict(image).argmax()) == 5


def test_ink_that_grows_pale_at_once_has_no_gap() -> None:
    values = np.zeros((60, 200), np.float32)
    values[25:35, 20:100], values[25:35, 100:180] = 0.9, 0.32
    ink = to_ink(Contrast(values, np.full_like(values, 0.01)))
    assert ink[30, 22:178].min() > 0.4
    assert ink[:20].max() == ink[40:].max() == 0


def test_a_stroke_paler_in_the_middle_is_filled() -> None:
    values = np.zeros((80, 200), np.float32)
    values[25:55, 20:180], values[32:48, 26:174] = 0.8, 0.45
    ink = to_ink(Contrast(values, np.full_like(values, 0.01)))
    assert ink[27:53, 30:170].min() > 0.4


@pytest.mark.parametrize("kind", ["ruled", "squared"])
def test_the_lines_of_empty_paper_are_no_digit(kind: str) -> None:
    make = {"ruled": papers.ruled, "squared": papers.squared}[kind]
    for seed, spacing in itertools.product((0, 1, 2, 3, 109, 130, 137), (60, 100)):
        rng = np.random.default_rng(seed)
        sheet = make(snapshots.SIZE, spacing, rng)
        assert photo_to_image(snapshots.stored(snapshots.sensed(sheet, rng), 85)) is None


def test_lines_are_taken_out_of_the_paper_and_not_out_of_the_digit() -> None:
    paper = papers.ruled((400, 320), 55, np.random.default_rng(5))
    clean, ruled = (find_ink(five(1, each)) for each in (np.full_like(paper, 235), paper))
    assert np.abs(clean - ruled).mean() < 0.2 * clean.mean()


def marks(*places: tuple[slice, slice]) -> np.ndarray:
    """Ink in these places, rows and columns of (100, 100)."""
    ink = np.zeros((100, 100), np.float32)
    for place in places:
        ink[place] = 1
    return ink


BAR = np.s_[12:18, 20:50]
"""Of a 5, which does not reach the picture's edge."""


def test_a_digit_that_reaches_the_edge_keeps_its_part_inside() -> None:
    ink = marks(BAR, np.s_[22:28, 0:50], np.s_[22:80, 44:50])
    np.testing.assert_array_equal(keep_digit(ink), ink)


@pytest.mark.parametrize(
    "other",
    [np.s_[0:100, 0:17], np.s_[12:32, 0:6], np.s_[40:46, 0:70]],
    ids=["the edge of a desk, broader", "less of another digit", "another stroke, farther away"],
)
def test_what_reaches_in_is_no_part_of_the_digit(other: tuple[slice, slice]) -> None:
    np.testing.assert_array_equal(keep_digit(marks(BAR, other)), marks(BAR))


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_line_is_found_where_a_broad_stroke_hides_most_of_it(is_turned: bool) -> None:
    values = np.zeros((240, 240), np.float32)
    for at in range(30, 240, 60):
        values[at : at + 3] = values[:, at : at + 3] = 0.3
    values[80:104, :150] = 0.9
    values = values.T if is_turned else values
    cleared = without_ruling(values, np.full_like(values, 0.01))
    along = cleared.T if is_turned else cleared
    assert along[82:102, 5:145].min() > 0.7
    assert max(along[:, 160:].max(), along[:70].max(), along[115:].max()) < 0.05


def test_a_straight_one_from_edge_to_edge_is_no_line_of_the_paper() -> None:
    sheet = papers.plain((200, 300), np.random.default_rng(1))
    sheet[:, 95:109] = (40, 40, 60)
    assert find_ink(snapshots.sensed(sheet, np.random.default_rng(2)))[:, 102].min() > 0.9


@pytest.mark.parametrize("name", ["a 0 that fills the paper", "a straight 1"])
def test_a_digit_with_the_form_of_a_sheet_is_none(name: str) -> None:
    picture = Image.new("L", (400, 300), 230)
    if "0" in name:
        ImageDraw.Draw(picture).ellipse((90, 30, 310, 270), fill=30)
        ImageDraw.Draw(picture).ellipse((180, 100, 220, 200), fill=230)
    else:
        ImageDraw.Draw(picture).line([(200, 40), (205, 260)], fill=30, width=50)
    assert cut_out_sheet(picture) is None
    image = photo_to_image(picture)
    assert image is not None
    assert int(NETWORK.predict(image).argmax()) == int("1" in name)


@pytest.mark.parametrize("turn", [0, 10, 45])
def test_a_sheet_is_found_where_it_lies(turn: float) -> None:
    picture, sheet = Image.new("L", (400, 300), 40), Image.new("L", (150, 120), 230)
    layer = sheet.convert("RGBA").rotate(turn, expand=True)
    picture.paste(layer.convert("L"), (120, 60), layer.getchannel("A"))
    covered = np.zeros((300, 400), bool)
    covered[60 : 60 + layer.height, 120 : 120 + layer.width] = np.asarray(layer.getchannel("A")) > 128
    sheet_found = find_sheet(picture)
    assert sheet_found is not None
    found = np.asarray(Image.fromarray(sheet_found).resize(picture.size, Image.Resampling.NEAREST))
    assert not (found & ~covered).any() and found.sum() > 0.75 * covered.sum()
    cut_out = cut_out_sheet(picture)
    assert cut_out is not None
    assert np.asarray(cut_out.picture).min() > 200


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


def test_the_first_page_with_a_digit_is_read(tmp_path: Path) -> None:
    blank, cover = Image.new("L", (400, 400), 255), Image.new("RGB", (300, 200), "navy")
    blank.save(tmp_path / "a.tiff", save_all=True, append_images=[cover.convert("L"), seven(), seven(0, 255)])
    blank.convert("P").save(tmp_path / "a.gif", save_all=True, append_images=[seven().convert("P")])
    blank.save(tmp_path / "a.png", save_all=True, append_images=[seven()])
    blank.convert("RGB").save(tmp_path / "a.webp", save_all=True, append_images=[seven().convert("RGB")])
    for name in ("a.tiff", "a.gif", "a.png", "a.webp"):
        assert answer_to(tmp_path / name) == 7, name
    blank.save(tmp_path / "blank.tiff", save_all=True, append_images=[blank])
    assert photo_to_image(read_photo(tmp_path / "blank.tiff")) is None


def in_a_clear_margin(turn: float) -> Image.Image:
    card = Image.new("RGBA", (700, 600), (40, 80, 30, 0))
    turned = seven(220, 40).convert("RGBA").rotate(turn, expand=True)
    card.alpha_composite(turned, (60, 20))
    return card


@pytest.mark.parametrize("turn", [0, 4])
def test_a_clear_margin_does_not_matter(tmp_path: Path, turn: float) -> None:
    in_a_clear_margin(turn).save(tmp_path / "margin.png")
    assert answer_to(tmp_path / "margin.png") == 7


@pytest.mark.parametrize("kind", ["16 bits", "float", "CMYK", "big-endian", "32 bits"])
def test_rarer_pixels_are_read(tmp_path: Path, kind: str) -> None:
    drawn = np.asarray(seven())
    pictures = {
        "16 bits": Image.fromarray(drawn.astype(np.uint16) + 900),
        "float": Image.fromarray(drawn.astype(np.float32) / 1000 - 3),
        "CMYK": seven().convert("RGB").convert("CMYK"),
        "big-endian": Image.frombytes("I;16B", (400, 400), (drawn.astype(">u2") * 9).tobytes()),
        "32 bits": Image.fromarray(drawn.astype(np.int32) * 70_000),
    }
    pictures[kind].save(tmp_path / "picture.tiff")
    assert answer_to(tmp_path / "picture.tiff") == 7


def test_a_hot_pixel_does_not_hide_the_digit(tmp_path: Path) -> None:
    values = np.asarray(seven()).astype(np.uint16) + 300
    values[370, 30] = 65535
    Image.fromarray(values).save(tmp_path / "hot.png")
    assert answer_to(tmp_path / "hot.png") == 7


def test_paper_without_ink_gives_none() -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        assert photo_to_image(photograph(np.zeros((28, 28), np.uint8), rng, has_shadow=False)) is None
    for shade in (0, 128, 255):
        assert photo_to_image(Image.new("RGB", (300, 200), (shade, shade, shade))) is None
    assert photo_to_image(Image.new("L", (1, 1))) is None


def test_all_ink_stays_where_it_is_on_the_photo() -> None:
    card = Image.new("L", (200, 120), 235)
    for x in (60, 140):
        ImageDraw.Draw(card).line([(x, 30), (x, 90)], fill=40, width=8)
    desk = Image.effect_noise((400, 300), 6).point(lambda grey: grey * 0.4)
    desk.paste(card, (120, 80))
    ink = find_all_ink(desk)
    assert ink.shape == (300, 400)
    columns = np.flatnonzero(ink[140] > 0.5)
    assert set(columns) <= {*range(174, 187), *range(254, 267)}
    assert {180, 260} <= set(columns)


def test_the_light_is_divided_out() -> None:
    photo = photograph(255 - canvas_with(SEVEN), np.random.default_rng(3), has_shadow=False)
    evened = divide_out_light(photo)
    is_paper = find_all_ink(photo) == 0
    assert evened.min() >= 0 and evened.max() <= 1
    assert np.quantile(evened[is_paper], 0.95) < 0.2 < np.quantile(evened[~is_paper], 0.5)


def test_pieces_touch_at_corners() -> None:
    ink = np.zeros((60, 60), np.float32)
    ink[range(20, 40), range(20, 40)] = 1
    ink[50, 15] = 1  # a speck
    np.testing.assert_array_equal(np.argwhere(keep_digit(ink)), [[at, at] for at in range(20, 40)])


def test_a_scan_full_of_specks_is_read_at_once() -> None:
    specks = np.random.default_rng(1).random((384, 384)) < 0.12
    picture = Image.fromarray(np.where(specks, 0, np.asarray(seven().resize((384, 384)))).astype(np.uint8))
    start = time.process_time()
    photo_to_image(picture)
    assert time.process_time() - start < 2


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
    numbers = np.asarray(seven()).astype(np.float32)
    numbers[30:40] = np.nan
    Image.fromarray(numbers).save(folder / "nan.tiff")
    Image.new("LAB", (90, 90)).save(folder / "lab.tiff")
    with (folder / "huge.bmp").open("wb") as sparse:
        sparse.truncate(5_000_000_000)
    scans = b"\xff\xda\x00\x02" * 3000
    seven().resize((3000, 3000)).save(folder / "scans.jpg", progressive=True)
    with (folder / "scans.jpg").open("ab") as file:
        file.write(scans)
    return {
        "missing.png": "no such file",
        "text.png": "not a picture",
        "empty.png": "not a picture",
        "drawing.eps": "not a picture",
        "truncated.png": "damaged",
        "bomb.png": "million pixels",
        "nan.tiff": "not numbers",
        "lab.tiff": "(LAB); save it as RGB",
        "huge.bmp": "more than 400 MB",
        "scans.jpg": "not progressive",
        "a\0b.png": "no such file",
        "a" * 300: "cannot be read (File name too long)",
        ".": "is a folder",
    }


def test_bad_files_are_refused_with_a_line(tmp_path: Path) -> None:
    for name, reason in bad_files(tmp_path).items():
        with pytest.raises(PhotoError, match=re.escape(reason)) as raised:
            read_photo(tmp_path / name)
        assert len(str(raised.value).splitlines()) == 1 and len(str(raised.value)) < 150


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has neither")
def test_pipes_and_devices_are_refused_unopened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.png").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.png", tmp_path / "link.png", Path("/dev/zero"), Path("/dev/stdin")):
        with pytest.raises(PhotoError, match="is no file but a pipe or a device|no such file"):
            read_photo(path)


BIG = {
    "la.png": lambda size: Image.new("LA", size, (255, 255)),
    "rgba.png": lambda size: Image.new("RGBA", size, "white"),
    "grey.png": lambda size: Image.new("I;16", size, 900),
}


@pytest.mark.skipif(sys.platform != "linux", reason="measured as Linux counts it")
@pytest.mark.parametrize("name", BIG)
def test_a_huge_picture_takes_less_than_a_gigabyte(tmp_path: Path, name: str) -> None:
    BIG[name]((12_000, 9_990)).save(tmp_path / name)
    code = f"""
import pathlib, re
from mnist_demo.images.photo import photo_to_image, read_photo
assert photo_to_image(read_photo(pathlib.Path({str(tmp_path / name)!r}))) is None
print(re.search("VmHWM:\\s*([0-9]+) kB", pathlib.Path("/proc/self/status").read_text())[1])
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert int(result.stdout) < 1_000_000, result.stderr


def test_the_limit_lets_a_phone_s_largest_photo_through() -> None:
    assert MAX_PIXELS >= 12_000 * 9_000
