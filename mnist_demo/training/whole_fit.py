"""Fits the small network that tells one whole digit from parts of digits and from several."""

from __future__ import annotations

import keras
import numpy as np

UNITS, EPOCHS, BATCH = 64, 20, 256
LEARNING_RATE, WEIGHT_DECAY = 0.004, 0.003


def fit_whole(known: np.ndarray, is_whole: np.ndarray, weights: np.ndarray, seed: int = 1) -> list[np.ndarray]:
    """Train on N inks, by what `wholeness.features` knows of them.

    Args:
        known: float32 (N, 215).
        is_whole: float32 (N,), 1 for one whole digit.
        weights: float32 (N,), how much each counts.

    Returns:
        Kernel and bias of the hidden layer, kernel and bias of the last.
    """
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(UNITS, "relu"), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((known.shape[1],)), *layers])
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, EPOCHS * -(-len(known) // BATCH))
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY), keras.losses.BinaryCrossentropy(from_logits=True)
    )
    model.fit(known, is_whole, sample_weight=weights, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    arrays: list[np.ndarray] = model.get_weights()
    return arrays
