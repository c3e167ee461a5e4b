"""The forms for an opportunity and for a partner or group: description, period, contact and location."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import polars as pl
import streamlit as st

from data import clock
from data.store import import_log, records
from domain.errors import BlokwijzerError
from domain.intake import manual_entries
from domain.places.context import OPPORTUNITY_WORDS, PARTNER_WORDS
from domain.roles import Act
from domain.schemas import Opportunity, Partner
from pages.network import lists_data
from pages.network import where as network_where
from pages.shared import access, cached
from pages.shared.texts import N_, _, error_text, markdown

FORM, OF = "form", "of"  # in the link: the open form, and the id of its record
SAVED = "network-saved"


def is_open() -> str | None:
    """The open form: "opportunity", "partner" or None."""
    asked = st.query_params.get(FORM)
    return asked if asked in ("opportunity", "partner") else None


def open_form(kind: str, of: str | None = None) -> None:
    """Open a form, empty or filled with one work or partner."""
    close()
    st.query_params[FORM] = kind
    if of:
        st.query_params[OF] = of


def close() -> None:
    """Close the form."""
    for name in (FORM, OF):
        st.query_params.pop(name, None)
    network_where.forget()


def opportunity() -> None:
    """The form for an opportunity."""
    old, rows = _known(lists_data.works(), "work", _opportunity_rows())
    kinds = list(OPPORTUNITY_WORDS)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{_('What and when')}**")
        usual = kinds.index(old.get("kind", kinds[0]))
        kind = st.selectbox(
            _("Kind"), kinds, usual, format_func={kind: _(text) for kind, text in OPPORTUNITY_WORDS.items()}.get
        )
        title = st.text_input(_("What"), old.get("title", ""), placeholder=_("For example: roofs and fences"))
        with st.container(horizontal=True):
            start = st.date_input(_("Start"), old.get("starts_on", clock.today()), format="DD-MM-YYYY")
            end = st.date_input(_("End"), old.get("ends_on", start), format="DD-MM-YYYY")
        role = st.text_input(
            _("Contact (job title)"),
            old.get("contact_role") or "",
            placeholder=_("For example: project manager renovation"),
            help=_("A job title, not a person."),
        )
    values = {"kind": kind, "title": title, "starts_on": start, "ends_on": end, "contact_role": role}
    with right:
        where = network_where.ask(rows)
    _buttons(lambda: _save_opportunity(values, where, rows))


def partner() -> None:
    """The form for a partner or a group of residents."""
    old, rows = _known(lists_data.network(), "name", records.load(cached.current(), "partners"))
    kinds = list(PARTNER_WORDS)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{_('Who')}**")
        usual = kinds.index(old.get("kind", "resident_group"))
        kind = st.selectbox(
            _("Kind"), kinds, usual, format_func={kind: _(text) for kind, text in PARTNER_WORDS.items()}.get
        )
        name = st.text_input(_("Name"), old.get("name", ""))
        offers = st.text_input(
            _("What they can do"), old.get("offers") or "", placeholder=_("For example: a clean-up round every month")
        )
        with st.container(horizontal=True):
            how = {"format": "DD-MM-YYYY", "max_value": clock.today()}
            since = st.date_input(_("Active since"), old.get("since"), **how)
            last = st.date_input(_("Last contact"), old.get("last_contact"), **how)
        contact = st.text_input(
            _("Contact"),
            old.get("contact") or "",
            placeholder=_("For example: community officer"),
            help=_("A job title or a work address. Never the name, phone number or e-mail address of a resident."),
        )
    values = {"kind": kind, "name": name, "offers": offers, "contact": contact, "since": since, "last_contact": last}
    with right:
        where = network_where.ask(rows)
    _buttons(lambda: _save_partner(values, where, rows))


def contacted(name: str) -> None:
    """Store a contact with a partner or group today."""
    rows = records.load(cached.current(), "partners").filter((pl.col("name") == name) & ~pl.col("dropped"))
    spoken = rows.with_columns(last_contact=pl.lit(clock.today()))
    _enter("partners", spoken, _("Contact with {name}").format(name=name))


def take_off(kind: str, keys: list[str], name: str) -> None:
    """Remove a work or a partner."""
    frame = records.load(cached.current(), kind)
    key = "opportunity_key" if kind == "opportunities" else "partner_key"
    rows = manual_entries.dropped(frame.filter(pl.col(key).is_in(keys)))
    _enter(kind, rows, _("{name} has been removed").format(name=name))


def _opportunity_rows() -> pl.DataFrame:
    return records.load(cached.current(), "opportunities").with_columns(work=pl.coalesce("external_id", "title"))


def _known(found: pl.DataFrame, by: str, rows: pl.DataFrame) -> tuple[dict, pl.DataFrame]:
    """The record of the form and its rows; empty for a new one."""
    of = st.query_params.get(OF)
    one = found.filter(pl.col(by) == of).to_dicts() if of else []
    kept = rows.filter((pl.col(by) == of) & ~pl.col("dropped")) if one else rows.clear()
    return (one[0] if one else {}), kept.drop("work", strict=False)


def _buttons(save: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        pressed = st.button(_("Save"), type="primary", icon=":material/check:", key="save-form")
        st.button(_("Cancel"), on_click=close, key="cancel-form")
    if pressed:
        try:
            save()
        except BlokwijzerError as error:
            st.error(error_text(error))
        else:
            close()
            st.rerun()


def _save_opportunity(values: dict, where: network_where.Where, rows: pl.DataFrame) -> None:
    checked = manual_entries.opportunity(values)
    together = rows["external_id"][0] if rows.height else f"own:{uuid4().hex}"
    kept, gone = network_where.parted(rows, where.keep)
    frame = manual_entries.entered(
        Opportunity,
        checked | {"external_id": together},
        where.places(),
        lambda: f"opportunity:{uuid4().hex}",
        kept,
        gone,
    )
    _enter("opportunities", frame, checked["title"])


def _save_partner(values: dict, where: network_where.Where, rows: pl.DataFrame) -> None:
    checked = manual_entries.partner(values, clock.today())
    kept, gone = network_where.parted(rows, where.keep)
    frame = manual_entries.entered(Partner, checked, where.places(), lambda: f"partner:{uuid4().hex}", kept, gone)
    _enter("partners", frame, checked["name"])


def enter_action_day(title: str, days: tuple[date, ...]) -> None:
    """Add a proposed action day for all areas, with the confirmed dates (first, and last if different)."""
    values = {"kind": "action_day", "title": title, "starts_on": days[0], "ends_on": days[-1]}
    frame = manual_entries.entered(
        Opportunity,
        manual_entries.opportunity(values),
        [manual_entries.EVERYWHERE],
        lambda: f"opportunity:{uuid4().hex}",
    )
    _enter("opportunities", frame, title)


def _enter(kind: str, frame: pl.DataFrame, what: str) -> None:
    (import_id,) = import_log.enter(cached.current(), access.require().actor, {kind: frame}, what)
    st.session_state[SAVED] = (import_id, what)


def say_saved() -> None:
    """Show what was saved last, with an undo button."""
    saved = st.session_state.get(SAVED)
    if not saved:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="saved"):
        st.success(markdown(N_("Saved: {what}."), what=saved[1]), icon=":material/check:")
        st.button(_("Undo"), icon=":material/undo:", on_click=_undo, args=(saved[0],), key="undo-entry")


def _undo(import_id: int) -> None:
    st.session_state.pop(SAVED, None)
    try:
        import_log.undo(cached.current(), access.require().actor, import_id, Act.WORK)
    except BlokwijzerError as error:
        st.toast(error_text(error))
    else:
        st.toast(_("Undone."), icon=":material/undo:")
