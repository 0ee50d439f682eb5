"""Trains `network/wholeness.npz`, on composed numbers: `make networks`, four minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from mnist_demo.commands.console import set_up_keras
from mnist_demo.config import DEFAULT_RUN
from mnist_demo.data.composed import APART, TOUCHING, Number, Writers, compose, from_images, from_strokes
from mnist_demo.data.dataset import load_dataset
from mnist_demo.data.split import split
from mnist_demo.data.strokes import TRAINING_STYLES
from mnist_demo.images.pieces import Piece, find_lines, find_pieces
from mnist_demo.network.several import Candidate, candidates
from mnist_demo.network.wholeness import store_layers
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run

KINDS = {"apart": (APART, range(1, 6), 400), "touching": (TOUCHING, range(2, 6), 1000)}
"""Gaps between the digits, how many there are, and how many numbers of each source."""
WHOLE = 0.85
"""The least share of its own and a digit's ink that a candidate for this digit has in common with it."""
DOUBTFUL, DOUBTFUL_WEIGHT = (0.75, 0.88), 0.2
"""Near that bound a candidate is neither right nor wrong, and counts for less."""

Example = tuple[np.ndarray, float]
"""What is known of a candidate, and the share."""


def main() -> None:
    """Train, and write the file."""
    set_up_keras()
    from mnist_demo.training.whole_fit import fit_whole

    run = load_run(DEFAULT_RUN)
    known, shares = map(np.array, zip(*_examples(run), strict=True))
    is_doubtful = (shares > DOUBTFUL[0]) & (shares < DOUBTFUL[1])
    weights = np.where(is_doubtful, DOUBTFUL_WEIGHT, 1).astype(np.float32)
    kernel, bias, last_kernel, last_bias = fit_whole(known, (shares >= WHOLE).astype(np.float32), weights)
    store_layers([(kernel, bias), (last_kernel, last_bias)])


def _examples(run: Run) -> Iterator[Example]:
    for (seed, writers), (gap, lengths, count) in product(enumerate(_sources(run)), KINDS.values()):
        rng = np.random.default_rng([seed, count])
        for number in range(count):
            digits = rng.integers(0, 10, lengths[number % len(lengths)]).tolist()
            composed = compose(writers(rng), digits, [gap] * (len(digits) - 1), rng)
            for line, left_whole in product(find_lines(find_pieces(composed.ink)), (np.inf, -np.inf)):
                tried = candidates(line, run.network, left_whole)  # cut, and not
                yield from (_example(candidate, composed) for candidate in tried)


def _sources(run: Run) -> list[Writers]:
    """Images that the network was fitted to, not those held out, and strokes of the styles for training."""
    dataset = load_dataset()
    fitted, _ = split(run.config, len(dataset.x_train))
    return [from_images(dataset.x_train[fitted], dataset.y_train[fitted]), from_strokes(sorted(TRAINING_STYLES))]


def _example(candidate: Candidate, number: Number) -> Example:
    return candidate.features, number.share_of_a_digit(Piece(candidate.digit.box, candidate.digit.ink))


if __name__ == "__main__":
    main()
