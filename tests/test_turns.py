"""Many who ask at once for what takes long."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from mnist_demo.jobs.turns import Turns

SECONDS = 60
VISITORS = 12


class Work:
    """Something that takes until it may end, and counts how often it is done."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun, self.may_end = Event(), Event()
        self.error = error
        self.times = 0

    def __call__(self) -> int:
        self.begun.set()
        assert self.may_end.wait(SECONDS)
        self.times += 1
        if self.error:
            raise self.error
        return self.times


class Visitor:
    """Asks in a thread, and is told while waiting; may go elsewhere."""

    def __init__(self, pool: ThreadPoolExecutor, turns: Turns[int], key: Hashable, work: Work) -> None:
        self.told: list[bool] = []
        self.waits, self.leaves = Event(), Event()
        self.answer: Future[int] = pool.submit(turns.result, key, work, self.tell)

    def tell(self, is_at_work: bool) -> None:
        self.told.append(is_at_work)
        self.waits.set()
        if self.leaves.is_set():
            raise InterruptedError

    def wait(self) -> Visitor:
        assert self.waits.wait(SECONDS)
        return self

    def leave(self) -> None:
        self.leaves.set()
        with pytest.raises(InterruptedError):
            self.answer.result(SECONDS)


@contextmanager
def ended(*works: Work) -> Iterator[None]:
    """Whatever happens, no work is left that waits."""
    try:
        yield
    finally:
        for work in works:
            work.may_end.set()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(VISITORS) as pool:
        yield pool


def test_all_who_ask_for_the_same_get_the_one_result(pool: ThreadPoolExecutor) -> None:
    turns, work = Turns[int](), Work()
    with ended(work):
        visitors = [Visitor(pool, turns, "same", work).wait() for _ in range(VISITORS)]
    assert {visitor.answer.result(SECONDS) for visitor in visitors} == {1} and work.times == 1
    assert turns.result("same", work) == 2  # who asks afterwards wants it anew


def test_others_wait_in_turn_and_know_it(pool: ThreadPoolExecutor) -> None:
    turns, first, second = Turns[int](), Work(), Work()
    with ended(first, second):
        one = Visitor(pool, turns, 1, first).wait()
        two = Visitor(pool, turns, 2, second).wait()
        assert set(one.told) == {True} and set(two.told) == {False} and not second.begun.is_set()
        first.may_end.set()
        assert one.answer.result(SECONDS) == 1 and second.begun.wait(SECONDS)
    assert two.answer.result(SECONDS) == 1


def test_a_failure_is_shared_and_tried_again_by_the_next(pool: ThreadPoolExecutor) -> None:
    turns, work = Turns[int](keep=9), Work(OSError("disk full"))
    with ended(work):
        visitors = [Visitor(pool, turns, "same", work).wait() for _ in range(VISITORS)]
    for visitor in visitors:
        with pytest.raises(OSError, match="disk full"):
            visitor.answer.result(SECONDS)
    assert work.times == 1
    work.error = None
    assert turns.result("same", work) == 2


def test_what_was_begun_is_finished_for_those_who_left_and_the_rest_dropped(pool: ThreadPoolExecutor) -> None:
    turns, begun, waiting, last = Turns[int](keep=1), Work(), Work(), Work()
    with ended(begun, waiting, last):
        one, two = Visitor(pool, turns, 1, begun).wait(), Visitor(pool, turns, 2, waiting).wait()
        stays, goes = Visitor(pool, turns, 3, last).wait(), Visitor(pool, turns, 3, last).wait()
        for visitor in (one, two, goes):
            visitor.leave()
    assert stays.answer.result(SECONDS) == 1
    assert (begun.times, waiting.times, last.times) == (1, 0, 1)


def test_the_latest_results_are_kept() -> None:
    turns, work = Turns[int](keep=2), Work()
    work.may_end.set()
    assert [turns.result(key, work) for key in (1, 2, 1, 2, 3, 3, 2, 1)] == [1, 2, 1, 2, 3, 3, 2, 4]


def test_results_are_kept_while_there_are_few() -> None:
    turns, work = Turns[int](keep=4), Work()
    work.may_end.set()
    assert [turns.result(key, work) for key in (1, 2, 3, 1, 2, 3)] == [1, 2, 3, 1, 2, 3]
