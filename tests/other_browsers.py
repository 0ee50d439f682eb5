"""Firefox and WebKit with the page in them, as Debian has them."""

from __future__ import annotations

import math
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from drawing import DIGITS, MOVE, Point, number
from playwright.sync_api import Playwright

PATIENCE = 60.0
"""Seconds that a test waits for what should appear."""
SIZE = (1280, 900)
MINI_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
CANVAS = "document.querySelector('.st-key-drawing .stBidiComponent')"
PAPER_IS_THERE = """
    const host = document.querySelector('.st-key-drawing [data-testid=stBidiComponentIsolated]');
    const canvas = host?.shadowRoot?.querySelector('canvas.dc-canvas');
    return Boolean(canvas?.width) && canvas.getContext('2d').getImageData(0, 0, 1, 1).data[3] > 0;"""
IS_AT_REST = "return document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"


class OtherBrowser(ABC):
    """One page in it."""

    @abstractmethod
    def __init__(self, playwright: Playwright) -> None:
        """Start it."""

    @abstractmethod
    def open(self, address: str) -> None: ...

    @abstractmethod
    def enter_frame(self) -> None:
        """Run scripts in the page's only frame from now on, until another page is opened."""

    @abstractmethod
    def run(self, script: str, *values: Any) -> Any:
        """What a script returns, the body of a function of these values."""

    @abstractmethod
    def drag(self, points: Sequence[Point]) -> None:
        """Press the mouse at the first place on the screen and release it at the last."""

    @abstractmethod
    def close(self) -> None: ...

    def wait_until(self, script: str, *values: Any) -> None:
        """Until a script returns something true."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(script, *values):
            assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {script}"
            time.sleep(0.05)

    def wait_for_sheet(self) -> None:
        """Until there is a sheet to draw on, the page can answer by itself, and nothing on it is about to move."""
        self.wait_until(PAPER_IS_THERE)
        self.wait_until("return document.querySelector('.answer-view')?.dataset.networks > 0")
        self.wait_until_at_rest()

    def wait_until_at_rest(self) -> None:
        """Until the server has drawn the page: what is drawn again meanwhile takes no click."""
        self.wait_until(IS_AT_REST)

    def draw(self, digit: int, canvas: str = CANVAS) -> None:
        """Draw a digit on an element, which an expression gives."""
        self._draw(DIGITS[digit], 400, canvas)

    def draw_number(self, digits: str) -> None:
        """On the wide sheet."""
        for strokes in number(digits):
            self._draw(strokes, 1000, CANVAS)

    def _draw(self, strokes: Sequence[Sequence[Point]], across: int, canvas: str) -> None:
        """Strokes whose places are pixels of a sheet that is `across` of them wide."""
        left, top, width = self.run(f"const box = {canvas}.getBoundingClientRect(); return [box.x, box.y, box.width]")
        for stroke in strokes:
            self.drag([(left + x * width / across, top + y * width / across) for x, y in _densely(stroke)])

    def click(self, selector: str) -> None:
        self.wait_until("return document.querySelector(arguments[0]) !== null", selector)
        self.run("document.querySelector(arguments[0]).click()", selector)

    def wait_for_answer(self, word: str) -> None:
        self.wait_until("return document.querySelector('[data-testid=live-digit]')?.textContent === arguments[0]", word)


def _densely(stroke: Sequence[Point]) -> list[Point]:
    """The stroke with places about as far apart as a mouse reports them."""
    points = [stroke[0]]
    for (x, y), (to_x, to_y) in pairwise(stroke):
        steps = max(1, round(math.hypot(to_x - x, to_y - y) / MOVE))
        points += [(x + (to_x - x) * i / steps, y + (to_y - y) * i / steps) for i in range(1, steps + 1)]
    return points


class Firefox(OtherBrowser):
    """The system's, which Playwright drives by WebDriver BiDi."""

    def __init__(self, playwright: Playwright) -> None:
        self.browser = playwright.firefox.launch(channel="moz-firefox", executable_path=FIREFOX)
        self.page = self.browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.frame = self.page.main_frame

    def enter_frame(self) -> None:
        self.page.frame_locator("iframe").locator("body").wait_for()
        (self.frame,) = self.page.main_frame.child_frames

    def run(self, script: str, *values: Any) -> Any:
        return self.frame.evaluate("([script, values]) => new Function(script).apply(null, values)", [script, values])

    def drag(self, points: Sequence[Point]) -> None:
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for x, y in points[1:]:
            self.page.mouse.move(x, y)
        self.page.mouse.up()

    def close(self) -> None:
        self.browser.close()


class WebKit(OtherBrowser):
    """The system's WebKitGTK, which Selenium drives: the engine of Safari, in a window of its own."""

    def __init__(self, _: Playwright) -> None:
        from selenium.webdriver import WebKitGTK
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service

        options = Options()
        options.binary_location = str(MINI_BROWSER)
        options.add_argument("--automation")
        # It has no mode without a screen.
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.screen.stdout
        display = f":{self.screen.stdout.readline().strip()}"
        service = Service("/usr/bin/WebKitWebDriver", env={"DISPLAY": display, "PATH": "/usr/bin:/bin"})
        self.session = WebKitGTK(options=options, service=service)
        self.session.set_window_rect(0, 0, *SIZE)

    def open(self, address: str) -> None:
        self.session.switch_to.default_content()
        self.session.get(address)

    def enter_frame(self) -> None:
        self.session.switch_to.frame(0)

    def run(self, script: str, *values: Any) -> Any:
        return self.session.execute_script(script, *values)

    def drag(self, points: Sequence[Point]) -> None:
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        (x, y), *rest = [(round(x), round(y)) for x, y in points]
        actions: Any = ActionBuilder(self.session, duration=30)  # without types
        actions.pointer_action.move_to_location(x, y).pointer_down()
        for x, y in rest:
            actions.pointer_action.move_to_location(x, y).pause(0.02)  # else the next move takes its place
        actions.pointer_action.pointer_up()
        actions.perform()

    def close(self) -> None:
        self.session.quit()
        self.screen.terminate()
        self.screen.wait(timeout=20)


BROWSERS: dict[str, tuple[type[OtherBrowser], bool]] = {
    "Firefox": (Firefox, FIREFOX is not None),
    "WebKit": (WebKit, MINI_BROWSER is not None and all(map(shutil.which, ("WebKitWebDriver", "Xvfb")))),
}
"""Each with whether it is on this machine."""
