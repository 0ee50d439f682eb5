"""What a training tells the program that started it: `train.py --progress json` writes it, the server reads it.

Each event is a line of JSON, an object with a key `event`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from mnist_demo.network.progress import Progress


@dataclass(frozen=True)
class Preparing:
    """The training has begun, and loads what it needs; `name` is that of its run, None where nothing will be saved."""

    name: str | None = None
    event: Literal["preparing"] = "preparing"


@dataclass(frozen=True)
class Noted:
    """How something was understood that could be read in more than one way, in one line."""

    message: str
    event: Literal["note"] = "note"


@dataclass(frozen=True)
class Advanced(Progress):
    """Where the training stands; without `history` that is as it was before."""

    event: Literal["progress"] = "progress"


@dataclass(frozen=True)
class Finished:
    """The training has ended well; `name` is that of the run, None where nothing was saved."""

    name: str | None
    test_accuracy: float
    event: Literal["finished"] = "finished"


@dataclass(frozen=True)
class Failed:
    """The training has ended without a result; `message` says why in one line."""

    message: str
    event: Literal["failed"] = "failed"


Event = Preparing | Noted | Advanced | Finished | Failed

_LINES: TypeAdapter[Event] = TypeAdapter(
    Annotated[Event, Field(discriminator="event")],
    config=ConfigDict(ser_json_inf_nan="constants"),  # a loss may be infinite
)


def to_line(event: Event, *, with_history: bool = True) -> str:
    """An event as a line of JSON, without its end; `with_history` is about that of Advanced, which is long."""
    return _LINES.dump_json(event, exclude=None if with_history else {"history"}).decode()


def from_line(line: bytes) -> Event | None:
    """The event in a line; None where it is none, as with what a library prints, or is damaged."""
    try:
        return _LINES.validate_json(line)
    except ValidationError:
        return None
