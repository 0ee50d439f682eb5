"""What a browser sends of its canvas, checked before it is unpacked or looped over: anybody may send anything."""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal

import numpy as np
from PIL import Image
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from mnist_demo.images.pen import PAPER, Stroke

PNG = "data:image/png;base64,"
MAX_PICTURE = 1_000_000
"""Characters in the picture: a sheet full of scribbles takes a tenth of it."""
KEPT = 32
"""Pictures that are not unpacked again, 0.6 MB each, or 1.6 MB where several digits have room: whoever gives a drawing,
or looks at it anew, sends it again."""
MAX_STROKES = 5_000
MAX_COMMANDS = 50_000
"""Lines and curves of all strokes: a quarter of an hour with the pen down."""

CURVE_STEPS = np.linspace(0.125, 1, 8)[:, None]
"""Where a curve is sampled: between two positions of the pointer it is short, so a few points will do."""

_Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-1e6, le=1e6)]
_Move = tuple[Literal["M"], _Number, _Number]
_Line = tuple[Literal["L"], _Number, _Number]
_Curve = tuple[Literal["Q"], _Number, _Number, _Number, _Number]
_Commands = Annotated[list[_Move | _Line | _Curve], Field(min_length=1, max_length=MAX_COMMANDS)]


class _Path(BaseModel):
    """A stroke: Fabric.js keeps the line as it was drawn, and separately how its edit tool moved it since."""

    path: _Commands
    stroke_width: Annotated[_Number, Field(alias="strokeWidth", ge=0, le=1_000)]
    colour: Annotated[str | None, Field(alias="stroke")] = None
    scale_x: Annotated[_Number, Field(alias="scaleX", ge=0, le=100)] = 1.0
    scale_y: Annotated[_Number, Field(alias="scaleY", ge=0, le=100)] = 1.0
    flip_x: Annotated[bool, Field(alias="flipX")] = False
    flip_y: Annotated[bool, Field(alias="flipY")] = False
    angle: _Number = 0.0
    left: _Number | None = None
    top: _Number | None = None


_PATHS = TypeAdapter(list[_Path])


def read_pixels(state: Any, size: tuple[int, int]) -> np.ndarray | None:
    """The picture in the state of a canvas of this width and height: uint8 (height, width, 4); None before a stroke.

    It cannot be written to. Raises ValueError, in one line, for anything but such a PNG; of another one only the head
    is read.
    """
    picture = _drawing(state).get("data")
    if picture is None:
        return None
    if not isinstance(picture, str) or not picture.startswith(PNG) or len(picture) > MAX_PICTURE:
        raise ValueError(f"its picture is no PNG of at most {MAX_PICTURE:,} characters")
    try:
        return _decoded(picture, size)
    except (OSError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
        raise ValueError("its picture is a damaged PNG") from error


def has_picture(state: Any) -> bool:
    """Whether anybody has drawn on the canvas in this state; ValueError, in one line, for what is no such state."""
    return _drawing(state).get("data") is not None


def read_strokes(state: Any) -> list[Stroke]:
    """The strokes in the state of a canvas, moved, turned and scaled as its edit tool left them; [] if it is empty.

    Raises ValueError, in one line, for anything but what the canvas makes of its pen.
    """
    raw = _drawing(state).get("raw") or {}
    objects = raw.get("objects", []) if isinstance(raw, Mapping) else None
    if not isinstance(objects, list) or len(objects) > MAX_STROKES:
        raise ValueError(f"its drawing is no list of at most {MAX_STROKES:,} strokes")
    try:
        paths = _PATHS.validate_python([each for each in objects if _is_line(each)])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"its strokes are none: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if sum(len(path.path) for path in paths) > MAX_COMMANDS:
        raise ValueError(f"its strokes have more than {MAX_COMMANDS:,} points")
    return [_stroke(path) for path in paths]


@lru_cache(maxsize=KEPT)
def _decoded(picture: str, size: tuple[int, int]) -> np.ndarray:
    png = base64.b64decode(picture[len(PNG) :], validate=True)
    width, height = struct.unpack(">II", png[16:24])  # of the header, which is always the first chunk
    if (width, height) != size:
        raise ValueError(f"its picture has {width} × {height} pixels")
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        if image.size != size:  # a second header
            raise ValueError("its picture is a damaged PNG")
        pixels = np.asarray(image.convert("RGBA"))
        pixels.setflags(write=False)
        return pixels


def _drawing(state: Any) -> Mapping[str, Any]:
    """What the component sends under this name, with the drawing as JSON and as a picture."""
    drawing = (state.get("drawing") or {}) if isinstance(state, Mapping) else None
    if not isinstance(drawing, Mapping):
        raise ValueError("it holds no drawing")
    return drawing


def _is_line(thing: Any) -> bool:
    return isinstance(thing, Mapping) and thing.get("type") == "Path" and bool(thing.get("path"))


def _stroke(path: _Path) -> Stroke:
    points = _points(path.path)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    scale = np.array([path.scale_x, path.scale_y])
    mirror = np.where([path.flip_x, path.flip_y], -1, 1)
    angle = np.radians(path.angle)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    place = [now if now is not None else then for now, then in zip((path.left, path.top), middle, strict=True)]
    width = float(path.stroke_width * np.sqrt(np.prod(scale)))
    return Stroke(width, (points - middle) * scale * mirror @ turn + place, is_eraser=path.colour == PAPER)


def _points(commands: Sequence[_Move | _Line | _Curve]) -> np.ndarray:
    """The line of an SVG path of M, L and Q, its curves sampled."""
    pieces: list[np.ndarray] = []
    for _, *numbers in commands:
        *control, end = np.array(numbers, np.float64).reshape(-1, 2)
        pieces.append(_curve(pieces[-1][-1], control[0], end) if control and pieces else end[None])
    return np.concatenate(pieces)


def _curve(start: np.ndarray, control: np.ndarray, end: np.ndarray) -> np.ndarray:
    """A quadratic Bézier curve without its start."""
    t = CURVE_STEPS
    curve: np.ndarray = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    return curve
