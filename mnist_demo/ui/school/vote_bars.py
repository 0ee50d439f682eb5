"""What a class voted beside what a network says, as HTML: two bars a digit, whose numbers stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from mnist_demo.classroom.drawn_digit import DIGITS
from mnist_demo.classroom.tally import Tally
from mnist_demo.numbers import in_percent
from mnist_demo.texts import say


@lru_cache(maxsize=32)
def bars(tally: Tally, shares: tuple[float, ...] | None) -> Markup:
    """A row for each digit, and one for those who were not sure; without `shares` the class's bars alone.

    Made once for all who look at it.
    """
    rows = Markup().join(_rows(tally, shares))
    return Markup('<div class="vote-bars">{}<table>{}</table></div>').format(_legend(shares is not None), rows)


def _rows(tally: Tally, shares: Sequence[float] | None) -> Iterator[Markup]:
    votes = max(tally.votes, 1)
    for digit in range(DIGITS):
        lines = [_line("class", say("ask.class"), tally.digits[digit] / votes, str(tally.digits[digit]))]
        if shares is not None:
            lines.append(_line("network", say("ask.network"), shares[digit], in_percent(shares[digit], 0)))
        yield _row(str(digit), lines)
    yield _row(say("ask.not_sure"), [_line("class", say("ask.class"), tally.not_sure / votes, str(tally.not_sure))])


def _row(word: str, lines: Sequence[Markup]) -> Markup:
    return Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(word, Markup().join(lines))


def _line(of: str, called: str, share: float, number: str) -> Markup:
    bar = '<div class="{} line" title="{}"><span class="track"><i style="width:{:.1f}%"></i></span><b>{}</b></div>'
    return Markup(bar).format(of, called, 100 * share, number)


def _legend(has_network: bool) -> Markup:
    entries = [("class", say("ask.class"))] + [("network", say("ask.network"))] * has_network
    entry = Markup('<span class="{}"><i></i>{}</span>')
    return Markup('<p class="legend">{}</p>').format(Markup().join(entry.format(*each) for each in entries))
