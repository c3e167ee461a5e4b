""" "Why not street X?": for any street or block its list and position, with reasons."""

from typing import Any

import polars as pl
import streamlit as st

from domain.scoring.evidence import Evidence
from domain.scoring.ranking import TOP_RANKS, where_is
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS
from pages.area.area_names import area_names
from pages.shared import filters
from pages.shared import focus as area_focus
from pages.shared.candidate_texts import against_text, certainty_text, context_text, reason_markdown
from pages.shared.name_search import narrowed
from pages.shared.texts import N_, _, escape_markdown, format_list, markdown, ngettext, number

LACKING_NAMED_MAX = 2  # most components named for a candidate below the top
POINTS_MENTIONED_MIN = 1.0  # smallest difference in points that is mentioned


def search() -> None:
    """Draw the search; the chosen area gets the focus."""
    key = f"why-not-{area_focus.area() or ''}"
    names = narrowed(area_names(), "why-not", [area_focus.area()])
    st.selectbox(
        _("Why not …? Find any street or block"),
        list(names),
        index=list(names).index(area_focus.area()) if area_focus.area() in names else None,
        format_func=lambda area_id: names.get(area_id, area_id),
        placeholder=_("Type a name"),
        key=key,
        on_change=area_focus.choose_from,
        args=(key, []),
    )


def answer(evidence: Evidence, ranked: pl.DataFrame, area_id: str) -> None:
    """Draw the position of an area and the reasons."""
    where, by = where_is(evidence, ranked, area_id)
    unit = evidence.units.filter(pl.col("candidate_id") == area_id)
    if where == "unknown":
        st.info(_("This area is no longer in the data."))
        return
    own = unit.row(0, named=True)
    parts = [f"**{escape_markdown(own['name'])}**: "]
    if where == "candidate":
        row = ranked.row(by_predicate=pl.col("candidate_id") == by, named=True)
        parts += _in_the_list(row, own, ranked)
    else:
        standing = evidence.units.row(by_predicate=pl.col("candidate_id") == by, named=True)
        parts += _elsewhere(where, standing, own)
    if own["silent"] and where != "candidate":  # for a candidate it is among the counter-arguments
        parts.append(_("Residents report little here: see the silent areas."))
    st.info(" ".join(parts))


def _in_the_list(row: dict[str, Any], own: dict[str, Any], ranked: pl.DataFrame) -> list[str]:
    """The text for an area in the ranked list, as Markdown."""
    place = {"rank": number(row["rank"]), "all": number(ranked.height), "score": number(row["score"])}
    if row["candidate_id"] == own["candidate_id"]:
        sentences = [markdown(N_("number {rank} of {all}, score {score}."), **place)]
    else:
        part = N_("is in the list as part of {name}, number {rank} of {all}, score {score}.")
        sentences = [markdown(part, name=row["name"], **place)]
    sentences += [escape_markdown(certainty_text(row)), reason_markdown(row)]
    sentences += [escape_markdown(text) for text in (*context_text(row), *against_text(row))]
    return [*sentences, lacks(row, ranked)] if row["rank"] > TOP_RANKS else sentences


def lacks(row: dict[str, Any], ranked: pl.DataFrame) -> str:
    """The components on which a candidate is most behind the last one of the top."""
    last = ranked.row(TOP_RANKS - 1, named=True)
    less = {name: last[f"by_{name}"] - row[f"by_{name}"] for name in COMPONENTS}
    most = sorted((name for name in COMPONENTS if less[name] >= POINTS_MENTIONED_MIN), key=less.get, reverse=True)[
        :LACKING_NAMED_MAX
    ]
    if not most:
        return ""
    points = [
        ngettext(round(less[name]), N_("{component} ({count} point)"), N_("{component} ({count} points)")).format(
            component=_(COMPONENT_WORDS[name]), count=number(less[name])
        )
        for name in most
    ]
    text = N_("It scores lower than number {top}, {name}, mostly on {components}.")
    return markdown(text, top=number(TOP_RANKS), name=last["name"], components=format_list(points))


def _elsewhere(where: str, standing: dict[str, Any], own: dict[str, Any]) -> list[str]:
    """The text for an area in another list, as Markdown."""
    if not own["incidents"]:
        if filters.question().narrowed() is not None:
            return [_("no incident that fits the filters was reported here in this period.")]
        return [_("nobody reported an incident here in this period. That is not the same as quiet.")]
    if where == "individual":
        sentences = [_("is among the individual cases, not in the list.")]
    elif where == "elsewhere":
        sentences = [_("lies outside the district that you look at.")]
    else:
        sentences = [_("is not in the list.")]
    if standing["candidate_id"] != own["candidate_id"]:
        sentences.append(markdown(N_("It is the same problem as {name}."), name=standing["name"]))
    return [*sentences, reason_markdown(standing)]
