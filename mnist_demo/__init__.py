"""MNIST Draw: see how a small neural network reads handwritten digits."""
