"""MNIST Draw in the browser: `streamlit run streamlit_app.py`."""

import os
import sys

# Before NumPy is imported: for one image, threads would take longer to wait for each other than to multiply.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if __name__ != "__main__":  # the server, which imports this file once
    from mnist_demo.ui import server

    app = st.App(__file__, **server.options())
elif get_script_run_ctx(suppress_warning=True) is None:
    sys.exit("streamlit_app.py is a page, not a program; open it with: streamlit run streamlit_app.py")
else:  # the page, which runs anew at each visit and each click
    from mnist_demo.ui import app as page

    page.show()
