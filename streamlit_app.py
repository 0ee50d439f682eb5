"""MNIST Draw in the browser: `streamlit run streamlit_app.py`."""

import os
from pathlib import Path

# Before NumPy is imported: for one image, threads would take longer to wait for each other than to multiply.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from mnist_demo.ui import address, draw_tab, lesson, resources, sidebar

st.set_page_config(
    page_title="MNIST Draw",
    page_icon="✍️",
    layout="wide",
    initial_sidebar_state="collapsed" if st.context.is_embedded else "auto",
)
st.html(Path(sidebar.__file__).with_name("style.css"))

lesson.begin()
run = sidebar.show()
lesson.keep(run)
lesson.show()
draw, training, inside = st.tabs(address.TABS, key="tab", bind="query-params")
if run is None:
    models_dir = resources.run_store().models_dir
    st.error(f"There is no usable network in {models_dir}. Train one with Retrain, or with: python train.py")
    for damaged in resources.damaged_runs():
        st.warning(f"Unusable: {damaged.problem}", icon=":material/folder_off:")
else:
    with draw:  # always run, so that a drawing survives a visit to another tab
        draw_tab.show(run)
    if training.open:
        from mnist_demo.ui.training import tab as training_tab  # imports pandas, which drawing has no need of

        with training:
            training_tab.show(run)
    if inside.open:
        from mnist_demo.ui.inside import tab  # drawing has no need of it

        with inside:
            tab.show(run)
