"""The colours of what adds and of what takes away, in pictures from Python and from JavaScript."""

FOR, AGAINST = (96, 165, 250), (251, 146, 60)
"""RGB: blue and orange, which colour-blind people tell apart."""
