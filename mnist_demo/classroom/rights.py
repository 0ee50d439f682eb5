"""Who may do what: the one question that is asked before anything that others notice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mnist_demo.texts import say


class Action(StrEnum):
    """What changes something for others, or takes the server's time."""

    START = "start"
    CANCEL = "cancel"
    DELETE = "delete"
    EVALUATE = "evaluate"
    EXPORT = "export"


@dataclass(frozen=True)
class Visitor:
    """Somebody who has the page open. Nobody signs in, so no more is known."""


class Refused(RuntimeError):
    """A visitor may not do that; the message is one line, which goes on after "Not started:" and the like."""


def may(visitor: Visitor, action: Action) -> bool:
    """Whether a visitor may do that: whoever has the page open may do everything."""
    return True


def check(visitor: Visitor, action: Action) -> None:
    """Refused where `may` says no."""
    if not may(visitor, action):
        raise Refused(say(f"refusal.{action}"))
