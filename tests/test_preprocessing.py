"""A drawing reaches the network in the form of MNIST's own images, whatever its place, size, colours and pen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import (
    BOX_SIZE,
    canvas_to_image,
    center_of_mass,
    crop_to_ink,
    extract_ink,
    preparation_steps,
    scale_pixels,
    stroke_width,
    thicken,
)
from mnist_demo.runs.store import load_run


def canvas_with(line: Sequence[tuple[float, float]], width: int = 24, size: int = 400) -> np.ndarray:
    picture = Image.new("L", (size, size), 255)
    ImageDraw.Draw(picture).line(line, fill=0, width=width, joint="curve")
    return np.asarray(picture)


SEVEN = [(120, 90), (280, 90), (190, 320)]


def prepared(canvas: np.ndarray) -> np.ndarray:
    """The picture of a canvas that has a digit on it."""
    image = canvas_to_image(canvas)
    assert image is not None
    return image


def pasted(image: np.ndarray, size: int, rng: np.random.Generator, resample: Image.Resampling) -> np.ndarray:
    canvas = np.zeros((280, 280), np.uint8)
    top, left = rng.integers(0, 280 - size, 2, endpoint=True)
    canvas[top : top + size, left : left + size] = np.asarray(Image.fromarray(image).resize((size, size), resample))
    return canvas


@pytest.mark.parametrize("resample", [Image.Resampling.NEAREST, Image.Resampling.BICUBIC])
def test_mnist_images_pasted_anywhere_at_any_size_are_read_as_before(
    mnist: Dataset, resample: Image.Resampling
) -> None:
    rng, network = np.random.default_rng(7), load_run("classic").network
    originals = mnist.x_test[:3000]
    canvases = (pasted(image, int(rng.integers(28, 281)), rng, resample) for image in originals)
    images = np.stack([prepared(canvas) for canvas in canvases])
    before = network.predict(scale_pixels(originals)).argmax(axis=1)
    after = network.predict(images).argmax(axis=1)
    assert (before == after).mean() >= 0.985


def test_an_mnist_image_itself_comes_back_unchanged(mnist: Dataset) -> None:
    restored = np.stack([prepared(image) for image in mnist.x_test[:500]])
    strongest = mnist.x_test[:500].max(axis=(1, 2), keepdims=True)
    difference = np.abs(restored - mnist.x_test[:500] / strongest).mean(axis=(1, 2))
    assert np.median(difference) < 0.005


def test_result_has_the_form_that_the_network_expects() -> None:
    image = prepared(canvas_with(SEVEN))
    assert image.shape == (28, 28) and image.dtype == np.float32
    assert image.min() == 0 and 0.9 < image.max() <= 1
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == BOX_SIZE
    assert all(13.5 <= at <= 14.5 for at in center_of_mass(image))


def variants() -> Iterator[tuple[str, np.ndarray]]:
    grey = canvas_with(SEVEN)
    rgba = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    clear = np.dstack([np.zeros_like(grey)] * 3 + [255 - grey])
    coloured = np.where(grey[..., None] < 128, [0, 160, 60, 255], [250, 60, 90, 255]).astype(np.uint8)
    yield from {
        "light on dark": 255 - grey,
        "opaque": rgba,
        "opaque, light on dark": np.dstack([255 - rgba[..., :3], rgba[..., 3:]]),
        "transparent": clear,
        "transparent, white pen": np.dstack([np.full_like(grey, 255)] * 3 + [255 - grey]),
        "green on red": coloured,
        "grey pen": np.where(grey < 128, 110, 255).astype(np.uint8),
    }.items()


@pytest.mark.parametrize(("name", "pixels"), list(variants()))
def test_colours_do_not_matter(name: str, pixels: np.ndarray) -> None:
    np.testing.assert_allclose(prepared(pixels), prepared(canvas_with(SEVEN)), atol=0.02)


@pytest.mark.parametrize("shape", [(280, 280), (400, 400, 4), (28, 28), (5, 9)])
@pytest.mark.parametrize("value", [0, 255, 128])
def test_empty_canvas_gives_none(shape: tuple[int, ...], value: int) -> None:
    assert canvas_to_image(np.full(shape, value, np.uint8)) is None
    assert preparation_steps(np.full(shape, value, np.uint8)) == []


def test_speck_and_faint_shadow_give_none() -> None:
    speck = np.full((400, 400), 255, np.uint8)
    speck[200:204, 200:204] = 0
    assert canvas_to_image(speck) is None
    shadow = np.full((400, 400), 255, np.uint8)
    shadow[100:300, 190:210] = 240
    assert canvas_to_image(shadow) is None


@pytest.mark.parametrize("width", [1, 2, 4])
def test_thin_stroke_does_not_vanish(width: int) -> None:
    image = prepared(canvas_with(SEVEN, width))
    assert image.max() > 0.7
    assert image.sum() > 0.5 * prepared(canvas_with(SEVEN, 24)).sum()


@pytest.mark.parametrize(("width", "size"), [(1, 60), (1, 400), (3, 900), (2, 1600)])
def test_thin_strokes_are_widened_as_by_a_maximum_filter(width: int, size: int) -> None:
    line = [(at * size // 400, down * size // 400) for at, down in SEVEN]
    ink = crop_to_ink(extract_ink(canvas_with(line, width, size)))
    assert ink is not None
    widened = thicken(ink)
    margin = (len(widened) - len(ink)) // 2
    filtered = Image.fromarray(np.uint8(255 * np.pad(ink, margin))).filter(ImageFilter.MaxFilter(2 * margin + 1))
    assert margin >= 1
    np.testing.assert_array_equal(widened, scale_pixels(np.asarray(filtered)))


@pytest.mark.parametrize("width", [1, 150])
def test_a_huge_canvas_is_read_as_a_small_one_and_at_once(width: int) -> None:
    line = [(12 * at, 12 * down) for at, down in SEVEN]
    huge = np.dstack([canvas_with(line, width, 4800)] * 3 + [np.full((4800, 4800), 255, np.uint8)])
    start = time.process_time()
    image = prepared(huge)
    assert time.process_time() - start < 2  # 0.1 where the machine is at rest; once it took minutes
    small = prepared(canvas_with(SEVEN, max(1, width // 12)))
    assert np.abs(image - small).mean() < 0.02


@pytest.mark.parametrize("shape", [(1601, 1601), (1700, 90), (90, 3300), (5000, 4999)])
def test_blocks_of_a_huge_canvas_cover_all_of_it(shape: tuple[int, int]) -> None:
    canvas = np.zeros(shape, np.uint8)
    canvas[-1, -1] = canvas[0, 0] = canvas[0, -1] = canvas[-1, 0] = 200
    ink = extract_ink(canvas)
    assert max(ink.shape) <= 1600 and ink.sum() == 4
    assert ink[0, 0] == ink[-1, -1] == ink[0, -1] == ink[-1, 0] == 1


@pytest.mark.parametrize("line", [[(5, 200), (395, 200)], [(200, 5), (200, 395)], [(0, 0), (399, 399)]])
def test_one_pixel_line_survives(line: Sequence[tuple[float, float]]) -> None:
    assert prepared(canvas_with(line, 1)).max() > 0.7


@pytest.mark.parametrize(("side", "is_digit"), [(1, False), (3, False), (40, False), (200, True)])
def test_a_filled_square_is_a_dot_unless_it_is_large(side: int, is_digit: bool) -> None:
    canvas = np.full((400, 400), 255, np.uint8)
    canvas[:side, 400 - side :] = 0
    assert (canvas_to_image(canvas) is not None) == is_digit


@pytest.mark.parametrize("brush", [12, 24, 44])
def test_a_tap_is_no_digit_with_any_brush(brush: int) -> None:
    canvas = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(canvas).ellipse((200, 150, 200 + brush, 150 + brush), fill=0)
    assert canvas_to_image(np.asarray(canvas)) is None


def test_no_mnist_image_is_taken_for_a_tap(mnist: Dataset) -> None:
    """Those with the most ink: all are as large, and what a tap leaves is full of it."""
    fullest = np.argsort(mnist.x_test.sum(axis=(1, 2)))[-500:]
    tiny = (np.pad(image, 126) for image in mnist.x_test[fullest])
    assert all(canvas_to_image(canvas) is not None for canvas in tiny)


def test_stroke_width_is_that_of_the_pen() -> None:
    for width in (8, 20, 40):
        ink = 1 - canvas_with([(60, 300), (330, 90)], width).astype(np.float32) / 255
        assert stroke_width(ink) == pytest.approx(width, rel=0.25)


def test_steps_lead_from_the_drawing_to_the_picture() -> None:
    pixels = canvas_with(SEVEN)
    steps = preparation_steps(pixels)
    np.testing.assert_array_equal(steps[-1].ink, canvas_to_image(pixels))
    assert steps[0].ink.shape == (400, 400) and max(steps[-2].ink.shape) == BOX_SIZE
    assert [step.id for step in steps] == ["ink", "crop", "scale", "center"]


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((9, 9), np.float32),
        np.full((9, 9), np.nan),
        np.zeros((9, 9), np.uint16),
        np.zeros((9, 9), bool),
        np.zeros((9, 9, 3), np.uint8),
        np.zeros((9, 9, 10), np.uint8),
        np.zeros((0, 9), np.uint8),
        np.zeros(784, np.uint8),
        [[0, 255], [255, 0]],
        None,
    ],
)
def test_other_arrays_are_refused(pixels: Any) -> None:
    with pytest.raises(ValueError, match="expected uint8") as raised:
        canvas_to_image(pixels)
    assert len(str(raised.value).splitlines()) == 1
