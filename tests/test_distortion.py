"""Distortions do what their names say, by the stated amount."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from mnist_demo.data.dataset import Dataset
from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS, distort
from mnist_demo.images.preprocessing import center_of_mass, scale_pixels, stroke_width


@pytest.fixture(scope="module")
def images(mnist: Dataset) -> np.ndarray:
    return scale_pixels(mnist.x_test[:100])


@pytest.fixture
def dot() -> np.ndarray:
    """A dot of ink, five pixels to the right of the middle."""
    picture = np.zeros((1, 28, 28), np.float32)
    picture[0, 13:15, 18:20] = 1
    return picture


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_neutral_changes_nothing_and_is_among_the_ascending_levels(images: np.ndarray, kind: str) -> None:
    distortion = DISTORTIONS[kind]
    np.testing.assert_array_equal(distortion.apply(images, distortion.neutral, 0), images)
    np.testing.assert_array_equal(distort(images, {kind: distortion.neutral}), images)
    assert distortion.neutral in distortion.levels and list(distortion.levels) == sorted(set(distortion.levels))


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_every_level_gives_other_pictures_and_leaves_the_given_ones_alone(images: np.ndarray, kind: str) -> None:
    before = images.copy()
    for level in DISTORTIONS[kind].levels:
        changed = distort(images, {kind: level}, seed=1)
        assert changed.shape == images.shape and changed.dtype == np.float32
        assert changed.min() >= 0 and changed.max() <= 1
        assert np.array_equal(changed, images) == (level == DISTORTIONS[kind].neutral)
    np.testing.assert_array_equal(images, before)


def middle(image: np.ndarray) -> tuple[float, float]:
    """Centre of mass, in pixels down and right from the picture's middle."""
    row, column = center_of_mass(image)
    return row - 13.5, column - 13.5


@pytest.mark.parametrize(
    ("amounts", "place"),
    [
        ({}, (0, 5)),
        ({"turn": 90}, (5, 0)),
        ({"turn": -30}, (-2.5, 4.33)),
        ({"shift_x": 3}, (0, 8)),
        ({"shift_y": 2.5}, (2.5, 5)),
        ({"scale": 1.5}, (0, 7.5)),
        ({"scale": 0.6}, (0, 3)),
        ({"turn": 90, "shift_x": -4}, (5, -4)),
    ],
)
def test_ink_moves_where_it_should(dot: np.ndarray, amounts: dict[str, float], place: tuple[float, float]) -> None:
    assert middle(distort(dot, amounts)[0]) == pytest.approx(place, abs=0.15)


@pytest.mark.parametrize("degrees", [-45, 15])
def test_turning_agrees_with_pillow(images: np.ndarray, degrees: int) -> None:
    ours = distort(images[:10], {"turn": degrees})
    for image, turned in zip(images, ours, strict=False):
        # Pillow turns the other way; its bilinear sampling treats the outermost pixels differently.
        theirs = np.asarray(Image.fromarray(image).rotate(-degrees, Image.Resampling.BILINEAR))
        np.testing.assert_allclose(turned[2:-2, 2:-2], theirs[2:-2, 2:-2], atol=1e-3)


def test_what_leaves_the_picture_is_gone(images: np.ndarray) -> None:
    assert not distort(images, {"shift_x": 40}).any()


def test_scale_changes_the_size_of_the_ink(images: np.ndarray) -> None:
    for times in (0.7, 1.2):
        assert distort(images, {"scale": times}).sum() == pytest.approx(images.sum() * times**2, rel=0.03)


def test_thicker_has_more_ink_by_the_width_that_it_says() -> None:
    line = np.zeros((1, 28, 28), np.float32)
    line[0, 4:24, 12:15] = 1
    for pixels in (-1, 0.5, 1, 2):
        middle_of_line = distort(line, {"thickness": pixels})[0, 8:20]
        assert middle_of_line.sum() / 12 == pytest.approx(3 + 2 * pixels)


def test_thickness_of_digits_rises_with_the_level(images: np.ndarray) -> None:
    widths = [np.mean([stroke_width(image) for image in distort(images, {"thickness": t})]) for t in (-1, 0, 1, 2)]
    assert widths == sorted(widths)


def test_blur_spreads_a_point_by_its_standard_deviation() -> None:
    point = np.zeros((1, 28, 28), np.float32)
    point[0, 14, 14] = 1
    blurred = distort(point, {"blur": 1.5})[0]
    assert blurred.sum() == pytest.approx(1, abs=1e-4)
    assert blurred.sum(axis=0) @ (np.arange(28) - 14) ** 2 == pytest.approx(1.5**2, rel=0.01)


def test_noise_has_its_standard_deviation_and_repeats_itself_by_the_seed() -> None:
    grey = np.full((50, 28, 28), 0.5, np.float32)
    noisy = distort(grey, {"noise": 0.1}, seed=3)
    assert (noisy - grey).std() == pytest.approx(0.1, rel=0.02)
    np.testing.assert_array_equal(noisy, distort(grey, {"noise": 0.1}, seed=3))
    assert not np.array_equal(noisy, distort(grey, {"noise": 0.1}, seed=4))


def test_robustness_has_curves_for_known_distortions() -> None:
    assert set(ROBUSTNESS) <= set(DISTORTIONS)


def test_unknown_distortion_is_named(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="'tern'.*turn"):
        distort(images, {"tern": 3})
