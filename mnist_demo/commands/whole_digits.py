"""Trains `network/wholeness.npz`, on composed numbers: `make networks`, eight minutes on two cores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np

from mnist_demo.commands.console import set_up_keras
from mnist_demo.config import DEFAULT_RUN
from mnist_demo.data.composed import APART, TOUCHING, Number, Writers, compose, from_images, from_strokes
from mnist_demo.data.dataset import load_dataset
from mnist_demo.data.split import split
from mnist_demo.data.strokes import TRAINING_STYLES
from mnist_demo.data.strokes.workers import map_in_processes
from mnist_demo.images.pieces import Piece, find_lines, find_pieces
from mnist_demo.network.inference import Network
from mnist_demo.network.several import Candidate, candidates
from mnist_demo.network.wholeness import CandidateLine, store_layers
from mnist_demo.runs.store import load_run

KINDS = {"apart": (APART, range(1, 5), 2000), "touching": (TOUCHING, (2, 3, 2, 4), 6000)}
"""Gaps between the digits, how many there are, and how many numbers of each source."""
BATCH = 100
"""Numbers that a process writes before it hands them over."""
WHOLE = 0.85
"""The least share of its own and a digit's ink that a candidate for this digit has in common with it."""
DOUBTFUL, DOUBTFUL_WEIGHT = (0.75, 0.88), 0.2
"""Near that bound a candidate is neither right nor wrong, and counts for less."""
READABLE = 0.5
"""The least share so that what is read as the digit counts as a right reading of it."""

Batch = tuple[str, str, int]
"""The source, the kind, and the batch's number, which seeds it: it does not matter which process makes it."""


def main() -> None:
    """Train, and write the file."""
    set_up_keras()
    from mnist_demo.training.whole_fit import fit_whole

    batches = [
        (source, kind, number)
        for source in ("images", "strokes")
        for kind, (*_, count) in KINDS.items()
        for number in range(count // BATCH)
    ]
    lines = list(chain.from_iterable(map_in_processes(_lines, batches, os.cpu_count() or 1)))
    kernel, bias, last_kernel, last_bias = fit_whole(lines)
    store_layers([(kernel, bias), (last_kernel, last_bias)])


def _lines(batch: Batch) -> list[CandidateLine]:
    """The numbers of a batch, but for the few whose digits lie in two lines."""
    source, kind, number = batch
    network, sources = _network_and_sources()
    rng = np.random.default_rng([list(sources).index(source), list(KINDS).index(kind), number])
    gap, lengths, _ = KINDS[kind]
    lines = []
    for place in range(BATCH):
        digits = rng.integers(0, 10, lengths[place % len(lengths)]).tolist()
        composed = compose(sources[source](rng), digits, [gap] * (len(digits) - 1), rng)
        found = find_lines(find_pieces(composed.ink))
        if len(found) == 1:
            lines.append(_line(candidates(found[0], network, left_whole=np.inf), composed))
    return lines


@cache
def _network_and_sources() -> tuple[Network, dict[str, Writers]]:
    """Images that the network was fitted to, not those held out, and strokes of the styles for training."""
    run, dataset = load_run(DEFAULT_RUN), load_dataset()
    fitted, _ = split(run.config, len(dataset.x_train))
    images = from_images(dataset.x_train[fitted], dataset.y_train[fitted])
    return run.network, {"images": images, "strokes": from_strokes(sorted(TRAINING_STYLES))}


def _line(tried: Sequence[Candidate], number: Number) -> CandidateLine:
    pieces = [Piece(candidate.digit.box, candidate.digit.ink) for candidate in tried]
    shares = np.array([number.shares_of_digits(piece) for piece in pieces])
    answers = np.array([candidate.digit.probabilities.argmax() for candidate in tried])
    most = shares.max(axis=1)
    return CandidateLine(
        known=np.stack([candidate.features for candidate in tried]),
        spans=np.array([(candidate.start, candidate.end) for candidate in tried]),
        is_whole=(most >= WHOLE).astype(np.float32),
        weights=np.where((most > DOUBTFUL[0]) & (most < DOUBTFUL[1]), DOUBTFUL_WEIGHT, 1).astype(np.float32),
        is_right=(shares >= READABLE) & (answers[:, None] == np.array(number.digits)),
    )


if __name__ == "__main__":
    main()
