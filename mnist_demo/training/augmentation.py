"""Augment pictures of digits at random, as hands and pens vary: bend, turn, slant, resize, shift, thicken, thin.

Smooth random bending is what lets a plain multilayer perceptron pass 99 % on MNIST: Simard, Steinkraus and Platt,
"Best practices for convolutional neural networks applied to visual document analysis" (2003); Ciresan et al.,
"Deep, big, simple neural nets for handwritten digit recognition" (2010).

All but the pen's width moves pixels along one displacement field per picture, a weighted sum of fixed smooth fields:
constant (shift), linear (rotation, slant, size), and bumps on a coarse grid (bending). So a batch takes one matrix
product and one bilinear sampling.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from mnist_demo.config import IMAGE_SIZE

Tensor = Any
"""A TensorFlow tensor; TensorFlow's own annotations are of no use to a type checker."""

BEND = 1.2
"""Displacement of a pixel by bending, in pixels: standard deviation in the middle of the picture."""
GRID, BUMP = 6, 5.0
"""Bumps along each side, and the standard deviation of one in pixels: how coarse the bending is."""
ROTATION, SLANT, SCALE = 0.14, 0.14, 0.07
"""Standard deviations: radians, pixels sideways per pixel down, and the logarithm of the size along each axis."""
SHIFT = 0.6
"""Standard deviation in pixels. Drawings arrive centred by mass, so there is little to learn."""
THINNER, THICKER = 0.5, 0.5
"""The most that each pixel moves towards the darkest or brightest of itself and its four neighbours, as a share."""

_PADDED = IMAGE_SIZE + 2


def augment(images: Tensor, seed: Tensor, strength: Tensor = 1.0) -> Tensor:
    """Augment each picture of a batch at random; the same arguments give the same result.

    Args:
        images: float32 (N, 28, 28) in [0, 1], 0 paper and 1 pen.
        seed: two integers, (2,), as in `tf.random.stateless_normal`.
        strength: float32, one number or (N,); 0 leaves a picture as it is, 1 suits MNIST.

    Returns:
        float32 (N, 28, 28) in [0, 1].
    """
    strength = tf.broadcast_to(tf.cast(strength, tf.float32), tf.shape(images)[:1])
    move_seed, pen_seed = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
    return _change_pen(_sample(images, _displacements(move_seed, strength)), pen_seed, strength)


def _displacements(seed: Tensor, strength: Tensor) -> Tensor:
    """Where each pixel is fetched from, relative to itself: pixels down and right, float32 (2, N, 784)."""
    linear_seed, bend_seed = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
    n = tf.shape(strength)[0]
    turn, slant, taller, wider, down, right = tf.unstack(
        tf.random.stateless_normal((6, n), linear_seed)
        * tf.constant([ROTATION, SLANT, SCALE, SCALE, SHIFT, SHIFT])[:, None]
    )
    # Fields: 1, row, column (the latter two from the middle), then the bumps.
    linear = tf.stack([tf.stack([down, taller, turn], axis=-1), tf.stack([right, slant - turn, wider], axis=-1)])
    bends = BEND * tf.random.stateless_normal((2, n, GRID**2), bend_seed)
    weights = tf.concat([linear, bends], axis=-1) * strength[:, None]
    return tf.tensordot(weights, tf.constant(_FIELDS), 1)


@tf.function(jit_compile=True, reduce_retracing=True)
def _sample(images: Tensor, displacements: Tensor) -> Tensor:
    """Sample each pixel bilinearly at its displaced place; beyond the border is paper."""
    n = tf.shape(images)[0]
    place = tf.clip_by_value(tf.constant(_PLACES)[:, None] + displacements, 0.0, _PADDED - 1.001)
    whole = tf.floor(place)
    (y, x), index = tf.unstack(place - whole), tf.cast(whole, tf.int32)
    first = tf.range(n)[:, None] * _PADDED**2 + index[0] * _PADDED + index[1]
    ink = tf.reshape(tf.pad(images, [[0, 0], [1, 1], [1, 1]]), [-1])
    ink = tf.pad(ink, [[0, _PADDED + 1]])
    top = tf.gather(ink, first) * (1 - x) + tf.gather(ink, first + 1) * x
    bottom = tf.gather(ink, first + _PADDED) * (1 - x) + tf.gather(ink, first + _PADDED + 1) * x
    return tf.reshape(top * (1 - y) + bottom * y, tf.shape(images))


@tf.function(jit_compile=True, reduce_retracing=True)
def _change_pen(images: Tensor, seed: Tensor, strength: Tensor) -> Tensor:
    """Thicken or thin the strokes of each picture: move it towards its dilation or erosion by a random share."""
    share = (strength * tf.random.stateless_uniform(tf.shape(strength), seed, -THINNER, THICKER))[:, None, None]
    share = tf.clip_by_value(share, -1.0, 1.0)
    around = tf.pad(images, [[0, 0], [1, 1], [1, 1]])
    neighbours = [around[:, :-2, 1:-1], around[:, 2:, 1:-1], around[:, 1:-1, :-2], around[:, 1:-1, 2:]]
    thick, thin = images, images
    for neighbour in neighbours:
        thick, thin = tf.maximum(thick, neighbour), tf.minimum(thin, neighbour)
    return images + tf.nn.relu(share) * (thick - images) - tf.nn.relu(-share) * (images - thin)


def _fields() -> np.ndarray:
    """The fixed fields, float32 (3 + GRID², 784); the squares of the bumps sum to 1 in the middle."""
    axis = np.arange(IMAGE_SIZE) - (IMAGE_SIZE - 1) / 2
    centres = np.linspace(axis[0], axis[-1], GRID)
    bumps = np.exp(-(((axis - centres[:, None]) / BUMP) ** 2) / 2)  # (GRID, 28)
    bumps /= np.sqrt((bumps**2).sum(axis=0).max())
    row, column = np.meshgrid(axis, axis, indexing="ij")
    fields = [np.ones_like(row), row, column, *np.einsum("iy,jx->ijyx", bumps, bumps).reshape(-1, *row.shape)]
    return np.array(fields, np.float32).reshape(len(fields), -1)


def _places() -> np.ndarray:
    """Row and column of each pixel in the padded picture, float32 (2, 784)."""
    return np.indices((IMAGE_SIZE, IMAGE_SIZE)).reshape(2, -1).astype(np.float32) + 1


_FIELDS, _PLACES = _fields(), _places()
