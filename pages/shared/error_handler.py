"""What a reader sees of an error that no page caught."""

import streamlit as st

from domain.errors import BlokwijzerError
from pages.shared.texts import error_text


def show(error: Exception) -> bool:
    """Say an error that is meant for people in their own language; any other is left to Streamlit and the log."""
    if isinstance(error, BlokwijzerError):
        st.error(error_text(error))
        return True
    return False
