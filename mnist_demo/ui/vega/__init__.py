"""Charts to point at and click on: arrays in, Vega-Lite out, as dictionaries that no library is needed to make.

Colours are chosen to be read on light and on dark paper.
"""

from mnist_demo.ui.vega.lines import compared_curves, robustness_chart, training_curves, ways
from mnist_demo.ui.vega.matrix import matrix_chart
from mnist_demo.ui.vega.refusal_chart import refusal_chart
from mnist_demo.ui.vega.reliability_diagram import reliability_chart
from mnist_demo.ui.vega.spec import MOST_COMPARED
from mnist_demo.ui.vega.spread import spread_chart
from mnist_demo.ui.vega.values_chart import values_chart

__all__ = [
    "MOST_COMPARED",
    "compared_curves",
    "matrix_chart",
    "refusal_chart",
    "reliability_chart",
    "robustness_chart",
    "spread_chart",
    "training_curves",
    "values_chart",
    "ways",
]
