"""The answer while the pen still moves."""
