"""A gap in the connection: people read our words and go on drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from drawing import DIGITS, Hand
from playwright.sync_api import Locator, expect
from visitor import PHONE, Visit, Watcher

KEEP_SOCKETS = """
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
        constructor(...given) { super(...given); window.sockets.push(this); }
    };
    window.dialogs = 0;
    const look = () => {
        dialogs += document.querySelectorAll('[role=dialog]').length;
        requestAnimationFrame(look);
    };
    look();"""
OF_THE_GAP = (
    "ERR_INTERNET_DISCONNECTED",
    "reaching server endpoint",
    "Is Streamlit still running?",
    "when disconnected from server",
)
"""What the browser and Streamlit write to the console meanwhile."""
SMALL_PHONE = {**PHONE, "viewport": {"width": 360, "height": 640}}


class Traveller(Watcher):
    """A visitor whose Wi-Fi goes away and comes back."""

    def lose_connection(self) -> None:
        self.context.set_offline(True)
        self.page.evaluate("sockets.forEach(socket => socket.close())")

    def find_connection(self) -> None:
        self.context.set_offline(False)

    @property
    def notice(self) -> Locator:
        return self.page.get_by_text("No connection just now")

    def close(self) -> None:
        self.errors = [error for error in self.errors if not any(word in error for word in OF_THE_GAP)]
        super().close()


@pytest.fixture
def travel(visit: Visit) -> Callable[..., Traveller]:
    return lambda **options: visit(Traveller, is_alone=True, script=KEEP_SOCKETS, **options)


def expect_console(visitor: Watcher, words: str) -> None:
    while not any(words in error for error in visitor.errors):
        visitor.page.wait_for_event("console", lambda line: words in line.text)


def box(locator: Locator) -> dict[str, Any]:
    return locator.evaluate("element => element.getBoundingClientRect().toJSON()")  # type: ignore[no-any-return]


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = one["left"] < other["right"] and other["left"] < one["right"]
    return bool(across and one["top"] < other["bottom"] and other["top"] < one["bottom"])


def test_a_gap_is_told_in_our_words_while_the_pen_goes_on(travel: Callable[..., Traveller]) -> None:
    traveller = travel()
    traveller.wait_for_weights()
    page = traveller.page
    first, *rest = DIGITS[7][0]
    traveller.press([first, rest[0]])
    traveller.lose_connection()
    expect(traveller.notice).to_be_visible()
    for point in rest:
        page.mouse.move(*Hand(page).on_screen([point])[0], steps=6)
    traveller.answers("7")
    page.mouse.up()
    traveller.answers("7")
    expect_console(traveller, "Is Streamlit still running?")  # when it opens its dialog
    traveller.next_frames()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("dialogs") == 0  # not for a single frame
    Hand(page).draw(0)  # the sheet takes strokes as before
    expect(page.locator(".st-key-prediction .answer")).not_to_have_text("7")
    traveller.find_connection()
    expect(traveller.notice).to_have_count(0)
    traveller.wait_until_answered()


def test_the_notice_covers_no_canvas(travel: Callable[..., Traveller]) -> None:
    traveller = travel(**PHONE)
    traveller.wait_for_weights()
    check_that_the_notice_covers_no_canvas(traveller)
    traveller.find_connection()
    expect(traveller.notice).to_have_count(0)
    traveller.go_to("view=presentation")
    expect(traveller.page.locator(".st-key-leave")).to_be_visible()
    check_that_the_notice_covers_no_canvas(traveller)


def check_that_the_notice_covers_no_canvas(traveller: Traveller) -> None:
    sheet = traveller.page.locator(".st-key-drawing canvas").last
    expect(sheet).to_be_visible()
    traveller.lose_connection()
    expect(traveller.notice).to_be_visible()
    for width, height in ((1280, 800), (390, 844), (360, 640)):
        traveller.page.set_viewport_size({"width": width, "height": height})
        traveller.next_frames()
        assert not overlap(box(traveller.notice), box(sheet))
        expect(traveller.notice).to_be_in_viewport(ratio=1)
