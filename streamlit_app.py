"""MNIST Draw in the browser: `streamlit run streamlit_app.py`."""

import os
from pathlib import Path

# Before NumPy is imported: for one image, threads would take longer to wait for each other than to multiply.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from mnist_demo.config import MODELS_DIR
from mnist_demo.texts import say
from mnist_demo.ui import address, draw_tab, lesson, resources, sidebar, tabs

st.set_page_config(
    page_title=say("page.title"),
    page_icon="✍️",
    layout="wide",
    initial_sidebar_state="collapsed" if st.context.is_embedded else "auto",
)
st.html(Path(sidebar.__file__).with_name("style.css"))

lesson.begin()
run = sidebar.show()
lesson.show()
shown = tabs.show()
if run is None:
    st.error(say("page.no_network", folder=MODELS_DIR))
    for damaged in resources.damaged_runs():
        st.warning(say("page.unusable", problem=damaged.problem), icon=":material/folder_off:")
else:
    with shown["draw"]:  # always run, so that a drawing survives a visit to another tab
        draw_tab.show(run)
    if shown["training"].open:
        from mnist_demo.ui.training import tab as training_tab  # imports pandas, which drawing has no need of

        with shown["training"]:
            training_tab.show(run)
    if shown["inside"].open:
        from mnist_demo.ui.inside import tab  # drawing has no need of it

        with shown["inside"]:
            tab.show(run)
address.refresh()
