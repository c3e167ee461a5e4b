"""Display of errors that no page caught. The log has each of them under its code, without its message."""

import streamlit as st

from data.monitoring.log_records import code_of
from domain.errors import BlokwijzerError
from pages.shared.texts import N_, error_text, markdown

FAILED = "failed"  # key of what is shown of an error that nothing expected


def show(error: Exception) -> bool:
    """Show a BlokwijzerError in the reader's language; of any other error only its code in the log."""
    if isinstance(error, BlokwijzerError):
        st.error(error_text(error))
        return True
    with st.container(key=FAILED):
        text = N_("Something went wrong here. Your administrator finds it in the log: {code}.")
        st.error(markdown(text, code=code_of(error)))
    return True
