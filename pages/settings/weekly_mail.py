"""The weekly mail: asking for it, ending it, and ending that of colleagues."""

import streamlit as st

from data.store.mail_subscriptions import Subscription, subscribe, subscription_of, subscriptions, unsubscribe
from domain.calendar import local_date
from domain.errors import N_, BlokwijzerError
from domain.roles import Act
from pages.shared import access, cached
from pages.shared.labels import who as actor_name
from pages.shared.texts import _, day, error_text, language, markdown


def concerns(who: access.Person) -> bool:
    """Whether somebody has the mail, may ask for it, or may stop that of others."""
    of_anyone = access.may(Act.PROJECTS) or access.may(Act.SETTINGS)
    return of_anyone or subscription_of(cached.current(), who.actor) is not None


def section(who: access.Person) -> None:
    """Draw the section."""
    st.subheader(_("Weekly mail"), anchor=False)
    mine = subscription_of(cached.current(), who.actor)
    if access.may(Act.PROJECTS):
        _own(who, mine)
    elif mine:  # asked for in another role
        _sent(mine)
    for each in subscriptions(cached.current()) if access.may(Act.SETTINGS) else ():
        if each.weekly and each.person != who.actor:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(markdown(N_("Mail to {who}"), who=actor_name(each.person)))
                _stop_button(each)


def _own(who: access.Person, mine: Subscription | None) -> None:
    """The person's own mail."""
    st.caption(
        _(
            "What is late, emerges, opens or got old in your district, if something is new. It has no figures and no "
            "names of people. Your IT department lets it go out each week."
        )
    )
    usual = mine.address if mine else who.actor if "@" in who.actor else ""
    with st.form(f"settings-mail-{cached.data_set()}", border=False):
        address = st.text_input(_("Your mail address"), usual, placeholder=_("name@association.nl"))
        if st.form_submit_button(_("Change the address") if mine else _("Send it to me")):
            _subscribe(who, address)
    if mine:
        _sent(mine)


def _sent(mine: Subscription) -> None:
    """When the person's own mail was last sent, and the button to stop it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        sent = mine.sent_at and day(local_date(mine.sent_at))
        st.caption(_("Last sent on {day}.").format(day=sent) if sent else _("Nothing was sent yet."))
        _stop_button(mine)


def _subscribe(who: access.Person, address: str) -> None:
    try:
        subscribe(cached.current(), who.actor, who.name, address, language())
    except BlokwijzerError as error:
        st.error(error_text(error))
    else:
        st.rerun()


def _stop_button(each: Subscription) -> None:
    st.button(_("Stop the mail"), icon=":material/unsubscribe:", key=f"mail-stop-{each.person}", on_click=_stop,
              args=(each.person,))  # fmt: skip


def _stop(person: str) -> None:
    try:
        unsubscribe(cached.current(), access.require().actor, person)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")
