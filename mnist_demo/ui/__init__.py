"""The page: everything that touches Streamlit. Imports every room but training and commands."""
