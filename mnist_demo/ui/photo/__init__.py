"""A photo in the place of the sheet: how it is taken, read and shown, with a box around each digit."""
