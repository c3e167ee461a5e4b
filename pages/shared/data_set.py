"""The data set that a person looks at: their own or the demo, in the link and in the session."""

import streamlit as st

OWN, DEMO = "own", "demo"
_OF_ONE_DATA_SET = {
    *("question", "question-link", "weights", "weights-link", "district"),
    *("taken-off", "intervention-taken-off", "action-conflict"),
}


def choose() -> None:
    """Take the data set from the link if given, else add the choice to the link; called at the start of each run."""
    asked = st.query_params.get("store")
    if asked in (OWN, DEMO):
        if asked != st.session_state.get("store"):
            _forget()
        st.session_state["store"] = asked
    elif "store" in st.session_state:
        st.query_params["store"] = st.session_state["store"]


def switch(to: str) -> None:
    """Switch to the other data set; chosen areas and filters are cleared, because they do not apply to it."""
    st.session_state["store"] = to
    _forget()
    st.query_params.clear()


def _forget() -> None:
    """Delete what the session holds of the other data set: filters, weights, and what was removed or is in conflict."""
    for key in [key for key in st.session_state if key in _OF_ONE_DATA_SET or str(key).startswith("filter-")]:
        del st.session_state[key]
