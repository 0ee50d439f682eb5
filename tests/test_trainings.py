"""What the page relies on in the queue of trainings: the same for the real one and for the tests' stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest
from page import FakeJobs
from queues import ENDLESS, opened, wait_until

from mnist_demo.jobs import training_queue
from mnist_demo.jobs.interface import JobError, JobStatus, Trainings
from mnist_demo.jobs.plan import plan
from mnist_demo.settings import Settings


@pytest.fixture(params=["queue", "stand-in"])
def trainings(request: pytest.FixtureRequest, tmp_path: Path, stand_in: None) -> Iterator[Trainings]:
    if request.param == "stand-in":
        yield FakeJobs()
        return
    with opened(Settings(tmp_path)) as queue:
        yield queue


def wait_for_start(trainings: Trainings, number: int) -> None:
    wait_until(lambda: trainings.status(number).state == "running")


def wait_for_end(trainings: Trainings, number: int) -> None:
    if isinstance(trainings, FakeJobs):
        trainings.report(state="cancelled")
    wait_until(lambda: trainings.outcome(number))


def test_before_the_first_there_is_none(trainings: Trainings) -> None:
    assert trainings.status() == trainings.status(1) == JobStatus() and not trainings.status().is_active
    assert trainings.outcome(0) is None and trainings.outcome(1) is None
    assert trainings.queue() == trainings.untold("me") == () and trainings.ended_last() == 0
    assert trainings.owner("fresh") == ""
    trainings.cancel(0)
    trainings.move_up(1)
    trainings.note_told(1)
    trainings.disown("fresh")
    assert trainings.status() == JobStatus()


def test_one_after_the_other_each_with_its_own_number_and_outcome(trainings: Trainings) -> None:
    first = trainings.start(ENDLESS, "first", "me")
    assert (first.number, first.name, first.config, first.asked_by) == (1, "first", ENDLESS, "me")
    wait_for_start(trainings, 1)
    second = trainings.start(ENDLESS, "second", "you")
    assert (second.number, second.state, second.place) == (2, "waiting", 1) and second.seconds > 0
    assert [status.number for status in trainings.queue()] == [1, 2]
    assert trainings.status().number == 1 and trainings.outcome(1) is None and trainings.ended_last() == 0
    trainings.cancel(3)  # a number that nothing has
    trainings.cancel(1)
    assert trainings.status(1).state in ("cancelling", "cancelled")
    wait_for_end(trainings, 1)
    wait_for_start(trainings, 2)
    assert (kept := trainings.outcome(1)) and (kept.state, kept.name) == ("cancelled", "first")
    assert trainings.status().number == 2 and trainings.outcome(2) is None and trainings.ended_last() == 1
    trainings.cancel(1)  # a page that still shows the first one
    assert trainings.status(2).state == "running"
    trainings.cancel(2)
    wait_for_end(trainings, 2)
    assert trainings.outcome(2) == trainings.status() and trainings.queue() == () and trainings.ended_last() == 2


def test_what_waits_can_be_taken_out_and_moved_to_the_front(trainings: Trainings) -> None:
    wait_for_start(trainings, trainings.start(ENDLESS, "first", "me").number)
    for name in "abc":
        trainings.start(ENDLESS, name, name)
    assert [status.name for status in trainings.queue()] == ["first", "a", "b", "c"]
    trainings.move_up(4)
    assert [(status.name, status.place) for status in trainings.queue()] == [("first", 0), ("c", 1), ("a", 2), ("b", 3)]
    trainings.cancel(2)
    assert [(status.name, status.place) for status in trainings.queue()] == [("first", 0), ("c", 1), ("b", 2)]
    assert (ended := trainings.outcome(2)) and ended.state == "cancelled"
    assert trainings.ended_last() == 0  # no news for others: it had not begun
    trainings.move_up(1)  # it runs already
    assert trainings.status().number == 1


def test_a_visitor_is_told_each_end_once(trainings: Trainings) -> None:
    wait_for_start(trainings, trainings.start(ENDLESS, "first", "me").number)
    trainings.start(ENDLESS, "second", "me")
    assert [status.number for status in trainings.untold("me")] == [1, 2]
    trainings.cancel(2)
    trainings.note_told(2)
    assert [status.number for status in trainings.untold("me")] == [1]
    assert trainings.untold("you") == trainings.untold("") == ()


def test_an_experiment_is_asked_for_at_once(trainings: Trainings) -> None:
    wait_for_start(trainings, trainings.start(ENDLESS, "first", "you").number)
    asked = trainings.start_all(plan(ENDLESS, "How many?", "images", [100, 300], seeds=3), "me")
    assert [status.number for status in asked] == [2, 3, 4, 5, 6, 7]
    assert [status.config and (status.config.images, status.config.seed) for status in asked] == [
        (images, seed) for images in (100, 300) for seed in (1, 2, 3)
    ]
    assert {status.config.experiment for status in asked if status.config} == {"How many?"}
    assert asked[0].name == "images-100" and [status.number for status in trainings.queue()] == list(range(1, 8))
    again = trainings.start_all(plan(ENDLESS, "How many?", "images", [100, 300], seeds=3), "me")  # a double click
    assert [status.number for status in again] == [status.number for status in asked]
    other = trainings.start_all(plan(ENDLESS, "How many?", "images", [100, 300]), "you")
    assert {status.config.experiment for status in other if status.config} == {"How many? (2)"}
    with pytest.raises(JobError, match="6 of at most 8 trainings wait already, and there is no room for 3 more; wait"):
        trainings.start_all(plan(ENDLESS, "More", "images", [100, 300, 1000]), "me", most_waiting=8)
    assert len(trainings.queue()) == 9
    trainings.cancel(3)
    assert [(status.number, status.state) for status in trainings.ended()] == [(3, "cancelled")]


def test_one_reading_of_the_database_serves_all_who_ask_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: None
) -> None:
    monkeypatch.setattr(training_queue, "FRESH_SECONDS", 3600)
    with opened(Settings(tmp_path), workers=0) as queue:
        queue.start(ENDLESS)
        look = Mock(wraps=queue._jobs.look)
        monkeypatch.setattr(queue._jobs, "look", look)
        with ThreadPoolExecutor(8) as pages:
            assert set(pages.map(lambda page: len(queue.queue()), range(60))) == {1}
        assert look.call_count == 0
        queue.cancel(1)  # what was done here is seen at once
        assert queue.queue() == () and look.call_count == 1
