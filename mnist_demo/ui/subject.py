"""What the page is looking at: the drawing, a digit on a photo, or a test image that somebody picked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.state import DRAWN, PICKED


@dataclass(frozen=True, eq=False)
class Subject:
    """An image, float32 (28, 28) in [0, 1], its true digit where it has one, and its number among the test images.

    A drawing has neither, nor has a digit on a photo.
    """

    image: np.ndarray
    label: int | None = None
    index: int | None = None
    is_on_photo: bool = False

    @classmethod
    def drawing(cls, image: np.ndarray) -> Subject:
        """What somebody drew, float32 (28, 28)."""
        return cls(image)

    @classmethod
    def on_photo(cls, image: np.ndarray) -> Subject:
        """A digit on a photo, float32 (28, 28)."""
        return cls(image, is_on_photo=True)

    @classmethod
    def test_image(cls, index: int) -> Subject:
        """The test image with this number."""
        images, labels = resources.test_images()
        return cls(scale_pixels(images[index]), int(labels[index]), index)

    @property
    def name(self) -> str:
        """What it is called, as a caption."""
        if self.index is not None:
            return say("subject.test_image", index=self.index)
        return say("subject.on_photo") if self.is_on_photo else say("subject.drawing")


def current() -> Subject | None:
    """The test image that was picked, unless the Draw tab shows something newer; None where there is neither."""
    picked = PICKED.get()
    return DRAWN.get() if picked is None else Subject.test_image(picked)


def own() -> Subject | None:
    """What somebody drew, or has a photo of; None where the Draw tab shows neither."""
    drawn = DRAWN.get()
    return drawn if drawn and drawn.index is None else None


def look_at_test_image(index: int) -> None:
    """Pick a test image; meant for callbacks."""
    PICKED.set(index)


def look_at_drawing() -> None:
    """Back from a picked test image to what the Draw tab shows; meant for callbacks."""
    PICKED.pop()


def keep_drawing(shown: Subject | None) -> bool:
    """Remember what the Draw tab shows; a new drawing takes the place of a test image picked before.

    Returns whether it is something new.
    """
    before = DRAWN.get()
    is_new = shown is not None and (before is None or not np.array_equal(before.image, shown.image))
    if is_new:
        look_at_drawing()
    DRAWN.set(shown)
    return is_new
