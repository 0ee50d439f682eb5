"""Fits networks, the only room that knows Keras. Imports network, data, images and the root."""
