"""Postponing a place: who did it, why and until when; the form, and the way back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from data import clock
from data.services.postponed import postpone
from data.store import postponed as store_of_postponed
from domain.errors import BlokwijzerError
from domain.judgement.postponed import POSTPONED_REASON_LENGTH_MAX, POSTPONED_YEARS_MAX, Postponed
from domain.question import months_before
from domain.roles import Act
from pages.shared import access, cached, labels, postponed, theme
from pages.shared.texts import N_, _, day, error_text, local_date, markdown

USUAL_MONTHS = 6  # proposed until the review
Place = tuple[str, str, Sequence[str]]  # id, name, ids of the areas it consists of


def notice(row: dict[str, Any], where: str) -> None:
    """Say that a place is postponed, or was and is to be reviewed, with the ways to change that; nothing if neither.

    ``row``: candidate_id, members, and the columns of ``postponed.marked``. ``where``: makes keys unique on the page.
    """
    if row["postponed_until"] is not None:
        text = N_("**Postponed until {day}**: {reason}. By {who}, {since}. It keeps its place, but is not proposed.")
        _say(
            text, row["postponed_until"], row["postponed_reason"], row["postponed_by"], local_date(row["postponed_at"])
        )
        _end(row["postponed_as"], _("End postponement"), where)
        return
    for each in postponed.to_review():
        if each.area_id == row["candidate_id"] or {area.area_id for area in each.areas} & {*row["members"]}:
            text = N_("**To review.** It was postponed until {day}: {reason}. By {who}, {since}. It counts again.")
            _say(text, each.review_on, each.reason, each.actor, local_date(each.at))
            _end(each.area_id, _("Reviewed"), where)


def _say(text: str, until: date, reason: str, who: str, since: date) -> None:
    values = {"day": day(until), "reason": reason.rstrip("."), "who": labels.who(who), "since": day(since)}
    st.info(markdown(text, **values), icon=theme.ICONS["postponed"])


def _end(area_id: str, label: str, where: str) -> None:
    if access.may(Act.WORK):
        st.button(label, key=f"end-postponement-{where}-{area_id}", type="tertiary", on_click=end, args=(area_id,))


def end(area_id: str) -> None:
    """End the postponement of a place; if someone else did already, nothing."""
    try:
        store_of_postponed.end(cached.current(), access.require().actor, area_id)
    except BlokwijzerError as error:
        st.toast(error_text(error))


def reviewed(each: Postponed) -> str:
    """Take a place off the list of those to review; returns what to say."""
    end(each.area_id)
    return _("{name} counts again.").format(name=each.name)


def form(place: Place, where: str, why: str = "") -> None:
    """Draw the button that opens the form to postpone a place.

    ``where``: makes keys unique on the page. ``why``: the proposed reason.
    """
    if not access.may(Act.WORK):
        return
    area_id = place[0]
    with (
        st.popover(_("Postpone"), icon=theme.ICONS["postponed"], type="tertiary", key=f"postpone-{where}-{area_id}"),
        st.form(f"postpone-form-{where}-{area_id}", border=False),
    ):
        today = clock.today()
        reason = st.text_input(
            _("Why it can wait"),
            why[:POSTPONED_REASON_LENGTH_MAX],
            max_chars=POSTPONED_REASON_LENGTH_MAX,
            placeholder=_("Scaffolding until May"),
            key=f"postpone-why-{where}",
        )
        until = st.date_input(
            _("Look again on"),
            months_before(today, -USUAL_MONTHS),
            min_value=today + timedelta(1),
            max_value=months_before(today, -12 * POSTPONED_YEARS_MAX),
            format="DD-MM-YYYY",
        )
        st.caption(
            _("It keeps its place in the list. Until that day it is not proposed or planned; then it counts again.")
        )
        st.caption(_("No names or addresses of residents, please."))
        if st.form_submit_button(_("Postpone"), type="primary", key=f"postpone-do-{where}"):
            try:
                postpone(cached.current(), access.require().actor, cached.snapshot(), place, reason, until, today)
            except BlokwijzerError as error:
                st.error(error_text(error))
            else:
                st.rerun()
