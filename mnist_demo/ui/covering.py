"""What Draw must not tell yet, because of a lesson or while the class votes."""

from __future__ import annotations

from mnist_demo.ui import lesson
from mnist_demo.ui.school import questions


def covered_parts() -> frozenset[str]:
    """The parts of an answer that are hidden now, of `lesson.REVEALED`."""
    return lesson.covered() | questions.covered()


def is_answer_covered() -> bool:
    """Whether the page must not say what a digit is."""
    return "answer" in covered_parts()
