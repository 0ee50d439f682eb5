"""What screen readers are told, wherever they are on the page."""

from mnist_demo.ui.spoken.component import say_aloud, tell_of

__all__ = ["say_aloud", "tell_of"]
