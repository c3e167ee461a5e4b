"""How long what is kept: a term and its reason for each kind."""

import streamlit as st

from data.store.database import Store
from data.store.terms import DAYS_MAX, PROPOSED, RetentionTerm, keep_term, terms
from domain.errors import N_, BlokwijzerError
from domain.roles import Act
from pages.shared import access, on_demand
from pages.shared.texts import _, error_text, markdown, number

KINDS = {
    "reports": N_("Reports and signals, after they are closed"),
    "reporters": N_("The code of who reported"),
    "notes": N_("Notes of reports, and remarks in sessions"),
    "versions": N_("Rows that a later import replaced"),
    "words": N_("Words of an import that nobody placed"),
    "names": N_("Names of participants in sessions"),
    "people": N_("Who worked in a project, after its end"),
    "audit": N_("The audit trail"),
}


def ask(current: Store) -> None:
    """Draw the terms, for those who may choose them."""
    if not access.may(Act.TERMS):
        return
    st.subheader(_("How long what is kept"), anchor=False)
    chosen = terms(current)
    st.write(
        _("The law gives no terms: the association chooses them, each with its reason. Without a term nothing ends.")
    )
    st.caption(_("The command “blokwijzer expire” removes every night what ended. Of reports, counts stay."))
    for kind, label in KINDS.items():
        term = chosen.get(kind)
        told = markdown(N_("{what}: {days} days"), what=_(label), days=number(term.days)) if term else _(label)
        icon = ":material/timer:" if term else ":material/all_inclusive:"
        if box := on_demand.expander(told, f"term-of-{kind}", icon):
            with box:
                _form(current, kind, term)


def _form(current: Store, kind: str, term: RetentionTerm | None) -> None:
    key = f"term-{kind}"
    with st.form(key, border=False):
        days = st.number_input(
            _("Days (0: it does not end)"),
            min_value=0,
            max_value=DAYS_MAX,
            value=term.days if term else 0,
            key=f"{key}-days",
            help=markdown(N_("Proposed: {days}"), days=number(PROPOSED[kind])),
        )
        reason = st.text_input(_("Reason"), term.reason if term else "", key=f"{key}-reason")
        pressed = st.form_submit_button(_("Save"))
    if not pressed:
        return
    try:
        keep_term(current, access.require().actor, kind, RetentionTerm(int(days), reason) if days else None)
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
    else:
        st.rerun()
