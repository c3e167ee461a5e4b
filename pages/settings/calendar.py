"""The calendar links: one's own, made and revoked here, and those of colleagues, which can be revoked."""

from urllib.parse import urlsplit

import streamlit as st

from data.store.calendar_feeds import CalendarFeed, feeds, make_feed, revoke_feed
from domain.calendar import local_date
from domain.errors import N_, BlokwijzerError
from domain.roles import Act
from pages.shared import access, cached, calendar_route
from pages.shared.labels import who as actor_name
from pages.shared.texts import _, day, error_text, language, markdown

_MADE = "calendar-link"  # of a session: the link that was just made, by data set


def concerns(who: access.Person) -> bool:
    """Whether somebody has a link, may make one, or may revoke those of others."""
    of_anyone = access.may(Act.PROJECTS) or access.may(Act.SETTINGS)
    return of_anyone or any(each.person == who.actor for each in feeds(cached.current()))


def section(who: access.Person) -> None:
    """Draw the section."""
    st.subheader(_("In your own calendar"), anchor=False)
    every = {each.person: each for each in feeds(cached.current())}
    mine = every.pop(who.actor, None)
    if access.may(Act.PROJECTS):
        _own(who, mine)
    elif mine:  # made in another role
        st.caption(_works_until(mine))
        _revoke_button(mine)
    for each in every.values() if access.may(Act.SETTINGS) else ():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(markdown(N_("Link of {who}"), who=actor_name(each.person)) + f" · {_works_until(each)}")
            _revoke_button(each)


def _own(who: access.Person, mine: CalendarFeed | None) -> None:
    """The person's own link."""
    st.caption(
        _(
            "A link with which your own calendar (Outlook, Google) shows your actions, team sessions, and what starts "
            "in your district."
        )
    )
    if made := st.session_state.get(_MADE, {}).get(cached.data_set()):
        st.code(made, language=None, wrap_lines=True)
        st.caption(
            _(
                "Copy it now: it is not shown again. Who has it can see this calendar. It names streets and blocks, "
                "but no people and no homes."
            )
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        label = _("Make a new link") if mine else _("Make a link")
        st.button(label, icon=":material/calendar_add_on:", key="calendar-make", on_click=_make, args=(who,))
        if mine:
            _revoke_button(mine)
    if mine:
        st.caption(_works_until(mine))


def _works_until(feed: CalendarFeed) -> str:
    return _("Works until {day}.").format(day=day(local_date(feed.ends_at)))


def _revoke_button(feed: CalendarFeed) -> None:
    key = f"calendar-revoke-{feed.person}"
    st.button(_("Revoke"), icon=":material/link_off:", key=key, on_click=_revoke, args=(feed.person,))


def _make(who: access.Person) -> None:
    token = make_feed(cached.current(), who.actor, who.name, language())
    parts = urlsplit(st.context.url or "")
    address = calendar_route.own_address(f"{parts.scheme}://{parts.netloc}")
    kept = st.session_state.setdefault(_MADE, {})
    kept[cached.data_set()] = calendar_route.link(address, token)


def _revoke(person: str) -> None:
    try:
        revoke_feed(cached.current(), access.require().actor, person)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")
    if person == access.require().actor:
        st.session_state.get(_MADE, {}).pop(cached.data_set(), None)
