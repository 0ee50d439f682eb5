"""The teacher's key, what becomes of wrong ones, and whose page it is."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import components
import pytest
import streamlit as st
from page import FakeJobs
from streamlit import config
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.rights import Role
from mnist_demo.classroom.teacher_key import VARIABLE, TeacherKey
from mnist_demo.classroom.wrong_keys import HALF_LIFE, LONGEST, MOST_WAITING, WrongKeys
from mnist_demo.config import TrainConfig
from mnist_demo.runs.run import Run
from mnist_demo.ui import actions, binding, resources, seat

KEY = "an-example-of-a-key-0123"


def test_a_new_key_is_long_and_another_each_time() -> None:
    keys = {TeacherKey.random().text for _ in range(100)}
    assert len(keys) == 100 and min(map(len, keys)) >= 32  # of 6 bits each


@pytest.mark.parametrize("environment", [{}, {VARIABLE: ""}, {VARIABLE: "  "}])
def test_no_key_is_no_key(environment: dict[str, str]) -> None:
    assert TeacherKey.from_environment(environment) is None


def test_the_environment_holds_a_key() -> None:
    assert TeacherKey.from_environment({VARIABLE: f"{KEY}\n"}) == TeacherKey(KEY)


@pytest.mark.parametrize("text", ["secret", "x" * 21, "x" * 201, f"{KEY} and more", f"{KEY}#", "schlüssel" * 4])
def test_a_key_that_is_not_safe_is_refused_on_one_line_without_it(text: str) -> None:
    with pytest.raises(ValueError, match=VARIABLE) as refused:
        TeacherKey.from_environment({VARIABLE: text})
    assert "\n" not in str(refused.value) and text not in str(refused.value)


def test_a_key_is_not_printed() -> None:
    assert KEY not in repr(TeacherKey(KEY)) and KEY not in f"{TeacherKey(KEY)}"


@pytest.mark.parametrize("text", ["", KEY[:-1], KEY + "x", KEY.upper(), "ä" * 30, "\ud800"])
def test_only_the_key_itself_is_the_key(text: str) -> None:
    assert TeacherKey(KEY).is_shown_by(KEY) and not TeacherKey(KEY).is_shown_by(text)


def test_wrong_keys_wait_ever_longer_and_are_forgiven() -> None:
    now, waits = SimpleNamespace(seconds=0.0), list[float]()
    wrong = WrongKeys(lambda: now.seconds, waits.append)
    for _ in range(8):
        wrong.hold_back()
    assert waits == [0.5, 1, 2, 4, 8, LONGEST, LONGEST, LONGEST]
    now.seconds += HALF_LIFE
    wrong.hold_back()
    assert waits[-1] == LONGEST  # half of it, doubled
    now.seconds += 20 * HALF_LIFE
    wrong.hold_back()
    assert waits[-1] == 0.5


def test_a_limit_of_its_own_keeps_the_waits_short() -> None:
    waits: list[float] = []
    wrong = WrongKeys(lambda: 0.0, waits.append, longest=2)
    for _ in range(4):
        wrong.hold_back()
    assert waits == [0.5, 1, 2, 2]


def test_a_flood_of_wrong_keys_holds_few_threads() -> None:
    wait, places = threading.Event(), threading.Semaphore(0)

    def sleep(_: float) -> None:
        places.release()
        wait.wait()

    wrong = WrongKeys(sleep=sleep)
    threads = [threading.Thread(target=wrong.hold_back) for _ in range(MOST_WAITING)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert places.acquire(timeout=10)
    wrong.hold_back()  # returns at once
    wait.set()
    for thread in threads:
        thread.join(10)
    assert not places.acquire(blocking=False)


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1", "127.8.0.1"])
def test_a_server_for_this_computer_is_private(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_option", {"server.address": address}.get)
    assert binding.is_private()
    monkeypatch.setattr(config, "_server_mode", "asgi-server")  # uvicorn listens elsewhere, perhaps
    assert not binding.is_private()


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.2", "localhost.example.org", "unix:///a"])
def test_every_other_server_is_not(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_option", {"server.address": address}.get)
    assert not binding.is_private()


@pytest.mark.parametrize(("is_private", "host", "role"), [
    (True, "localhost:8501", Role.OWNER), (True, "127.0.0.1:8501", Role.OWNER), (True, "[::1]:8501", Role.OWNER),
    (True, "digits.example.org", Role.VISITOR), (True, "192.168.1.2:8501", Role.VISITOR),
    (False, "localhost:8501", Role.VISITOR), (False, "192.168.1.2:8501", Role.VISITOR),
])  # fmt: skip
def test_without_a_key_only_this_computers_person_is_more_than_a_visitor(
    is_private: bool, host: str, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "is_private", lambda: is_private)
    monkeypatch.setattr(resources, "teachers_key", lambda: None)
    monkeypatch.setattr(st, "context", SimpleNamespace(headers={"Host": host}))
    assert seat.visitor().role is role


@pytest.fixture
def with_key(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The server has a key; returns how long the answers to wrong ones were held back."""
    waits: list[float] = []
    wrong = WrongKeys(sleep=waits.append)
    monkeypatch.setattr(resources, "teachers_key", lambda: TeacherKey(KEY))
    monkeypatch.setattr(resources, "tries_with_wrong_keys", lambda: wrong)
    return waits


