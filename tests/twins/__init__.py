"""What Python answers, for its twins in JavaScript: `make fixtures` writes it, and the tests of both are held to it.

A fixture is a JSON file in `tests/fixtures/`: a list of cases, each with its input and Python's answer. Arrays are text
in it: base64 of their zlib-compressed bytes, row by row, little-endian.
"""
