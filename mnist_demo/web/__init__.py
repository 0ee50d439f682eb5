"""The JavaScript that reads a drawing and draws the answer, and networks as its files. Imports network and its own."""
