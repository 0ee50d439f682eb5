"""The live answer against Python's answer to the same drawing: in both themes, at three resolutions."""

from __future__ import annotations

import base64
import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from drawing import DIGITS, Hand, Point
from PIL import Image
from visitor import Visit, Watcher

from mnist_demo.config import DEFAULT_RUN
from mnist_demo.images.preprocessing import canvas_to_image
from mnist_demo.network.inference import Network
from mnist_demo.runs.store import load_run

# Those of projectors, laptops and phones; with them every width of the brush.
Screen = tuple[str, int]
SCREENS: list[Screen] = [("light", 1), ("dark", 1), ("light", 2), ("dark", 2), ("light", 3), ("dark", 3)]
TRIES = 3
BRUSHES = [(12, 28), (16, 32), (20, 36), (24, 40), (44, 12), (24, 16)]
PICTURE = """() => [...document.querySelector('.st-key-network_input canvas').getContext('2d')
    .getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"""


@dataclass(frozen=True)
class Difference:
    """For one drawing: the largest between two probabilities, the mean between two pixels, and Python's margin."""

    probability: float
    picture: float
    margin: float
    same_digit: bool


def differences(
    visit: Visit, digits: Sequence[int], screens: Sequence[Screen] = SCREENS, brushes: int = 1
) -> Iterator[Difference]:
    """Draw each digit on each screen with `brushes` brushes; `visit` opens a page."""
    network = load_run(DEFAULT_RUN).network
    watchers = [visit(Watcher, color_scheme=scheme, device_scale_factor=ratio) for scheme, ratio in screens]
    for watcher in watchers:
        watcher.wait_for_weights()
    chance = random.Random(5)
    for number in range(brushes):
        for watcher, sizes in zip(watchers, BRUSHES, strict=False):
            set_brush(watcher, sizes[number])
        for digit in digits:
            drawings = [moved(DIGITS[digit], chance) for _ in watchers]
            for watcher, strokes in zip(watchers, drawings, strict=True):
                draw(watcher, strokes)
            for watcher, strokes in zip(watchers, drawings, strict=True):
                yield difference(watcher, network, whole_drawing(watcher, strokes))
            clear_all(watchers)


def set_brush(watcher: Watcher, size: int) -> None:
    slider = watcher.page.get_by_role("slider", name="Brush size")
    slider.focus()
    while (now := int(slider.input_value())) != size:
        slider.press("ArrowRight" if now < size else "ArrowLeft")
    watcher.page.wait_for_timeout(700)  # no sign on the page tells which brush the canvas has


def moved(strokes: list[list[Point]], chance: random.Random) -> list[list[Point]]:
    """The digit a little smaller, wider and shifted: no two drawings are alike."""
    scale_x, scale_y = chance.uniform(0.5, 1.1), chance.uniform(0.5, 1.1)
    x, y = chance.uniform(-50, 50), chance.uniform(-40, 40)

    def place(value: float, scale: float, shift: float) -> float:
        return min(max(200 + (value - 200) * scale + shift, 15), 385)

    return [[(place(a, scale_x, x), place(b, scale_y, y)) for a, b in stroke] for stroke in strokes]


def draw(watcher: Watcher, strokes: list[list[Point]]) -> None:
    watcher.sent.clear()
    for stroke in strokes:
        Hand(watcher.page).stroke(stroke)
        watcher.next_frames()


def difference(watcher: Watcher, network: Network, pixels: np.ndarray) -> Difference:
    """Between what the page shows and Python's answer to the pixels that the canvas sent."""
    image = canvas_to_image(pixels)
    assert image is not None
    watcher.next_frames()
    shown = np.array(watcher.shown()["bars"]) / 100
    picture = np.array(watcher.page.evaluate(PICTURE)).reshape(28, 28) / 255
    expected = network.predict(image)
    second, first = np.sort(expected)[-2:]
    return Difference(
        probability=float(np.abs(shown - expected).max()),
        picture=float(np.abs(picture - image).mean()),
        margin=float(first - second),
        same_digit=bool(shown.argmax() == expected.argmax()),
    )


def whole_drawing(watcher: Watcher, strokes: list[list[Point]]) -> np.ndarray:
    """What the canvas sent. On a busy machine it may miss a stroke; then the canvas is cleared and drawn on again."""
    for _ in range(TRIES):
        pixels = sent_pixels(watcher, len(strokes))
        if pixels is not None:
            return pixels
        watcher.clear()
        draw(watcher, strokes)
    raise AssertionError(f"{len(strokes)} strokes were drawn {TRIES} times, and never sent as a whole")


def sent_pixels(watcher: Watcher, strokes: int) -> np.ndarray | None:
    """The drawing of `strokes` strokes, as the canvas sent it to Python; None if it sends none."""
    for _ in range(60):
        states = [state for message in watcher.asked for state in message.rerun_script.widget_states.widgets]
        drawings = [json.loads(state.json_value)["drawing"] for state in states if "data:image" in state.json_value]
        complete = [each for each in drawings if len(each["raw"]["objects"]) == strokes]
        if complete:
            encoded = complete[-1]["data"].split(",", 1)[1]
            return np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))))
        watcher.page.wait_for_timeout(50)
    return None


def clear_all(watchers: Sequence[Watcher]) -> None:
    """A fresh sheet for everyone."""
    for watcher in watchers:
        watcher.wait_until_answered()
    sheets = [watcher.press_clear() for watcher in watchers]
    for watcher, sheet in zip(watchers, sheets, strict=True):
        watcher.wait_for_sheet(sheet)
