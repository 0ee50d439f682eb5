// Written by `python -m mnist_demo.web.constants` from mnist_demo/images/preprocessing.py and
// mnist_demo/network/inference.py, which say what each number means: change them there.

export const IMAGE_SIZE = 28;
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
export const STANDS_OUT = 0.3;
