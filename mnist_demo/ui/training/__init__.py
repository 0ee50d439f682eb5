"""The Training tab: how a network was trained, how good it is, and where it is wrong."""
