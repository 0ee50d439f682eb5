"""How soon visitors who draw are answered, and what they cost each program, for more and more of them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from statistics import median

import numpy as np
import psycopg

from benchmarks import table
from benchmarks.drawn import draw
from benchmarks.scale.person import Person, arrive
from benchmarks.scale.site import Site, new_site
from benchmarks.scale.usage import Meter

STEPS = (25, 50, 100, 200)
EVERY, STROKES = 5.0, 5
"""Seconds between two strokes of a visitor, and how many each draws."""
DRAWINGS = 200
MB = 2**20
COLUMNS = ("visitors", "pen-up to answer, p50", "p95", "answered", "servers", "nginx", "PostgreSQL", "visitors' own")


def measure(most: int) -> None:
    """Print the tables, with up to so many visitors."""
    with new_site(workers=0) as site:
        asyncio.run(_measure(site, [step for step in STEPS if step < most] + [most]))


async def _measure(site: Site, steps: Sequence[int]) -> None:
    table.heading(*COLUMNS, "memory a visitor, servers", "nginx", "connections to PostgreSQL")
    servers = [number for name, number in site.numbers.items() if name.startswith("server")]
    meter = Meter(
        {"servers": servers, "nginx": [site.numbers["nginx"]], "PostgreSQL": [site.numbers["database"]],
         "visitors": [os.getpid()]}
    )  # fmt: skip
    people: list[Person] = []
    sent = [drawing.sent for drawing in draw(DRAWINGS)]
    async with asyncio.TaskGroup() as tasks:
        await _warm_up(site, tasks)
        empty, staying = meter.memory(), []
        for step in steps:
            new = [Person(site.address) for _ in range(step - len(people))]
            people += new
            staying += await arrive(tasks, new)
            await _measure_step(site, meter, empty, people, sent)
        _tell_network(people, sent)
        for task in staying:
            task.cancel()


async def _warm_up(site: Site, tasks: asyncio.TaskGroup) -> None:
    """Have each server load what the first page needs, which would count as the first visitors' memory."""
    people = [Person(site.address) for _ in range(8)]
    for task in await arrive(tasks, people):
        task.cancel()


async def _measure_step(
    site: Site, meter: Meter, empty: Mapping[str, int], people: Sequence[Person], sent: Sequence[str]
) -> None:
    """A row: so many who draw."""
    before, started = meter.seconds(), time.monotonic()
    drawing = [_draw(person, sent, number, len(people)) for number, person in enumerate(people)]
    waits = list(chain.from_iterable(await asyncio.gather(*drawing)))
    after, seconds = meter.seconds(), time.monotonic() - started
    memory = meter.memory()
    half, most = np.percentile(waits, [50, 95])
    asked = len(people) * STROKES
    used = [f"{100 * (after[name] - before[name]) / seconds:.0f} %" for name in before]
    grown = [f"{(memory[name] - empty[name]) / len(people) / MB:.2f} MB" for name in ("servers", "nginx")]
    table.row(
        str(len(people)),
        f"{half:.3f} s",
        f"{most:.3f} s",
        f"{len(waits)} of {asked}",
        *used,
        *grown,
        str(_connections(site)),
    )


async def _draw(person: Person, sent: Sequence[str], number: int, of: int) -> list[float]:
    """Lift the pen once in EVERY seconds, or when the answer to the last stroke is there; how long each answer took."""
    began, waits = time.monotonic(), []
    for stroke in range(STROKES):
        await asyncio.sleep(began + EVERY * (stroke + number / of) - time.monotonic())
        with suppress(ConnectionError, TimeoutError):
            waits.append(await person.page.tell("canvas-0", sent[(number + 7 * stroke) % len(sent)]))
    return waits


def _connections(site: Site) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with psycopg.connect(site.database) as connection:
        (number,) = connection.execute(query).fetchone() or (0,)
    return int(number)


def _tell_network(people: Sequence[Person], sent: Sequence[str]) -> None:
    """A table: the bytes of a page over its WebSocket."""
    print()
    table.heading("over a page's WebSocket", "median")
    table.row("the page, to the visitor", f"{median(person.first_bytes for person in people) / 1000:.0f} kB")
    answers = [
        (person.page.connection.received - person.first_bytes) / person.page.answers
        for person in people
        if person.page.answers
    ]
    table.row("an answer, to the visitor", f"{median(answers) / 1000:.1f} kB")
    table.row("a drawing, to the server", f"{median(map(len, sent)) / 1000:.1f} kB before compression")
