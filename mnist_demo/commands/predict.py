"""Read digits in pictures from disk: `mnist-draw predict IMAGE…`. Photos, scans and drawings."""

from __future__ import annotations

import glob
import json
import os
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from mnist_demo.commands.columns import in_columns
from mnist_demo.commands.console import BAD_INPUT, STOPPED, Parser
from mnist_demo.commands.many_digits import many_entry, many_table, read_picture
from mnist_demo.commands.output import lost_output, set_up_output, tell
from mnist_demo.commands.runs_flag import add_models_dir, store_from
from mnist_demo.config import DEFAULT_RUN, TASKS
from mnist_demo.damage import printable
from mnist_demo.images.decoding import PhotoError
from mnist_demo.images.photo import photo_to_image, read_photo
from mnist_demo.images.preprocessing import MIN_EXTENT
from mnist_demo.network.inference import decide, stands_out
from mnist_demo.runs.run import Run, RunError

SKIPPED = NOT_PRINTED = 1
Problems = dict[Path, str]
"""Of pictures that were skipped, why."""
Answer = TypeVar("Answer")
NO_DIGIT = (
    "no digit found; let its ink stand out from the paper and fill more than "
    f"{100 * MIN_EXTENT:.0f} % of the picture: come closer or crop it"
)


@dataclass(frozen=True)
class Prediction:
    """What a network says to one picture.

    `probabilities` are float32 (C,) in the order of `classes`; `answer` is the most probable class, or None where
    the network is not sure. Where none `stands_out`, there is not even a guess.
    """

    path: Path
    classes: Sequence[str]
    probabilities: np.ndarray
    answer: str | None
    stands_out: bool = True

    @property
    def confidence(self) -> float:
        """The highest of the probabilities."""
        return float(self.probabilities.max())

    @property
    def words(self) -> str:
        """The answer for people: "7", "not sure: 4 or 9", or "no digit that I know"."""
        if not self.stands_out:
            return "no digit that I know"
        second, first = (self.classes[index] for index in np.argsort(self.probabilities)[-2:])
        return self.answer or f"not sure: {first} or {second}"


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, 1 pictures skipped or nothing printed, 2 bad input, 130 stopped."""
    set_up_output()
    arguments = parser().parse_args(argv)
    try:
        run = store_from(arguments).load(arguments.run)
        answers, problems = (read_many if arguments.many else read_single)(run, arguments)
    except RunError as error:
        tell(f"predict: {error}")
        return BAD_INPUT
    except KeyboardInterrupt:
        return STOPPED
    print(answers, end="", flush=True)
    if lost := lost_output():  # to print is its work
        tell(f"predict: not printed: {lost.strerror}")
        return NOT_PRINTED
    return SKIPPED if problems else 0


def expand(paths: Sequence[Path]) -> list[Path]:
    """Paths with the patterns among them replaced by the files that match, in order: not every shell does that.

    What is the name of a file, or matches none, stays as it is.
    """
    found: list[Path] = []
    for path in paths:
        matches = [] if os.path.lexists(path) or not is_pattern(path) else sorted(glob.glob(str(path)))  # noqa: PTH207
        found += map(Path, matches) if matches else [path]
    return found


def is_pattern(path: Path) -> bool:
    """Whether a path has a wildcard, and no NUL."""
    return any(char in str(path) for char in "*?[") and "\0" not in str(path)


def read_single(run: Run, arguments: Namespace) -> tuple[str, Problems]:
    """The text to print for pictures with one digit each, and the pictures that were skipped."""
    predictions, problems = read_all(partial(predict_photo, run), arguments.images)
    return as_json(map(as_entry, predictions), problems) if arguments.json else as_table(run, predictions), problems


def read_many(run: Run, arguments: Namespace) -> tuple[str, Problems]:
    """The text to print for pictures with several digits each, and the pictures that were skipped."""
    pictures, problems = read_all(partial(read_picture, run), arguments.images)
    entries = (many_entry(run, picture) for picture in pictures)
    return as_json(entries, problems) if arguments.json else many_table(run, pictures), problems


def read_all(read: Callable[[Path], Answer], paths: Sequence[Path]) -> tuple[list[Answer], Problems]:
    """The answers to the pictures that can be read; for the others the problem, told on standard error too."""
    answers, problems = [], {}
    for path in expand(paths):
        try:
            answers.append(read(path))
        except PhotoError as error:
            problems[path] = "no file matches it" if is_pattern(path) and not os.path.lexists(path) else str(error)
            tell(f"predict: {path}: {problems[path]}; skipped")
    return answers, problems


def predict_photo(run: Run, path: Path) -> Prediction:
    """What the network of `run` says to the picture at `path` (PhotoError: no picture, or nothing drawn on it)."""
    image = photo_to_image(read_photo(path))
    if image is None:
        raise PhotoError(NO_DIGIT)
    probabilities = run.network.predict(image)
    classes = TASKS[run.config.task].classes
    index = decide(probabilities, run.threshold)
    answer = None if index is None else classes[index]
    return Prediction(path, classes, probabilities, answer, stands_out(probabilities, run.threshold))


def as_json(entries: Iterable[dict[str, Any]], problems: Problems) -> str:
    """A list with an object for each picture: those that were read, then those that were skipped."""
    skipped = [{"image": str(path), "problem": problem} for path, problem in problems.items()]
    return json.dumps([*entries, *skipped], indent=2) + "\n"


def as_entry(prediction: Prediction) -> dict[str, Any]:
    """A picture with one digit as JSON."""
    return {
        "image": str(prediction.path),
        "answer": prediction.answer,
        "confidence": round(prediction.confidence, 6),
        "probabilities": {
            name: round(float(share), 6)
            for name, share in zip(prediction.classes, prediction.probabilities, strict=True)
        },
    }


def as_table(run: Run, predictions: Sequence[Prediction]) -> str:
    """One row a picture, all shares in percent; "" without pictures."""
    if not predictions:
        return ""
    rows = []
    for prediction in predictions:
        shares = [f"{100 * share:.0f}" for share in prediction.probabilities]
        picture = printable(str(prediction.path))
        rows.append([picture, prediction.words, f"{100 * prediction.confidence:.1f}", *shares])
    columns = ("picture", "answer", "sure", *predictions[0].classes)
    return in_columns(columns, rows, 2, f"Read by {run.name}; shares in percent")


def parser() -> Parser:
    """The pictures, and which network reads them."""
    result = Parser("predict", "mnist-draw predict", "Read digits in pictures from disk.")
    result.add_argument(
        "images",
        nargs="+",
        type=Path,
        metavar="IMAGE",
        help="a photo, scan or drawing with one digit on it; or a pattern as *.png",
    )
    result.add_argument("--many", action="store_true", help="read several digits on each, in lines, and tell where")
    result.add_argument(
        "--run", default=DEFAULT_RUN, metavar="…", help=f"the network that reads (default: {DEFAULT_RUN})"
    )
    add_models_dir(result)
    result.add_argument("--json", action="store_true", help="print JSON, for programs")
    return result
