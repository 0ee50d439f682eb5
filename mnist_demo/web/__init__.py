"""The JavaScript that prepares and reads a drawing, and its packets. Imports runs, network and what these import."""
