"""Arrays in, chart out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


def save_curves(history: Mapping[str, Sequence[float]], path: Path) -> None:
    """Draw loss and accuracy, training and validation, over the epochs, as a PNG with matplotlib.

    Args:
        history: Keras's keys `loss`, `accuracy`, `val_loss`, `val_accuracy`, a value for each epoch.
    """
    from matplotlib.figure import Figure  # only here: the app shows the stored picture and needs no matplotlib

    figure = Figure(figsize=(10, 4), layout="constrained")
    epochs = range(1, len(history["loss"]) + 1)
    for axes, key in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        axes.plot(epochs, history[key], "o-", markersize=3, color="#94a3b8", label="training")
        axes.plot(epochs, history[f"val_{key}"], "o-", markersize=3, color="#4f46e5", label="validation")
        axes.set(xlabel="epoch", title=key)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.25)
        axes.legend()
    figure.savefig(path, dpi=120)
