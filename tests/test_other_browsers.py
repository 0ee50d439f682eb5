"""The page in Firefox and WebKit: what a visitor does first, as in Chromium."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator

import pytest
from other_browsers import BROWSERS, OtherBrowser
from photographs import photo_of
from playwright.sync_api import Playwright

TOOL = """
    const host = document.querySelector('.st-key-drawing [data-testid=stBidiComponentIsolated]');
    const box = host.shadowRoot.querySelector(`[aria-label=${arguments[0]}]`).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];"""
"""The place of a button in the canvas's toolbar."""
CHOOSE = "[...document.querySelectorAll('[role=radio]')].find(each => each.textContent.trim() === arguments[0]).click()"
SHEET_OF_SHAPE = """
    const sheets = [...document.querySelectorAll('.st-key-drawing .stBidiComponent')];
    const [box, ...others] = sheets.map(each => each.getBoundingClientRect()).filter(({height}) => height > 0);
    return Boolean(box) && others.length === 0 && Math.abs(box.width / box.height - arguments[0]) < 0.1;"""
"""Whether one sheet can be seen, so many times as wide as it is high; Streamlit may keep an old one that cannot."""
TEXTS = "return [...document.querySelectorAll(arguments[0])].map(each => each.textContent)"
HAND_OVER = """
    const bytes = Uint8Array.from(atob(arguments[0]), each => each.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], 'photo.jpg', {type: 'image/jpeg'}));
    const input = document.querySelector('.picker input');
    input.files = carried.files;
    input.dispatchEvent(new Event('change'));"""
"""Chooses a photo, as if in a file's dialog."""
HOLD_MESSAGES = """
    const send = WebSocket.prototype.send;
    const held = [];
    WebSocket.prototype.send = function (data) { held.push([this, data]); };
    window.release = () => {
        WebSocket.prototype.send = send;
        for (const [socket, data] of held) send.call(socket, data);
    };"""


@pytest.fixture(params=BROWSERS)
def other(request: pytest.FixtureRequest, playwright: Playwright, address: str) -> Iterator[OtherBrowser]:
    """A fresh visit."""
    kind, is_here = BROWSERS[request.param]
    if not is_here and os.environ.get("CI") != "true":
        pytest.skip(f"no {request.param} on this machine")
    browser = kind(playwright)
    browser.open(address)
    browser.wait_for_sheet()
    yield browser
    browser.close()


def test_a_visit(other: OtherBrowser) -> None:
    """One visit, since it takes such a browser many seconds to begin another."""
    read_digits(other)
    answer_without_the_server(other)
    undo_and_redo(other)
    read_a_number(other)
    read_a_photo(other)
    go_back_to_one_digit(other)
    open_a_link(other)
    start_a_training_and_cancel_it(other)


def read_digits(other: OtherBrowser) -> None:
    for digit in (2, 4, 8):
        other.draw(digit)
        other.wait_for_answer(str(digit))
        clear(other)


def clear(other: OtherBrowser) -> None:
    """A fresh sheet, once Python has answered."""
    before = int(other.run("return document.querySelector('.answer-view').dataset.sheet"))
    wait_until_answered(other)
    other.click(".st-key-clear button")
    other.wait_until("return document.querySelector('.answer-view').dataset.sheet === arguments[0]", str(before + 1))
    other.wait_for_answer("?")
    other.wait_for_sheet()


def wait_until_answered(other: OtherBrowser) -> None:
    other.wait_until("return document.querySelector('.answer-view').dataset.state === 'answered'")


def answer_without_the_server(other: OtherBrowser) -> None:
    other.run(HOLD_MESSAGES)
    other.draw(7)
    other.wait_for_answer("7")
    assert other.run("return document.querySelector('.answer-view').dataset.state") == "live"
    other.run("release()")
    wait_until_answered(other)
    other.wait_for_answer("7")
    clear(other)


def undo_and_redo(other: OtherBrowser) -> None:
    other.draw(1)
    other.wait_for_answer("1")
    wait_until_answered(other)  # at rest: while the page is drawn again, the button moves under the pointer
    other.drag([other.run(TOOL, "Undo")])
    other.wait_for_answer("?")
    wait_until_answered(other)  # what is undone and done again at once is no news to the server, which answers nothing
    other.drag([other.run(TOOL, "Redo")])
    other.wait_for_answer("1")
    clear(other)


def choose(other: OtherBrowser, name: str) -> None:
    """What is read, below the sheet."""
    other.wait_until_at_rest()
    other.run(CHOOSE, name)


def read_a_number(other: OtherBrowser) -> None:
    choose(other, "Several")
    other.wait_until(SHEET_OF_SHAPE, 2.5)
    other.wait_for_sheet()
    other.draw_number("27")
    other.wait_for_answer("27")
    wait_until_answered(other)
    other.wait_for_answer("27")
    assert other.run(TEXTS, ".tag .digit") == ["2", "7"]
    other.click(".tag")
    other.wait_until(
        "return document.querySelector('.st-key-probabilities .bar:has(.winner) .class').textContent === '2'"
    )


def read_a_photo(other: OtherBrowser) -> None:
    choose(other, "Photo")
    other.wait_until("return document.querySelector('.st-key-photo_transport input[type=file]') !== null")
    other.wait_until("return document.querySelector('.picker .take')?.textContent !== ''")
    other.run(HAND_OVER, base64.b64encode(photo_of([4, 7])).decode())
    other.wait_until("return document.querySelectorAll('.on-photo .found').length === 2")
    assert other.run(TEXTS, ".on-photo .digit") == ["4", "7"]
    other.click("[data-testid=found-1]")
    other.wait_for_answer("7")


def go_back_to_one_digit(other: OtherBrowser) -> None:
    choose(other, "One")
    other.wait_until(SHEET_OF_SHAPE, 1)
    other.wait_for_sheet()
    other.wait_for_answer("?")


def open_a_link(other: OtherBrowser) -> None:
    other.draw(3)
    other.wait_for_answer("3")
    wait_until_answered(other)
    other.click(".st-key-link button")
    other.wait_until("return document.querySelector('[role=dialog] code')?.textContent.includes('drawing=')")
    link = other.run("return document.querySelector('[role=dialog] code').textContent").strip()
    other.open("about:blank")
    other.open(link)
    other.wait_for_answer("3")


def start_a_training_and_cancel_it(other: OtherBrowser) -> None:
    other.click(".st-key-retrain button")
    other.wait_until("return document.querySelector('.st-key-training_progress') !== null")
    other.click(".st-key-cancel button")
    other.wait_until("return document.querySelector('.st-key-training_progress') === null")
