"""What screen readers are told of a training, wherever they are on the page."""

from mnist_demo.ui.spoken.component import tell_of

__all__ = ["tell_of"]
