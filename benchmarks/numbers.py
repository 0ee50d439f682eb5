"""How many numbers of two to five digits are read right, to the last digit: part of `make recognition`.

And how many photos of one digit are read as this digit alone.

Composed of MNIST test images, and of strokes in styles that are held out of training. Nothing is
trained or tuned on them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from benchmarks import photo_sets, table
from mnist_demo.config import DEFAULT_RUN
from mnist_demo.data.composed import APART, TOUCHING, Gap, Number, Writers, compose, from_images, from_strokes
from mnist_demo.data.dataset import load_dataset
from mnist_demo.data.strokes import HELD_OUT_STYLES
from mnist_demo.images.photo import find_all_ink
from mnist_demo.images.pieces import Piece
from mnist_demo.images.preprocessing import as_pixels, canvas_to_image
from mnist_demo.network.inference import Network
from mnist_demo.network.several import read_several
from mnist_demo.runs.store import load_run

NUMBERS = 200
"""Of each kind; a quarter of them has two, three, four, five digits each."""
LENGTHS = range(2, 6)

Gaps = Callable[[int, np.random.Generator], list[Gap]]
"""Makes the gaps of a number: so many."""


def one_touches(count: int, rng: np.random.Generator) -> list[Gap]:
    """Gaps of which one, any, is none."""
    gaps = [APART] * count
    gaps[int(rng.integers(count))] = TOUCHING
    return gaps


KINDS: dict[str, Gaps] = {
    "not touching": lambda count, rng: [APART] * count,
    "two neighbours touch": one_touches,
    "all neighbours touch": lambda count, rng: [TOUCHING] * count,
}


def main() -> None:
    network = load_run(DEFAULT_RUN).network
    table.heading(
        f"numbers of two to five digits, {NUMBERS} of each kind",
        *KINDS,
        "every digit alone",
        "a digit alone, read alike",
    )
    for source, writers in sources().items():
        numbers = [write(writers, gaps, NUMBERS, seed=57) for gaps in KINDS.values()]
        shares = [share_right(each, network) for each in numbers]
        table.row(
            source, *map(_percent, [*shares, share_right_alone(numbers[0], network), share_same(numbers[0], network)])
        )
    _print_photos(network)


def _print_photos(network: Network) -> None:
    """Photos as the app reads them, which does not know how many digits are on one."""
    table.heading("photos of one digit", "read as this digit alone")
    dataset = load_dataset()
    for name, taken, labels in chain(photo_sets.of_images(dataset), photo_sets.drawn_anew(dataset)):
        read = np.array([read_text(find_all_ink(photo), network) for photo in taken])
        table.row(name, _percent(float((read == labels.astype(str)).mean())))


def sources() -> dict[str, Writers]:
    dataset = load_dataset()
    return {
        "MNIST test images": from_images(dataset.x_test, dataset.y_test),
        "pen strokes in styles kept out of training": from_strokes(sorted(HELD_OUT_STYLES)),
    }


def write(writers: Writers, gaps: Gaps, count: int, seed: int) -> list[Number]:
    """So many numbers of random digits, a writer for each."""
    rng = np.random.default_rng(seed)
    lengths = [LENGTHS[number % len(LENGTHS)] for number in range(count)]
    return [compose(writers(rng), rng.integers(0, 10, size).tolist(), gaps(size - 1, rng), rng) for size in lengths]


def share_right(numbers: Sequence[Number], network: Network) -> float:
    """Of the numbers, those that are read right to the last digit."""
    return float(np.mean([read_text(number.ink, network) == number.text for number in numbers]))


def read_text(ink: np.ndarray, network: Network) -> str:
    """The digits that are read on a sheet, as text."""
    return "".join(str(digit.probabilities.argmax()) for digit in read_several(ink, network))


def share_right_alone(numbers: Sequence[Number], network: Network) -> float:
    """Of the numbers, those of which each digit is read right by itself, the single way."""
    return float(np.mean([_text_alone(number, network) == number.text for number in numbers]))


def share_same(numbers: Sequence[Number], network: Network) -> float:
    """Of the numbers' digits, each on a sheet by itself, those that are read as the single way reads them."""
    sheets = [(_sheet(piece.ink), answer) for number in numbers for piece, answer in _alone(number, network)]
    return float(np.mean([read_text(ink, network) == answer for ink, answer in sheets]))


def _text_alone(number: Number, network: Network) -> str:
    return "".join(answer for _, answer in _alone(number, network))


def _alone(number: Number, network: Network) -> list[tuple[Piece, str]]:
    """Each digit, and how the single way reads it; "" where it finds none."""
    images = [canvas_to_image(as_pixels(_sheet(piece.ink))) for piece in number.alone]
    answers = ["" if image is None else str(network.predict(image).argmax()) for image in images]
    return list(zip(number.alone, answers, strict=True))


def _sheet(ink: np.ndarray) -> np.ndarray:
    """A digit's ink with paper around it."""
    return np.pad(ink, 40)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


if __name__ == "__main__":
    main()
