"""Thickness and slant, on pictures whose width and slant are known."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy.ndimage import distance_transform_edt

from mnist_demo.data.dataset import Dataset
from mnist_demo.data.writing import measured, slant, thickness, tilt

BLANK = np.zeros((28, 28), np.uint8)


def line(width: float, degrees: float = 0.0) -> np.ndarray:
    """A line of 18 pixels that leans to the right by so many degrees, uint8 (28, 28), drawn large and then reduced."""
    side, scale = 28 * 16, 16
    picture = Image.new("L", (side, side))
    reach = 9 * scale * np.array([np.sin(np.radians(degrees)), -np.cos(np.radians(degrees))])
    ends = [(side / 2 - reach[0], side / 2 - reach[1]), (side / 2 + reach[0], side / 2 + reach[1])]
    ImageDraw.Draw(picture).line(ends, fill=255, width=round(width * scale))
    return np.asarray(picture.resize((28, 28), Image.Resampling.BOX))


def test_a_thick_line_is_wider_than_a_thin_one_and_about_as_wide_as_it_was_drawn() -> None:
    widths = thickness(np.stack([line(width) for width in (2, 4, 6)]))
    # Each end of a line adds to its outline; a straight one counts for π/4 of its length, as curves do on average.
    assert widths == pytest.approx([18 * w / (18 + w) * 4 / np.pi for w in (2, 4, 6)], rel=0.02)


def test_thickness_agrees_with_the_distance_to_the_paper(mnist: Dataset) -> None:
    images = mnist.x_test[:300]
    deepest = [distance_transform_edt(image > 100).max() for image in images]
    assert np.corrcoef(thickness(images), deepest)[0, 1] > 0.8


@pytest.mark.parametrize("degrees", [-30, -10, 0, 10, 30])
def test_slant_is_the_angle_of_a_leaning_line(degrees: int) -> None:
    leaning = line(2, degrees)[None]
    assert slant(leaning)[0] == pytest.approx(degrees, abs=1)
    assert slant(leaning[:, :, ::-1])[0] == pytest.approx(-degrees, abs=1)
    assert tilt(leaning)[0] == pytest.approx(abs(degrees), abs=1)


def test_slant_does_not_depend_on_the_place() -> None:
    image = line(2, 20)
    moved = np.roll(image, (3, -2), axis=(0, 1))
    first, second = slant(np.stack([image, moved]))
    assert first == pytest.approx(second, abs=0.01)


def test_a_blank_image_and_a_flat_line_have_no_slant() -> None:
    flat = BLANK.copy()
    flat[14, 5:20] = 255
    np.testing.assert_array_equal(slant(np.stack([BLANK, flat])), [0, 0])
    assert thickness(BLANK[None])[0] == 0


def test_many_images_are_measured_as_few_are(mnist: Dataset) -> None:
    images = mnist.x_test[:4100]
    for kind, measure in (("thin", thickness), ("upright", tilt)):
        np.testing.assert_allclose(measured(kind, images), measure(images))
