"""The screens. ``start.py`` is the script that Streamlit runs; it handles sign-in, language, data and navigation."""
