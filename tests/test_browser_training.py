"""Retraining in a real Chromium: it takes over, is announced elsewhere, survives a reload, and can be cancelled."""

from __future__ import annotations

import re

from drawing import Finger, Hand
from playwright.sync_api import expect
from visitor import PHONE, Visit

TRAINING_MS = 240_000


def test_retraining_takes_over_here_and_is_announced_there(visit: Visit) -> None:
    mine, other = visit(), visit(**PHONE)
    Hand(mine.page).draw(5)
    mine.answers("5")
    mine.retrain(epochs=2)
    told = other.page.locator(".st-key-training_note")  # the sidebar is shut
    expect(told).to_be_visible()
    other.open()  # a reload: the training goes on
    expect(told).to_contain_text("Epoch")
    Finger(other.page).draw(7)
    other.answers("7")
    expect(
        mine.page.get_by_text(re.compile(r"Test accuracy \d\d\.\d\d\s% → \d\d\.\d\d\s%")).filter(visible=True)
    ).to_be_visible(timeout=TRAINING_MS)
    expect(mine.run_in_use).to_have_value(re.compile(r"classic, \d epoch"))
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


def test_cancelling_keeps_everything_as_it_was(visit: Visit) -> None:
    visitor = visit()
    in_use = visitor.run_in_use.input_value()
    visitor.retrain(epochs=900)
    expect(visitor.page.locator(".st-key-training_progress")).to_contain_text("Epoch")
    visitor.open()  # a reload: whose training it is, the tab remembers
    expect(visitor.page.locator(".st-key-training_progress")).to_contain_text("Epoch")
    expect(visitor.page.get_by_text("Somebody else started")).to_have_count(0)
    visitor.page.locator(".st-key-cancel button").click()
    expect(visitor.page.get_by_text("Training cancelled").filter(visible=True)).to_be_visible()
    assert visitor.run_in_use.input_value() == in_use
    expect(visitor.page.locator(".st-key-training_progress")).to_have_count(0)
