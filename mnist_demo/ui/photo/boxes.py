"""The component that draws a box around each digit of a photo, with what it is read as, for people to choose one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from mnist_demo.network.several import FoundDigit
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui.answer.content import answer_words
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.names import class_names
from mnist_demo.ui.photo import modules
from mnist_demo.ui.state import PHOTO_BOXES
from mnist_demo.ui.unsure import threshold_of
from mnist_demo.web import javascript

_component = st.components.v2.component(
    "mnist-draw-boxes",
    html='<div class="found-digits on-photo"></div>',
    css=(javascript.FOLDER / "found_digits.css").read_text(encoding="utf-8"),
    js=javascript.joined(modules.BOXES),
    isolate_styles=False,
)


def show(
    digits: Sequence[FoundDigit],
    run: Run,
    *,
    shape: tuple[int, int],
    aspect: float,
    chosen: int | None,
    is_covered: bool,
    on_choose: Callable[[int], None],
) -> None:
    """Draw the boxes over the photo, which lies in the same place.

    Args:
        digits: as `run` reads them, in reading order.
        shape: height and width of what they were found on.
        aspect: width of the photo over its height.
        chosen: the number of the one that is looked at, from 0.
        is_covered: whether a lesson hides what they are read as.
        on_choose: called with such a number before the page, or the fragment around this, runs again.
    """

    def choose() -> None:
        match (PHOTO_BOXES.get() or {}).get("chosen"):
            case int(number) if number in range(len(digits)):
                on_choose(number)

    data: dict[str, Any] = {
        "found": [
            {"box": _shares(digit, shape), "probabilities": None if is_covered else digit.probabilities.tolist()}
            for digit in digits
        ],
        "aspect": aspect,
        "chosen": chosen,
        "classes": class_names(run.task),
        "threshold": threshold_of(run),
        "words": {**answer_words(run.task), "digits": say("found.digits"), "digit": say("found.place")},
    }
    _component(**PHOTO_BOXES.widget(), data=sent_as_json(data), on_chosen_change=choose)


def _shares(digit: FoundDigit, shape: tuple[int, int]) -> list[float]:
    """Left, top, right and bottom of a digit as shares of the photo's width and height."""
    box, (height, width) = digit.box, shape
    edges = np.array([box.left, box.top, box.right, box.bottom]) / [width, height, width, height]
    shares: list[float] = edges.round(4).tolist()
    return shares
