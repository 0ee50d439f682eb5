"""The curves of a training as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from mnist_demo.config import CURVE_COLOURS


def save_curves(history: Mapping[str, Sequence[float]], path: Path) -> None:
    """Draw loss and accuracy, training and validation, over the epochs, as a PNG with matplotlib.

    Args:
        history: Keras's keys `loss`, `accuracy`, `val_loss`, `val_accuracy`, a value for each epoch.
    """
    figure = Figure(figsize=(10, 4), layout="constrained")
    epochs = range(1, len(history["loss"]) + 1)
    for axes, key in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        for part, values in (("training", history[key]), ("validation", history[f"val_{key}"])):
            axes.plot(epochs, values, "o-", markersize=3, color=CURVE_COLOURS[part], label=part)
        axes.set(xlabel="epoch", title=key)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.25)
        axes.legend()
    figure.savefig(path, dpi=120)
