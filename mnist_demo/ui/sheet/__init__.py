"""The sheet in the browser: the script of the canvas, and what keeps its drawing."""
