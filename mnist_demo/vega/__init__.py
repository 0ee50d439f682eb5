"""Charts to point at and click on: arrays in, Vega-Lite out, as dictionaries that no library is needed to make.

Colours are chosen to be read on light and on dark paper.
"""

from mnist_demo.vega.lines import compared_curves, curves, robustness, ways
from mnist_demo.vega.matrix import confusion_matrix
from mnist_demo.vega.reliability import reliability
from mnist_demo.vega.spec import RUN_COLOURS

__all__ = ["RUN_COLOURS", "compared_curves", "confusion_matrix", "curves", "reliability", "robustness", "ways"]
