"""What may be refused, by the class or for want of rights, in callbacks: the page says why when it is shown next."""

from __future__ import annotations

from collections.abc import Callable

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.rights import Refused
from mnist_demo.damage import first_line
from mnist_demo.ui.state import Key


def attempt(action: Callable[[], object], problem: Key[str]) -> bool:
    """Do it, and keep the reason under `problem` where that is refused; whether it was done."""
    problem.pop()
    try:
        action()
    except (ClassroomError, Refused) as error:
        problem.set(first_line(error))
        return False
    return True
