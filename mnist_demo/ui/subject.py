"""What the page is looking at: the drawing, or a test image that somebody picked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.ui import resources


@dataclass(frozen=True, eq=False)
class Subject:
    """An image, float32 (28, 28) in [0, 1], its true label where it has one, and what to call it in a sentence.

    `index` is its number among the test images, None for a drawing.
    """

    image: np.ndarray
    label: int | None
    name: str
    index: int | None = None

    @classmethod
    def drawing(cls, image: np.ndarray) -> Subject:
        """What somebody drew, float32 (28, 28)."""
        return cls(image, None, "your drawing")

    @classmethod
    def test_image(cls, index: int) -> Subject:
        """The test image with this number."""
        images, labels = resources.test_images()
        return cls(scale_pixels(images[index]), int(labels[index]), f"test image {index}", index)


def current() -> Subject | None:
    """The test image that was picked, unless the Draw tab shows something newer; None where there is neither."""
    if "picked" in st.session_state:
        return Subject.test_image(st.session_state["picked"])
    return st.session_state.get("drawn")


def has_drawing() -> bool:
    """Whether there is something that somebody drew."""
    drawn = st.session_state.get("drawn")
    return drawn is not None and drawn.index is None


def look_at_test_image(index: int) -> None:
    """Pick a test image; meant for callbacks."""
    st.session_state["picked"] = index


def look_at_drawing() -> None:
    """Back from a picked test image to what the Draw tab shows; meant for callbacks."""
    st.session_state.pop("picked", None)


def keep_drawing(shown: Subject | None) -> bool:
    """Remember what the Draw tab shows; a new drawing takes the place of a test image picked before.

    Returns whether it is something new.
    """
    before = st.session_state.get("drawn")
    is_new = shown is not None and (before is None or not np.array_equal(before.image, shown.image))
    if is_new:
        look_at_drawing()
    st.session_state["drawn"] = shown
    return is_new
