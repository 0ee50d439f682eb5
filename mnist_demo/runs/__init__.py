"""Trained networks on disk and in the database. Imports network, data, database, images and the root."""
