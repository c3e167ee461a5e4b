"""Stability of the order: which change of weights would swap two adjacent candidates at the top."""

import polars as pl
import streamlit as st

from domain.scoring.evidence import Evidence
from domain.scoring.sensitivity import PAIRS_COMPARED, sensitivity
from domain.scoring.weights import COMPONENT_WORDS, Weights
from pages.shared import on_demand
from pages.shared.texts import N_, _, escape_markdown, format_list, markdown, ngettext, number


def how_firm(evidence: Evidence, ranked: pl.DataFrame, weights: Weights) -> None:
    """One line for each adjacent pair at the top; the first pairs in a sentence above."""
    found = sensitivity(evidence, ranked, weights).unique("rank", keep="first", maintain_order=True)
    pairs = min(PAIRS_COMPARED, ranked.height - 1)
    if pairs < 1:
        return
    least = {row["rank"]: row for row in found.iter_rows(named=True)}
    st.markdown(f"**{_('What would change the order?')}** {_turn(1, least)}{_firm(pairs, least)}")
    if pairs > 1:
        label = _("The same for each of the first {count}").format(count=number(pairs + 1))
        if box := on_demand.expander(label, "order-of-pairs"):
            box.markdown("\n".join(f"- {_turn(rank, least)}" for rank in range(1, pairs + 1)))


def _turn(rank: int, least: dict[int, dict]) -> str:
    """The smallest change of a weight that swaps an adjacent pair, as Markdown."""
    places = {"higher": number(rank), "lower": number(rank + 1)}
    if rank not in least:
        return markdown(N_("Numbers {higher} and {lower} keep their order whichever weight you move."), **places)
    row = least[rank]
    text = ngettext(
        max(round(row["shift"]), 1),
        N_(
            "Numbers {higher} and {lower} change places if {shift} of the 100 points of weight goes from "
            "{source} to {target}."
        ),
        N_(
            "Numbers {higher} and {lower} change places if {shift} of the 100 points of weight go from "
            "{source} to {target}."
        ),
    )
    values = {
        "shift": number(max(round(row["shift"]), 1)),
        "source": _(COMPONENT_WORDS[row["from"]]),
        "target": _(COMPONENT_WORDS[row["to"]]),
    }
    return escape_markdown(text.format(**places, **values))


def _firm(pairs: int, least: dict[int, dict]) -> str:
    """The adjacent pairs that no change of a weight swaps."""
    firm = [f"{number(rank)}–{number(rank + 1)}" for rank in range(2, pairs + 1) if rank not in least]
    return " " + markdown(N_("No change of one weight swaps {pairs}."), pairs=format_list(firm)) if firm else ""
