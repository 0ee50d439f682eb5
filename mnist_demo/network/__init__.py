"""The trained network in NumPy: its answers, why it gives them, how good it is. Imports images and the root."""
