"""Two or three candidates side by side: score components and underlying figures."""

import html
from typing import Any

import polars as pl
import streamlit as st

from domain.indicators.report_selection import Window
from domain.indicators.temporal_pattern import COURSE_WORDS, COURSES
from domain.scoring.evidence import Evidence
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS
from pages.candidates import contributions
from pages.candidates.candidate_facts import available_evidence, what_it_is
from pages.shared import theme
from pages.shared.candidate_texts import against_text, context_text, place_text, reason_text
from pages.shared.name_search import narrowed
from pages.shared.texts import _, change, counted_unit_rate, interval, number, percent

COMPARED_MAX = 3
NOTHING = "–"


def show(ranked: pl.DataFrame, evidence: Evidence, span: Window) -> None:
    """Draw the choice of candidates and their comparison."""
    ranks = dict(ranked.select("candidate_id", "rank").iter_rows())
    names = dict(ranked.select("candidate_id", "name").iter_rows())
    kept = [candidate for candidate in st.session_state.get("compared", list(names)[:2]) if candidate in names]
    st.session_state["compare"] = kept
    offered = narrowed(names, "compare", kept)
    wanted = st.multiselect(
        _("Compare two or three candidates"),
        list(offered),
        format_func=lambda candidate: f"{number(ranks[candidate])}. {names[candidate]}",
        max_selections=COMPARED_MAX,
        placeholder=_("Type a name"),
        key="compare",
        on_change=_remember,
    )
    rows = [ranked.row(by_predicate=pl.col("candidate_id") == candidate, named=True) for candidate in wanted]
    if rows:
        st.html(_table(rows, available_evidence(evidence), span))
    else:
        st.caption(_("Choose candidates to see them side by side."))


def _remember() -> None:
    st.session_state["compared"] = st.session_state["compare"]


def _table(rows: list[dict[str, Any]], has_evidence: dict[str, bool], span: Window) -> str:
    """The table as HTML; everything in it that comes from the data is escaped."""
    heads = "".join(
        f'<th scope="col" style="{_CELL}">{number(row["rank"])}. {html.escape(row["name"])}</th>' for row in rows
    )
    lines = [_line("", [html.escape(what_it_is(row)) for row in rows])]
    lines.append(_line(_("Score"), [f"<strong>{number(row['score'])}</strong>" for row in rows]))
    bars = [contributions.bar(row, has_evidence=has_evidence) for row in rows]
    lines.append(_line(_("Made up of"), bars))
    for name in COMPONENTS:
        if has_evidence[name]:
            lines.append(_line(_(COMPONENT_WORDS[name]).capitalize(), [_value(row, name) for row in rows]))
    lines += [_line(label, [html.escape(text_of(row)) for row in rows]) for label, text_of in _figures(span).items()]
    return (
        f'<table style="border-collapse:collapse;width:100%;table-layout:fixed;font-size:14px">'
        f'<thead><tr><td style="{_CELL};width:8.5rem"></td>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    )


_CELL = f"text-align:left;vertical-align:top;padding:7px 12px 7px 0;border-bottom:1px solid {theme.UNKNOWN}66"


def _line(label: str, cells: list[str]) -> str:
    shown = "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells)
    return f'<tr><th scope="row" style="{_CELL};font-weight:600">{html.escape(label)}</th>{shown}</tr>'


def _value(row: dict[str, Any], name: str) -> str:
    """A component's own value, before its weight, as a number and a thin bar."""
    value = row[name]
    return (
        f'<div style="display:flex;align-items:center;gap:8px"><span style="width:1.8rem">{number(value)}</span>'
        f'<span style="flex:1;height:6px;background:{theme.UNKNOWN}33"><span style="display:block;height:6px;'
        f'width:{value:.0f}%;background:{theme.accent()}"></span></span></div>'
    )


def _course(row: dict[str, Any]) -> str:
    if row["course"] in (None, "none"):
        return NOTHING
    return f"{_(COURSE_WORDS[row['course']])}: {_(COURSES[row['course']])}"


def _figures(span: Window) -> dict[str, Any]:
    """The text of each line under the components, for one row."""
    return {
        _("Place"): lambda row: _sure(row),
        _("Incidents"): lambda row: _rates(row, span),
        _("Change in half a year"): lambda row: change(row["change"]) if row["change"] is not None else NOTHING,
        _("Pattern"): _course,
        _("Addresses named"): lambda row: number(row["addresses"]) if row["named"] else NOTHING,
        _("Residents' part"): lambda row: percent(row["resident_share"]) if row["noticed"] else NOTHING,
        _("Why"): reason_text,
        _("In favour"): lambda row: " ".join(context_text(row)) or NOTHING,
        _("Points against"): lambda row: " ".join(against_text(row)) or NOTHING,
    }


def _sure(row: dict[str, Any]) -> str:
    return NOTHING if row["rank_low"] is None else f"{place_text(row)}."


def _rates(row: dict[str, Any], span: Window) -> str:
    """Incidents with their period, and their rate with its interval."""
    probably = _("probably {interval}").format(interval=interval(row["low"], row["high"]))
    return f"{counted_unit_rate(row, span)}, {probably}"
