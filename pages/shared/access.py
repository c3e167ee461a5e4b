"""Access control. Every page starts with ``access.require()``; no page relies on another page's check.

The only page without sign-in is that of a team session, with its code (``GUEST``).

With ``[auth]`` in the secrets everyone signs in through OpenID Connect. Without it the app serves this machine only
(``middleware.py`` refuses anyone else) and the person is "local", who may do everything.

What a person may do follows from their roles (domain/roles.py), which the sign-in gives. It is enforced by the stores
that pages get (``limited``); ``require`` and ``may_open`` keep a page from being drawn at all.
"""

import os
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from data.cli.server import WITHOUT_SIGN_IN
from data.store.database import Store
from data.store.role_names import kept_role_names
from data.store.sign_outs import has_signed_out, sign_out
from domain.roles import EVERYTHING, Act, Role, RoleNames, acts_of, districts_of, role_names, who_may
from pages.shared import stores
from pages.shared.texts import N_, _, escape_markdown, format_list, markdown


@dataclass(frozen=True)
class Person:
    """The signed-in person. ``actor`` is the name in the audit trail.

    ``name`` is the display name; "" without sign-in.
    """

    actor: str
    name: str
    roles: frozenset[Role] = frozenset(Role)


CHECKED_EVERY = 60  # seconds after which an open tab notices that its sign-in has ended

