"""The screens. ``start.py`` is the script that Streamlit runs; it signs in, picks language and data, and navigates."""
