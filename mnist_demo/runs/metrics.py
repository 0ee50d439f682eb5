"""What is measured of a trained network, as `metrics.json` holds it."""

from __future__ import annotations

import reprlib
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, field_validator

from mnist_demo.config import MAX_PARAMETERS
from mnist_demo.runs.json_text import parse_json

MOST_SECONDS = 10**8
"""Three years."""
MOST_IMAGES = 10**9
LARGEST_FIGURE = 10**6
"""Of a loss, a temperature or a threshold: far above all that can be, and small enough to be shown."""
LEARNED_NOTHING = 0.1
"""Of the images that the same answer for all gets wrong, the share that a network must get right to have learned."""


Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=MOST_IMAGES)]
PositiveCount = Annotated[int, Field(ge=1, le=MOST_IMAGES)]


class Metrics(BaseModel):
    """The figures of one run, none larger than such a figure can be; what older runs do not have is optional.

    `test_loss` is the mean cross-entropy in nats, `seconds` is how long the training took, `epoch`, from 1, is the one
    whose weights were kept, None for the last. The logits are divided by `temperature`. Below the confidence
    `threshold` the answer is "not sure"; a network with a threshold above 1 is never sure. `confusion_matrix` holds
    [true, predicted] counts, C rows of C. A `date` without a time zone is taken as local time.
    """

    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False)

    test_accuracy: Share
    test_loss: Annotated[float, Field(ge=0, le=LARGEST_FIGURE)]
    validation_accuracy: Share
    epoch: PositiveInt | None = None
    temperature: Annotated[float, Field(gt=0, le=LARGEST_FIGURE)] | None = None
    threshold: Annotated[float, Field(ge=0, le=LARGEST_FIGURE)] = 0.0
    parameters: Annotated[int, Field(ge=1, le=MAX_PARAMETERS)]
    seconds: Annotated[float, Field(ge=0, le=MOST_SECONDS)]
    test_images: PositiveCount | None = None
    confusion_matrix: list[list[Count]] | None = None
    data: str | None = None
    date: Annotated[datetime, Field(strict=False)] | None = None
    versions: dict[str, str] = {}

    @field_validator("date")
    @classmethod
    def _with_time_zone(cls, date: datetime | None) -> datetime | None:
        return date.astimezone() if date and date.tzinfo is None else date

    @property
    def chance(self) -> float | None:
        """The accuracy of always answering the most frequent class of the test set; None where that is not known."""
        counts = [sum(row) for row in self.confusion_matrix or []]
        return max(counts) / sum(counts) if any(counts) else None

    @property
    def is_hardly_better_than_chance(self) -> bool:
        """Whether the network has learned next to nothing: it reads hardly more right than one answer for all would."""
        if self.chance is None:
            return False
        return self.test_accuracy - self.chance < LEARNED_NOTHING * (1 - self.chance)

    def check_fits(self, classes: int, epochs: int) -> None:
        """Make sure that these can be figures of a network with so many classes, trained for so many epochs.

        Raises:
            ValueError: they cannot; the message is one line.
        """
        if self.epoch and self.epoch > epochs:
            raise ValueError(f"epoch is {self.epoch}; expected 1 to {epochs}, as history.csv has")
        if self.confusion_matrix is not None and {len(self.confusion_matrix), *map(len, self.confusion_matrix)} != {
            classes
        }:
            raise ValueError(f"confusion_matrix is not {classes} by {classes}")


def parse_metrics(text: str) -> Metrics:
    """The figures in the text of a `metrics.json`.

    Raises:
        ValueError: it is not JSON, or a figure is missing or wrong; the message is one line.
    """
    content = parse_json(text)
    try:
        return Metrics.model_validate(content)
    except ValidationError as error:
        raise ValueError(_first_problem(error)) from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = " ".join(map(str, problem["loc"])) or "the content"
    if problem["type"] == "missing":
        return f"{place} is missing"
    return f"{place} is {reprlib.repr(problem['input'])}; {problem['msg'].replace('Input', 'it', 1)}"
