"""Drawings as text for an address: what comes back is what was drawn, and nothing else is mistaken for a drawing."""

from __future__ import annotations

import base64
import zlib
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from drawing import DIGITS

from mnist_demo.images import pen
from mnist_demo.images.canvas_state import read_strokes
from mnist_demo.images.drawing_link import MAX_LENGTH, decode, encode
from mnist_demo.images.pen import Stroke
from mnist_demo.images.preprocessing import canvas_to_image
from mnist_demo.runs.store import load_run

SIDE = 400


def strokes_of(digit: int, width: float = 24) -> list[Stroke]:
    """A digit with as many points as a slow pen leaves."""
    lines = [np.array(line, np.float64) for line in DIGITS[digit]]
    return [Stroke(width, _sampled(line)) for line in lines]


def _sampled(line: np.ndarray, count: int = 200) -> np.ndarray:
    places = np.linspace(0, len(line) - 1, count)
    return np.column_stack([np.interp(places, np.arange(len(line)), line[:, axis]) for axis in (0, 1)])


def probabilities(strokes: list[Stroke]) -> np.ndarray:
    image = canvas_to_image(pen.render(strokes, SIDE))
    assert image is not None
    return load_run("robust").network.predict(image)


def encoded(strokes: list[Stroke]) -> str:
    """As `encode`, of strokes that are not too long for an address."""
    text = encode(strokes)
    assert text is not None
    return text


@pytest.mark.parametrize("digit", range(10))
def test_a_drawing_comes_back_and_is_read_alike(digit: int) -> None:
    strokes = strokes_of(digit)
    text = encoded(strokes)
    again = decode(text)
    assert len(text) < 300 and text.replace("-", "").replace("_", "").isalnum()
    assert [stroke.width for stroke in again] == [24] * len(strokes)
    before, after = probabilities(strokes), probabilities(again)
    assert before.argmax() == after.argmax() == digit
    assert np.abs(before - after).max() < 0.05
    ink = np.abs(pen.render(strokes, SIDE).astype(int) - pen.render(again, SIDE)).mean() / 255
    assert ink < 0.01


def test_a_drawing_that_is_sent_on_and_on_stays_what_it_was() -> None:
    first = strokes_of(8)
    last = first
    for _ in range(8):
        last = decode(encoded(last))
    ink = np.abs(pen.render(first, SIDE).astype(int) - pen.render(last, SIDE)).mean() / 255
    assert ink < 0.02 and probabilities(last).argmax() == 8


def test_a_dot_and_a_pen_that_left_the_canvas() -> None:
    dot = Stroke(44, np.array([[10.0, 390.0]]))
    outside = Stroke(12, np.array([[200.0, 200.0], [-30.0, 440.0], [9000.0, -9000.0]]))
    first, second = decode(encoded([dot, outside]))
    assert first.points.tolist() == [[10, 390]] and first.width == 44
    assert second.points[:2].tolist() == [[200, 200], [-30, 440]]
    assert second.points[2].tolist() == [9000, -1000]  # farther than the format reaches


def test_what_was_rubbed_out_stays_away() -> None:
    bar = Stroke(24, np.array([[200.0, 60.0], [200.0, 340.0]]))
    rubbed = Stroke(60, np.array([[150.0, 100.0], [250.0, 100.0]]), is_eraser=True)
    again = decode(encoded([bar, rubbed]))
    assert [stroke.is_eraser for stroke in again] == [False, True] and again[
        1
    ].points.tolist() == rubbed.points.tolist()
    ink = pen.render(strokes_in(pen.to_canvas(again)), SIDE) < 128
    assert not ink[75:125].any() and ink[150:330].any(axis=1).all()


def test_a_scribble_loses_detail_before_it_is_left_out() -> None:
    random = np.random.default_rng(1)
    steps = random.normal(0, 3, (9000, 2))
    line = 200 + 150 * np.sin(np.cumsum(steps, axis=0) / 60)
    lengths = [len(encode([Stroke(12, line[:count])]) or "") for count in (200, 1000, 9000)]
    assert 0 < lengths[0] < lengths[1] <= MAX_LENGTH
    assert lengths[2] == 0


