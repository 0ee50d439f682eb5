"""The canvas that people draw on: the only import of streamlit_drawable_canvas."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit_drawable_canvas import st_canvas

SIZE = 400
BRUSH = 24
"""Width of the pen in pixels of the canvas: in MNIST a stroke is about a tenth as wide as its digit is high."""
PAPER, PEN = "#ffffff", "#111827"


def show() -> np.ndarray | None:
    """Show canvas, brush size and Clear; returns uint8 (400, 400, 4), or None before the first stroke."""
    st.markdown("Draw a digit from 0 to 9")  # the canvas's own toolbar appears beside it
    with st.container(key="drawing"):
        result = st_canvas(
            stroke_width=st.session_state.get("brush", BRUSH),
            stroke_color=PEN,
            background_color=PAPER,
            width=SIZE,
            height=SIZE,
            return_image_data=True,
            key=f"canvas-{sheet()}",
        )
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
        st.slider("Brush size", 12, 44, BRUSH, 4, key="brush")
        st.button("Clear", key="clear", icon=":material/delete:", on_click=clear, args=(sheet(),))
    return result.image_data


def clear(number: int) -> None:
    """Put a fresh sheet in place of this one. Streamlit may call it twice for a click: that changes nothing more."""
    st.session_state["sheet"] = number + 1


def sheet() -> int:
    """Counts the sheets of this visitor, from 0."""
    return st.session_state.get("sheet", 0)
