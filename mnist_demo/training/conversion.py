"""The same network in Keras and in NumPy."""

from __future__ import annotations

import keras
import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.network.inference import Network


def plain_model(network: Network) -> keras.Sequential:
    """A trained network as only Flatten and Dense layers, compiled so that `evaluate` works on integer labels."""
    model = keras.Sequential([keras.Input((IMAGE_SIZE, IMAGE_SIZE)), keras.layers.Flatten()])
    *hidden, last = (len(bias) for bias in network.biases)
    for units in hidden:
        model.add(keras.layers.Dense(units, activation=network.activation))
    output, loss = ("sigmoid", "binary") if last == 1 else ("softmax", "sparse_categorical")
    model.add(keras.layers.Dense(last, activation=output))
    weights = zip(network.kernels, network.biases, strict=True)
    model.set_weights([array for layer in weights for array in layer])
    # SGD has no state of its own, so the file holds only the weights.
    model.compile(optimizer="sgd", loss=f"{loss}_crossentropy", metrics=["accuracy"])
    return model


def network_of(model: keras.Sequential) -> Network:
    """The weights of a trained model as a Network; each normalisation is folded into the layer before it."""
    kernels, biases = [], []
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dense):
            kernel, *bias = layer.get_weights()
            kernels.append(kernel)
            biases.append(bias[0] if bias else np.zeros(kernel.shape[1], np.float32))
        elif isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = layer.get_weights()
            scale = gamma / np.sqrt(variance + layer.epsilon)
            kernels[-1], biases[-1] = kernels[-1] * scale, beta + (biases[-1] - mean) * scale
    return Network(kernels, biases, _hidden_activation(model))


def _hidden_activation(model: keras.Sequential) -> str:
    """The activation of all hidden layers; a Dense layer before a normalisation has none of its own."""
    *hidden, _ = [layer.activation.__name__ for layer in model.layers if hasattr(layer, "activation")]
    return next((name for name in hidden if name != "linear"), "relu")
