"""Prepared pages in a real Chromium: what a link hides is revealed, and the link that the page makes opens the same."""

from __future__ import annotations

import re
from typing import Any, Literal

import numpy as np
import pytest
from drawing import DIGITS, Hand
from playwright.sync_api import Locator, expect
from visitor import PHONE, Visit, Visitor

from mnist_demo.config import PLAIN_RUN
from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke


def visit_link(visit: Visit, query: str, **options: Any) -> Visitor:
    return visit(lambda browser, address, **rest: Visitor(browser, f"{address}/?{query}", **rest), **options)


def drawing(digit: int) -> str:
    text = encode([Stroke(24, np.array(line, np.float64)) for line in DIGITS[digit]])
    assert text is not None
    return text


def brush(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("slider", name="Brush size")


def probability(visitor: Visitor, digit: int) -> float:
    return float(visitor.page.get_by_test_id(f"live-bar-{digit}").get_attribute("aria-valuenow") or "nan")


def test_a_prepared_page_hides_the_answer_until_it_is_asked_for(visit: Visit) -> None:
    visitor = visit_link(visit, f"run={PLAIN_RUN}&brush=36&hide=answer,bars,input,sidebar&drawing={drawing(1)}")
    page = visitor.page
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(brush(visitor)).to_have_attribute("aria-valuetext", "36")
    expect(page.locator(".st-key-prediction")).to_have_text(re.compile("What will it say"))
    Hand(page).stroke([(60, 75), (195, 72)])  # a long bar to the left makes it a 7
    page.wait_for_timeout(1500)  # longer than an answer takes to appear, and to be said
    assert "sure" not in page.locator("body").inner_text() and page.locator(".winner").count() == 0
    assert page.get_by_role("status").filter(has_text="sure").count() == 0

    page.locator(".st-key-reveal button").click()
    visitor.answers("7")
    expect(page.get_by_role("status").filter(has_text="sure")).to_contain_text("7: ")
    expect(page.locator(".st-key-network_input .picture")).to_be_visible()
    page.locator(".st-key-reveal button").click()
    visitor.answers("?")
    expect(page.get_by_role("status").filter(has_text="sure")).to_have_count(0)
    page.locator(".st-key-reveal button").click()
    visitor.answers("7")

    page.locator(".st-key-clear button").click()  # a fresh sheet is a fresh question
    expect(page.get_by_role("button", name="Show the answer")).to_be_visible()
    visitor.wait_for_sheet(1)
    expect(page.locator(".st-key-prediction")).to_have_text(re.compile("Draw a digit"))
    Hand(page).draw(3)
    expect(page.locator(".st-key-prediction")).to_have_text(re.compile("What will it say"))
    visitor.wait_until_answered()
    visitor.answers("?")
    page.locator(".st-key-reveal button").click()
    visitor.answers("3")
    page.reload()
    expect(page.get_by_role("button", name="Show the answer")).to_be_visible()
    page.locator(".st-key-reveal button").click()
    visitor.answers("3")  # the drawing is still there


def test_back_and_forward_go_through_tabs_and_views(visit: Visit) -> None:
    visitor = visit_link(visit, "example=4")
    page = visitor.page

    def expect_open(tab: str, query: str) -> None:
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        expect(page).to_have_url(re.compile(rf"\?{query}$"))

    walk: list[tuple[Literal["tab", "radio"], str, str, str]] = [
        ("tab", "Training", "Training", "example=4&tab=training"),
        ("radio", "Mistakes", "Training", "example=4&tab=training&training_view=mistakes"),
        ("tab", "Look inside", "Look inside", "example=4&tab=inside&training_view=mistakes"),
        ("radio", "Why this answer?", "Look inside", "example=4&tab=inside&training_view=mistakes&look=why"),
    ]
    for role, name, tab, query in walk:
        page.get_by_role(role, name=name).click()
        expect_open(tab, query)
    for _, _, tab, query in [*reversed(walk[:-1]), ("tab", "Draw", "Draw", "example=4")]:
        page.go_back()
        expect_open(tab, query)
    for _, _, tab, query in walk:
        page.go_forward()
        expect_open(tab, query)
    expect(page.locator(".votes").first).to_be_visible()
    visitor.answers("4")


@pytest.mark.parametrize("query", [
    "tab=training&training_view=mistakes", "tab=Look+inside&look=Why+this+answer%3F", "tab=kitchen&run=nobody",
])  # fmt: skip
def test_to_open_the_page_is_one_entry_and_so_is_each_tab(visit: Visit, query: str) -> None:
    visitor = visit()
    page = visitor.page
    entries = page.evaluate("history.length")
    page.goto(f"{visitor.address}?{query}")
    expect(page.locator(".answer-view").first).to_be_attached()
    visitor.wait_for_script()
    assert page.evaluate("history.length") == entries + 1
    opened = page.get_by_role("tab", selected=True).inner_text()
    other = "Draw" if opened == "Training" else "Training"
    page.get_by_role("tab", name=other).click()
    expect(page.get_by_role("tab", name=other)).to_have_attribute("aria-selected", "true")
    expect(page).not_to_have_url(re.compile(re.escape(query) + "$"))
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    expect(page.get_by_role("tab", name=opened)).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile(re.escape(query) + "$"))


def test_back_keeps_the_drawing_and_a_swipe_is_no_way_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    Hand(page).draw(8)
    visitor.answers("8")
    visitor.wait_until_answered()
    page.get_by_role("tab", name="Training").click()
    expect(page).to_have_url(re.compile("tab=training"))
    page.go_back()
    expect(page.get_by_role("tab", name="Draw")).to_have_attribute("aria-selected", "true")
    visitor.answers("8")
    Hand(page).draw(1)  # on the same sheet: the 8 is still on it
    visitor.wait_until_answered()
    expect(page.locator(".st-key-prediction .answer")).not_to_have_text("1")
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorX") == "none"


def test_the_link_that_the_page_makes_opens_the_same_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    entries = page.evaluate("history.length")
    brush(visitor).press("ArrowRight")
    expect(page).to_have_url(re.compile("brush=28"))
    Hand(page).draw(8)
    visitor.answers("8")
    assert page.evaluate("history.length") == entries
    visitor.run_in_use.click()
    page.get_by_role("option", name=re.compile(rf"^{PLAIN_RUN} ·")).click()  # not "classic, 1 epoch"
    expect(page).to_have_url(re.compile(f"run={PLAIN_RUN}"))
    page.locator(".st-key-present button").click()
    expect(page.locator(".st-key-leave")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("tab", name="Training")).to_be_hidden()
    visitor.answers("8")  # the drawing is still there
    sheet = page.locator(".st-key-drawing canvas").last.bounding_box()
    assert sheet and sheet["width"] > 500
    page.go_back()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    visitor.answers("8")
    page.locator(".st-key-link button").click()
    expect(page.get_by_text("works on this computer alone")).to_be_visible()
    link = page.get_by_test_id("stCode").first.inner_text()
    assert len(link) < 2000

    guest = visit_link(visit, link.split("?")[1])
    guest.answers("8")
    expect(guest.run_in_use).to_have_value(re.compile(PLAIN_RUN))
    expect(brush(guest)).to_have_attribute("aria-valuetext", "28")
    assert abs(probability(guest, 8) - probability(visitor, 8)) < 3
    phone = visit_link(visit, link.split("?")[1] + "&embed=true&hide=sidebar,tabs", **PHONE)
    phone.answers("8")
    expect(phone.page.get_by_role("tab", name="Draw")).to_be_hidden()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.page.locator(".st-key-clear button").click()
    phone.answers("?")
