"""What is left of what was confirmed when programs are killed while visitors draw, give, vote and await trainings."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from benchmarks import table
from benchmarks.drawn import Drawn, draw
from benchmarks.open_page import OpenPage
from benchmarks.scale.person import Person, arrive
from benchmarks.scale.record import Record
from benchmarks.scale.site import Site, new_site, start_again
from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.drawn_digit import strokes_as_json
from mnist_demo.classroom.room import Classroom
from mnist_demo.config import TrainConfig
from mnist_demo.data.dataset import load_test_images
from mnist_demo.jobs.training_queue import TrainingQueue
from mnist_demo.runs.store import RunStore
from mnist_demo.texts import say
from mnist_demo.ui.markdown import plain

PEOPLE, EVERY = 30, 5.0
"""Visitors of a class, and how often each gives a drawing."""
DRAWINGS = 1500
VOTING_TURNS = 8
"""In the first so many turns the visitors vote, one after the other."""
TRAININGS = 6
CONFIG = TrainConfig.from_preset("classic", epochs=1)
VICTIMS = ("server 1", "worker 1", "database")
UNDISTURBED = 8
"""Seconds between two that are killed."""
LONGEST_GAP = 10
PATIENCE = 180
"""Seconds for the trainings that are left at the end; a worker's death is noticed after twenty."""
ENDED = {"finished", "failed", "cancelled"}
COUNTED, THANKS = say("ask.counted", answer="7"), plain(say("give.thanks"))
"""What the page says of a vote that counts, and of a drawing that was taken."""


@dataclass
class Told:
    """What visitors were told is stored, and what they only tried."""

    gifts: list[str] = field(default_factory=list)
    """The strokes of drawings that the page said thank you for, as JSON."""
    votes: int = 0
    voted: int = 0
    """How many votes counted, the page said, and how many were cast."""
    trainings: list[int] = field(default_factory=list)
    """The numbers of trainings that wait."""
    last_gift: float = 0.0
    """When a drawing was taken last, as `time.monotonic` says it."""


def measure() -> None:
    """Print the tables; AssertionError where something was lost."""
    with new_site() as site, closing(Classroom.open(site.settings)) as room:
        joined = room.classes.create("3b")
        room.rounds.ask(joined.id, "benchmark", load_test_images("bundled")[0][0])
        told = asyncio.run(_kill_all(site, joined))
        _tell_losses(site, told)


async def _kill_all(site: Site, joined: SchoolClass) -> Told:
    """Rows: what the killing of each program did to the pages. Then waits for the trainings that are left."""
    told = Told()
    drawings = iter(draw(DRAWINGS))
    people = [Person(site.address, f"class={joined.code}") for _ in range(PEOPLE)]
    queue = TrainingQueue(site.settings, RunStore.of(site.settings))
    async with asyncio.TaskGroup() as tasks:
        staying = await arrive(tasks, people)
        busy = [tasks.create_task(_take_part(person, number, told, drawings)) for number, person in enumerate(people)]
        told.trainings += await asyncio.to_thread(_ask_for_trainings, queue)
        table.heading(
            "killed and started again",
            "pages that lost their connection",
            "all back within",
            "drawings taken again after",
            "aim",
        )
        for name in VICTIMS:
            await asyncio.sleep(UNDISTURBED)
            await _kill(site, name, people, told)
        await _wait(lambda: _have_ended(site, told), PATIENCE)
        for task in [*busy, *staying]:
            task.cancel()
    await asyncio.to_thread(queue.close)
    return told


def _ask_for_trainings(queue: TrainingQueue) -> list[int]:
    return [queue.start(CONFIG, f"run-{number}", f"visitor {number}").number for number in range(TRAININGS)]


async def _take_part(person: Person, number: int, told: Told, drawings: Iterator[Drawn]) -> None:
    """Draw and give once in EVERY seconds, and vote once; what fails for want of a server is tried anew."""
    has_voted = False
    await asyncio.sleep(EVERY * number / PEOPLE)
    for turn in count():
        began = time.monotonic()
        await person.is_there.wait()
        with suppress(ConnectionError, TimeoutError):
            await _give(person, next(drawings), told)
            if not has_voted and turn >= number % VOTING_TURNS:
                has_voted = True
                await _vote(person, told)
        await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))


async def _give(person: Person, drawing: Drawn, told: Told) -> None:
    """Draw, and give it; a drawing that was not taken stays on the sheet until the next one replaces it."""
    page = person.page
    sheet = _sheet(page)
    await page.tell(sheet, drawing.sent)
    await page.press("give")
    if _sheet(page) != sheet and any(THANKS in sentence for sentence in page.said):
        page.forget(sheet)
        told.gifts.append(strokes_as_json(drawing.strokes))
        told.last_gift = time.monotonic()


def _sheet(page: OpenPage) -> str:
    """The key of the newest sheet; thanks that stand beside an older one were for the drawing before."""
    return max((key for key in page.widgets if key.startswith("canvas-")), key=lambda key: int(key.split("-")[1]))


async def _vote(person: Person, told: Told) -> None:
    told.voted += 1
    await person.page.press("ballot-question-7")
    told.votes += any(COUNTED in sentence for sentence in person.page.said)


async def _kill(site: Site, name: str, people: Sequence[Person], told: Told) -> None:
    """A row: kill a program, start it again, and wait until all pages are there and drawings are taken."""
    gaps = [len(person.gaps) for person in people]
    site.kill(name)
    killed = time.monotonic()
    await start_again(site, name)
    started = time.monotonic()
    await _wait(lambda: told.last_gift > started, PATIENCE)
    again = told.last_gift - killed
    await _wait(lambda: all(person.is_there.is_set() for person in people), PATIENCE)
    lost = [max(person.gaps[before:]) for person, before in zip(people, gaps, strict=True) if person.gaps[before:]]
    back = f"{max(lost):.1f} s" if lost else "-"
    table.row(name, f"{len(lost)} of {len(people)}", back, f"{again:.1f} s", f"{LONGEST_GAP} s")
    assert not lost or max(lost) < LONGEST_GAP, f"pages were away for {max(lost):.1f} s"


async def _wait(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        await asyncio.sleep(0.1)


def _have_ended(site: Site, told: Told) -> bool:
    states = Record.of(site.database).states
    return all(states.get(number) in ENDED for number in told.trainings)


def _tell_losses(site: Site, told: Told) -> None:
    """A table: what was confirmed, and what is there."""
    record = Record.of(site.database)
    lost = [strokes for strokes in told.gifts if strokes not in record.gifts]
    once = [number for number in told.trainings if record.states.get(number) == "finished" and record.made[number] == 1]
    ends = Counter(line["job"] for line in _lines(site.said("worker")) if line["event"] == "job_finished")
    tracebacks = site.said("").count("Traceback")
    print()
    table.heading("confirmed", "how many", "lost", "aim")
    table.row("drawings", str(len(told.gifts)), str(len(lost)), "0")
    table.row("votes", str(told.votes), str(max(0, told.votes - record.votes)), "0")
    table.row(
        "trainings, each with one end and one run", str(len(told.trainings)), str(len(told.trainings) - len(once)), "0"
    )
    table.row("tracebacks in the programs' logs", str(tracebacks), "", "0")
    assert not lost and record.votes in range(told.votes, told.voted + 1) and once == told.trainings, record.states
    assert ends and max(ends.values()) == 1, ends  # a worker that was killed had no time to say so
    assert not tracebacks, site.said("")[-4000:]


def _lines(said: str) -> list[dict[str, Any]]:
    """What a program logged as JSON, among all that it said."""
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]
