// Written by `python -m mnist_demo.web.constants` from modules in Python, which say what each number means: change them
// there.

// mnist_demo/config.py
export const IMAGE_SIZE = 28;
export const NUM_CLASSES = 10;

// mnist_demo/images/preprocessing.py
export const BOX_SIZE = 20;
export const CENTER = 14;
export const NUDGE = 0.0001;
export const MIN_CONTRAST = 32;
export const MIN_EXTENT = 0.06;
export const DOT_EXTENT = 0.15;
export const DOT_FILL = 0.75;
export const DOT_RATIO = 0.7;
export const EDGE = 0.1;
export const MIN_STROKE = 1.4;

// mnist_demo/network/inference.py
export const STANDS_OUT = 0.3;

// mnist_demo/images/pieces.py
export const FIRM = 0.5;
export const EDGE_WIDTH = 12;
export const SPECK = 0.08;
export const SMALLEST = 0.04;
export const REACHING_IN = 1.5;
export const MIN_INSIDE = 0.28;
export const MOST_PIECES = 100;
export const STACKED_OVERLAP = 0.5;
export const STACKED_GAP = 0.2;
export const BROKEN_OVERLAP = 0.2;
export const BROKEN_BESIDE = 0.35;
export const BROKEN_GAP = 0.15;
export const ABOUT_AS_HIGH = 0.6;
export const ON_ONE_LINE = 0.5;

// mnist_demo/images/cuts.py
export const ROWS = 40;
export const FULL_CELL = 16;
export const SIDEWAYS = 6;
export const THROUGH = [0.15, 0.32, 0.5, 0.68, 0.85];
export const AROUND = 2;
export const THICKEST = 0.5;
export const INK_BETWEEN = 0.025;
export const LEAST_INK = 0.03;

// mnist_demo/network/several.py
export const ENOUGH = 80;
export const MOST_PARTS = 9;
export const WIDEST = 1.2;
export const WIDEST_GAP = 0.25;
export const LEAST_SIDE = 0.35;
export const LEAST_OF_ALL = 0.25;
export const LEAST_UNREAD = 0.5;
export const READ_FROM = 0.5;
export const CUT_FROM = 0.4;
export const LEFT_WHOLE = 1.0;
export const MOST_CUTS = 40;

// mnist_demo/network/wholeness.py
export const HALF = 14;
export const UNCUT_WITHIN = 0.5;
export const MANY_CUTS = 4;
