// Written by `python -m mnist_demo.web.constants` from modules in Python, which say what each number means: change them
// there.

// mnist_demo/web/colours.py
export const FOR = [96, 165, 250];
export const AGAINST = [251, 146, 60];

// mnist_demo/images/pen.py
export const INK = "#111827";
export const PAPER = "#ffffff";

// mnist_demo/images/drawing_link.py
export const FORMAT = 1;
export const GRID = 0.5;
export const MARGIN = 1000;
export const TOLERANCES = [0.5, 1.0, 2.0, 4.0];
export const MAX_LENGTH = 1800;
export const MAX_POINTS = 10000;
export const MAX_BYTES = 16000;
export const ERASER = 32768;
