"""Retraining in a real Chromium: it takes over, is announced elsewhere, survives a reload, and can be cancelled."""

from __future__ import annotations

import re

from drawing import Finger, Hand
from playwright.sync_api import expect
from test_browser import box_of
from test_phones import SIDEWAYS, TOUCH, UPRIGHT, canvas_of, is_within, open_at, overlap, resize
from visitor import PHONE, Visit, Visitor

TRAINING_MS = 240_000


def test_retraining_takes_over_here_and_is_announced_there(visit: Visit) -> None:
    mine, other = visit(), visit(**PHONE)
    Hand(mine.page).draw(5)
    mine.answers("5")
    mine.retrain(epochs=12)
    told = other.page.locator(".st-key-training_note")  # the sidebar is shut
    expect(told).to_be_visible()
    other.open()  # a reload: the training goes on
    expect(told).to_contain_text("Epoch")
    Finger(other.page).draw(7)
    other.answers("7")
    expect(
        mine.page.get_by_text(re.compile(r"Test accuracy \d\d\.\d\d\s% → \d\d\.\d\d\s%")).filter(visible=True)
    ).to_be_visible(timeout=TRAINING_MS)
    expect(mine.run_in_use).to_have_value(re.compile(r"classic, \d+ epoch"))
    mine.answers("5")
    told = other.page.locator(".st-key-news_note")
    expect(told).to_contain_text("There is a new network")
    box = told.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["viewport"]["width"]
    expect(mine.page.locator(".st-key-news_note")).to_be_hidden()  # the sidebar tells it
    other.answers("7")
    told.get_by_role("button", name="Use it").click()
    expect(told).to_have_count(0)
    other.answers("7")
    mine.page.get_by_role("tab", name="Training").click()
    mine.page.get_by_text("Delete this run").click()
    mine.page.locator(".st-key-delete button").click()
    expect(mine.run_in_use).not_to_have_value(re.compile(r"classic, \d epoch"))


def test_a_training_is_in_sight_until_it_is_cancelled_which_keeps_everything_as_it_was(visit: Visit) -> None:
    visitor = visit()
    in_use = visitor.run_in_use.input_value()
    visitor.retrain(epochs=900)
    expect(visitor.page.locator(".st-key-training_progress")).to_contain_text("Epoch")
    visitor.open()  # a reload: whose training it is, the tab remembers
    expect(visitor.page.locator(".st-key-training_progress")).to_contain_text("Epoch")
    expect(visitor.page.get_by_text("Somebody else started")).to_have_count(0)
    check_that_the_sidebar_shows_it(visitor)
    check_that_a_phone_shows_it(open_at(visit, UPRIGHT[0], **TOUCH))
    visitor.page.locator(".st-key-cancel button").click()
    expect(visitor.page.get_by_text("Training cancelled").filter(visible=True)).to_be_visible()
    expect(visitor.page.locator(".st-key-training_note")).to_have_count(0)
    assert visitor.run_in_use.input_value() == in_use
    expect(visitor.page.locator(".st-key-training_progress")).to_have_count(0)


def check_that_the_sidebar_shows_it(visitor: Visitor) -> None:
    curve = visitor.page.locator(".st-key-training_progress [role=graphics-document]")
    for size in ((1280, 800), (1024, 768)):
        resize(visitor, size)
        expect(curve).to_be_in_viewport(ratio=1)
    expect(visitor.page.locator(".st-key-training_note")).to_be_hidden()


def check_that_a_phone_shows_it(phone: Visitor) -> None:
    """Where the sidebar is shut, and nothing else is covered."""
    note = phone.page.locator(".st-key-training_note")
    expect(note).to_contain_text("Epoch")
    for size in (*UPRIGHT, *SIDEWAYS):
        resize(phone, size)
        boxes = [box_of(note), canvas_of(phone), box_of(phone.page.locator(".st-key-clear"))]
        assert boxes[0]["width"] > 50  # its words can be read
        assert is_within(boxes[0], size) and not any(overlap(boxes[0], box) for box in boxes[1:])
        assert is_within(box_of(phone.page.locator(".st-key-probabilities")), size)