def keys_of(app: AppTest) -> set[str]:
    return {element.key for kind in ("button", "selectbox") for element in app.get(kind) if element.key}


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


OFFERED_IN_TRAINING = {"delete", "export_make"}


def test_a_visitor_is_offered_what_one_may_do_and_told_how_a_teacher_gets_more(
    with_key: list[float], app: AppTest, fresh_run: Run
) -> None:
    app.session_state["tab"] = "training"
    app.run()
    app.selectbox(key="run").select("fresh").run()
    assert keys_of(app) & {"retrain", "preset", "leave_seat", *OFFERED_IN_TRAINING} == set()
    assert captions(app).count("Open the teacher's link") == 2  # in the sidebar, and below the figures


def test_a_visitor_sees_a_training_and_cannot_stop_it(with_key: list[float], app: AppTest, jobs: FakeJobs) -> None:
    jobs.start(TrainConfig(), "fresh")
    app.run()
    assert app.get("progress") and "cancel" not in keys_of(app)


def test_without_a_key_the_page_says_how_to_start_it(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, with_key: list[float]
) -> None:
    monkeypatch.setattr(resources, "teachers_key", lambda: None)
    monkeypatch.setattr(resources, "is_private", lambda: False)
    app.run()
    assert "retrain" not in keys_of(app) and "mnist-draw class" in captions(app)


def seated(app: AppTest, key: Any) -> AppTest:
    """As if the tab had shown that key."""
    app.session_state["shown_key"] = key
    return app.run()


def test_a_teacher_is_offered_everything_and_can_leave(with_key: list[float], app: AppTest, fresh_run: Run) -> None:
    app.session_state["tab"] = "training"
    seated(app, KEY)
    app.selectbox(key="run").select("fresh").run()
    assert {"retrain", "leave_seat", *OFFERED_IN_TRAINING} <= keys_of(app)
    app.button(key="leave_seat").click().run()
    assert keys_of(app) & {"retrain", "leave_seat", *OFFERED_IN_TRAINING} == set()
    assert KEY not in str(app.session_state._state.filtered_state)


def test_the_tab_shows_its_key(with_key: list[float], app: AppTest) -> None:
    components.send(app, "tab_memory", "teacher", KEY)
    assert "retrain" in keys_of(app) and components.data(app, "tab_memory")["seat"] == "taken" and with_key == []


@pytest.mark.parametrize("sent", ["wrong", "", "\ud800", "x" * 100_000, KEY[:-1]])
def test_a_wrong_key_waits_and_gets_a_sentence(with_key: list[float], app: AppTest, sent: str) -> None:
    components.send(app, "tab_memory", "teacher", sent)
    assert "retrain" not in keys_of(app) and with_key == [0.5]
    assert components.data(app, "tab_memory")["seat"] == "refused"
    assert app.warning[0].value.startswith("That was not the teacher's key")
    components.send(app, "tab_memory", "teacher", KEY)  # and the right one does not wait
    assert "retrain" in keys_of(app) and not app.warning and with_key == [0.5]


@pytest.mark.parametrize("sent", [None, 7, [KEY], {"teacher": KEY}, True])
def test_what_is_no_text_is_no_key(with_key: list[float], app: AppTest, sent: object) -> None:
    components.send(app, "tab_memory", "teacher", sent)
    assert not app.exception and "retrain" not in keys_of(app)


def test_where_everybody_is_a_visitor_no_key_is_the_right_one(
    with_key: list[float], app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "teachers_key", lambda: None)
    monkeypatch.setattr(resources, "is_private", lambda: False)
    components.send(app, "tab_memory", "teacher", "")
    assert "retrain" not in keys_of(app) and with_key == [0.5]


def test_the_only_person_here_needs_no_key(app: AppTest) -> None:
    components.send(app, "tab_memory", "teacher", "of a lesson that is over")
    assert "retrain" in keys_of(app) and "leave_seat" not in keys_of(app) and not app.warning


def test_who_has_left_the_seat_cannot_go_on_with_a_page_that_is_out_of_date(
    with_key: list[float], app: AppTest, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated(app, KEY)
    monkeypatch.setattr(actions, "is_offered", lambda action: True)
    app.session_state["shown_key"] = ""
    app.button(key="retrain").click().run()
    assert jobs.state.number == 0 and app.error[0].value.startswith("Not started: you may not")
