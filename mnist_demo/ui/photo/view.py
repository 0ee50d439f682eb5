"""The photo in the place of the sheet: taken, read once, and shown with the digits that the network finds on it."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mnist_demo.images.decoding import PhotoError
from mnist_demo.images.nearest_box import nearest_box
from mnist_demo.network.inference import decide
from mnist_demo.network.several import FoundDigit, read_several
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import markup, resources, spoken, uploads
from mnist_demo.ui.covering import is_answer_covered
from mnist_demo.ui.names import class_names
from mnist_demo.ui.photo import boxes, picker
from mnist_demo.ui.photo.reading import MOST_MEGABYTES, Photo, read_upload, sentence, too_large
from mnist_demo.ui.photo.steps import photo_steps
from mnist_demo.ui.sheet_content import SheetContent
from mnist_demo.ui.state import (
    CLEAR,
    FOUND_DIGITS,
    PHOTO,
    PHOTO_FILE,
    PHOTO_NUMBER,
    PHOTO_PROBLEM,
    PLACE_ON_PHOTO,
    SPOKEN_PHOTO,
    Key,
)
from mnist_demo.ui.subject import Subject
from mnist_demo.ui.unsure import threshold_of

SECONDS = 6 * 3600
"""How long it may send one after it was last shown: a page lies open for a whole lesson, or a day at school."""


def show(run: Run) -> SheetContent:
    """Show the photo, or the way to one; returns the digit that is looked at."""
    uploads.allow(uploads.PHOTOS, MOST_MEGABYTES * 2**20, SECONDS)
    photo = PHOTO.get()
    found = _found(photo, run) if photo else []
    _show_head(photo, found)
    with st.container(key="photo"):
        picker.show(number=PHOTO_NUMBER.get(), is_empty=photo is None, on_refused=_note_refusal)
        _show_uploader()
        if photo:
            _show_photo(photo, found, run)
        if problem := PHOTO_PROBLEM.get():
            st.warning(problem, icon=":material/broken_image:")
    spoken.say_aloud(SPOKEN_PHOTO, _aloud(photo, found, run))
    number = _chosen(found)
    if photo is None or number is None:
        return SheetContent(invitation=say("photo.choose" if len(found) > 1 else "photo.empty"))
    return SheetContent(Subject.on_photo(found[number].image), partial(photo_steps, photo, found[number]))


def _found(photo: Photo, run: Run) -> list[FoundDigit]:
    """The digits on a photo as a network reads them, which is done once for each."""
    known, network = FOUND_DIGITS.get(), resources.file_of(run).digest
    if known and known[0] is photo and known[1] == network:
        return known[2]
    found = resources.READINGS.result((photo, network), partial(read_several, photo.ink, run.network))
    FOUND_DIGITS.set((photo, network, found))
    return found


def _chosen(found: list[FoundDigit]) -> int | None:
    """The number of the digit that is looked at: the only one, or the one where somebody chose one."""
    place = PLACE_ON_PHOTO.get()
    if len(found) <= 1 or place is None:
        return 0 if len(found) == 1 else None
    nearest = nearest_box([digit.box for digit in found], np.array([place]))
    return nearest if found[nearest].box.holds(*place) else None  # another network may find no digit there


def _choose(found: list[FoundDigit], number: int) -> None:
    """Look at the digit in this place, whatever networks take it for."""
    PLACE_ON_PHOTO.set(found[number].box.middle)


def _show_head(photo: Photo | None, found: list[FoundDigit]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.markdown(_headline(photo, found))
        st.button(say("draw.clear"), **CLEAR.widget(), icon=":material/delete:", on_click=_put_away)


def _headline(photo: Photo | None, found: list[FoundDigit]) -> str:
    if photo is None:
        return say("photo.invitation")
    if not found:
        return say("photo.no_digit")
    return say("photo.choose_one" if _chosen(found) is None else "photo.found", count=len(found))


def _aloud(photo: Photo | None, found: list[FoundDigit], run: Run) -> str:
    """What is on the photo, for those who do not see it."""
    if not photo or not found or is_answer_covered():
        return _headline(photo, found) if photo else ""
    names = class_names(run.task)
    choices = [decide(digit.probabilities, threshold_of(run)) for digit in found]
    digits = [say("found.unsure") if choice is None else names[choice] for choice in choices]
    return say("photo.found_aloud", count=len(found), digits=", ".join(digits))


def _show_photo(photo: Photo, found: list[FoundDigit], run: Run) -> None:
    st.html(markup.jpeg_picture(photo.jpeg, say("photo.picture"), photo.aspect))
    boxes.show(
        found, run, shape=photo.ink.shape, aspect=photo.aspect, chosen=_chosen(found), is_covered=is_answer_covered(),
        on_choose=partial(_choose, found),
    )  # fmt: skip


def _show_uploader() -> None:
    """Streamlit's, out of sight; a fresh one for each file."""
    field = PHOTO_FILE.of(number=PHOTO_NUMBER.get())
    with st.container(key="photo_transport"):
        st.file_uploader(
            say("photo.take"), max_upload_size=MOST_MEGABYTES, label_visibility="collapsed",
            **field.widget(), on_change=_take, args=(field,),
        )  # fmt: skip


def _take(field: Key[Any]) -> None:
    """Read what somebody sent, in turn with all others, and let go of the file."""
    file = field.get()
    if not isinstance(file, UploadedFile):
        return
    _put_away()
    try:
        PHOTO.set(resources.PHOTOS.result(file.file_id, partial(read_upload, file.getvalue())))
    except PhotoError as error:
        PHOTO_PROBLEM.set(sentence(error))
    finally:
        uploads.drop(file)


def _note_refusal(reason: str) -> None:
    """Say why a file did not come."""
    _put_away()
    PHOTO_PROBLEM.set(too_large() if reason == "too_large" else say(f"photo.{reason}"))


def _put_away() -> None:
    """Forget the photo, and all that was said of it."""
    for key in (PHOTO, FOUND_DIGITS, PLACE_ON_PHOTO, PHOTO_PROBLEM):
        key.pop()
    PHOTO_NUMBER.set(PHOTO_NUMBER.get() + 1)
