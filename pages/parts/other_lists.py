"""The lists beside the candidates: individual cases, silent areas, and where there is too little to go on."""

import polars as pl
import streamlit as st

from domain.errors import _ as mark
from domain.evidence.silence import SILENCE
from domain.evidence.spread import INDIVIDUAL
from pages.parts import tables
from pages.parts.reasons import why_in_text
from pages.parts.texts import _

MEANINGS = {
    "individual": (
        INDIVIDUAL,
        mark("That asks for an individual approach, not for one of the whole block."),
    ),
    "silent": (
        SILENCE["silent"],
        mark("Quiet in the reports is not quiet in the street: go and ask. They can be among the candidates as well."),
    ),
    "little": (
        mark("There is too little to say anything about these areas."),
        mark("That is not the same as calm."),
    ),
}


def other_list(name: str, areas: pl.DataFrame) -> None:
    """One of the lists, a key of MEANINGS, with what it means."""
    st.write(" ".join(_(text) for text in MEANINGS[name]))
    if not areas.height:
        st.caption(_("There are none."))
        return
    why = pl.Series("why", [why_in_text(row) for row in areas.iter_rows(named=True)], pl.String)
    columns = ["name", "homes", "incidents", *(["p_silent"] if name == "silent" else []), "why"]
    tables.unit_table(areas.with_columns(why).select("candidate_id", *columns), f"list-{name}")
