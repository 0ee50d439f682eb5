"""A page to take home in a browser: drawn on, by scripts or by a mouse, and compared with Python's answers."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from drawing import Point
from PIL import Image

from mnist_demo.commands import publish
from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.images.preprocessing import canvas_to_image
from mnist_demo.runs.run import Run

Script = Callable[..., Any]
"""Runs the body of a JavaScript function, of the values that follow, in the page."""
SHEET = "document.querySelector('#sheet')"
SECONDS = 60.0
"""That a test waits for what should appear."""
LOT = 5
"""Drawings that a script draws while a test waits: WebKit takes a second for each."""
FRAME = """<!doctype html>
<title>A learning platform</title>
<style>body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh }</style>
<iframe sandbox="allow-scripts" src="page.html"></iframe>
"""
# Keeps what the page reads from its sheet, and can say what the page shows of it.
WATCH = """
    const read = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = function (...area) {
        window.lastRead = read.apply(this, area);
        return window.lastRead;
    };
    const paper = Object.assign(document.createElement('canvas'), {width: 400, height: 400});
    window.shown = () => {
        paper.getContext('2d').putImageData(window.lastRead, 0, 0);
        return {
            word: document.querySelector('[data-testid=live-digit]').textContent,
            bars: [...Array(10).keys()].map(i =>
                +document.querySelector(`[data-testid=live-bar-${i}]`).getAttribute('aria-valuenow')),
            sheet: paper.toDataURL(),
        };
    };"""
# One drawing after the other, each at once; what is shown of them stands in `seen` when all are done.
DRAW = f"""
    const [drawings] = arguments, sheet = {SHEET};
    const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    const draw = points => {{
        const box = sheet.getBoundingClientRect();
        const tell = (type, [x, y]) => sheet.dispatchEvent(new PointerEvent(type, {{
            clientX: box.left + x * box.width / 400, clientY: box.top + y * box.height / 400,
            pointerId: 1, isPrimary: true, button: type === 'pointermove' ? -1 : 0, buttons: 1, bubbles: true,
        }}));
        tell('pointerdown', points[0]);
        for (const point of points) tell('pointermove', point);
        tell('pointerup', points.at(-1));
    }};
    window.seen = null;
    (async () => {{
        const seen = [];
        for (const strokes of drawings) {{
            document.querySelector('#clear').click();
            await frame();
            window.lastRead = null;
            strokes.forEach(draw);
            while (!window.lastRead) await frame();
            seen.push(window.shown());
        }}
        window.seen = seen;
    }})();"""


def write_pages(folder: Path) -> None:
    """Write `page.html`, with the shipped networks, and `frame.html`, which has it in a frame, as a platform would."""
    assert publish.main([*SHIPPED_RUNS, "--output", str(folder / "page.html")]) == 0
    (folder / "frame.html").write_text(FRAME, encoding="utf-8")


@dataclass(frozen=True)
class Reading:
    """What the page shows of a drawing: the word, probabilities (10,), and the sheet as it read it, (400, 400, 4)."""

    word: str
    probabilities: np.ndarray
    sheet: np.ndarray

    def difference(self, run: Run) -> float:
        """The largest one from Python's probabilities."""
        return float(np.abs(self.probabilities - self.expected(run)).max())

    def expected(self, run: Run) -> np.ndarray:
        """What Python answers to the same pixels."""
        image = canvas_to_image(self.sheet)
        assert image is not None
        return run.network.predict(image)


class HomePage:
    """The page, in whatever browser runs its scripts."""

    def __init__(self, run: Script) -> None:
        self.run = run
        self.wait_until("return document.querySelector('.answer-view')?.dataset.networks > 0")
        run(WATCH)

    def wait_until(self, script: str, *values: Any) -> None:
        deadline = time.monotonic() + SECONDS
        while not self.run(script, *values):
            assert time.monotonic() < deadline, f"not within {SECONDS:.0f} s: {script}"
            time.sleep(0.02)

    def draw(self, drawings: Sequence[Sequence[Sequence[Point]]]) -> list[Reading]:
        """Draw one after the other, each on an empty sheet, and read what the page says."""
        return [reading for start in range(0, len(drawings), LOT) for reading in self._draw(drawings[start:][:LOT])]

    def _draw(self, drawings: Sequence[Sequence[Sequence[Point]]]) -> list[Reading]:
        self.run(DRAW, drawings)
        self.wait_until("return window.seen !== null")
        return [as_reading(shown) for shown in self.run("return window.seen")]

    def clear(self) -> None:
        self.run("document.querySelector('#clear').click()")
        self.wait_until("return document.querySelector('[data-testid=live-digit]').textContent === '?'")

    def shown(self) -> Reading:
        return as_reading(self.run("return window.shown()"))


def as_reading(shown: Any) -> Reading:
    """What the script of a page says that is shown."""
    picture = Image.open(io.BytesIO(base64.b64decode(shown["sheet"].split(",")[1])))
    return Reading(shown["word"], np.array(shown["bars"]) / 100, np.asarray(picture.convert("RGBA")))
