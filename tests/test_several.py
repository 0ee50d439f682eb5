"""Several digits on a sheet, found and read."""

from __future__ import annotations

import time
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_demo.config import DEFAULT_RUN
from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.pieces import find_lines, find_pieces
from mnist_demo.images.preprocessing import canvas_to_image, extract_ink, scale_pixels
from mnist_demo.network import wholeness
from mnist_demo.network.inference import Network
from mnist_demo.network.several import FoundDigit, candidates, read_several
from mnist_demo.runs.store import load_run

SIDE = 100
TOUCHING = {"20": 68, "35": 66, "58": 66, "62": 66, "83": 66}
"""Numbers, and the distance from digit to digit at which they touch."""


@cache
def network() -> Network:
    return load_run(DEFAULT_RUN).network


@cache
def specimen(digit: int) -> np.ndarray:
    """A test image of a digit, uint8 (100, 100), that the network reads surely."""
    dataset = load_dataset()
    images = dataset.x_test[:500][dataset.y_test[:500] == digit]
    surest = network().predict(scale_pixels(images))[:, digit].argmax()
    return np.asarray(Image.fromarray(images[surest]).resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def sheet(*lines: str, step: int = 95) -> np.ndarray:
    """The ink of numbers, one below the other: float32 (H, W)."""
    ink = np.zeros((SIDE * len(lines) + 60, step * max(map(len, lines)) + 60), np.uint8)
    for row, line in enumerate(lines):
        for column, digit in enumerate(line):
            place = ink[30 + row * SIDE :, 30 + column * step :][:SIDE, :SIDE]
            np.maximum(place, specimen(int(digit))[: place.shape[0], : place.shape[1]], out=place)
    return scale_pixels(ink)


def drawn(lines: list[list[tuple[int, int]]], pen: int) -> np.ndarray:
    """The ink of a digit's strokes, twice as large and on a wide sheet: float32 (400, 1000)."""
    picture = Image.new("L", (1000, 400))
    for stroke in lines:
        points = [(300 + 2 * x, 100 + 2 * y) for x, y in stroke]
        ImageDraw.Draw(picture).line(points, fill=255, width=pen, joint="curve")
    return scale_pixels(np.asarray(picture))


def text(found: list[FoundDigit]) -> str:
    return "".join(str(digit.probabilities.argmax()) for digit in found)


@pytest.mark.parametrize("number", ["7", "10", "2025", "31415", "88846"])
def test_a_number_is_read_from_left_to_right(number: str) -> None:
    assert text(read_several(sheet(number), network())) == number


def test_lines_are_read_from_top_to_bottom() -> None:
    assert text(read_several(sheet("123", "45", "678"), network())) == "12345678"


def test_a_digit_alone_is_prepared_as_the_single_way_does() -> None:
    pixels = np.rint(255 * sheet("3")).astype(np.uint8)
    (digit,) = read_several(extract_ink(pixels), network())
    expected = canvas_to_image(pixels)
    assert expected is not None and np.abs(digit.image - expected).max() < 0.1
    np.testing.assert_allclose(digit.probabilities, network().predict(digit.image), atol=1e-6)


def test_boxes_hold_the_ink_alone() -> None:
    ink = sheet("2025")
    for digit in read_several(ink, network()):
        box = digit.box
        assert digit.ink.shape == (box.height, box.width)
        np.testing.assert_array_equal(digit.ink, ink[box.top : box.bottom, box.left : box.right] * (digit.ink > 0))


@pytest.mark.parametrize("strength", [0, 0.05, 0.4])
def test_where_nothing_is_drawn_nothing_is_found(strength: float) -> None:
    assert read_several(np.full((80, 200), strength, np.float32), network()) == []


def test_dirt_is_no_digit() -> None:
    ink = sheet("42")
    ink[[4, 150, 80], [20, 100, 240]] = 1  # specks
    ink[120:128, 225:233] = 1  # a full stop
    ink[:, :3] = 1  # the edge of a desk
    assert text(read_several(ink, network())) == "42"


def test_specks_are_no_digits_beside_one_that_fills_the_sheet() -> None:
    whole = sheet("4")
    rows, columns = (np.flatnonzero((whole > 0.5).any(axis=axis)) for axis in (1, 0))
    ink = whole[rows[0] + 1 : rows[-1], columns[0] + 1 : columns[-1]]
    ink[-16:, :12] = 0
    ink[-12:-3, 3:9] = 1
    assert text(read_several(ink, network())) == "4"


def test_several_digits_are_small_beside_what_reaches_in() -> None:
    ink = np.pad(sheet("42"), ((200, 200), (200, 200)))
    ink[:, :9] = 1  # the edge of a desk
    assert text(read_several(ink, network())) == "42"


def test_the_edge_of_a_note_is_no_digit() -> None:
    ink = np.pad(sheet("4"), ((0, 100), (0, 0)))
    ink[200:206, 60:90] = 1
    assert text(read_several(ink, network())) == "4"


def test_a_shadow_in_a_corner_is_no_digit() -> None:
    ink = np.pad(sheet("4"), ((0, 100), (0, 100)))
    ink[-60:, -50:] = 1
    assert text(read_several(ink, network())) == "4"


def test_a_scribble_alone_is_found_also_at_an_edge() -> None:
    ink = np.zeros((200, 400), np.float32)
    ink[-60:, -50:] = 1
    assert len(read_several(ink, network())) == 1


def test_small_digits_below_large_ones_are_digits() -> None:
    ink = np.pad(sheet("42"), ((0, 60), (0, 0)))
    ink[150:185, 30:65] = np.asarray(Image.fromarray(specimen(7)).resize((35, 35))) / 255
    assert text(read_several(ink, network())) == "427"


def test_a_tap_of_the_pen_is_no_digit() -> None:
    ink = np.zeros((400, 1000), np.float32)
    ink[200:220, 500:520] = 1
    assert read_several(ink, network()) == []


@pytest.mark.parametrize("pen", [5, 12, 20])
@pytest.mark.parametrize(
    ("digit", "lines"),
    {
        "5 with its bar apart": (
            5,
            [[(40, 25), (33, 60), (55, 52), (72, 75), (55, 98), (30, 95)], [(52, 12), (85, 10)]],
        ),
        "4 of two strokes": (4, [[(40, 10), (22, 62), (62, 62)], [(74, 35), (74, 105)]]),
        "7 with a cross apart": (7, [[(20, 12), (80, 12), (45, 108)], [(78, 62), (94, 60)]]),
    }.values(),
    ids=["5", "4", "7"],
)
def test_a_broken_digit_stays_one(digit: int, lines: list[list[tuple[int, int]]], pen: int) -> None:
    assert text(read_several(drawn(lines, pen), network())) == str(digit)


@pytest.mark.parametrize("pen", [12, 16, 20])
def test_a_stem_that_is_broken_and_leans_stays_part_of_its_digit(pen: int) -> None:
    ink = drawn([[(40, 10), (22, 62), (70, 62)], [(66, 30), (73, 76)], [(75, 82), (80, 110)]], pen)
    assert text(read_several(ink, network())) == "4"


def test_digits_that_touch_are_told_apart() -> None:
    read = [text(read_several(sheet(number, step=step), network())) for number, step in TOUCHING.items()]
    right = [one == number for one, number in zip(read, TOUCHING, strict=True)]
    assert sum(right) >= len(right) - 1, read


def test_candidates_to_train_on_are_found_without_the_network_that_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wholeness, "stored_layers", lambda: pytest.fail("it may not be there yet"))
    (line,) = find_lines(find_pieces(sheet("20", step=TOUCHING["20"])))
    assert len(candidates(line, network(), left_whole=np.inf)) > 1


