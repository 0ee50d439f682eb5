"""A minimal app with Streamlit's widgets that the page has, each as it comes: what is wrong with it is Streamlit's."""

import pandas as pd
import streamlit as st
from streamlit_drawable_canvas import st_canvas

st.set_page_config("Bare", layout="wide")
with st.sidebar:
    st.title("Bare", anchor=False)
    st.selectbox("Network", ["one", "two"], help="Help")
    st.segmented_control("Preset", ["one", "two"], default="one", required=True)
    st.number_input("Epochs", 1, 9, help="Help")
    st.text_input("Name", placeholder="Name")
    with st.expander("More"):
        st.slider("Amount", 0, 9)
    st.button("Retrain", type="primary", icon=":material/casino:", width="stretch")
    st.progress(0.5, "Half")
draw, training, inside = st.tabs(["Draw", "Training", "Look inside"])
with draw:
    with st.container(horizontal=True):
        st.markdown("Draw")
        st.button("Clear", icon=":material/delete:")
    st_canvas(width=400, height=400, stroke_width=24, return_image_data=True, key="canvas")
    st.slider("Brush", 12, 44)
    st.toggle("Compare")
    st.expander("Steps").caption("Nothing")
with training:
    st.segmented_control("View", ["one", "two"], default="one", required=True, label_visibility="collapsed")
    with st.container(horizontal=True):
        st.metric("Accuracy", "98 %", border=True, help="Help")
    st.subheader("Loss", anchor=False)
    values = [{"x": x, "y": x * x, "line": "one"} for x in range(5)]
    axes = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}
    chart = {"data": {"values": values}, "mark": "line", "encoding": axes | {"color": {"field": "line"}}}
    st.vega_lite_chart(chart | {"description": "A line"})
    st.dataframe(pd.DataFrame({"one": [1], "two": [2.0]}), hide_index=True)
    st.download_button("Download", b"", "file")
    st.multiselect("Compared", ["one", "two"], default=["one"], help="Help")
    st.select_slider("Epoch", [1, 2, 3])
    st.pagination(9)
    st.popover("Delete").write("Sure?")
with inside:
    st.latex("x^2")
    st.info("Information", icon=":material/info:")
