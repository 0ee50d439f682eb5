"""The wall in a real Chromium: a teacher watches it fill, and changes what hangs there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser import server
from databases import picture
from playwright.sync_api import Browser, Locator, Page, expect
from protocol import calling
from visitor import Visitor

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.set_archive import Entry, pack_set
from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.settings import Settings

KEY = "an-example-of-a-key-0123"
Place = tuple[str, Classroom, SchoolClass]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server for a room, and its database, which the test opens beside it."""
    models = tmp_path_factory.mktemp("models")
    classroom = Classroom.open(Settings(models))
    ours = classroom.classes.create("3b")
    with server(**{VARIABLE: KEY, "MNIST_DRAW_MODELS": str(models)}) as (address, _):
        yield address, classroom, ours
    classroom.close()


def row(page: Page, digit: int) -> Locator:
    return page.locator(f".row[data-digit='{digit}'] .tile")


def test_a_teachers_wall_is_live(browser: Browser, place: Place) -> None:
    address, classroom, ours = place
    first = classroom.gifts.give(ours.id, "ann", picture(1), 4)
    teacher = Visitor(browser, f"{address}/?tab=class&class={ours.code}#teacher={KEY}")
    page = teacher.page
    expect(page.locator("button.tile")).to_have_count(1)
    page.evaluate("window.isSamePage = true")
    handle = row(page, 4).first.element_handle()
    second = classroom.gifts.give(ours.id, "ben", picture(2), 4)
    expect(row(page, 4)).to_have_count(2)
    expect(page.get_by_text("2 drawings from 2 people.")).to_be_visible()
    assert [each.get_attribute("data-id") for each in row(page, 4).all()] == [str(second), str(first)]
    assert handle.evaluate("tile => tile.isConnected && window.isSamePage")  # neither loaded nor drawn again

    row(page, 4).first.click()
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(row(page, 4).first).to_have_class("tile new hidden")
    expect(page.get_by_text("1 drawing from 1 person.")).to_be_visible()
    row(page, 4).last.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show again", exact=True).click()
    expect(row(page, 4).first).to_have_class("tile new")
    row(page, 4).first.click()
    page.get_by_role("group", name="This 4").get_by_role("button", name="9", exact=True).click()
    expect(row(page, 9)).to_have_count(1)
    assert classroom.gifts.counts(ours.id).tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    classroom.drawings.delete(ours.id, first)
    expect(row(page, 4)).to_have_count(0)

    with calling(address) as pupil:
        pupil.open_page(f"tab=class&class={ours.code}")
        pupil.trigger("wall", "act", {"id": second, "do": "delete"})
    assert classroom.gifts.counts(ours.id).sum() == 1

    page.get_by_text("Take along and forget").click()
    content = pack_set([Entry(picture(3), 7, "cem")])
    field = page.locator(".st-key-read_in-0 input")
    field.set_input_files({"name": "ours.zip", "mimeType": "application/zip", "buffer": content})
    expect(page.get_by_text("1 drawing was read in.")).to_be_visible()
    page.get_by_role("button", name="Erase this class").click()
    expect(page.get_by_text("Erase 3b with 2 drawings from 2 people")).to_be_visible()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("The class 3b was erased, with all its drawings.")).to_be_visible()
    expect(page).not_to_have_url(re.compile(ours.code))  # the address follows at the end of the run
    assert classroom.classes.all() == []
    teacher.close()
