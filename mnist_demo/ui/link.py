"""The link to a page as it is now, with the drawing on it and without what a class need not see."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode, urlsplit

import streamlit as st
from markupsafe import Markup

from mnist_demo.images.drawing_link import encode
from mnist_demo.texts import say
from mnist_demo.ui import address, canvas, lesson, subject
from mnist_demo.ui.binding import is_this_computer
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import LINK, LINK_FORM, LINK_HIDE, PRESENT, TAB

FORMS = ("page", "presentation", "embed")


def show() -> None:
    """Two buttons for the sidebar: the link, which is made when it is asked for, and the presentation."""
    present = partial(lesson.present, True)
    st.button(say("link.present"), **PRESENT.widget(), icon=":material/slideshow:", width="stretch", on_click=present)
    if is_pressed(say("link.title"), LINK, icon=":material/link:", width="stretch"):
        _offer()


@st.dialog(say("link.title"), width="medium")
def _offer() -> None:
    """What the link shall say, and the link."""
    form = st.segmented_control(
        say("link.form_label"),
        list(FORMS),
        format_func=lambda form: say(f"link.form.{form}"),
        default=LINK_FORM.default,
        required=True,
        **LINK_FORM.widget(),
    )
    hidden = st.pills(
        say("link.hide"),
        list(address.PARTS),
        format_func=lambda part: say(f"part.{part}"),
        selection_mode="multi",
        default=[part for part in address.PARTS if part in lesson.hidden()],
        **LINK_HIDE.widget(),
    )
    if "answer" in hidden and "bars" not in hidden:
        st.caption(say("link.bars_tell"))
    link = _link(form, hidden, _picked() or _on_the_sheet())
    st.code(link, language=None, wrap_lines=True)
    if is_this_computer(urlsplit(link).hostname or ""):
        st.caption(say("link.this_computer"))
    if form == "embed":
        st.caption(say("link.frame"))
        frame = Markup('<iframe src="{}" width="100%" height="760" style="border: 0"></iframe>')
        st.code(frame.format(link), language="html", wrap_lines=True)
    st.link_button(say("link.open"), link, icon=":material/open_in_new:")


def _link(form: str, hidden: list[str], drawn: dict[str, str]) -> str:
    """The address of the page: of what it says now, all but the form, the hidden parts and the drawing or image."""
    own = ("hide", "view", "drawing", "example")
    said = {name: value for name, value in address.said().items() if name not in own}
    if "example" in drawn:  # which lies on a sheet for one digit
        said.pop("digits", None)
    said |= {"hide": ",".join(hidden)} if hidden else {}
    said |= {"page": {}, "presentation": {"view": "presentation"}, "embed": {"embed": "true"}}[form]
    page = f"{(st.context.url or '').rstrip('/')}/"
    return f"{page}?{urlencode(said | drawn, safe=',')}" if said | drawn else page


def _picked() -> dict[str, str]:
    """The test image that was picked, if there is one and the open tab shows it."""
    shown = subject.current()
    if shown is None or shown.index is None or TAB.get() == "draw":
        return {}
    return {"example": str(shown.index)}


def _on_the_sheet() -> dict[str, str]:
    """The drawing, if there is one and it fits, or else the test image; a photo stays here."""
    if canvas.is_photo_in_its_place():
        return {}
    if strokes := canvas.strokes():
        if text := encode(strokes):
            return {"drawing": text}
        st.caption(say("link.too_long"))
        return {}
    example = canvas.example()
    return {} if example is None else {"example": str(example)}
