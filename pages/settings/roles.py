"""The section Roles of the screen Settings: one's own roles, and what the roles are called where people sign in."""

import streamlit as st

from data.store.role_names import keep_role_names
from domain.errors import BlokwijzerError
from domain.roles import Act, Role, RoleNames, role_names
from pages.shared import access, cached
from pages.shared.texts import N_, _, error_text, format_list, markdown

MAY = {
    Role.CARETAKER: N_("Sends signals, and sees the map without small numbers."),
    Role.CONSULTANT: N_("Does all the work, and sees all figures."),
    Role.MANAGER: N_("Sees overview, map, plan and projects without small numbers, and sets weights and hours."),
    Role.ADMINISTRATOR: N_("Imports. Sets what an incident is, the terms, and who has which role."),
    Role.PRIVACY_OFFICER: N_("Sees who did what, and when. Erases what is kept of an address. Sets terms."),
}
_CONTACT = "roles-contact"


def show(who: access.Person) -> None:
    """Draw the section; nothing without sign-in."""
    if not access.sign_in_configured():
        return
    st.subheader(_("Roles"), anchor=False)
    mine = format_list([_(access.ROLES[role]) for role in Role if role in who.roles])
    known = access.configured_roles()
    if known is None:
        st.warning(_("No roles are set: everyone who can sign in may do and see everything."))
    else:
        st.markdown(markdown(N_("Yours: {roles}."), roles=mine))
    if not access.may(Act.SETTINGS):
        return
    if access.set_in_secrets():
        st.caption(_("What the roles are called in your sign-in is in the settings of the server."))
        return
    _form(known or RoleNames())


def _form(known: RoleNames) -> None:
    """The names of each role, as the sign-in gives them."""
    st.markdown("\n".join(f"- **{_(access.ROLES[role])}**: {_(MAY[role])}" for role in Role))
    given = format_list(access.given_names(st.user)) or "–"
    st.caption(markdown(N_("What are they called in your sign-in? Yours gives: {given}."), given=given))
    with st.form("roles", border=False):
        for role in Role:
            names = known.names.get(role, (role.value,))
            st.text_input(_(access.ROLES[role]), ", ".join(names), key=_key(role), help=_("Several: with commas"))
        st.text_input(_("Whom to ask for a role"), known.contact, key=_CONTACT)
        st.form_submit_button(_("Save"), on_click=_save)


def _key(role: Role) -> str:
    return f"roles-{role.value}"


def _save() -> None:
    names = {role.value: st.session_state[_key(role)].split(",") for role in Role}
    try:
        wanted = role_names(names, st.session_state[_CONTACT])
        keep_role_names(cached.own(), access.require().actor, wanted, access.given_names(st.user))
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")
    else:
        access.roles_changed()
        st.toast(_("Saved."), icon=":material/check:")
