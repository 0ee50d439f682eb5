"""The sheet in the browser: the script of the canvas, what keeps its drawing, and what ends its strokes."""
