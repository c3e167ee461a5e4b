"""Access control. Every page starts with ``access.require()``; no page relies on another page's check.

The only page without sign-in is that of a team session, with its code (``GUEST``).

With ``[auth]`` in the secrets everyone signs in through OpenID Connect. Without it the app serves this machine only
(``middleware.py`` refuses anyone else) and the person is "local".
"""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from data.cli.server import WITHOUT_SIGN_IN
from data.store.sign_outs import has_signed_out, sign_out
from pages.shared import cached
from pages.shared.texts import _, escape_markdown


@dataclass(frozen=True)
class Person:
    """The signed-in person. ``actor`` is the name in the audit trail.

    ``name`` is the display name; "" without sign-in.
    """

    actor: str
    name: str


CHECKED_EVERY = 60  # seconds after which an open tab notices that its sign-in has ended

LOCAL = Person("local", "")
GUEST = "session"  # the path of the page that does its own access control


def sign_in_configured() -> bool:
    """Whether the secrets hold ``[auth]``, so that everyone has to sign in."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def open_to_all() -> bool:
    """Whether the app was deliberately started for other machines without sign-in."""
    return os.environ.get(WITHOUT_SIGN_IN) == "1" and not sign_in_configured()


def person() -> Person | None:
    """The person at this browser; None if sign-in is required and is missing or expired.

    The login cookie outlives the identity it holds, so its own ``exp`` is checked at each run.
    """
    if not sign_in_configured():
        return LOCAL
    if not st.user.get("is_logged_in") or _expired() or has_ended(st.user):
        return None
    actor = str(st.user.get("email") or st.user.get("sub"))
    return Person(actor, str(st.user.get("name") or actor))


def require() -> Person:
    """Return the signed-in person; without one, show the sign-in button and stop the page."""
    who = person()
    if who is None:
        _offer_sign_in()
        st.stop()
    return who


def has_ended(identity: Mapping[str, Any]) -> bool:
    """Whether this identity signed out, in whatever tab and on whatever server of this store.

    ``identity``: the claims of the provider, which other tabs still hold.
    """
    return has_signed_out(cached.own(), *_signed_in(identity))


def _signed_in(identity: Mapping[str, Any]) -> tuple[str, float]:
    return str(identity.get("sub") or identity.get("email")), float(identity.get("iat") or 0)


def _sign_out() -> None:
    who = person()
    if who is not None:
        sign_out(cached.own(), who.actor, *_signed_in(st.user), float(st.user["exp"]))
    st.logout()


@st.fragment(run_every=CHECKED_EVERY)
def end_with_the_sign_in() -> None:
    """Clear an open page whose sign-in has expired, or ended in another tab."""
    if person() is None:
        st.rerun()


def _expired() -> bool:
    expires = st.user.get("exp")
    return not isinstance(expires, int | float) or expires <= time.time()


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
