"""How often pages that wait ask the server again, and which of these questions need no answer.

Each answer is a run of the page's script, which costs some milliseconds of the one interpreter that serves all pages,
and a class has sixty open. Most of them would say what the page shows already. So pages tell here what they have just
shown, and `ui.limits.Messages` lets a regular question pass only where there is news, or where nobody has looked for
some lately: then one page looks for all.
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")

HEADER = "X-Mnist-Draw-Page"
"""Of a connection, added by the server: the name of its page."""
FRESH_SECONDS = 0.5
"""For how long what one page has found out counts for all others."""
LOOKING_SECONDS = 0.3
"""For how long other pages leave it to one page to find something out."""
MOST_PER_SECOND = 15
"""Questions that all pages together ask, once they are so many that each would ask too often."""


def seconds_apart(seconds: float, spread: float) -> float:
    """So many seconds, or sooner by a random share of at most `spread`.

    Pages that something made run at once, as the opening of a class or the end of a training does, should not go on
    asking at once.
    """
    return random.uniform(1 - spread, 1) * seconds


def seconds_in_a_crowd(seconds: float) -> float:
    """So many seconds, or more where many pages are open: for what changes whenever they ask."""
    return max(seconds, PAGES.count / MOST_PER_SECOND)


class Pages:
    """What each open page shows of each topic, and how that stood when somebody looked last; for any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._shown: dict[str, dict[Hashable, object]] = {}
        self._latest: dict[Hashable, tuple[object, float]] = {}
        self._looking: dict[Hashable, tuple[str, float]] = {}
        self._lock = Lock()

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self._shown)

    @contextmanager
    def opened(self) -> Iterator[str]:
        """A page, by a name that nobody can guess, until the block ends."""
        page = secrets.token_urlsafe(12)
        with self._lock:
            self._shown[page] = {}
        try:
            yield page
        finally:
            with self._lock:
                topics = self._shown.pop(page)
                for topic in topics.keys() - {each for shown in self._shown.values() for each in shown}:
                    self._latest.pop(topic, None)
                    self._looking.pop(topic, None)

    def begin(self, page: str) -> None:
        """The page is shown anew, and with other topics perhaps."""
        with self._lock:
            if page in self._shown:
                self._shown[page] = {}

    def note(self, page: str, topic: Hashable, state: object) -> None:
        """The page shows a topic in this state, found out just now and compared by `==`; None where it is not known."""
        with self._lock:
            if page in self._shown:
                self._shown[page][topic] = state
                if state is not None:
                    self._latest[topic] = (state, self._clock())

    def forget(self, page: str, topic: Hashable) -> None:
        """The page shows that topic no more."""
        with self._lock:
            self._shown.get(page, {}).pop(topic, None)

    def is_up_to_date(self, page: str) -> bool:
        """Whether the page shows all of its topics as they are, so that its regular question needs no answer.

        Where nobody has looked lately, that is False for one page, whose answer the others wait for.
        """
        with self._lock:
            shown = self._shown.get(page, {})
            if not shown or any(self._has_news(*each) for each in shown.items()):
                return False
            now = self._clock()
            old = [topic for topic in shown if self._latest[topic][1] + FRESH_SECONDS <= now]
            if not old or all(self._is_another_looking(topic, page, now) for topic in old):
                return True
            self._looking.update((topic, (page, now)) for topic in old)
            return False

    def _has_news(self, topic: Hashable, state: object) -> bool:
        return state is None or state != self._latest[topic][0]

    def _is_another_looking(self, topic: Hashable, page: str, now: float) -> bool:
        other, since = self._looking.get(topic, (page, now))
        return other != page and now < since + LOOKING_SECONDS


PAGES = Pages()
"""Of this server."""


def begin() -> None:
    """To be called when the whole page is shown, before anything that asks regularly."""
    PAGES.begin(_page())


def leave(topic: Hashable) -> None:
    """To be called where a fragment may have taken a topic off the page: nobody has to look for news of it here."""
    PAGES.forget(_page(), topic)


def regularly(show: Callable[P, object], topic: Hashable, seconds: float) -> Callable[P, None]:
    """A fragment that asks every so many seconds how a topic stands now.

    Args:
        show: shows the topic, and returns the state that it has shown, which is compared by `==`; None where that
            cannot be found out, so that the next question passes as well.
        topic: what pages have in common that show the same.
        seconds: how long the page waits between two questions.
    """

    @wraps(show)
    def noting(*args: P.args, **options: P.kwargs) -> None:
        page = _page()
        PAGES.note(page, topic, None)
        PAGES.note(page, topic, show(*args, **options))

    return st.fragment(noting, run_every=seconds)


def _page() -> str:
    return st.context.headers.get(HEADER, "")
