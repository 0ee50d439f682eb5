"""What programs take of a machine: processor time and memory, of each with all processes that it has started."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Meter:
    """Measures named groups of programs, each given by the numbers of its first processes."""

    groups: Mapping[str, list[int]]

    def seconds(self) -> dict[str, float]:
        """How long each group has used a processor so far."""
        return {name: sum(map(_seconds, _processes(numbers))) for name, numbers in self.groups.items()}

    def memory(self) -> dict[str, int]:
        """The bytes of each group, with its part of memory that processes share; to find that out takes a while."""
        return {name: sum(map(_memory, _processes(numbers))) for name, numbers in self.groups.items()}


def _processes(numbers: list[int]) -> Iterator[psutil.Process]:
    for number in numbers:
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(number)
            yield from [first, *first.children(recursive=True)]


def _seconds(process: psutil.Process) -> float:
    """With those of its children that have ended."""
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def _memory(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return int(process.memory_full_info().pss)
    return 0
