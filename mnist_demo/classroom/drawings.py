"""The drawings of a class: its wall, what a teacher does there, and arrays to evaluate and train on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Row, func, insert, select, update

from mnist_demo.classroom.class_list import Clock, next_revision
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import Picture28, checked_digit, image_from_bytes, strokes_from_json
from mnist_demo.classroom.gifts import check_room, remove_drawing
from mnist_demo.classroom.naming import new_contributor
from mnist_demo.classroom.set_archive import Entry
from mnist_demo.config import IMAGE_SIZE
from mnist_demo.database.schema import CLASSES, DRAWINGS, GONE
from mnist_demo.database.transactions import Database
from mnist_demo.texts import say

ON_THE_WALL = [DRAWINGS.c[name] for name in ("id", "digit", "image", "given_at", "is_hidden")]


@dataclass(frozen=True, eq=False)
class WallDrawing:
    """A drawing on the wall: `image` is uint8 (28, 28)."""

    id: int
    digit: int
    image: np.ndarray
    given_at: datetime
    is_hidden: bool


@dataclass(frozen=True)
class Wall:
    """What is new on a wall: the drawings that came or changed, and the ids of those that are no longer there.

    `revision` is what to ask with the next time.
    """

    revision: int
    drawings: Sequence[WallDrawing]
    gone: Sequence[int]


@dataclass(frozen=True, eq=False)
class LabelledSet:
    """Drawings of a class, each array with a row for each of them.

    Images uint8 (N, 28, 28), labels uint8 (N,), contributors' names str (N,), ids of drawings int64 (N,), and
    fingerprints str (N,), which tell an image from others.
    """

    images: np.ndarray
    labels: np.ndarray
    contributors: np.ndarray
    ids: np.ndarray
    fingerprints: np.ndarray

    def part(self, chosen: np.ndarray) -> LabelledSet:
        """The drawings that are chosen, bool (N,)."""
        return LabelledSet(*(getattr(self, field.name)[chosen] for field in fields(self)))


class Drawings:
    """Every method may raise DatabaseGone, and ClassroomError for a class or a drawing that is not there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def wall(self, class_id: int, since: int = 0, with_hidden: bool = False) -> Wall:
        """All drawings in the order in which they were given, or what changed since a revision of the class.

        Where nothing did, it is one look at one row. Hidden ones count as gone unless they are asked for.
        """
        with self._database.reading() as connection:
            # First: what is stored in between has a greater revision, and comes again rather than never.
            of_class = select(CLASSES.c.revision).where(CLASSES.c.id == class_id)
            revision = connection.execute(of_class).scalar_one_or_none()
            if revision is None:
                raise ClassroomError(say("classroom.unknown"))
            if revision <= since:
                return Wall(revision, [], [])
            new = select(*ON_THE_WALL).where(DRAWINGS.c.class_id == class_id, DRAWINGS.c.revision > since)
            rows = connection.execute(new.order_by(DRAWINGS.c.id)).all()
            removed = select(GONE.c.drawing_id).where(GONE.c.class_id == class_id, GONE.c.revision > since)
            gone = list(connection.execute(removed).scalars()) if since else []
        shown = [_wall_drawing(row) for row in rows if with_hidden or not row.is_hidden]
        hidden = [row.id for row in rows if since and row.is_hidden and not with_hidden]
        return Wall(revision, shown, sorted(gone + hidden))

    def strokes(self, class_id: int, drawing_id: int) -> Picture28:
        """A drawing as the pen made it."""
        query = select(DRAWINGS.c.strokes, DRAWINGS.c.image).where(*_this(class_id, drawing_id))
        with self._database.reading() as connection:
            row = _there(connection.execute(query).one_or_none())
        return Picture28(strokes_from_json(row.strokes), image_from_bytes(row.image))

    def hide(self, class_id: int, drawing_id: int, is_hidden: bool = True) -> None:
        """Hide a drawing from the wall, from counts and from training; or show it again."""
        self._change(class_id, drawing_id, is_hidden=is_hidden)

    def relabel(self, class_id: int, drawing_id: int, digit: int) -> None:
        """Say that a drawing is another digit, 0 to 9."""
        self._change(class_id, drawing_id, digit=checked_digit(digit))

    def delete(self, class_id: int, drawing_id: int) -> None:
        with self._database.writing() as connection:
            revision = next_revision(connection, class_id)
            if not remove_drawing(connection, class_id, drawing_id, revision):
                raise ClassroomError(say("classroom.no_such_drawing"))

    def arrays(self, class_id: int) -> LabelledSet:
        """All drawings that are not hidden, in the order in which they were given."""
        columns = [DRAWINGS.c[name] for name in ("id", "digit", "contributor", "image", "fingerprint")]
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).where(*_shown(class_id)).order_by(DRAWINGS.c.id)).all()
        images = np.frombuffer(b"".join(row.image for row in rows), np.uint8).reshape(-1, IMAGE_SIZE, IMAGE_SIZE)
        return LabelledSet(
            images,
            np.array([row.digit for row in rows], np.uint8),
            np.array([row.contributor for row in rows], np.str_),
            np.array([row.id for row in rows], np.int64),
            np.array([row.fingerprint for row in rows], np.str_),
        )

    def people(self, class_id: int) -> int:
        """How many contributors the drawings are from, those that are hidden left out."""
        query = select(func.count(DRAWINGS.c.contributor.distinct())).where(*_shown(class_id))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def entries(self, class_id: int) -> list[Entry]:
        """All that are not hidden, for `set_archive.pack_set`."""
        with self._database.reading() as connection:
            rows = connection.execute(select(DRAWINGS).where(*_shown(class_id)).order_by(DRAWINGS.c.id)).all()
        return [
            Entry(Picture28(strokes_from_json(row.strokes), image_from_bytes(row.image)), row.digit, row.contributor)
            for row in rows
        ]

    def take_in(self, class_id: int, entries: Sequence[Entry]) -> int:
        """Store all entries of an archive that the class has not yet, and give how many they were.

        Contributors get new names, so that nobody in the archive is taken for somebody in the class. Where the class
        has no room for all of them none is taken in (ClassroomError).
        """
        names: dict[str, str] = {}
        with self._database.writing() as connection:
            revision = next_revision(connection, class_id)
            known = set(connection.execute(select(DRAWINGS.c.fingerprint).where(_in(class_id))).scalars())
            rows: dict[str, dict[str, Any]] = {}
            for entry in entries:
                columns = entry.picture.as_columns()
                contributor = names.setdefault(entry.contributor, new_contributor())
                if columns["fingerprint"] not in known:
                    common = {"class_id": class_id, "is_hidden": False, "given_at": self._clock(), "revision": revision}
                    own = {"contributor": contributor, "digit": entry.digit}
                    rows.setdefault(str(columns["fingerprint"]), {**common, **own, **columns})
            check_room(connection, class_id, len(rows))
            if rows:
                connection.execute(insert(DRAWINGS), list(rows.values()))
        return len(rows)

    def _change(self, class_id: int, drawing_id: int, **values: Any) -> None:
        with self._database.writing() as connection:
            revision = next_revision(connection, class_id)
            change = update(DRAWINGS).where(*_this(class_id, drawing_id)).values(revision=revision, **values)
            if not connection.execute(change).rowcount:
                raise ClassroomError(say("classroom.no_such_drawing"))


def _in(class_id: int) -> Any:
    return DRAWINGS.c.class_id == class_id


def _this(class_id: int, drawing_id: int) -> tuple[Any, Any]:
    """The class too: a teacher's page of one class changes nothing in another."""
    return _in(class_id), DRAWINGS.c.id == drawing_id


def _shown(class_id: int) -> tuple[Any, Any]:
    return _in(class_id), ~DRAWINGS.c.is_hidden


def _there(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise ClassroomError(say("classroom.no_such_drawing"))
    return row


def _wall_drawing(row: Row[Any]) -> WallDrawing:
    return WallDrawing(row.id, row.digit, image_from_bytes(row.image), row.given_at, row.is_hidden)
