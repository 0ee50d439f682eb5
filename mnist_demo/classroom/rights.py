"""Who may do what: the one question that is asked before anything that others notice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mnist_demo.config import TrainConfig
from mnist_demo.texts import say


class Action(StrEnum):
    """What changes something for others, or takes the server's time."""

    START = "start"
    CANCEL = "cancel"
    MOVE_UP = "move_up"
    """Let a training begin before those that were asked for earlier."""
    DELETE = "delete"
    EXPERIMENT = "experiment"
    """Start one, or delete one with all its networks."""
    EVALUATE = "evaluate"
    EXPORT = "export"
    CURATE = "curate"
    """Hide a drawing of the class, give it another digit, delete it."""
    TAKE_ALONG = "take_along"
    READ_IN = "read_in"
    ERASE_CLASS = "erase_class"
    ASK = "ask"
    TAKE_BACK = "take_back"
    """A question that the class was asked, before its answer is shown."""
    SHOW = "show"
    SETTLE = "settle"
    START_AGAIN = "start_again"
    REMOVE_TRICK = "remove_trick"
    MANAGE_CLASS = "manage_class"
    WATCH = "watch"
    """See which programs are at work, how the queue stands and the database."""


class Role(StrEnum):
    """What somebody is to the server that they have opened."""

    OWNER = "owner"
    """The one person at a server that only their own computer reaches."""
    TEACHER = "teacher"
    """Somebody whose tab has shown the teacher's key."""
    VISITOR = "visitor"
    """Anybody else: they draw, look and compare."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who has the page open.

    Args:
        role: what they are here.
        may_train: whether a teacher lets visitors train small networks.
    """

    role: Role = Role.VISITOR
    may_train: bool = False


class Refused(RuntimeError):
    """A visitor may not do that; the message is one line, which goes on after "Not started:" and the like."""


ALWAYS: dict[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.TEACHER: frozenset(Action),
    Role.VISITOR: frozenset(),
}
"""What each may do, whatever it is done to."""
WITH_WHAT_IS_THEIRS = frozenset({Action.CANCEL, Action.DELETE})
"""What visitors who may train may do as well, with what they trained themselves."""


def may(visitor: Visitor, action: Action, *, is_small: bool = False, is_own: bool = False) -> bool:
    """Whether a visitor may do that.

    Args:
        visitor: who asks.
        action: what for.
        is_small: whether the network that a training would make is a small one.
        is_own: whether the training, or the network, is one that this visitor started.
    """
    if action in ALWAYS[visitor.role]:
        return True
    if not visitor.may_train:
        return False
    return is_small if action is Action.START else is_own and action in WITH_WHAT_IS_THEIRS


def check(visitor: Visitor, action: Action, *, is_small: bool = False, is_own: bool = False) -> None:
    """Refused where `may` says no."""
    if not may(visitor, action, is_small=is_small, is_own=is_own):
        is_large = action is Action.START and visitor.may_train
        raise Refused(say("refusal.large") if is_large else say(f"refusal.{action}"))


def is_small_training(config: TrainConfig) -> bool:
    """Whether a training takes seconds, as the classic preset does, or less: then a class can take turns."""
    is_drawn = config.strokes or config.doodles or config.augmentation or config.is_taught
    return not is_drawn and config.work <= TrainConfig.from_preset("classic").work
