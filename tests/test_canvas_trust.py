"""Pixels that a browser makes up in place of the drawing are told from those of a drawing."""

from __future__ import annotations

import numpy as np
import pytest
from drawing import picture_of

from mnist_demo.images.canvas_trust import shows_strokes


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_is_believed(digit: int) -> None:
    assert shows_strokes(np.asarray(picture_of(digit)))


def test_white_black_and_noise_are_not() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 4), np.uint8)
    assert not shows_strokes(noise)
    assert not any(shows_strokes(np.full((400, 400, 4), level, np.uint8)) for level in (0, 128, 255))
