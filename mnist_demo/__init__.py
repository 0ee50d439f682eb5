"""MNIST Draw: see how a small neural network reads handwritten digits."""

__version__ = "1.0.0"