def test_other_tasks_read_several_too() -> None:
    binary = Network([np.zeros((784, 1), np.float32)], [np.zeros(1, np.float32)])
    digits = read_several(sheet("42"), binary)
    assert [digit.probabilities.tolist() for digit in digits] == [[0.5, 0.5]] * len(digits) and digits


def test_a_maze_of_faint_ink_takes_no_time() -> None:
    """A page may send anything: the soft edge of a stroke is followed for a few pixels, not through all of it."""
    ink = np.zeros((400, 1000), np.float32)
    ink[::2] = 0.3
    ink[1::4, -1] = ink[3::4, 0] = 0.3
    ink[180:220, 3:9] = 1
    started = time.process_time()
    (digit,) = read_several(ink, network())
    assert time.process_time() - started < 5  # pixel by pixel through the maze it would be minutes
    assert digit.box.width < 40


def test_a_screen_of_dots_is_read_at_once() -> None:
    ink = np.zeros((480, 640), np.float32)
    for row in range(10, 470, 10):
        for column in range(10, 630, 10):
            ink[row : row + 4, column : column + 4] = 1
    started = time.process_time()
    read_several(ink, network())
    assert time.process_time() - started < 10


def test_a_scribble_is_read_at_once() -> None:
    picture = Image.new("L", (1000, 400))
    zigzag = [(x, 180 if number % 2 else 220) for number, x in enumerate(range(20, 980, 8))]
    ImageDraw.Draw(picture).line(zigzag, fill=255, width=5)
    started = time.process_time()
    read_several(scale_pixels(np.asarray(picture)), network())
    assert time.process_time() - started < 5
