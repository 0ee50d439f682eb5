"""Numbers as people read them, on the page and in the terminal; halves are rounded up, as they learn it at school."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
SECONDS_AS_SUCH = 90
"""From here on a duration is given in minutes."""


def fixed(value: float | Decimal, decimals: int) -> str:
    """A number with so many decimals: 0.125 with two is "0.13"."""
    exact = value if isinstance(value, Decimal) else Decimal(str(float(value)))  # 0.285 as it is written, not stored
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def hundredths(share: float, decimals: int) -> str:
    """A share in percent, without the sign: 0.98225 with two decimals is "98.23"."""
    return fixed(100 * Decimal(str(float(share))), decimals)


def in_percent(share: float, decimals: int, space: str = NO_BREAK_SPACE) -> str:
    """A share in percent: 0.9823 with one decimal is "98.2 %"; `space` stands before the sign."""
    return f"{hundredths(share, decimals)}{space}%"


def probability(share: float) -> str:
    """A probability in percent, with one decimal, and no more certain than it is: "56.3 %", "> 99.9 %".

    `web/percent.js` does the same.
    """
    value = 100 * float(share)
    if value < 0.05:
        return f"0{NO_BREAK_SPACE}%"
    if value >= 99.95:
        return f">{NO_BREAK_SPACE}99.9{NO_BREAK_SPACE}%"
    return f"{fixed(Decimal(value), 1)}{NO_BREAK_SPACE}%"  # as it is stored, which is what JavaScript rounds


def count(number: int) -> str:
    """How many: "10,000"."""
    return f"{number:,}"


def duration(seconds: float) -> str:
    """How long something takes, in seconds or else in minutes: "12 s", "10 min"."""
    if seconds < SECONDS_AS_SUCH:
        return f"{fixed(seconds, 0)}{NO_BREAK_SPACE}s"
    return f"{fixed(seconds / 60, 0)}{NO_BREAK_SPACE}min"


def size(count_of_bytes: int) -> str:
    """How large a file is: "87 kB", "1.1 MB", "71.8 GB"."""
    if count_of_bytes >= 1e9:
        return f"{fixed(count_of_bytes / 1e9, 1)}{NO_BREAK_SPACE}GB"
    if count_of_bytes > 100_000:
        return f"{fixed(count_of_bytes / 1e6, 1)}{NO_BREAK_SPACE}MB"
    return f"{fixed(count_of_bytes / 1e3, 0)}{NO_BREAK_SPACE}kB"


def percent_format(decimals: int) -> str:
    """The printf format of a column that holds hundredths; it is filled in by the browser."""
    return f"%.{decimals}f{NO_BREAK_SPACE}%%"


def points_format(decimals: int) -> str:
    """The same for differences of shares, in percentage points with their sign."""
    return f"%+.{decimals}f{NO_BREAK_SPACE}points"
