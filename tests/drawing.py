"""Digits as strokes on the canvas, which is 400 pixels high, and hands that draw them in a browser."""

from __future__ import annotations

import base64
import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:  # the digits serve tests without a browser, too
    from playwright.sync_api import Page

Point = tuple[float, float]
MOVE = 20
"""About how far the mouse goes at a time, in pixels: each move costs the browser a frame."""


def arc(x: float, y: float, radius_x: float, radius_y: float, start: float, end: float) -> list[Point]:
    """Points on an ellipse from `start` to `end` in degrees, clockwise from the right as seen on the screen."""
    angles = [math.radians(start + (end - start) * i / 16) for i in range(17)]
    return [(x + radius_x * math.cos(a), y + radius_y * math.sin(a)) for a in angles]


DIGITS: dict[int, list[list[Point]]] = {
    0: [arc(200, 200, 85, 130, -90, 275)],
    1: [[(205, 70), (195, 330)]],
    2: [[*arc(195, 140, 75, 70, 190, 400), (120, 325), (290, 322)]],
    3: [[*arc(190, 132, 72, 62, 200, 450), *arc(190, 264, 82, 70, 270, 515)]],
    4: [[(150, 75), (120, 215), (285, 205)], [(255, 80), (240, 335)]],
    5: [[(280, 80), (150, 85), (140, 185), *arc(195, 250, 80, 75, 240, 510)]],
    6: [[(250, 70), (165, 160), *arc(200, 255, 75, 72, 190, 555)]],
    7: [[(115, 85), (290, 80), (215, 190), (175, 335)]],
    8: [[*arc(200, 132, 58, 58, 60, 420), *arc(200, 262, 72, 72, 300, 630)]],
    9: [[*arc(195, 140, 70, 65, 0, 360), (262, 150), (255, 335)]],
}


def number(digits: str, step: float = 230) -> list[list[list[Point]]]:
    """The strokes of each digit of a number, smaller and side by side: four of them fill a sheet of 1000×400."""
    return [
        [[(0.75 * x + step * place, 0.75 * y + 50) for x, y in stroke] for stroke in DIGITS[int(digit)]]
        for place, digit in enumerate(digits)
    ]


def picture_of(digit: int) -> Image.Image:
    """A digit on white paper, 400×400."""
    picture = Image.new("RGBA", (400, 400), "white")
    for stroke in DIGITS[digit]:
        ImageDraw.Draw(picture).line(stroke, fill="black", width=24, joint="curve")
    return picture


def as_sent(picture: Image.Image, form: str = "png") -> str:
    """A picture as the canvas sends it."""
    file = io.BytesIO()
    picture.save(file, form)
    return f"data:image/{form};base64,{base64.b64encode(file.getvalue()).decode()}"


class Hand:
    """Draws on the canvas of a page, with the mouse or with a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def draw(self, digit: int) -> None:
        for stroke in DIGITS[digit]:
            self.stroke(stroke)

    def draw_number(self, digits: str, step: float = 230) -> None:
        for stroke in (stroke for digit in number(digits, step) for stroke in digit):
            self.stroke(stroke)

    def stroke(self, points: list[Point]) -> None:
        self.press(points)
        self.page.mouse.up()

    def press(self, points: list[Point]) -> None:
        """Put the pen down and draw, in moves that are short enough to keep the corners, without lifting it."""
        at, *rest = self.on_screen(points)
        self.page.mouse.move(*at)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point, steps=max(1, round(math.dist(at, point) / MOVE)))
            at = point

    def on_screen(self, points: list[Point]) -> list[Point]:
        """The positions on the page of points of the canvas."""
        canvas = self.page.locator(".st-key-drawing canvas:visible").last  # Streamlit may keep an old one for a while
        while not (box := canvas.bounding_box()):  # just being replaced by a fresh sheet
            canvas.wait_for()
        scale = box["height"] / 400
        return [(box["x"] + x * scale, box["y"] + y * scale) for x, y in points]


class Finger(Hand):
    """Real touch events, as the browser's own input pipeline delivers them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.session = page.context.new_cdp_session(page)

    def stroke(self, points: list[Point]) -> None:
        first, *rest = self.on_screen(points)
        self.touch("touchStart", first)
        for point in rest:
            self.touch("touchMove", point)
        self.touch("touchEnd")

    def touch(self, kind: str, *points: Point) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
