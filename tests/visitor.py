"""Somebody who opens the page in a browser, uses it, and records what must not happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, overload
from urllib.parse import urlparse

from drawing import Hand, Point
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True, "is_mobile": True,
}  # fmt: skip

A_PAGES_OWN = {"viewport", "color_scheme", "reduced_motion", "forced_colors", "script"}
"""What a page may have for itself; all else concerns the device, which a browser context imitates."""
TOOLS = ["Undo", "Redo", "Eraser", "Full screen"]
"""What the toolbar of the sheet offers."""
PATIENCE_MS = 60_000
"""How long a test waits for what should appear: long enough for a busy machine; others rarely wait as long."""
expect.set_options(timeout=PATIENCE_MS)

# The layers of the canvas have other names, as they might in another version of it.
ANOTHER_CANVAS = """
    const find = ShadowRoot.prototype.querySelector;
    ShadowRoot.prototype.querySelector = function (selector) {
        return selector.includes('lower-canvas') ? null : find.call(this, selector);
    };"""
# The canvas takes strokes once it has painted its paper.
IS_READY = """number => {
    const host = document.querySelector(`.st-key-canvas-${number} [data-testid=stBidiComponentIsolated]`);
    const [canvas] = host?.shadowRoot?.querySelectorAll('canvas.dc-canvas') ?? [];
    return Boolean(canvas?.width) && canvas.getContext('2d').getImageData(0, 0, 1, 1).data[3] > 0;
}"""
GO_TO = """query => {
    history.pushState(null, '', query);
    dispatchEvent(new PopStateEvent('popstate'));
}"""
SHOWN = """prefix => ({
    digit: document.querySelector('[data-testid=live-digit]').textContent,
    note: document.querySelector('.st-key-prediction .note').innerText,
    bars: [...Array(10).keys()].map(i =>
        +document.querySelector(`[data-testid=${prefix}-${i}]`).getAttribute('aria-valuenow')),
})"""


def parted(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Those of the device, and those that a page may have for itself."""
    own = {name: value for name, value in options.items() if name in A_PAGES_OWN}
    return {name: value for name, value in options.items() if name not in own}, own


class Visitor:
    """A page of their own, which records requests to other hosts and errors; `script` runs before the page's own.

    Where a `context` is given, the page is opened there, and shares cache and process with others.
    """

    def __init__(
        self, browser: Browser, address: str, script: str = "", context: BrowserContext | None = None, **options: Any
    ) -> None:
        self.is_guest = context is not None
        self.context = context or browser.new_context(**{**WIDE, **options})
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        if context:
            self.page.set_viewport_size(options.pop("viewport", WIDE["viewport"]))
            self.page.emulate_media(**options)
        self.page.bring_to_front()  # else a page in a shared context may have no focus
        self.page.add_init_script(script)
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.listen()
        self.address = address
        self.open()

    def listen(self) -> None:
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._note_request)

    def _note_request(self, request: Request) -> None:
        if urlparse(request.url).hostname not in ("localhost", None):
            self.strangers.append(request.url)

    def open(self) -> None:
        self.page.goto(self.address)
        self.page.wait_for_function(IS_READY, arg=0)
        if "tab=" not in self.address:  # else another tab is open than that with the sheet
            expect(self.page.locator(".st-key-drawing canvas").last).to_be_visible()
            expect(self.answer_view).to_be_visible()

    def go_to(self, query: str) -> None:
        """Another address without loading the page again, as people come to it by Back and Forward."""
        self.page.evaluate(GO_TO, f"?{query}")

    @property
    def answer_view(self) -> Locator:
        """The root of the answer in the Draw tab, which says what it shows."""
        return self.page.locator(".answer-view.draw")

    def close(self) -> None:
        if self.is_guest:
            self.page.close()
        else:
            self.context.close()
        assert self.errors == [], self.errors
        assert self.strangers == []

    def answers(self, text: str) -> None:
        expect(self.page.locator(".st-key-prediction .answer")).to_have_text(text)

    @property
    def run_in_use(self) -> Locator:
        return self.page.get_by_role("combobox", name="Trained network")

    def clear(self) -> None:
        """A fresh sheet, once Python has answered the old one, as a person would take it."""
        self.wait_until_answered()
        self.wait_for_sheet(self.press_clear())

    def press_clear(self) -> int:
        """Returns the number of the sheet to come."""
        before = self.sheet
        self.page.locator(".st-key-clear button").click()
        return before + 1

    def wait_for_sheet(self, number: int) -> None:
        """Until a fresh sheet can be drawn on, and Python has answered that it is empty."""
        expect(self.page.locator(f".st-key-canvas-{number} canvas").last).to_be_visible()
        expect(self.page.locator(".st-key-drawing .stBidiComponent:visible")).to_have_count(1)
        self.page.wait_for_function(IS_READY, arg=number)
        expect(self.answer_view).to_have_attribute("data-sheet", str(number))
        self.answers("?")

    def wait_until_answered(self) -> None:
        """Until Python has answered what the page already shows."""
        expect(self.answer_view).to_have_attribute("data-state", "answered")

    def wait_for_script(self) -> None:
        """Until the page is at rest after a change: while it is drawn again, a button moves under the pointer."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    def next_frames(self) -> None:
        """Until the page has shown what was changed just now."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    @property
    def sheet(self) -> int:
        """The number of the sheet that the page shows."""
        return int(self.answer_view.get_attribute("data-sheet") or 0)

    def retrain(self, epochs: int) -> None:
        field = self.page.get_by_label("Epochs", exact=True)
        field.fill(str(epochs))
        field.press("Enter")
        self.wait_for_script()
        self.page.locator(".st-key-retrain button").click()
        expect(self.page.locator(".st-key-training_progress")).to_be_visible()


class Watcher(Visitor):
    """A visitor who records what passes between the page and the server."""

    def listen(self) -> None:
        super().listen()
        self.page.on("websocket", self._watch)
        self.page.on("request", self._note)

    def open(self) -> None:
        self.sent: list[bytes | str] = []
        self.fetched: list[str] = []
        super().open()

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(frame))

    def _note(self, request: Request) -> None:
        if "/weights/" in request.url:
            self.fetched.append(request.url)

    @property
    def asked(self) -> list[BackMsg]:
        """What the page asked the server, apart from its regular questions about a training's state."""
        messages = [BackMsg.FromString(frame) for frame in self.sent if isinstance(frame, bytes)]
        return [message for message in messages if not message.rerun_script.is_auto_rerun]

    def wait_for_weights(self, runs: int = 1) -> None:
        """Until the page can answer with so many networks by itself."""
        expect(self.answer_view).to_have_attribute("data-networks", str(runs))

    def shown(self, prefix: str = "live-bar") -> dict[str, Any]:
        shown: dict[str, Any] = self.page.evaluate(SHOWN, prefix)
        return shown

    def press(self, points: list[Point]) -> None:
        """Put the pen down and draw, without lifting it, until the page has shown it."""
        Hand(self.page).press(points)
        self.next_frames()


V = TypeVar("V", bound=Visitor)


class Visit(Protocol):
    """The fixture that opens a page for a visitor, or for one of another kind; options are the browser context's.

    One who `is_alone` shares neither cache nor connection with others.
    """

    @overload
    def __call__(self, **options: Any) -> Visitor: ...

    @overload
    def __call__(self, kind: Callable[..., V], **options: Any) -> V: ...
