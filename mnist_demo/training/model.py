"""The network: a multilayer perceptron in Keras."""

from __future__ import annotations

import keras

from mnist_demo.config import IMAGE_SIZE, TASKS, TrainConfig
from mnist_demo.training.augmentation import Tensor

OPTIMIZERS = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop, "sgd": keras.optimizers.SGD}
IMAGES_PER_CALL = 8192
"""Small batches are handed to TensorFlow several at a time, at most this many images: a third faster on a CPU."""
WARM_UP = 0.05
"""Share of the steps in which the learning rate rises to its full size."""


def build_mlp(config: TrainConfig) -> keras.Sequential:
    """Flatten, Dense and activation for each hidden layer (with batch normalisation and dropout, if set), a last Dense.

    It maps float32 (N, 28, 28) in [0, 1] to probabilities, float32 (N, outputs): for ten digits ten by a softmax, for
    even or odd a single one, that of odd, by a sigmoid.
    """
    model = keras.Sequential([keras.Input((IMAGE_SIZE, IMAGE_SIZE)), keras.layers.Flatten()])
    for units in config.hidden_layers:
        if config.batch_normalization:
            model.add(keras.layers.Dense(units, use_bias=False))  # the normalisation brings a bias of its own
            model.add(keras.layers.BatchNormalization())
            model.add(keras.layers.Activation(config.activation))
        else:
            model.add(keras.layers.Dense(units, activation=config.activation))
        if config.dropout:
            model.add(keras.layers.Dropout(config.dropout))
    task = TASKS[config.task]
    model.add(keras.layers.Dense(task.outputs, activation=task.output))
    return model


def plan_steps(config: TrainConfig, images: int) -> tuple[int, int]:
    """How many batches make an epoch of `images` images, and how many of them TensorFlow gets in one call.

    Of endless data Keras makes only whole calls, so mixed data gets the extra batches that fill the last one.
    """
    batches = -(-images // config.batch_size)
    calls = -(-batches // max(1, IMAGES_PER_CALL // config.batch_size))
    per_call = -(-batches // calls)
    return (calls * per_call if config.is_mixed else batches), per_call


def compile_mlp(model: keras.Sequential, config: TrainConfig, steps: int, per_call: int = 1) -> None:
    """Add the loss and the optimizer, for `steps` batches in all, of which TensorFlow gets `per_call` at a time.

    The loss compares with what `config.has_targets` says: integer labels (N,), or targets, float32 (N, outputs).
    """
    model.compile(
        optimizer=OPTIMIZERS[config.optimizer](_learning_rate(config, steps), weight_decay=config.weight_decay or None),
        loss=config.loss,
        metrics=[DigitAccuracy(name="accuracy")] if config.is_mixed else ["accuracy"],
        steps_per_execution=per_call,
        # XLA compiles again for each number of batches, which does not pay off for mixed data.
        jit_compile=False if config.is_mixed else "auto",
    )


def _learning_rate(config: TrainConfig, steps: int) -> float | keras.optimizers.schedules.LearningRateSchedule:
    """A constant one, or one that rises over the first steps and then falls to 0 along half a cosine.

    The latter (Loshchilov and Hutter, "SGDR", 2017) lets a short training settle: over three seeds of the classic
    preset, it lowered the validation loss by a third.
    """
    if config.schedule == "constant":
        return config.learning_rate
    warm_up = round(WARM_UP * steps)
    return keras.optimizers.schedules.CosineDecay(
        config.learning_rate / 20, steps - warm_up, warmup_target=config.learning_rate, warmup_steps=warm_up
    )


class DigitAccuracy(keras.metrics.CategoricalAccuracy):
    """Accuracy over the digits of a batch; doodles, whose targets are uniform, do not count."""

    def update_state(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor | None = None) -> None:
        y_true, y_pred = _for_each_class(y_true), _for_each_class(y_pred)
        is_digit = keras.ops.cast(keras.ops.max(y_true, axis=-1) > 0.5, "float32")
        super().update_state(y_true, y_pred, is_digit)


def _for_each_class(outputs: Tensor) -> Tensor:
    """A sigmoid's output (N, 1) as probabilities of two classes (N, 2); a softmax's as it is."""
    return keras.ops.concatenate([1 - outputs, outputs], axis=-1) if outputs.shape[-1] == 1 else outputs
