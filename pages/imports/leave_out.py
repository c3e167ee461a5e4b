"""The categories that are neither nuisance nor pollution, in groups to leave out and take back with one click."""

from collections.abc import Callable, Iterable

import polars as pl
import streamlit as st

from data.reference import lexicon
from domain.errors import N_
from domain.intake.cleaning import leave_out
from pages.shared.texts import _, escape_markdown, markdown, number

GROUPS = {  # the groups of data/reference/leave_out_groups.csv
    "theft": N_("Thefts and other crime"),
    "permit": N_("Permits, licences and taxes"),
    "traffic": N_("Traffic and signs"),
    "lighting": N_("Street lamps"),
    "green": N_("Trees and plants"),
    "water": N_("Water and sewers"),
    "bins": N_("Bins and collection by appointment"),
    "roads": N_("Roads and pavements"),
    "furniture": N_("Playgrounds and benches"),
    "tenancy": N_("Rent and contracts"),
    "repair": N_("Repairs and maintenance"),
    "question": N_("Questions and administration"),
    leave_out.OTHER: N_("Other matters"),
}


def proposed(
    words: pl.DataFrame,
    left_out: Iterable[str],
    leave: Callable[[list[str]], None],
    back: Callable[[list[str]], None],
    key: str,
) -> None:
    """The groups of words that are proposed to be left out, most reports first.

    ``words``: category_word and reports, of the proposed words only. ``left_out``: those that are left out now.
    ``leave`` and ``back`` leave words out and take them back.
    """
    if words.is_empty():
        return
    grouped = _grouped(words, left_out)
    texts = dict(grouped.select("group", "text").iter_rows())
    members = dict(grouped.select("group", "words").iter_rows())
    out = grouped.filter("is_out")["group"].to_list()
    pills = f"{key} groups {sorted(out)}"  # a new widget after a change elsewhere

    def choose() -> None:
        chosen = st.session_state[pills]
        leave([word for group in chosen if group not in out for word in members[group]])
        back([word for group in out if group not in chosen for word in members[group]])

    everything = [word for group in members.values() for word in group]
    st.markdown(
        markdown(
            "**{n} reports do not look like nuisance or pollution.** Choose what to leave out. Choose "
            "it again to put it back. What stays counts as “other”.",
            n=number(int(words["reports"].sum())),
        )
    )
    st.pills(
        _("Leave out"),
        list(members),
        default=out,
        selection_mode="multi",
        format_func=texts.get,
        key=pills,
        on_change=choose,
        label_visibility="collapsed",
    )
    if len(out) == len(members):
        st.button(
            _("Left out. Put them back"), on_click=back, args=(everything,), key=f"{key} back", icon=":material/undo:"
        )
    else:
        st.button(
            _("Leave all of these out"),
            on_click=leave,
            args=(everything,),
            key=f"{key} leave",
            icon=":material/playlist_remove:",
        )


def _grouped(words: pl.DataFrame, left_out: Iterable[str]) -> pl.DataFrame:
    """The groups, most reports first: group, text (its name and number of reports), words, is_out (all left out)."""
    groups = leave_out.groups(words["category_word"], lexicon()).alias("group")
    found = (
        words.with_columns(groups, is_out=pl.col("category_word").is_in(list(left_out)))
        .group_by("group")
        .agg(pl.col("reports").sum(), pl.col("category_word").alias("words"), pl.col("is_out").all())
        .sort("reports", "group", descending=[True, False])
    )
    texts = [
        escape_markdown(f"{_(GROUPS[group])} ({number(reports)})")
        for group, reports in found.select("group", "reports").iter_rows()
    ]
    return found.with_columns(text=pl.Series(texts, dtype=pl.String))
