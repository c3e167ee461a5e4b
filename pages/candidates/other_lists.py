"""The lists beside the candidates: individual cases, silent areas, and areas with insufficient data."""

from typing import Any

import polars as pl
import streamlit as st

from domain.errors import N_
from domain.indicators.concentration import INDIVIDUAL
from domain.indicators.under_reporting import SILENCE
from pages.candidates.candidate_facts import what_it_is
from pages.shared import focus, tables, theme
from pages.shared.candidate_texts import reason_markdown, reason_text
from pages.shared.signal_labels import looked_at
from pages.shared.texts import _, escape_markdown, markdown, number

SENTENCES_MAX = 12  # most areas for which each gets its own sentence
ROWS_A_STEP = 200  # of a longer list

MEANINGS = {
    "individual": (INDIVIDUAL,),
    "silent": (
        SILENCE["silent"],
        N_(
            "Quiet in the reports is not quiet in the street: go and ask. These areas can also be among the candidates."
        ),
    ),
    "little": (
        N_("Too little is known to say anything about these areas."),
        N_("That is not the same as quiet."),
    ),
}


def other_list(name: str, areas: pl.DataFrame) -> None:
    """Draw one of the lists, a key of MEANINGS, with its meaning."""
    st.write(" ".join(_(text) for text in MEANINGS[name]))
    if not areas.height:
        st.caption(_("There are none."))
        return
    if areas.height <= SENTENCES_MAX:
        for row in areas.iter_rows(named=True):
            _one(row, name)
        return
    many = st.session_state.get(f"list-{name}-rows", ROWS_A_STEP)
    first = areas.head(many)
    texts = [f"{reason_text(row)} {looked_at(row) or ''}".strip() for row in first.iter_rows(named=True)]
    why = pl.Series("why", texts, pl.String)
    columns = ["name", "homes", "incidents", *(["p_silent"] if name == "silent" else []), "why"]
    shown = tables.without_denominator(first, "dwellings").with_columns(why)
    tables.unit_table(shown.select("candidate_id", *columns), f"list-{name}")
    if areas.height > many:
        text = markdown(N_("The first {count} of {all} areas."), count=number(many), all=number(areas.height))
        st.caption(text)
        st.button(_("Show more"), key=f"list-{name}-more", on_click=_more, args=(name, many))


def _more(name: str, many: int) -> None:
    st.session_state[f"list-{name}-rows"] = many + ROWS_A_STEP


def _one(row: dict[str, Any], name: str) -> None:
    """One area of a short list, with its whole sentence."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{escape_markdown(row['name'])}**")
        st.caption(escape_markdown(what_it_is(row)))
        st.markdown(reason_markdown(row))
        if text := looked_at(row):
            st.caption(escape_markdown(text))
        st.button(
            _("Show here"),
            icon=theme.ICONS["area"],
            key=f"other-{name}-{row['candidate_id']}",
            type="tertiary",
            on_click=focus.choose,
            args=(row["candidate_id"],),
        )
