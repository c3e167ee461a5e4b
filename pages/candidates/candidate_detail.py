"""The details of one candidate, in layers: the sentence, what speaks for and against it, numbers, how it is known."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from domain.indicators.report_selection import Window
from domain.question import Question
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import TOP_RANKS, alternatives
from pages.area import evidence_texts, indicators, postponing, shortlist
from pages.candidates import contributions, why_not
from pages.candidates.candidate_facts import available_evidence, blocks_of, what_it_is
from pages.candidates.candidate_list import running
from pages.shared import cached, focus, navigation, on_demand, theme
from pages.shared.candidate_texts import against_text, certainty_text, context_text, reason_markdown
from pages.shared.texts import N_, _, counted_in, escape_markdown, format_list, markdown, number

NEAREST_NAMED = 2  # nearest alternatives named


def candidate_detail(
    row: dict[str, Any], ranked: pl.DataFrame, evidence: Evidence, asked: Question, span: Window
) -> None:
    """Draw the details of a candidate; ``row``: its row of ``ranked``."""
    st.subheader(f"{number(row['rank'])}. {escape_markdown(row['name'])}", anchor=False)
    counted = counted_in(row["incidents"], span)
    st.caption(
        escape_markdown(" · ".join(part for part in (what_it_is(row), counted, blocks_of(row, evidence)) if part))
    )
    _actions(row, ranked, evidence, row["candidate_id"] in shortlist.ids())
    postponing.notice(row, "details")
    st.markdown(f"**{escape_markdown(certainty_text(row))}** {reason_markdown(row)}")
    _list(_("In favour"), context_text(row))
    _list(_("What speaks against it"), against_text(row))
    indicators.show(row["members"], row["ratio"], row["p_high_next"])
    if row["rank"] > TOP_RANKS and (behind := why_not.lacks(row, ranked)):
        st.markdown(behind)
    st.markdown(f"**{markdown(N_('Score {score} of 100'), score=number(row['score']))}**")
    st.html(contributions.bar(row, has_evidence=available_evidence(evidence)))
    of_themes = cached.theme_rates(asked).row(row["unit_id"], named=True)
    numbers = [evidence_texts.course(row), *evidence_texts.themes(row | of_themes), evidence_texts.counted(row)]
    st.caption("  \n".join([*(escape_markdown(line) for line in numbers if line), *_near(row, ranked)]))
    if box := on_demand.expander(_("How do we know?"), f"candidate-how-{row['candidate_id']}"):
        with box:
            evidence_texts.how_known(row | cached.diagnostics(asked).row(row["unit_id"], named=True))
    _blocks(row, evidence)


def _actions(row: dict[str, Any], ranked: pl.DataFrame, evidence: Evidence, is_kept: bool) -> None:
    """Start or open a project, the shortlist, and print. The shortlist keeps the whole name."""
    area_id = row["candidate_id"]
    name = evidence.units.row(by_predicate=pl.col("candidate_id") == area_id, named=True)["name"]
    query = urlencode({**st.query_params.to_dict(), "print": area_id})
    with st.container(horizontal=True, vertical_alignment="center"):
        project = running(ranked.filter(pl.col("candidate_id") == area_id)).get(area_id)
        if project:
            navigation.link("projects", _("Open project"), icon=theme.ICONS["projects"], project=project)
        else:
            navigation.start_project_link(*start_of(row))
        shortlist.button(area_id, name, is_kept)
        if row["postponed_until"] is None:
            postponing.form((area_id, name, row["members"]), "details")
        st.link_button(
            _("Print"), f"candidates?{query}", icon=theme.ICONS["print"], key=f"print-{area_id}", type="tertiary"
        )


def start_of(row: dict[str, Any]) -> tuple[str, ...]:
    """The arguments of ``start_project_link`` for a candidate: its first area, the level, its other areas."""
    first, *others = row["members"]
    return first, "street" if row["kind"] == "street" else "block", *others


def _list(title: str, sentences: list[str]) -> None:
    if sentences:
        lines = "\n".join(f"- {escape_markdown(sentence)}" for sentence in sentences)
        st.markdown(f"**{title}**\n\n{lines}")


def _near(row: dict[str, Any], ranked: pl.DataFrame) -> list[str]:
    """A line with the nearest alternatives, as Markdown; none where there are none."""
    near = alternatives(ranked, row["candidate_id"], NEAREST_NAMED)
    names = [f"{number(other['rank'])}. {escape_markdown(other['name'])}" for other in near.iter_rows(named=True)]
    return [f"{_('Most like it:')} {format_list(names)}"] if names else []


def _blocks(row: dict[str, Any], evidence: Evidence) -> None:
    """A button for each block of a cluster, to open its card."""
    if row["kind"] != "cluster":
        return
    names = dict(evidence.units.select("candidate_id", "name").iter_rows())
    st.markdown(f"**{_('The blocks')}**")
    for block in row["members"]:
        st.button(
            escape_markdown(names[block]),
            icon=theme.ICONS["area"],
            key=f"block-{block}",
            type="tertiary",
            on_click=focus.choose,
            args=(block,),
        )
