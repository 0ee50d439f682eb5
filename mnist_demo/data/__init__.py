"""What networks are trained and tested on: MNIST and synthetic handwriting. Imports images and the root."""
