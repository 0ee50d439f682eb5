"""The steps, each with the one before it in `down_revision`."""
