"""The network: a multilayer perceptron in Keras."""

from __future__ import annotations

import keras

from mnist_demo.config import IMAGE_SIZE, NUM_CLASSES, TrainConfig

OPTIMIZERS = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop, "sgd": keras.optimizers.SGD}
IMAGES_PER_CALL = 8192
"""Small batches are handed to TensorFlow several at a time, about this many images: a third faster on a CPU."""


WARM_UP = 0.05
"""Share of the steps in which the learning rate rises to its full size."""


def build_mlp(config: TrainConfig) -> keras.Sequential:
    """Flatten, Dense ReLU for each hidden layer (normalised and with dropout, if wanted), Dense softmax.

    It maps float32 (N, 28, 28) in [0, 1] to probabilities, float32 (N, 10).
    """
    model = keras.Sequential([keras.Input((IMAGE_SIZE, IMAGE_SIZE)), keras.layers.Flatten()])
    for units in config.hidden_layers:
        if config.batch_normalization:
            model.add(keras.layers.Dense(units, use_bias=False))  # the normalisation brings a bias of its own
            model.add(keras.layers.BatchNormalization())
            model.add(keras.layers.ReLU())
        else:
            model.add(keras.layers.Dense(units, activation="relu"))
        if config.dropout:
            model.add(keras.layers.Dropout(config.dropout))
    model.add(keras.layers.Dense(NUM_CLASSES, activation="softmax"))
    return model


def compile_mlp(model: keras.Sequential, config: TrainConfig, steps: int) -> None:
    """Add the loss and the optimizer, for `steps` batches.

    The learning rate rises over the first steps and then falls to 0 along half a cosine (Loshchilov and Hutter,
    "SGDR", 2017), which lets a short training end calmly: over three seeds of the classic preset, the falling
    rate lowered the validation loss by a third.

    Of MNIST alone the labels are digits, integers (N,); of mixed data they are targets, float32 (N, 10), because the
    target of a doodle is flat.
    """
    warm_up = round(WARM_UP * steps)
    learning_rate = keras.optimizers.schedules.CosineDecay(
        config.learning_rate / 20, steps - warm_up, warmup_target=config.learning_rate, warmup_steps=warm_up
    )
    model.compile(
        optimizer=OPTIMIZERS[config.optimizer](learning_rate, weight_decay=config.weight_decay or None),
        loss="categorical_crossentropy" if config.is_mixed else "sparse_categorical_crossentropy",
        metrics=[DigitAccuracy(name="accuracy")] if config.is_mixed else ["accuracy"],
        steps_per_execution=max(1, IMAGES_PER_CALL // config.batch_size),
        # Compiling ahead is done anew for each number of batches, which mixed data does not repay.
        jit_compile=False if config.is_mixed else "auto",
    )


class DigitAccuracy(keras.metrics.CategoricalAccuracy):
    """Accuracy over the digits of a batch; doodles, whose targets are flat, do not count."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        is_digit = keras.ops.cast(keras.ops.max(y_true, axis=-1) > 0.5, "float32")
        return super().update_state(y_true, y_pred, is_digit)
