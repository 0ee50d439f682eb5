"""The ways people write each digit, as pen strokes.

One style is one or more *shapes*: the same drawing at its extremes (slim and wide, small and
large loop, ...). A drawing is a random blend of the shapes of its style, so they must agree in
the number of strokes, points and corners. The notation of a shape is a short text:

- ``x,y`` is a point the pen passes through, x to the right, y down, the digit about 100 high;
- ``x,y!`` is a corner: the line may change direction sharply there;
- `` / `` lifts the pen;
- `` + `` lifts the pen too, but hasty writers drag it to the next stroke.

Lines between corners are smooth curves. To add a style, add its shapes to the table of its digit.
"""

from __future__ import annotations

from mnist_demo.data.strokes import digits_0_2, digits_3_5, digits_6_7, digits_8_9

Shapes = tuple[str, ...]
StyleKey = tuple[int, str]

STYLES: dict[int, dict[str, Shapes]] = {
    0: digits_0_2.ZERO,
    1: digits_0_2.ONE,
    2: digits_0_2.TWO,
    3: digits_3_5.THREE,
    4: digits_3_5.FOUR,
    5: digits_3_5.FIVE,
    6: digits_6_7.SIX,
    7: digits_6_7.SEVEN,
    8: digits_8_9.EIGHT,
    9: digits_8_9.NINE,
}
"""Digit -> style name -> shapes."""

HELD_OUT_STYLES: frozenset[StyleKey] = frozenset(
    {
        (0, "two arcs"),
        (1, "rounded flag"),
        (2, "bent over"),
        (3, "leaning arcs"),
        (4, "leaning"),
        (5, "slanted"),
        (6, "long neck"),
        (7, "wide top"),
        (8, "loop on ring"),
        (9, "g curl"),
    }
)
"""Styles held out of training; they show how a network reads a style it has never seen."""

MISREAD_STYLES: frozenset[StyleKey] = frozenset(
    {
        (1, "long curved flag and foot"),
        (4, "hardly meeting, rounded"),
        (5, "bar through a rounded stem"),
        (6, "straight stem, tiny loop"),
        (7, "round shoulder, low bar"),
        (9, "small head, sickle tail"),
    }
)
"""Held out of training too: one variant each of ways of writing that networks often misread."""

ALL_STYLES: frozenset[StyleKey] = frozenset((digit, name) for digit, styles in STYLES.items() for name in styles)
TRAINING_STYLES: frozenset[StyleKey] = ALL_STYLES - HELD_OUT_STYLES - MISREAD_STYLES
