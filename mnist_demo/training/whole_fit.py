"""Fits the small network that tells one whole digit from parts of digits and from several.

It learns two things at once: which ink is a digit, each by itself; and that of all ways through a line one that reads
it right is surest, as the graph transformer networks of LeCun, Bottou, Bengio and Haffner do (1998, section VI.C).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log1p
from typing import Any

import keras
import numpy as np
from keras import ops

from mnist_demo.network.wholeness import CandidateLine

UNITS, EPOCHS, LINES_PER_BATCH = 128, 12, 16
LEARNING_RATE, WEIGHT_DECAY = 0.003, 0.003
BY_ITSELF = 0.3
"""How much each ink by itself counts, beside the whole line."""

Edge = tuple[int, int, int]
"""The states before and after a candidate, and its number. States count up from left to right."""


def fit_whole(lines: Sequence[CandidateLine], seed: int = 1) -> list[np.ndarray]:
    """Train on lines: kernel and bias of the hidden layer, kernel and bias of the last."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [keras.Input((lines[0].known.shape[1],)), keras.layers.Dense(UNITS, "relu"), keras.layers.Dense(1)]
    )
    batches = -(-len(lines) // LINES_PER_BATCH)
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, EPOCHS * batches)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY), _along)
    edges = [(_all_edges(line), _right_edges(line)) for line in lines]
    rng = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        for batch in np.array_split(rng.permutation(len(lines)), batches):
            known = np.concatenate([lines[number].known for number in batch])
            scores = np.split(model.predict_on_batch(known)[:, 0], _ends(lines, batch))
            slopes = [
                _slopes(lines[number], score, *edges[number]) for number, score in zip(batch, scores, strict=True)
            ]
            model.train_on_batch(known, np.concatenate(slopes)[:, None].astype(np.float32))
    arrays: list[np.ndarray] = model.get_weights()
    return arrays


def _along(slopes: Any, scores: Any) -> Any:
    """A loss with these slopes."""
    return ops.sum(slopes * scores, axis=-1)


def _ends(lines: Sequence[CandidateLine], batch: np.ndarray) -> np.ndarray:
    return np.cumsum([len(lines[number].known) for number in batch])[:-1]


def _slopes(line: CandidateLine, scores: np.ndarray, every: list[Edge], right: list[Edge]) -> np.ndarray:
    """How the loss of a line grows with the score of each candidate, (N,)."""
    slopes = BY_ITSELF * line.weights * (np.exp(-np.logaddexp(0, -scores)) - line.is_whole)
    if right:
        slopes = slopes + shares_of_ways(scores, every) - shares_of_ways(scores, right)
    return np.asarray(slopes)


def _all_edges(line: CandidateLine) -> list[Edge]:
    edges = [(start, end, number) for number, (start, end) in enumerate(line.spans.tolist())]
    return _on_ways(edges, int(line.spans.max()))


def _right_edges(line: CandidateLine) -> list[Edge]:
    """Edges between states that say how many digits were read, of the ways that read all right; [] without any."""
    count = line.is_right.shape[1]
    edges = [
        (start * (count + 1) + digit, end * (count + 1) + digit + 1, number)
        for number, (start, end) in enumerate(line.spans.tolist())
        for digit in np.flatnonzero(line.is_right[number]).tolist()
    ]
    return _on_ways(edges, int(line.spans.max()) * (count + 1) + count)


def _on_ways(edges: Sequence[Edge], last: int) -> list[Edge]:
    """Those on ways from the first state to the last."""
    reached, leads_on = {0}, {last}
    for start, end, _ in edges:
        if start in reached:
            reached.add(end)
    for start, end, _ in reversed(edges):
        if end in leads_on:
            leads_on.add(start)
    return [edge for edge in edges if edge[0] in reached and edge[1] in leads_on]


def shares_of_ways(scores: np.ndarray, edges: Sequence[Edge]) -> np.ndarray:
    """The share of all ways through the edges that each candidate has, (N,): a way weighs exp of its scores' sum."""
    values = scores.tolist()
    first, last = 0, max(end for _, end, _ in edges)
    before, after = {first: 0.0}, {last: 0.0}
    for start, end, number in edges:
        before[end] = _log_sum(before.get(end, -inf), before[start] + values[number])
    for start, end, number in reversed(edges):
        after[start] = _log_sum(after.get(start, -inf), after.get(end, -inf) + values[number])
    shares = np.zeros(len(values))
    for start, end, number in edges:
        shares[number] += exp(before[start] + values[number] + after.get(end, -inf) - before[last])
    return shares


def _log_sum(one: float, other: float) -> float:
    """The logarithm of the sum of two numbers whose logarithms these are."""
    larger, smaller = max(one, other), min(one, other)
    return larger if smaller == -inf else larger + log1p(exp(smaller - larger))
