"""Trained networks on disk. Imports network, data, images and the root."""
