"""“Not sure” as a choice in a real Chromium: the slider counts for Python's answer and for that of the moving pen."""

from __future__ import annotations

from drawing import DIGITS, Hand
from playwright.sync_api import expect
from visitor import Visit, Watcher

from mnist_demo.config import PLAIN_RUN


def test_the_slider_counts_with_the_pen_and_without(visit: Visit) -> None:
    visitor = visit(Watcher)
    page = visitor.page
    visitor.wait_for_weights()
    visitor.go_to(f"run={PLAIN_RUN}")
    expect(visitor.answer_view).to_have_attribute("data-networks", "2")  # that of the page's first address, and this
    Hand(page).draw(6)  # of which this network is sure, but not to 99 percent
    visitor.answers("6")
    visitor.wait_until_answered()
    page.get_by_role("tab", name="Training").click()
    page.get_by_role("radio", name="Not sure").click()
    chart = page.locator(".st-key-refusal_curves [role=graphics-document]")
    expect(chart).to_be_visible()
    slider = page.get_by_role("slider", name="Say “?” below")
    slider.press("End")
    expect(page.get_by_text("By the limit of classic")).to_be_visible()
    expect(chart).to_have_count(1)

    page.get_by_role("tab", name="Draw").click()
    visitor.answers("?")  # Python's answer to the drawing that is there
    visitor.clear()
    visitor.press(DIGITS[6][0])  # the browser's own, while the pen is down
    shown = visitor.shown()
    assert shown["digit"] == "?" and shown["bars"][6] > 80
    page.mouse.up()
    visitor.wait_until_answered()
    visitor.answers("?")

    page.locator(".st-key-open_unsure button").click()
    page.get_by_role("button", name="Back to the limit of classic").click()
    expect(page.get_by_role("button", name="Back to the limit of classic")).to_be_disabled()
    page.get_by_role("tab", name="Draw").click()
    visitor.answers("6")
    expect(page.locator(".st-key-open_unsure")).to_have_count(0)
