"""Opportunities and active partners in an area, as lines of its card."""

from datetime import date

import polars as pl
import streamlit as st

from data import clock
from pages.shared import cached, navigation, theme
from pages.shared.maps.context_layers import coming, last_contact, opportunity_in_text
from pages.shared.texts import _, escape_markdown, number

ITEMS_OF_A_KIND_MAX = 4  # most items of each kind on the card


def around(area_id: str) -> None:
    """List each current or future opportunity and each partner or group, with a link to the Network page."""
    snapshot, today = cached.snapshot(), clock.today()
    here = pl.col("area_id") == area_id
    works = coming(snapshot, today).filter(here).unique("work", keep="first", maintain_order=True)
    known = snapshot.partners.filter(here).unique("name", keep="first", maintain_order=True)
    if works.height:
        st.markdown(f"**{_('Coming up')}**")
        _lines([_of_work(row) for row in works.iter_rows(named=True)])
    if known.height:
        st.markdown(f"**{_('Who is active here')}**")
        _lines([_of_partner(row, today) for row in known.iter_rows(named=True)])
    if (works.height or known.height) and st.session_state.get("page") != "network":
        navigation.link("network", _("To the network"), icon=theme.ICONS["network"], area=area_id)


def _lines(lines: list[str]) -> None:
    more = (
        [_("{count} more").format(count=number(len(lines) - ITEMS_OF_A_KIND_MAX))]
        if len(lines) > ITEMS_OF_A_KIND_MAX
        else []
    )
    st.markdown("\n".join(f"- {escape_markdown(line)}" for line in [*lines[:ITEMS_OF_A_KIND_MAX], *more]))


def _of_work(row: dict) -> str:
    return " · ".join(part for part in (opportunity_in_text(row), row["contact_role"]) if part)


def _of_partner(row: dict, today: date) -> str:
    return " · ".join(part for part in (row["name"], row["offers"], last_contact(row, today)) if part)
