"""One candidate in the list: its rank, score, components, certainty, reasons and counter-arguments."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from domain.scoring.candidate_units import AND
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import alternatives
from domain.scoring.weights import COMPONENTS
from pages.area import shortlist
from pages.candidates import contributions, diagnostics
from pages.candidates.sentences import against_text, certainty_text, context_text, reason_markdown
from pages.projects import start_form
from pages.shared import focus, theme
from pages.shared.texts import N_, _, escape_markdown, format_list, markdown, ngettext, number

LONG = 50  # characters of a name in the list, at most, where it is of several blocks, each named after one street
NEAR = 2  # nearest alternatives named in the list


def candidate_row(row: dict[str, Any], ranked: pl.DataFrame, evidence: Evidence, is_kept: bool) -> None:
    """Draw one candidate; ``row``: its row of ``ranked``, with that of scoring/diagnostics.py."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"#### {number(row['rank'])}. {escape_markdown(row['name'])}", width="content")
            st.markdown(f"**{markdown(N_('{score} of 100'), score=number(row['score']))}**", width="content")
        st.caption(escape_markdown(what_it_is(row)))
        if blocks := blocks_of(row, evidence):
            st.caption(escape_markdown(blocks))
        st.html(contributions.bar(row, has_evidence=available_evidence(evidence)))
        st.markdown(f"**{escape_markdown(certainty_text(row))}** {reason_markdown(row)}")
        if around := context_text(row):
            st.markdown(f"*{_('What helps:')}* " + " ".join(escape_markdown(text) for text in around))
        if against := against_text(row):
            st.markdown(f"*{_('What speaks against it:')}* " + " ".join(escape_markdown(text) for text in against))
        more = [
            escape_markdown(line)
            for line in (diagnostics.course(row), *diagnostics.themes(row), diagnostics.counted(row))
            if line
        ]
        st.caption("  \n".join([*more, *_near(row, ranked)]))
        _next(row, evidence, is_kept)
        with st.expander(_("How do we know?")):
            diagnostics.how_known(row)


def what_it_is(row: dict[str, Any]) -> str:
    """The kind, location and number of homes of a unit, as plain text."""
    kinds = {"block": _("block"), "street": _("street")}
    blocks = len(row["members"])
    kind = kinds.get(row["kind"]) or ngettext(blocks, N_("{count} block"), N_("{count} blocks together")).format(
        count=number(blocks)
    )
    homes = {
        "dwellings": ngettext(row["homes"], N_("{count} home"), N_("{count} homes")),
        "area_file": ngettext(
            row["homes"], N_("{count} home according to the area file"), N_("{count} homes according to the area file")
        ),
    }.get(row["denominator"], "")
    parts = [kind[:1].upper() + kind[1:], row["neighbourhood"], row["town"], homes.format(count=number(row["homes"]))]
    return " · ".join(part for part in parts if part)


def with_short_names(ranked: pl.DataFrame) -> pl.DataFrame:
    """The ranking with long names of clusters shortened: the block with most incidents, and the number of others."""
    first, others = pl.col("name").str.split(AND).list.first(), pl.col("members").list.len() - 1
    long = (pl.col("name").str.len_chars() > LONG) | pl.col("name").str.contains(" / ", literal=True)
    long = long & (pl.col("kind") == "cluster") & (pl.col("name") != first)
    one = pl.format(_("{name} and one other block").format(name="{}"), first)
    more = pl.format(_("{name} and {count} other blocks").format(name="{}", count="{}"), first, others)
    short = pl.when(others == 1).then(one).otherwise(more)
    return ranked.with_columns(name=pl.when(long).then(short).otherwise("name"))


def blocks_of(row: dict[str, Any], evidence: Evidence) -> str:
    """The names of all blocks of a cluster, as plain text; empty if its own name lists them."""
    members = evidence.units.filter(pl.col("candidate_id").is_in(row["members"]))
    names = sorted(members["name"])
    if row["kind"] != "cluster" or set(row["name"].split(AND)) == set(names):
        return ""
    return _("The blocks: {names}").format(names=format_list(names))


def compared_by(denominator: str) -> str:
    """The effect of the denominator on the list, as plain text; empty if dwellings are known."""
    texts = {
        "area_file": _("The numbers of homes are those of the area file. A list of your dwellings is more exact."),
        "one": _(
            "How many homes there are is not known, so places are compared by their number of incidents: a long street "
            "comes high sooner. A list of your dwellings makes it right."
        ),
    }
    return texts.get(denominator, "")


def available_evidence(evidence: Evidence) -> dict[str, bool]:
    """For each component whether data for it is available."""
    return dict(zip(COMPONENTS, evidence.has_evidence.tolist(), strict=True))


def _near(row: dict[str, Any], ranked: pl.DataFrame) -> list[str]:
    """A line with the nearest alternatives, as Markdown; none where there are none."""
    near = alternatives(ranked, row["candidate_id"], NEAR)
    names = [f"{number(other['rank'])}. {escape_markdown(other['name'])}" for other in near.iter_rows(named=True)]
    return [f"{_('Most like it:')} {format_list(names)}"] if names else []


def _next(row: dict[str, Any], evidence: Evidence, is_kept: bool) -> None:
    """Actions for a candidate; the shortlist stores its whole name, which is the same in each language."""
    area_id = row["candidate_id"]
    name = evidence.units.row(by_predicate=pl.col("candidate_id") == area_id, named=True)["name"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Show here"),
            icon=theme.ICONS["area"],
            key=f"show-{area_id}",
            type="tertiary",
            on_click=focus.choose,
            args=(area_id,),
        )
        shortlist.button(area_id, name, is_kept)
        first, *others = row["members"]
        start_form.link(first, "street" if row["kind"] == "street" else "block", *others)
        query = urlencode({**st.query_params.to_dict(), "print": area_id})
        st.link_button(
            _("Print"), f"candidates?{query}", icon=theme.ICONS["print"], key=f"print-{area_id}", type="tertiary"
        )
