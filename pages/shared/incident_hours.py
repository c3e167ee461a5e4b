"""The input for hours per incident, the same on every page that uses it."""

import streamlit as st

from data.store.incident_hours import hours_per_incident, keep_hours_per_incident
from pages.shared import access, cached
from pages.shared.texts import _

_KEY = "hours-per-incident"


def ask() -> float:
    """Draw the input; a change is stored for the whole team at once. Returns the hours."""
    key = f"{_KEY}-{cached.data_set()}"
    return st.number_input(
        _("Hours that one incident takes"),
        0.0,
        100.0,
        hours_per_incident(cached.current()),
        0.5,
        format="%g",
        key=key,
        on_change=_keep,
        args=(key,),
        help=_(
            "Taking it in, a call or a visit, writing it down. Two hours is an assumption: enter your "
            "own. It applies to the whole team and to the reports."
        ),
    )


def _keep(key: str) -> None:
    keep_hours_per_incident(cached.current(), access.require().actor, st.session_state[key])
