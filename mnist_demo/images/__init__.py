"""From pixels to a picture like those of MNIST: drawings, photos, pens. Imports only the root."""
