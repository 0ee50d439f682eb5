"""MNIST Draw in the browser: `streamlit run streamlit_app.py`."""

import os

# Before NumPy is imported: for one image, threads would take longer to wait for each other than to multiply.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from mnist_demo.ui import app

app.show()
