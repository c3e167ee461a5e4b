"""The shortlist: areas that the team marked, with reason, person and time."""

import polars as pl
import streamlit as st

from data.store import choices
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import where_is
from pages.shared import access, cached, labels, navigation, theme
from pages.shared.texts import N_, _, day, escape_markdown, local_date, markdown, number


def ids() -> set[str]:
    """The areas on the shortlist."""
    return set(choices.shortlisted(cached.current())["area_id"])


def button(area_id: str, name: str, is_kept: bool, where: str = "list") -> None:
    """Button to add an area to the shortlist or remove it. ``where``: makes the button's key unique on the page."""
    st.button(
        _("Remove from shortlist") if is_kept else _("Add to shortlist"),
        icon=theme.ICONS["shortlist"],
        key=f"shortlist-{where}-{area_id}",
        type="tertiary",
        on_click=put,
        args=(area_id, name, not is_kept),
    )


def show(ranked: pl.DataFrame, evidence: Evidence) -> None:
    """The shortlist with its reasons."""
    kept = choices.shortlisted(cached.current())
    if not kept.height:
        st.write(_("The shortlist is empty. Add areas from the list, the map or an area's card."))
        return
    for row in kept.iter_rows(named=True):
        with st.container(border=True, gap="small"):
            st.markdown(f"#### {escape_markdown(row['name'])}")
            if place := _place(row["area_id"], ranked, evidence):
                st.markdown(place)
            st.caption(
                markdown(N_("Added by {who} on {day}."), who=labels.who(row["actor"]), day=day(local_date(row["at"])))
            )
            reason = st.text_input(
                _("Why"), row["reason"], key=f"why-{row['area_id']}", placeholder=_("Why is it on the list?")
            )
            if reason != row["reason"]:
                choices.shortlist_area(cached.current(), access.require().actor, row["area_id"], row["name"], reason)
                st.rerun()
            with st.container(horizontal=True):
                button(row["area_id"], row["name"], True, where="shortlist")
                first, *others = _members(row["area_id"], evidence)
                navigation.start_project_link(first, first.partition(":")[0], *others)


def _place(area_id: str, ranked: pl.DataFrame, evidence: Evidence) -> str:
    """Its current position, as Markdown; empty if it is in another list."""
    where, by = where_is(evidence, ranked, area_id)
    if where != "candidate":
        return ""
    row = ranked.row(by_predicate=pl.col("candidate_id") == by, named=True)
    return markdown(N_("Number {rank}, score {score}."), rank=number(row["rank"]), score=number(row["score"]))


def _members(area_id: str, evidence: Evidence) -> list[str]:
    """The areas of a street, block or cluster; of one that no longer exists, itself."""
    of = evidence.units.filter(pl.col("candidate_id") == area_id)["members"].explode()
    return of.to_list() or [area_id]


def put(area_id: str, name: str, keep: bool) -> None:
    """Put an area on the shortlist, or take it off."""
    who = access.require().actor
    if keep:
        choices.shortlist_area(cached.current(), who, area_id, name)
    else:
        choices.unlist_area(cached.current(), who, area_id)
