"""Does training with a class's digits help on people whom it never saw? `python -m benchmarks.class_training`

Twenty synthetic people write all ten digits in a way that no network was trained on. As in the app, fourteen of them
are learned from and six are kept for the test; because six are few, a hundred others who write that way are asked, too.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import table
from mnist_demo.classroom.class_source import never_learned_from, source_of_class
from mnist_demo.classroom.drawings import LabelledSet
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.set_archive import Entry
from mnist_demo.commands.console import set_up_keras
from mnist_demo.commands.extra import load_extra
from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN, TrainConfig
from mnist_demo.data.dataset import load_dataset
from mnist_demo.data.strokes import HELD_OUT_STYLES, STYLES, image_of
from mnist_demo.images.pen import Stroke
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.difference import Difference, difference
from mnist_demo.network.inference import Network
from mnist_demo.runs.store import load_run
from mnist_demo.settings import Settings

CLASS, OTHERS = 20, 100
"""People of a class, and others who write as they do."""
SHARE = 0.25
"""What the slider of the app begins with."""
POCKET_CALCULATOR = {
    0: "60,0! 0,0! 0,100! 60,100! 60,0!",
    1: "60,0! 60,100!",
    2: "0,0! 60,0! 60,50! 0,50! 0,100! 60,100!",
    3: "0,0! 60,0! 60,100! 0,100! / 0,50! 60,50!",
    4: "0,0! 0,50! 60,50! / 60,0! 60,100!",
    5: "60,0! 0,0! 0,50! 60,50! 60,100! 0,100!",
    6: "60,0! 0,0! 0,100! 60,100! 60,50! 0,50!",
    7: "0,0! 60,0! 60,100!",
    8: "60,0! 0,0! 0,100! 60,100! 60,0! / 0,50! 60,50!",
    9: "60,50! 0,50! 0,0! 60,0! 60,100! 0,100!",
}
"""Digits as on a pocket calculator; the notation is that of `mnist_demo.data.strokes.styles`."""

Shapes = dict[int, tuple[str, ...]]


def in_a_mirror(shapes: tuple[str, ...]) -> tuple[str, ...]:
    """A style with left and right exchanged."""
    return tuple(re.sub(r"(-?\d+),", lambda found: f"{60 - int(found[1])},", shape) for shape in shapes)


WAYS: dict[str, Shapes] = {
    "in styles kept out of training": {digit: STYLES[digit][name] for digit, name in sorted(HELD_OUT_STYLES)},
    "in a mirror": {digit: in_a_mirror(next(iter(styles.values()))) for digit, styles in STYLES.items()},
    "as a pocket calculator": {digit: (shape,) for digit, shape in POCKET_CALCULATOR.items()},
}
"""The last one is what the settings were tried on, so it flatters; the others were looked at once, for the README."""


def main() -> None:
    set_up_keras()
    table.heading("a class that writes", "network", "whose drawings", "before", "after", "change, probably")
    for way, shapes in WAYS.items():
        others = people(shapes, OTHERS, seed=2)
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(Path(folder))
            drawn = give(settings, people(shapes, CLASS, seed=1))
            for name in (DEFAULT_RUN, PLAIN_RUN):
                print_rows(way, name, settings, drawn, others)


def people(shapes: Shapes, count: int, seed: int) -> list[Entry]:
    """All ten digits of each of so many people."""
    rng = np.random.default_rng(seed)
    line = [Stroke(24.0, np.array([[0.0, 0.0], [1.0, 1.0]]))]  # a class keeps the pen's lines; nothing here reads them
    return [
        Entry(Picture28(line, image_of(shapes[digit], rng)), digit, str(person))
        for person in range(count)
        for digit in sorted(shapes)
    ]


def give(settings: Settings, entries: list[Entry]) -> LabelledSet:
    """Make a class, the first of its database, that has drawn this."""
    room = Classroom.open(settings)
    ours = room.classes.create("synthetic")
    room.drawings.take_in(ours.id, entries)
    drawn = room.drawings.arrays(ours.id)
    room.close()
    return drawn


def print_rows(way: str, name: str, settings: Settings, drawn: LabelledSet, others: list[Entry]) -> None:
    before = load_run(name).network
    after, learned = train(name, settings)
    for whose, change in changes(before, after, drawn, never_learned_from(drawn, learned), others):
        before_and_after = [f"{100 * share:.2f} %" for share in (change.before, change.after)]
        probably = f"{100 * change.low:+.2f} to {100 * change.high:+.2f}"
        table.row(way, name, whose, *before_and_after, probably)


def train(name: str, settings: Settings) -> tuple[Network, frozenset[str]]:
    """The network after, trained as the app has it trained, and the fingerprints of what it learned from."""
    from mnist_demo.training.fit import train_network  # not in the processes that draw

    run = load_run(name)
    base = run.config.continued(name) if name == DEFAULT_RUN else TrainConfig.from_preset(name)
    config = base.model_copy(update={"extra_data": source_of_class(1), "extra_share": SHARE})
    extra = load_extra(config, frozenset(), settings, print)
    assert extra
    start = run.network if config.start_from else None
    result = train_network(config, load_dataset(), start=start, extra=(extra.images, extra.digits))
    return result.network, extra.fingerprints


def changes(
    before: Network, after: Network, drawn: LabelledSet, is_new: np.ndarray, others: list[Entry]
) -> Iterator[tuple[str, Difference]]:
    """For those the network never saw, for others who write as they do, and for MNIST's test images."""
    tested = drawn.part(is_new)
    yield (
        "six of the class, not learned from",
        compare(before, after, tested.images, tested.labels, tested.contributors),
    )
    images = np.stack([entry.picture.image for entry in others])
    labels = np.array([entry.digit for entry in others], np.uint8)
    yield "a hundred others", compare(before, after, images, labels, np.array([entry.contributor for entry in others]))
    mnist = load_dataset()
    yield "MNIST's test images", compare(before, after, mnist.x_test, mnist.y_test, np.arange(len(mnist.y_test)))


def compare(before: Network, after: Network, images: np.ndarray, labels: np.ndarray, writers: np.ndarray) -> Difference:
    """Both networks' answers to images, uint8 (N, 28, 28)."""
    was_right, is_right = (each.predict(scale_pixels(images)).argmax(axis=1) == labels for each in (before, after))
    return difference(was_right, is_right, writers)


if __name__ == "__main__":
    main()
