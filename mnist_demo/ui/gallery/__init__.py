"""A grid of pictures to click on."""

from mnist_demo.ui.gallery.component import Picture, show

__all__ = ["Picture", "show"]
