"""Display of errors that no page caught."""

import streamlit as st

from domain.errors import BlokwijzerError
from pages.shared.texts import error_text


def show(error: Exception) -> bool:
    """Show a BlokwijzerError in the reader's language; leave any other error to Streamlit and the log."""
    if isinstance(error, BlokwijzerError):
        st.error(error_text(error))
        return True
    return False
