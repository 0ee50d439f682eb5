"""The page without a pointer: digits by their keys, a pen for the arrow keys, and focus that is not lost."""

from mnist_demo.ui.keyboard.component import show_keyboard

__all__ = ["show_keyboard"]
