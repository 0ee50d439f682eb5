"""The layers of a network side by side, a square for each neuron."""

from mnist_demo.ui.inside.layers.component import show

__all__ = ["show"]
