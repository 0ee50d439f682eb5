"""A minimal app with a button, as a baseline: it counts the clicks."""

import streamlit as st


@st.fragment
def show() -> None:
    st.button("Count", key="count", on_click=lambda: st.session_state.update(clicks=st.session_state["clicks"] + 1))
    st.html(f'<div class="clicks">{st.session_state["clicks"]}</div>')


st.session_state.setdefault("clicks", 0)
show()
