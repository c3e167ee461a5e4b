"""A signal from a session: a participant's knowledge of the selected candidate, as a report with its source."""

from uuid import uuid4

import polars as pl
import streamlit as st

from data import clock
from data.services import signals
from data.store.database import Store
from data.store.sessions.joining import Participant, actor_of
from domain.errors import BlokwijzerError
from domain.intake.signals import EYES, Signal
from domain.schemas import SERIOUSNESS
from pages.shared import cached
from pages.shared.signal_labels import I_AM, SERIOUS, short_name
from pages.shared.texts import N_, _, error_text, escape_markdown, markdown

KEY, SENT = "session-signal", "session-signal-sent"


def form(here: Store, who: Participant, members: list[str]) -> None:
    """The form: what was seen in the candidate of these areas, and by which kind of person; no precise location."""
    if sent := st.session_state.get(SENT):
        _take_back(here, who, *sent)
    areas = cached.snapshot().areas.filter(pl.col("area_id").is_in(members))
    names = dict(areas.select("area_id", "name").iter_rows())
    if not names:
        return
    key = st.session_state.setdefault(KEY, uuid4().hex)  # kept until it is sent: a double tap sends once
    with st.expander(_("Add a signal"), icon=":material/add_alert:"), st.form(f"signal-{key}", border=False):
        area = next(iter(names))
        if len(names) > 1:
            area = st.selectbox(_("Where"), list(names), format_func=names.get)
        code = st.selectbox(
            _("What did you see?"), signals.buttons(here), format_func=short_name, index=None, placeholder=_("Choose")
        )
        serious = st.segmented_control(_("How serious is it?"), list(SERIOUSNESS), format_func=_serious)
        source = st.selectbox(
            _("I am"), list(EYES), format_func=_eye, index=EYES.index("partner"), key="session-signal-source"
        )
        if not st.form_submit_button(_("Send the signal"), icon=":material/send:", width="stretch"):
            return
        if code is None:
            st.error(_("First choose what you saw."))
            return
        row = areas.row(by_predicate=pl.col("area_id") == area, named=True)
        _send(here, who, Signal(key, source, _place(row), clock.today(), code, serious), names[area])


def _place(area: dict) -> dict[str, object]:
    """The location of the report: the street, or the centre of the block."""
    known = {name: area[name] for name in ("town", "neighbourhood") if area[name] is not None}
    if area["level"] == "street":
        return known | {"street": area["name"]}
    return known | {name: area[name] for name in ("lat", "lon") if area[name] is not None}


def _send(here: Store, who: Participant, signal: Signal, name: str) -> None:
    what = markdown(N_("Signal in a team session: {name}"), name=name)
    try:
        signals.send(here, actor_of(who.session_id, who.participant_id), signal, clock.today(), what)
    except BlokwijzerError as error:
        st.error(error_text(error))
        return
    st.session_state[SENT] = (signal.visit_key, name)
    del st.session_state[KEY]
    st.rerun()


def _take_back(here: Store, who: Participant, visit_key: str, name: str) -> None:
    st.success(
        markdown(N_("Your signal about {name} has been received."), name=escape_markdown(name)), icon=":material/check:"
    )
    if st.button(_("Undo"), icon=":material/undo:", width="stretch", key="undo-signal"):
        try:
            signals.undo(here, actor_of(who.session_id, who.participant_id), visit_key)
        except BlokwijzerError as error:
            st.error(error_text(error))
        del st.session_state[SENT]
        st.rerun()


def _serious(level: str) -> str:
    return _(SERIOUS[level])


def _eye(source: str) -> str:
    return _(I_AM[source])
