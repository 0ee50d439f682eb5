"""A minimal app with a canvas, as a baseline: it echoes a number that changes with each stroke."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas


@st.fragment
def show() -> None:
    with st.container(key="drawing"):
        result = st_canvas(width=400, height=400, stroke_width=24, return_image_data=True, key="canvas")
    with st.container(key="prediction"):
        st.html(f'<div class="answer">{0 if result.image_data is None else int(result.image_data.sum())}</div>')


show()