def test_a_line_that_must_be_split_at_every_point() -> None:
    count = 3000
    zigzag = np.column_stack([np.arange(count), np.where(np.arange(count) % 2, 1, -1) * np.arange(count)])
    assert len(pen.simplify(zigzag.astype(np.float64), 0.5)) > count - 10


def test_nothing_drawn_needs_no_text() -> None:
    assert encode([]) is None


def packed(body: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(body)).decode().rstrip("=")


THREE = encoded(strokes_of(3))
WRONG = ["", "x", "hello", "%%%", "Ünï", "A" * 5000, THREE[:-3], "B" + THREE[1:], THREE[:60] + "z" + THREE[61:]]
WRONG += map(packed, [b"", b"\x01", b"\x01\x18", b"\x01\x18\x00\x00", b"\x01\x00\x01\x00AAAA"])
WRONG += map(packed, [b"\x01\x18\x05\x00\x01", b"\x02\x18\x01\x00AAAA", bytes(1_000_000)])


@pytest.mark.parametrize("text", WRONG)
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        decode(text)
    assert "the drawing in the address" in str(refused.value) and "\n" not in str(refused.value)


def strokes_in(raw: dict[str, Any] | None) -> list[Stroke]:
    """The strokes of what the canvas sends."""
    return read_strokes({"drawing": {"raw": raw, "data": None}})


FABRIC = {
    "type": "Path", "strokeWidth": 24, "left": 165, "top": 200, "scaleX": 1, "scaleY": 1, "angle": 0,
    "path": [["M", 100, 100], ["Q", 100, 100, 150, 120], ["Q", 200, 140, 220, 200], ["L", 230, 300]],
}  # fmt: skip


def test_strokes_of_the_canvas_are_read_where_they_lie() -> None:
    (stroke,) = strokes_in({"objects": [FABRIC, {"type": "Rect"}]})
    assert stroke.width == 24
    assert stroke.points[0].tolist() == [100, 100] and stroke.points[-1].tolist() == [230, 300]
    assert np.abs(stroke.points - [150, 120]).sum(axis=1).min() < 1e-9


def test_strokes_that_were_moved_turned_and_scaled_on_the_canvas() -> None:
    (moved,) = strokes_in({"objects": [{**FABRIC, "left": 175, "top": 190}]})
    assert moved.points[-1] == pytest.approx([240, 290])
    (turned,) = strokes_in({"objects": [{**FABRIC, "angle": 90}]})
    assert turned.points[-1] == pytest.approx([165 - 100, 200 + 65])  # 90° clockwise about the middle
    (scaled,) = strokes_in({"objects": [{**FABRIC, "scaleX": 2, "scaleY": 2, "flipX": True}]})
    assert scaled.points[-1] == pytest.approx([165 - 130, 400]) and scaled.width == 48


def test_strokes_go_to_the_canvas_and_back() -> None:
    strokes = decode(encoded([*strokes_of(4), Stroke(30, np.array([[20.0, 30.0]]))]))
    again = strokes_in(pen.to_canvas(strokes))
    assert len(again) == 3
    for before, after in zip(strokes, again, strict=True):
        assert after.width == before.width
        assert np.abs(after.points[[0, -1]] - before.points[[0, -1]]).max() < 0.02
    assert strokes_in(None) == strokes_in({"objects": []}) == []


def test_simplified_lines_stay_within_the_tolerance() -> None:
    line = strokes_of(8)[0].points
    fewer = pen.simplify(line, 1.0)
    assert len(fewer) < len(line) / 2
    for point in line:
        nearest = min(pen._distances(point[None], a, b)[0] for a, b in pairwise(fewer))
        assert nearest <= 1.0 + 1e-9
