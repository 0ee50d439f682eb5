"""The JavaScript that reads a drawing and draws the answer, with its packets. Imports runs, network and their own."""
