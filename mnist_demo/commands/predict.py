"""Read digits in pictures from disk: `mnist-draw predict IMAGE…`. Photos, scans and drawings."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.commands.console import BAD_INPUT, STOPPED, Parser
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
        predictions, problems = read_all(run, expand(arguments.images))
    except RunError as error:
        tell(f"predict: {error}")
        return BAD_INPUT
    except KeyboardInterrupt:
        return STOPPED
    print(as_json(predictions, problems) if arguments.json else as_table(run, predictions), end="", flush=True)
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


def read_all(run: Run, paths: Sequence[Path]) -> tuple[list[Prediction], dict[Path, str]]:
    """The predictions for the pictures that can be read; for the others the problem, told on standard error too."""
    predictions, problems = [], {}
    for path in paths:
        try:
            predictions.append(predict_photo(run, path))
        except PhotoError as error:
            problems[path] = "no file matches it" if is_pattern(path) and not os.path.lexists(path) else str(error)
            tell(f"predict: {path}: {problems[path]}; skipped")
    return predictions, problems


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


def as_json(predictions: Sequence[Prediction], problems: dict[Path, str]) -> str:
    """A list with an object for each picture: those that were read, then those that were skipped."""
    read = [
        {
            "image": str(prediction.path),
            "answer": prediction.answer,
            "confidence": round(prediction.confidence, 6),
            "probabilities": {
                name: round(float(share), 6)
                for name, share in zip(prediction.classes, prediction.probabilities, strict=True)
            },
        }
        for prediction in predictions
    ]
    skipped = [{"image": str(path), "problem": problem} for path, problem in problems.items()]
    return json.dumps([*read, *skipped], indent=2) + "\n"


def as_table(run: Run, predictions: Sequence[Prediction]) -> str:
    """One row a picture, all shares in percent; "" without pictures."""
    if not predictions:
        return ""
    from rich.console import Console  # comes with Keras
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, caption=f"Read by {run.name}; shares in percent", caption_justify="left")
    table.add_column("picture", overflow="fold")
    table.add_column("answer", style="bold")
    for name in ("sure", *predictions[0].classes):
        table.add_column(name, justify="right")
    for prediction in predictions:
        shares = [f"{100 * share:.0f}" for share in prediction.probabilities]
        picture = Text(printable(str(prediction.path)))
        table.add_row(picture, prediction.words, f"{100 * prediction.confidence:.1f}", *shares)
    is_terminal = sys.stdout.isatty()
    console = Console(width=None if is_terminal else 200, highlight=False)
    with console.capture() as captured:  # Rich would end the program where nobody reads on
        console.print(table)
    return captured.get()


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
    result.add_argument(
        "--run", default=DEFAULT_RUN, metavar="…", help=f"the network that reads (default: {DEFAULT_RUN})"
    )
    add_models_dir(result)
    result.add_argument("--json", action="store_true", help="print JSON, for programs")
    return result
