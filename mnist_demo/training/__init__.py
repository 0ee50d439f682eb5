"""Fits networks, the only room that knows Keras. Imports network, data, images and the root."""

import keras

# Whatever a keras.json in the home folder says: in 16 bits, training diverges.
keras.config.set_floatx("float32")
keras.config.set_dtype_policy("float32")
