"""The shortlist: areas that the team keeps in mind, with why, who put them there and when."""

import polars as pl
import streamlit as st

from data import choices
from domain.analysis import Question
from pages.parts import access, project_start, store, theme
from pages.parts.texts import _, day, local_date, mark, number, plain, rate, say


def ids() -> set[str]:
    """The areas on the shortlist."""
    return set(choices.shortlisted(store.current())["area_id"])


def button(area_id: str, name: str, is_kept: bool, where: str = "list") -> None:
    """Put an area on the shortlist, or take it off. ``where``: tells two such buttons on one page apart."""
    st.button(
        _("Take off the shortlist") if is_kept else _("Shortlist"),
        icon=theme.ICONS["shortlist"],
        key=f"shortlist-{where}-{area_id}",
        type="tertiary",
        on_click=_set,
        args=(area_id, name, not is_kept),
    )


def show(ranked: pl.DataFrame, asked: Question) -> None:
    """The shortlist with its reasons."""
    kept = choices.shortlisted(store.current())
    if not kept.height:
        st.write(_("Nothing is on the shortlist yet. Put areas on it from the list, the map or an area's card."))
        return
    places = ranked.select("area_id", "rank", "rate", "homes_are")
    for row in kept.join(places, on="area_id", how="left", maintain_order="left").iter_rows(named=True):
        with st.container(border=True, gap="small"):
            st.markdown(f"#### {plain(row['name'])}")
            if row["rank"]:
                st.markdown(
                    say(
                        mark("Number {rank}: {rate}."),
                        rank=number(row["rank"]),
                        rate=rate(row["rate"], row["homes_are"]),
                    )
                )
            st.caption(say(mark("Put here by {who} on {day}."), who=row["actor"], day=day(local_date(row["at"]))))
            reason = st.text_input(
                _("Why"), row["reason"], key=f"why-{row['area_id']}", placeholder=_("Why is it on the list?")
            )
            if reason != row["reason"]:
                choices.shortlist_area(store.current(), access.require().actor, row["area_id"], row["name"], reason)
                st.rerun()
            with st.container(horizontal=True):
                button(row["area_id"], row["name"], True, where="shortlist")
                project_start.link(row["area_id"], asked.level)


def _set(area_id: str, name: str, keep: bool) -> None:
    who = access.require().actor
    if keep:
        choices.shortlist_area(store.current(), who, area_id, name)
    else:
        choices.unlist_area(store.current(), who, area_id)
