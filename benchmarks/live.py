"""How the answer follows the pen: `make bench`."""

from __future__ import annotations

import gzip
import statistics
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import table
from mnist_demo.config import DEFAULT_RUN, ROOT
from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.runs.store import load_run
from mnist_demo.web.network_file import network_file

sys.path.insert(0, str(ROOT / "tests"))  # the server, the browser and the hand are those of the tests
from browser import chromium, server
from drawing import DIGITS, Hand, number
from parity import differences
from playwright.sync_api import Browser
from twins.networks import unpacked
from visitor import Visitor, Watcher

STROKES = 10
IDLE_MS = 3000
# Counts frames, and notes for each that reads the canvas how long its script took; for each answer shown, which
# its root marks, how many frames after that of the pointer's move it came. Events are handled before callbacks.
MEASURE = """
    window.measured = {scripts: [], beyond: [], readings: 0};
    let frame = 0, movedIn = null, hasRead = false;
    const request = window.requestAnimationFrame.bind(window);
    (function count() { frame++; request(count); })();
    window.requestAnimationFrame = callback => request(time => {
        hasRead = false;
        const started = performance.now();
        callback(time);
        if (hasRead) measured.scripts.push(performance.now() - started);
    });
    const read = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = function (...area) {
        hasRead = true;
        measured.readings++;
        return read.apply(this, area);
    };
    addEventListener('pointermove', event => { if (event.buttons) movedIn ??= frame; }, true);
    addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
        if (movedIn !== null) measured.beyond.push(frame - movedIn - 1);
        movedIn = null;
    }).observe(document.body, {subtree: true, attributeFilter: ['data-state']}));
"""


def main() -> None:
    table.heading("while the pen moves", "measured", "limit")
    with server() as (address, _), chromium() as browser:
        visitor = Watcher(browser, address, script=MEASURE)
        visitor.wait_for_weights()
        asked = sum(_draw(visitor, number) for number in range(STROKES))
        measured = visitor.page.evaluate("measured")
        beyond, scripts = measured["beyond"], measured["scripts"]
        table.row(
            "pointer move to changed bars, beyond its frame", _median_and_most(beyond, "{:.0f}", " frames"), "1 frame"
        )
        table.row(f"script in a frame, `{DEFAULT_RUN}`", _median_and_most(scripts, "{:.1f}", " ms"), "3 ms")
        table.row("messages to the server during a stroke", f"{asked} in {STROKES} strokes", "none")
        readings, share = _idle(visitor)
        table.row("readings of the canvas in 3 idle seconds", str(readings), "none")
        table.row("script of the live answer meanwhile", f"{100 * share:.1f} % of a core", "0 %")
        visitor.close()
        scripts = _draw_number(Watcher(browser, f"{address}/?digits=many", script=MEASURE))
        table.row("script in a frame, the last of five digits", _median_and_most(scripts, "{:.1f}", " ms"), "16 ms")
        _compare_with_python(browser, address)
    table.row("the network in the browser, 8 bits a weight", _cost_of_8_bits(), "-")


def _median_and_most(values: list[float], form: str, unit: str) -> str:
    return f"{form.format(statistics.median(values))}{unit}, at most {form.format(max(values))} ({len(values)} frames)"


def _compare_with_python(browser: Browser, address: str) -> None:
    def visit(kind: Callable[..., Visitor] = Visitor, **options: Any) -> Any:
        return kind(browser, address, **options)

    seen = list(differences(visit, digits=range(10), brushes=2))
    clear = [each for each in seen if each.margin > 0.02]
    same = sum(each.same_digit for each in clear)
    table.row("drawings whose digit is Python's", f"{same} of {len(clear)} with a margin above 0.02", "all")
    table.row("largest difference of a probability", f"{max(each.probability for each in seen):.3f}", "0.02")
    table.row(
        "largest mean difference of a picture", f"{255 * max(each.picture for each in seen):.2f} / 255", "2 / 255"
    )


def _draw(visitor: Watcher, number: int) -> int:
    """One digit on a fresh sheet; how many messages were sent before the pen was lifted."""
    stroke = DIGITS[(3, 0, 2, 6, 8)[number % 5]][0]
    asked = len(visitor.asked)
    visitor.press(stroke)
    sent = len(visitor.asked) - asked
    visitor.page.mouse.up()
    visitor.clear()
    return sent


def _draw_number(visitor: Watcher) -> list[float]:
    """How long the script took in each frame, in ms, while the last digit of a number was drawn, several times."""
    visitor.wait_for_weights()
    *first, (last,) = number("20252", step=185)
    scripts = []
    for _ in range(STROKES // 2):
        for stroke in (stroke for digit in first for stroke in digit):
            Hand(visitor.page).stroke(stroke)
        visitor.wait_until_answered()
        visitor.page.evaluate("measured.scripts = []")
        visitor.press(last)
        scripts += visitor.page.evaluate("measured.scripts")
        visitor.page.mouse.up()
        visitor.clear()
    visitor.close()
    return scripts


def _idle(visitor: Watcher) -> tuple[int, float]:
    """Readings of the canvas, and the share of a core, while there is a drawing and nobody draws."""
    Hand(visitor.page).draw(7)
    visitor.page.wait_for_timeout(2000)
    before = visitor.page.evaluate("measured.readings")
    share = _script_share(visitor)
    return visitor.page.evaluate("measured.readings") - before, share


def _script_share(visitor: Watcher) -> float:
    """How much of a core the live answer's script takes now, by the browser's profiler; components load from blobs."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Profiler.enable")
    session.send("Profiler.start")
    visitor.page.wait_for_timeout(IDLE_MS)
    profile = session.send("Profiler.stop")["profile"]
    ours = {node["id"] for node in profile["nodes"] if node["callFrame"]["url"].startswith("blob:")}
    taken = sum(us for node, us in zip(profile["samples"], profile["timeDeltas"], strict=True) if node in ours)
    return float(taken / (profile["endTime"] - profile["startTime"]))


def _cost_of_8_bits() -> str:
    """The size of the file, and what rounding does to the answers to the test images."""
    network, images = load_run(DEFAULT_RUN).network, scale_pixels(load_dataset().x_test)
    file = network_file(network).content
    exact, rounded = network.predict(images), unpacked(gzip.decompress(file)).predict(images)
    changed = int((exact.argmax(axis=1) != rounded.argmax(axis=1)).sum())
    most = np.abs(exact - rounded).max()
    return f"{len(file) / 1e6:.1f} MB; {changed} of {len(images):,} answers change, probabilities by at most {most:.4f}"


if __name__ == "__main__":
    main()
