"""The key that makes a teacher of whoever has it."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

VARIABLE = "MNIST_DRAW_TEACHER_KEY"
"""Where a server finds its key; other people on the computer can read a command line, but not this."""
SHORTEST, LONGEST = 22, 200
"""Characters: so many letters and digits, chosen at random, hold 128 bits."""


@dataclass(frozen=True)
class TeacherKey:
    """A key of SHORTEST to LONGEST letters, digits and `-._~`, which stand in an address as they are.

    Raises:
        ValueError: `text` is something else; the message is one line that does not repeat it.
    """

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(rf"[A-Za-z0-9._~-]{{{SHORTEST},{LONGEST}}}", self.text):
            raise ValueError(
                f"{VARIABLE} is no key that is safe: it takes {SHORTEST} to {LONGEST} letters, digits, - and _, chosen "
                "at random; unset it, and `mnist-draw class` makes one"
            )

    @classmethod
    def random(cls) -> TeacherKey:
        """A new key of 192 bits."""
        return cls(secrets.token_urlsafe(24))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> TeacherKey | None:
        """The key that the environment holds, None where it holds none (ValueError if it is not safe)."""
        text = environ.get(VARIABLE, "").strip()
        return cls(text) if text else None

    def is_shown_by(self, text: str) -> bool:
        """Whether a text is this key; what is wrong with it cannot be told from how long that takes."""
        return hmac.compare_digest(text.encode("utf-8", "backslashreplace"), self.text.encode())
