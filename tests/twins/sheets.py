"""Sheets with several digits, in one line or more, and what a network reads on them."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from mnist_demo.config import PLAIN_RUN
from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.preprocessing import extract_ink
from mnist_demo.network.inference import Network
from mnist_demo.network.several import FoundDigit, read_several
from mnist_demo.runs.store import load_run
from mnist_demo.web.network_file import pack
from twins.drawings import SHEETS
from twins.files import Case, encode
from twins.networks import unpacked

WIDTH, HEIGHT = 400, 160


def reader() -> list[Case]:
    """The network that reads the sheets, as a file."""
    return [{"file": encode(pack(load_run(PLAIN_RUN).network))}]


def cases() -> list[Case]:
    """Each sheet as RGBA with box, image and probabilities of each digit; kinds of sheets take turns."""
    network = unpacked(pack(load_run(PLAIN_RUN).network))
    turns = zip(_inks().items(), SHEETS * 99, strict=False)
    return [_case(f"{name}, {sheet.__name__}", sheet(ink), network) for (name, ink), sheet in turns]


def _inks() -> dict[str, np.ndarray]:
    random, digits = np.random.default_rng(8), load_dataset().x_test
    inks = {f"line {number}": _sheet(digits[5 * number :], [80], random) for number in range(9)}
    inks |= {f"two lines {number}": _sheet(digits[90 + 9 * number :], [40, 115], random) for number in range(3)}
    inks |= {f"touching {number}": _sheet(digits[7 * number + 200 :], [80], random, step=52) for number in range(3)}
    one = np.zeros((HEIGHT, WIDTH), np.uint8)
    inks["one digit"] = _pasted(one.copy(), digits[0], 100, 90, 80)
    inks["with specks"] = inks["line 0"].copy()
    inks["with specks"][[5, 9, 150, 80], [50, 300, 200, 12]] = 255
    inks["with a full stop"] = inks["line 1"].copy()
    inks["with a full stop"][118:126, 390:398] = 255
    inks["with an edge of a desk"] = inks["line 2"].copy()
    inks["with an edge of a desk"][:3] = 255
    inks["with a speck beside a digit at the edge"] = _pasted(np.zeros_like(one), digits[3], 190, 90, 80)[55:105]
    inks["with a speck beside a digit at the edge"][20:26, 250:256] = 255
    inks["with the edge of a note"] = inks["one digit"].copy()
    inks["with the edge of a note"][148:152, 200:225] = 255
    inks["with a shadow in a corner"] = inks["one digit"].copy()
    inks["with a shadow in a corner"][110:, :60] = 255
    inks["a 4 with a broken stem"] = _broken(one)
    return inks | {"empty": one}


def _sheet(digits: np.ndarray, lines: list[int], random: np.random.Generator, step: int = 80) -> np.ndarray:
    """Digits, uint8 (N, 28, 28), side by side, so far apart, on lines around these rows."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for number in range(5 * len(lines)):
        side = int(random.integers(80, 110) / len(lines))
        middle = lines[number // 5] + int(random.integers(-5, 6))
        _pasted(ink, digits[number], side, 40 + step * (number % 5), middle)
    return ink


def _broken(empty: np.ndarray) -> np.ndarray:
    """A 4 whose stem leans out of the rest, and ends below it."""
    picture = Image.fromarray(empty.copy())
    for stroke in ([(140, 30), (125, 80), (172, 80)], [(164, 50), (170, 92)], [(172, 97), (177, 130)]):
        ImageDraw.Draw(picture).line(stroke, fill=255, width=8)
    return np.asarray(picture)


def _pasted(ink: np.ndarray, image: np.ndarray, side: int, across: int, down: int) -> np.ndarray:
    """`ink` with the image, uint8 (28, 28), put on it around this place."""
    picture = np.asarray(Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC))
    left, top = max(0, across - side // 2), max(0, down - side // 2)
    place = ink[top : top + side, left : left + side]
    np.maximum(place, picture[: place.shape[0], : place.shape[1]], out=place)
    return ink


def _case(name: str, rgba: np.ndarray, network: Network) -> Case:
    digits = [_digit(digit) for digit in read_several(extract_ink(rgba), network)]
    return {"name": name, "width": rgba.shape[1], "height": len(rgba), "rgba": encode(rgba), "digits": digits}


def _digit(digit: FoundDigit) -> Case:
    box = digit.box
    return {
        "box": {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom},
        "image": encode(digit.image),
        "probabilities": digit.probabilities.astype(float).round(6).tolist(),
    }
