"""A room with a teacher and pupils, in a real Chromium and past the page: nothing but the key makes a teacher."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import served
from playwright.sync_api import Browser, Page, expect
from protocol import Caller, calling
from visitor import PHONE, Visitor

from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.config import ROOT
from mnist_demo.settings import SHIPPED

KEY = "an-example-of-a-key-0123"
TRAINING = "tab=training&run=mine"
ROOM = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.address=0.0.0.0"]
"""The command of a server that others reach."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server for a room: its address, and its log."""
    log = tmp_path_factory.mktemp("room") / "log.txt"
    environment = {VARIABLE: KEY, "MNIST_DRAW_MODELS": str(log.with_name("models"))}
    with log.open("w") as file, served(ROOM, ROOT, file, env=environment) as (address, _):
        yield address, log


def is_teachers(page: Page) -> None:
    expect(page.locator(".st-key-retrain button")).to_be_visible()


def is_pupils(page: Page) -> None:
    expect(page.get_by_text("Only the teacher trains")).to_be_attached()
    expect(page.locator(".st-key-retrain")).to_have_count(0)


def test_the_teachers_link_makes_a_teacher_whose_key_nobody_sees(browser: Browser, room: tuple[str, Path]) -> None:
    address, log = room
    teacher = Visitor(browser, f"{address}/#teacher={KEY}")
    page = teacher.page
    is_teachers(page)
    assert page.evaluate("[location.href, history.length]") == [f"{address}/", 2]  # about:blank, and the page
    assert KEY not in page.content()
    page.reload()
    is_teachers(page)
    page.locator(".st-key-link button").click()
    link = page.get_by_role("dialog").locator("code").first.inner_text()
    assert link.startswith(address) and KEY not in link
    page.keyboard.press("Escape")
    pupil = teacher.context.new_page()  # in the same browser, as from a link that was copied
    pupil.goto(link)
    is_pupils(pupil)
    pupil.close()
    page.locator(".st-key-leave_seat button").click()
    is_pupils(page)
    assert page.evaluate("Object.values(sessionStorage).join()").count(KEY) == 0
    page.evaluate("key => { location.hash = `teacher=${key}` }", KEY)  # pasted into the open page
    is_teachers(page)
    assert page.evaluate("location.href") == f"{address}/"
    teacher.close()
    assert KEY not in log.read_text()


def test_a_wrong_key_gets_a_sentence_and_no_more(browser: Browser, room: tuple[str, Path]) -> None:
    pupil = Visitor(browser, f"{room[0]}/#teacher=made-up", **PHONE)
    expect(pupil.page.get_by_text("That was not the teacher's key")).to_be_visible()
    is_pupils(pupil.page)
    assert pupil.page.evaluate("[location.hash, sessionStorage.getItem('mnist-draw-teacher')]") == ["", None]
    pupil.close()


def imitate(pupil: Caller, teacher: Caller, key: str) -> None:
    """Send a click on a button that only a teacher's page has, as that page would, and run the whole page."""
    pupil.elements[key], pupil.fragments[key] = teacher.elements[key], ""
    pupil.press(key)


def is_training(teacher: Caller) -> bool:
    teacher.elements.pop("cancel", None)
    teacher.open_page(TRAINING)
    return "cancel" in teacher.elements


def test_what_a_pupil_sends_past_the_page_does_nothing(room: tuple[str, Path]) -> None:
    address, log = room
    mine = log.with_name("models") / "mine"
    shutil.copytree(SHIPPED / "classic", mine)
    with calling(address) as teacher, calling(address) as pupil:
        teacher.open_page(TRAINING)
        teacher.trigger("tab_memory", "teacher", KEY)
        pupil.open_page(TRAINING)
        assert {"retrain", "delete", "export_make"} <= teacher.elements.keys()
        assert not {"retrain", "delete", "export_make"} & pupil.elements.keys()
        imitate(pupil, teacher, "delete")
        imitate(pupil, teacher, "retrain")
        assert mine.exists() and not is_training(teacher)
        teacher.press("retrain")
        assert is_training(teacher)
        imitate(pupil, teacher, "cancel")
        assert is_training(teacher)
        teacher.press("delete")
        assert not mine.exists()
        teacher.press("cancel")
    assert KEY not in log.read_text()


def test_a_flood_of_wrong_keys_keeps_no_teacher_out(room: tuple[str, Path]) -> None:
    with calling(room[0]) as guessing, calling(room[0]) as teacher:
        guessing.open_page()
        for number in range(20):
            guessing.send_trigger("tab_memory", "teacher", f"made-up-{number}")
        teacher.open_page()
        teacher.trigger("tab_memory", "teacher", KEY)
        assert "retrain" in teacher.elements
