"""An experiment in a real Chromium, with real trainings: its chart grows by itself, and all read the drawing."""

from __future__ import annotations

import csv
from pathlib import Path

from drawing import Hand
from playwright.sync_api import expect
from visitor import Visit

VALUES = ("100", "200")


def test_from_the_question_to_the_table_and_away(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    Hand(page).draw(7)
    visitor.wait_until_answered()
    page.get_by_role("tab", name="Training").click()
    page.get_by_role("radio", name="Experiments").click()
    values = page.get_by_role("textbox", name="Values")
    values.fill(", ".join(VALUES))
    values.press("Enter")
    name = page.get_by_role("textbox", name="Name")
    name.fill("Few images")
    name.press("Enter")
    expect(page.get_by_text("2 trainings, about")).to_be_visible()
    page.locator(".st-key-start_own button").click()
    expect(page.locator(".st-key-experiment_progress")).to_be_visible()
    rows = page.locator(".st-key-mix_ups tbody tr")
    for number in range(1, 3):  # without a reload
        expect(rows).to_have_count(number, timeout=180_000)
    expect(page.locator(".st-key-experiment_progress")).to_have_count(0)
    expect(page.locator(".st-key-experiment_chart [role=graphics-document]")).to_be_visible()
    answers = page.locator(".st-key-trials .trial-answer")
    expect(answers).to_have_count(2)
    assert all(answer.inner_text().strip() for answer in answers.all())

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a table").click()
    table = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert [row["value"] for row in csv.DictReader(table.splitlines())] == list(VALUES)

    page.get_by_role("button", name="Delete experiment").click()
    page.locator(".st-key-delete_experiment button").click()
    expect(page.get_by_text("How many examples are enough?")).to_be_visible()
