"""Measurements of speed and recognition, as scripts that each print a table."""
