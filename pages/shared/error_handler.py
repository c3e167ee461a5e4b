"""What a reader sees of an error that no page caught."""

import streamlit as st

from domain.errors import BlokwijzerError
from pages.shared.texts import told


def show(error: Exception) -> bool:
    """Say an error that is meant for people in their own language; any other is left to Streamlit and the log."""
    if isinstance(error, BlokwijzerError):
        st.error(told(error))
        return True
    return False
