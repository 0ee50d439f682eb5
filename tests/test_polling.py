"""Regular questions of pages: which of them pass to the script, and which need no answer."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from mnist_demo.ui import limits, polling
from mnist_demo.ui.polling import FRESH_SECONDS, HEADER, LOOKING_SECONDS, Pages, seconds_in_a_crowd


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pages(time: Time) -> Pages:
    return Pages(time)


def test_a_page_that_shows_nothing_yet_is_answered(pages: Pages) -> None:
    with pages.opened() as page:
        assert not pages.is_up_to_date(page)


def test_one_page_looks_for_news_for_all(pages: Pages, time: Time) -> None:
    with pages.opened() as one, pages.opened() as other:
        for page in (one, other):
            pages.note(page, "training", (1, "running"))
        time.now += FRESH_SECONDS
        assert not pages.is_up_to_date(one)
        pages.note(one, "training", (1, "running"))
        assert pages.is_up_to_date(one) and pages.is_up_to_date(other)
        pages.note(one, "training", (1, "finished"))
        assert pages.is_up_to_date(one) and not pages.is_up_to_date(other)


def test_others_wait_for_the_page_that_looks_but_not_for_long(pages: Pages, time: Time) -> None:
    with pages.opened() as one, pages.opened() as other:
        for page in (one, other):
            pages.note(page, "training", 1)
        time.now += FRESH_SECONDS
        assert not pages.is_up_to_date(one) and pages.is_up_to_date(other)
        assert not pages.is_up_to_date(one)  # which may have asked for something else
        time.now += LOOKING_SECONDS
        assert not pages.is_up_to_date(other)


def test_news_of_one_topic_are_enough(pages: Pages) -> None:
    with pages.opened() as one, pages.opened() as other:
        for topic in ("training", ("wall", 1)):
            pages.note(one, topic, 5)
        pages.note(other, ("wall", 2), 6)
        assert pages.is_up_to_date(one)
        pages.note(other, ("wall", 1), 6)
        assert not pages.is_up_to_date(one)


def test_what_could_not_be_found_out_is_asked_again_by_that_page_alone(pages: Pages) -> None:
    with pages.opened() as one, pages.opened() as other:
        pages.note(other, "training", 1)
        pages.note(one, "training", None)
        assert pages.is_up_to_date(other) and not pages.is_up_to_date(one)


def test_a_page_that_is_shown_anew_has_only_what_it_shows_now(pages: Pages) -> None:
    with pages.opened() as one, pages.opened() as other:
        pages.note(one, ("wall", 1), 1)
        pages.begin(one)
        pages.note(one, "training", 1)
        pages.note(other, ("wall", 1), 2)
        assert pages.is_up_to_date(one)


def test_what_a_page_has_left_is_no_reason_to_ask(pages: Pages) -> None:
    with pages.opened() as one, pages.opened() as other:
        for topic in ("training", "experiments"):
            pages.note(one, topic, 1)
        pages.note(other, "experiments", 2)
        assert not pages.is_up_to_date(one)
        pages.forget(one, "experiments")
        assert pages.is_up_to_date(one)


def test_nothing_is_kept_of_pages_that_are_gone(pages: Pages) -> None:
    with pages.opened() as page:
        pages.note(page, "training", 1)
    pages.note(page, "training", 2)  # its script was still running
    assert not pages.is_up_to_date(page) and not pages.count


def test_many_pages_ask_less_often(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PAGES", pages)
    with ExitStack() as stack:
        asked = []
        for _ in range(60):
            stack.enter_context(pages.opened())
            asked.append(seconds_in_a_crowd(2))
    assert asked[:30] == [2] * 30 and asked[-1] == 4


def question(is_regular: bool, is_press: bool = False) -> Message:
    message = BackMsg()
    message.rerun_script.is_auto_rerun = is_regular
    message.rerun_script.widget_states.widgets.add(id="a button", trigger_value=is_press)
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def test_only_questions_that_need_an_answer_reach_the_script(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAGES", pages)
    sent, passed = iter([question(True), question(True), question(False)]), []

    async def script(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        for _ in range(2):
            passed.append(await receive())
            pages.note(headers[HEADER.lower().encode()].decode(), "training", 1)

    async def receive() -> Message:
        return next(sent)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    scope = {"type": "websocket", "headers": [(HEADER.lower().encode(), b"a name that a stranger made up")]}
    with ThreadPoolExecutor(1) as apart:  # where browsers run, this thread has a loop already
        apart.submit(asyncio.run, limits.Messages(script)(scope, receive, send)).result()
    assert passed == [question(True), question(False)]


def taken(
    asked: list[tuple[float, Message]], count: int, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[float, Message]]:
    """Which messages reach the script and when, so many of those that come from a page at these times."""
    now, coming = 0.0, iter(asked)

    async def receive() -> Message:
        nonlocal now
        at, message = next(coming)
        now = max(now, at)
        return message

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += max(0.0, seconds)

    async def take() -> list[tuple[float, Message]]:
        monkeypatch.setattr(asyncio, "sleep", sleep)
        receive_in_turn = limits.limited(receive, "a page", clock=lambda: now)
        messages = [(await receive_in_turn(), now) for _ in range(count)]
        return [(at, message) for message, at in messages]

    with ThreadPoolExecutor(1) as apart:  # where browsers run, this thread has a loop already
        return apart.submit(asyncio.run, take()).result()


def test_a_regular_question_leaves_time_for_the_answer_to_a_click(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [(10.0, question(False)), (10.2, question(True)), (10.9, question(True))]
    assert taken(asked, 2, monkeypatch) == [(10.0, question(False)), (10.9, question(True))]


def test_what_follows_a_press_waits_until_its_run_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [(10.0, question(False, is_press=True)), (10.1, question(False)), (10.5, question(False))]
    times, messages = zip(*taken(asked, 3, monkeypatch), strict=True)
    assert times == pytest.approx((10.0, 10.3, 10.5))
    assert list(messages) == [message for _, message in asked]