LOCAL = Person("local", "")
GUEST = "session"  # the path of the page that does its own access control
CODE = "code"  # the parameter of its link by which guests come in
ENTERED = "session-entered"  # in the state of a tab: the code that was accepted, the name of the store, the session
# A session's pages work out the order of candidates from all figures, and show those of its release only
# (pages/session/figures.py).
BY_CODE = frozenset({Act.TAKE_PART, Act.SIGNAL, Act.DISCLOSED, Act.FULL})
PAGES: Mapping[str, Act] = {
    "overview": Act.OVERVIEW,
    "map": Act.DISCLOSED,
    "candidates": Act.FULL,
    "plan": Act.PROJECTS,
    "track_record": Act.FULL,
    "projects": Act.PROJECTS,
    "network": Act.WORK,
    "session": Act.TAKE_PART,  # leading one is work; others join by its code
    "signals": Act.SIGNAL,
    "imports": Act.IMPORT,
    "settings": Act.OWN,
    "audit": Act.AUDIT,
    "person": Act.PERSON,
    "glossary": Act.OWN,
}
"""What each page needs."""
ROLES = {
    Role.CARETAKER: N_("caretaker"),
    Role.CONSULTANT: N_("consultant"),
    Role.MANAGER: N_("manager"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.PRIVACY_OFFICER: N_("privacy officer"),
}
ROLES_KNOWN_SECONDS = 5  # how long the roles that are set on Settings are kept in memory
SECRETS_LOOKED_FOR_SECONDS = 5  # how often files with secrets are looked for where there are none
_none_in: tuple[object, float] = (None, 0.0)  # secrets that have no file, and until when they are not looked for again


def sign_in_configured() -> bool:
    """Whether the secrets hold ``[auth]``, so that everyone has to sign in."""
    return _secret("auth") is not None


def open_to_all() -> bool:
    """Whether the app was deliberately started for other machines without sign-in."""
    return os.environ.get(WITHOUT_SIGN_IN) == "1" and not sign_in_configured()


def person() -> Person | None:
    """The person at this browser; None if sign-in is required and is missing or expired.

    The login cookie outlives the identity it holds, so its own ``exp`` is checked at each run.
    """
    if not sign_in_configured():
        return LOCAL
    if not _signed_in_now() or has_ended(st.user):
        return None
    actor = str(st.user.get("email") or st.user.get("sub"))
    return Person(actor, str(st.user.get("name") or actor), roles_of(st.user))


def require(act: Act | None = None) -> Person:
    """Return the signed-in person; without one, show the sign-in button and stop the page.

    A person without a role, or without one that has ``act``, reads whom to ask, and the page stops as well.
    """
    who = person()
    if who is None:
        _offer_sign_in()
        st.stop()
    if not who.roles:
        _refuse(_("You have no role here yet"), _("Your account may sign in, but has no role in Blokwijzer."))
    if act is not None and act not in acts_of(who.roles):
        these, yours = (format_list([_(ROLES[role]) for role in roles]) for roles in (who_may(act), sorted(who.roles)))
        text = N_("This is for another role: {these}. Yours is: {yours}.")
        _refuse(_("Not for your role"), markdown(text, these=these, yours=yours))
    return who


def acts() -> frozenset[Act]:
    """What the person at this browser may do and read; what guests of a session may, once its code was accepted."""
    more = BY_CODE if st.session_state.get("page") == GUEST and _code_was_accepted() else frozenset()
    if not sign_in_configured():
        return EVERYTHING
    return acts_of(roles_of(st.user)) | more if _signed_in_now() else more


def _code_was_accepted() -> bool:
    """Whether the code of the link opened a session in this tab."""
    entered = st.session_state.get(ENTERED)
    return entered is not None and entered[0] == st.query_params.get(CODE)


def may(act: Act) -> bool:
    """Whether the person at this browser may do or read this."""
    return act in acts()


def may_open(page: str) -> bool:
    """Whether the person at this browser may open a page, by the name of its folder."""
    return may(PAGES[page])


def limited(store: Store) -> Store:
    """The store, limited to what the person at this browser may do and read."""
    allowed = acts()
    return store if allowed == EVERYTHING else store.limited_to(allowed)


def configured_roles() -> RoleNames | None:
    """The names of the roles in the secrets, else those set on Settings; None: everyone has every role.

    Raises:
        WrongValue: the secrets name something that is no role.
    """
    given = _in_secrets()
    if given is None:
        return _kept(stores.own().url)
    names = {name: value for name, value in given.items() if name not in ("claim", "contact")}
    return role_names(names, str(given.get("contact", "")))


def everyone_may_do_all() -> bool:
    """Whether people sign in, and no roles were set."""
    return sign_in_configured() and configured_roles() is None


def set_in_secrets() -> bool:
    """Whether the secrets say what the roles are called, so that Settings cannot."""
    return _in_secrets() is not None


def given_names(identity: Mapping[str, Any]) -> list[str]:
    """The names of roles that the sign-in gives: its claim "roles", or the one that the secrets mention."""
    found = identity.get(str((_in_secrets() or {}).get("claim", "roles")))
    if isinstance(found, str):
        return [found]
    return [str(each) for each in found] if isinstance(found, Collection) else []


def roles_of(identity: Mapping[str, Any]) -> frozenset[Role]:
    """The roles of whoever signed in; all of them where no roles are configured."""
    known = configured_roles()
    return frozenset(Role) if known is None else known.roles(given_names(identity))


def districts() -> tuple[str, ...]:
    """The towns and neighbourhoods to which the sign-in limits the person at this browser; empty: no limit."""
    return districts_of_identity(st.user) if sign_in_configured() and _signed_in_now() else ()


def districts_of_identity(identity: Mapping[str, Any]) -> tuple[str, ...]:
    """The towns and neighbourhoods to which the sign-in limits this identity; empty: no limit."""
    known = _secret("districts")
    return () if known is None else districts_of(known, given_names(identity))


def roles_changed() -> None:
    """Let this server see at once that roles were set on Settings; others see it within seconds."""
    _kept.clear()


def _in_secrets() -> Mapping[str, Any] | None:
    return _secret("roles")


def _secret(name: str) -> Any:
    """A part of the secrets; None without it. Where there are no secrets, Streamlit would look for their files at every
    call; here it does so every few seconds.
    """
    global _none_in
    secrets, until = _none_in
    if secrets is st.secrets and time.monotonic() < until:
        return None
    try:
        return st.secrets.get(name)
    except StreamlitSecretNotFoundError:
        _none_in = (st.secrets, time.monotonic() + SECRETS_LOOKED_FOR_SECONDS)
        return None


@st.cache_data(ttl=ROLES_KNOWN_SECONDS, show_spinner=False)
def _kept(url: str) -> RoleNames | None:  # noqa: ARG001  # the key of the cache
    return kept_role_names(stores.own())


def _refuse(title: str, text: str) -> None:
    """Say what is not allowed, and whom to ask; ends the page."""
    st.title(title, anchor=False)
    st.write(text)
    known = configured_roles()
    if known and known.contact:
        st.write(markdown(N_("You can ask {contact} for it."), contact=known.contact))
    else:
        st.write(_("Whoever manages Blokwijzer in your organisation can give it to you. Then sign in again."))
    st.stop()


def has_ended(identity: Mapping[str, Any]) -> bool:
    """Whether this identity signed out, in whatever tab and on whatever server of this store.

    ``identity``: the claims of the provider, which other tabs still hold.
    """
    return has_signed_out(stores.own(), *_signed_in(identity))


def _signed_in(identity: Mapping[str, Any]) -> tuple[str, float]:
    return str(identity.get("sub") or identity.get("email")), float(identity.get("iat") or 0)


def _sign_out() -> None:
    who = person()
    if who is not None:
        sign_out(stores.own(), who.actor, *_signed_in(st.user), float(st.user["exp"]))
    st.logout()


@st.fragment(run_every=CHECKED_EVERY)
def end_with_the_sign_in() -> None:
    """Clear an open page whose sign-in has expired, or ended in another tab."""
    if person() is None:
        st.rerun()


def _signed_in_now() -> bool:
    """Whether somebody signed in at this browser, and the identity has not expired."""
    expires = st.user.get("exp")
    return bool(st.user.get("is_logged_in")) and isinstance(expires, int | float) and expires > time.time()


def _offer_sign_in() -> None:
    st.title("Blokwijzer", anchor=False)
    if st.user.get("is_logged_in"):
        st.write(_("Your sign-in has expired. Sign in again to continue."))
    else:
        st.write(_("Sign in with your organisation's account to continue."))
    sign_in_button(primary=True)


def sign_in_button(*, primary: bool = False) -> None:
    """Draw the sign-in button; ``primary`` if it is the page's main action."""
    kind = "primary" if primary else "secondary"
    st.button(_("Sign in"), type=kind, icon=":material/login:", on_click=st.login, key="sign-in")


def sign_out_button() -> None:
    """Draw the signed-in person's name and the sign-out button; nothing without sign-in."""
    who = person()
    if who is None or not sign_in_configured():
        return
    with st.popover(escape_markdown(who.name), icon=":material/person:"):
        st.text(who.actor)
        st.button(_("Sign out"), icon=":material/logout:", on_click=_sign_out, key="sign-out")
