"""What a network says to a picture, and all that the page shows of it, as data for `answer.js`."""

from __future__ import annotations

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mnist_demo.config import Task
from mnist_demo.images.preprocessing import as_pixels
from mnist_demo.network.inference import decide, stands_out
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui.names import class_names
from mnist_demo.ui.network_colours import colours_of
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.unsure import threshold_of

if TYPE_CHECKING:  # with SciPy, which one digit has no need of
    from mnist_demo.images.pieces import Box
    from mnist_demo.network.several import FoundDigit


@dataclass(frozen=True)
class Answer:
    """The answer of one run on this page: `probabilities`, float32 (C,), and the class, `choice`.

    It is None where the network is not sure, by the threshold that the page goes by.
    """

    run: Run
    probabilities: np.ndarray
    choice: int | None

    @classmethod
    def of(cls, run: Run, image: np.ndarray) -> Answer:
        """What `run` says to an image, float32 (28, 28)."""
        probabilities = run.network.predict(image)
        return cls(run, probabilities, decide(probabilities, threshold_of(run)))

    @property
    def stands_out(self) -> bool:
        """Whether some class is the answer or at least a guess."""
        return stands_out(self.probabilities, threshold_of(self.run))

    def verdict(self, digit: int) -> str:
        """Whether the answer to a test image of a digit is right, as an id."""
        if self.choice is None:
            return "no_answer"
        return "right" if self.choice == self.run.task.labels_of(digit) else "wrong"


@dataclass(frozen=True)
class Places:
    """Where an answer's parts stand: the CSS classes that stylesheets and scripts find them by.

    `name` is that of the arrangement; `answers` has one for each network; None is for a part that is not shown.
    """

    name: str
    answers: Sequence[str]
    picture: str | None = None
    bars: str | None = None


@dataclass(frozen=True, eq=False)
class AnsweredDigit:
    """One of several digits: where it is, what the networks get, float32 (28, 28), and the answer of each."""

    box: Box
    image: np.ndarray
    answers: Sequence[Answer]

    @classmethod
    def of(cls, digit: FoundDigit, runs: Sequence[Run]) -> AnsweredDigit:
        """What the runs say to a digit."""
        return cls(digit.box, digit.image, [Answer.of(run, digit.image) for run in runs])


def content(
    places: Places,
    runs: Sequence[Run],
    answers: Sequence[Answer] | None,
    *,
    image: np.ndarray | None = None,
    digit: int | None = None,
    is_too_small: bool = False,
    empty: str = "",
    covered: Collection[str] = (),
    sheet: int = 0,
    description: str = "",
    caption: str = "",
    remarks: Sequence[dict[str, Any]] = (),
    found: tuple[Sequence[AnsweredDigit], int] | None = None,
) -> dict[str, Any]:
    """All that is shown, as JSON takes it. What is covered is left out: it is not on the page.

    Args:
        runs: one or two, of the same task.
        answers: theirs; None where nothing is drawn.
        image: float32 (28, 28) in [0, 1], if the picture is shown.
        digit: what a test image is labelled with.
        is_too_small: whether what is drawn is no more than a dot.
        empty: what is said where nothing is drawn, if that is not an invitation to draw.
        covered: of "answer", "bars" and "input", the parts that a lesson hides.
        sheet: the number of the sheet that was read.
        description: what the picture shows, for those who do not see it.
        caption: what stands below the picture.
        remarks: lines below all of it, each a text with its places.
        found: where there may be several digits, all of them and the number of the chosen one, which `answers` and
            `image` are about.
    """
    is_known = answers is not None and not {"answer", "bars"} <= set(covered)
    shows_verdict = answers is not None and digit is not None and "answer" not in covered
    return {
        "sheet": sheet,
        "places": vars(places),
        "classes": class_names(runs[0].task),
        "networks": [
            {
                **look,
                "threshold": threshold_of(run),
                "probabilities": answers[number].probabilities.tolist() if answers and is_known else None,
                "remark": say(f"answer.{answers[number].verdict(digit)}", digit=digit)
                if answers and digit is not None and shows_verdict
                else "",
            }
            for number, (run, look) in enumerate(zip(runs, _looks(runs), strict=True))
        ],
        "image": None if image is None or "input" in covered else _encoded(image),
        "found": found and {"digits": [_digit(each, covered) for each in found[0]], "chosen": found[1]},
        "isEmpty": answers is None,
        "isTooSmall": is_too_small,
        "covered": sorted(covered),
        "remarks": list(remarks),
        "words": _words(runs[0], description, caption, empty),
    }


def _digit(digit: AnsweredDigit, covered: Collection[str]) -> dict[str, Any]:
    is_known = not {"answer", "bars"} <= set(covered)
    return {
        "box": vars(digit.box),
        "image": None if "input" in covered else _encoded(digit.image),
        "probabilities": [each.probabilities.tolist() if is_known else None for each in digit.answers],
    }


def _looks(runs: Sequence[Run]) -> list[dict[str, str | None]]:
    """Name and colour of each network, which tell two from each other."""
    if len(runs) == 1:
        return [{"name": runs[0].name, "colour": None}]
    colours = colours_of([run.name for run in runs])
    return [{"name": network_name(run.name), "colour": colours[run.name]} for run in runs]


def answer_words(task: Task) -> dict[str, str]:
    """What the browser says of an answer, to be filled in. Of two classes the runner-up says nothing new."""
    return {
        "sure": say("answer.sure" if len(task.classes) > 2 else "answer.sure_alone"),
        "alone": say("answer.sure_alone"),
        "unsure": say("answer.unsure"),
        "unknown": say("answer.unknown"),
    }


def _words(run: Run, description: str, caption: str, empty: str) -> dict[str, str]:
    """The texts that the browser fills in."""
    return {
        **answer_words(run.task),
        "empty": empty or say("answer.empty"),
        "tooSmall": say("answer.too_small"),
        "covered": say("answer.covered"),
        "picture": description,
        "caption": caption,
        "digits": say("found.digits"),
        "digit": say("found.place"),
    }


def _encoded(image: np.ndarray) -> str:
    """28×28 bytes in base64."""
    return base64.b64encode(as_pixels(image).tobytes()).decode()
