"""The weights that the reader chose: kept in the session, and in the link for sharing."""

import streamlit as st

from data.store.team_weights import current_weights
from domain.errors import WrongValue
from domain.scoring.weights import COMPONENTS, Weights
from pages.shared import cached

WEIGHT_MAX = 100  # of a slider; only the proportions of the weights matter
_PARAM, _KEPT, _LINK = "weights", "weights", "weights-link"


def current() -> Weights:
    """The reader's weights: from the link if that changed, else from the session, else the team's."""
    link = st.query_params.get(_PARAM)
    if link and link != st.session_state.get(_LINK) and (given := _read(link)):
        st.session_state[_KEPT] = given
    of_team = current_weights(cached.current())
    weights = st.session_state.get(_KEPT) or of_team
    if weights == of_team:
        st.query_params.pop(_PARAM, None)
        st.session_state.pop(_LINK, None)  # the same link counts again when it is opened again
    else:
        st.query_params[_PARAM] = st.session_state[_LINK] = _written(weights)
    return weights


def choose(weights: Weights) -> None:
    """Keep these weights in the session."""
    st.session_state[_KEPT] = weights


def _written(weights: Weights) -> str:
    return ",".join(f"{getattr(weights, name):g}" for name in COMPONENTS)


def _read(link: str) -> Weights | None:
    """The weights in a link, in proportion at most ``WEIGHT_MAX`` each; None if it has none."""
    try:
        given = [float(part) for part in link.split(",")]
        scale = min(1.0, WEIGHT_MAX / max(*given, WEIGHT_MAX))
        return Weights(**dict(zip(COMPONENTS, (each * scale for each in given), strict=True)))
    except (ValueError, WrongValue):
        return None
