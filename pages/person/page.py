"""The screen on what is kept of one address or one reporter: to hand over, and to erase."""

import streamlit as st

from data import clock
from data.services import person, subject
from data.services.person import SubjectData
from data.services.subject import Subject
from domain.errors import N_, BlokwijzerError
from pages.person.labels import named
from pages.shared import access, cached, navigation, tables
from pages.shared.texts import _, error_text, format_list, markdown, number

OF = {"address": N_("An address"), "reporter": N_("Who reported")}
COUNTED = {
    "reports": N_("reports: {n}"),
    "visits": N_("signals: {n}"),
    "opportunities": N_("planned works: {n}"),
    "partners": N_("partners: {n}"),
    "matches": N_("decisions on the address: {n}"),
    "texts": N_("notes and other texts: {n}"),
    "audit rows": N_("rows of the audit trail: {n}"),
}
FOUND = "person-found"  # in the session: what was looked up, with the versions of the store then


def main() -> None:
    """Draw the question, what is kept, and the form to erase it."""
    who = access.require(access.PAGES["person"])
    navigation.opening(_("Access and erasure"), _("What is kept of one address, or of one person who reported?"))
    st.caption(
        _("Everything is listed: reports with their past versions, signals, notes, projects and the audit trail.")
    )
    with st.form("person-form", border=False):
        of = st.radio(_("Of what"), list(OF), format_func=lambda name: _(OF[name]), horizontal=True, key="person-of")
        text = st.text_input(
            _("Address, or who reported as the export has it"),
            placeholder=_("Lindehof 12a, Meerwijk"),
            key="person-text",
            width=480,
        )
        asked = st.form_submit_button(_("Look up"), type="primary", icon=":material/search:")
    if asked:
        _look_up(who.actor, of, text)
    if FOUND in st.session_state:
        _show(who.actor, *st.session_state[FOUND])


def _look_up(actor: str, of: str, text: str) -> None:
    st.session_state.pop(FOUND, None)
    current = cached.current()
    try:
        asked = subject.address(current, text) if of == "address" else subject.reporter(current, text)
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    with st.spinner(_("Looking in everything that is kept.")):
        found = person.find(current, asked)
    person.leave_trace(current, actor, asked, found, to_file=False)
    st.session_state[FOUND] = (asked, found, current.url)


def _show(actor: str, asked: Subject, found: SubjectData, store: str) -> None:
    """What is kept, its download, and the form to erase it."""
    if store != cached.current().url:  # the other data set was chosen since
        return
    counts = found.counts()
    if not counts:
        st.info(_("Nothing is kept of it."))
        return
    told = [_(COUNTED[name]).format(n=number(count)) for name, count in counts.items()]
    st.markdown(markdown(N_("This is kept: {told}."), told=format_list(told)))
    st.dataframe(
        named(found.table()),
        hide_index=True,
        placeholder="",
        column_config={_("Content"): st.column_config.TextColumn(_("Content"), width="large")},
    )
    if found.dwellings.height:
        st.caption(_("The home itself stays in the list of homes: that says that it is there, not who lives there."))
    tables.download(lambda: named(found.table()), _("what-is-kept"), "person")
    _erase(actor, asked)


def _erase(actor: str, asked: Subject) -> None:
    with st.expander(_("Erase all of it"), icon=":material/delete_forever:"), st.form("person-erase", border=False):
        st.write(_("This cannot be undone. Later exports and restored backups do not bring it back."))
        reason = st.text_input(_("Reason, such as the date and number of the request"), key="person-reason")
        sure = st.checkbox(_("I have handed over what was asked for, or nobody asked"), key="person-sure")
        pressed = st.form_submit_button(_("Erase"), icon=":material/delete_forever:")
    if not pressed:
        return
    if not sure:
        st.error(_("Tick the box first."), icon=":material/error:")
        return
    try:
        done = person.erase(cached.current(), actor, asked, reason, clock.today())
    except BlokwijzerError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    st.session_state.pop(FOUND, None)
    told = [_(COUNTED[name]).format(n=number(count)) for name, count in done.counts.items()]
    st.success(markdown(N_("Erased: {told}."), told=format_list(told)), icon=":material/check:")
    if not done.off_the_disk:
        st.warning(_("Others are reading now. The last traces leave the disk with the next change."))
    st.caption(_("Backups of before hold it still. Remove them when you no longer need them."))


main()
