"""Who is looking. Every page starts with ``access.require()``; no page relies on another to have checked.

The one page for who is not signed in is that of a team session, with its code (``GUEST``).

With ``[auth]`` in the secrets everyone signs in through OpenID Connect. Without it the app serves this machine only
(``middleware.py`` refuses anyone else) and the person is "local".
"""

import os
import time
from dataclasses import dataclass

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from data.cli.server import WITHOUT_SIGN_IN
from pages.shared.texts import _, escape_markdown


@dataclass(frozen=True)
class Person:
    """Who is signed in. ``actor`` is the name under which the audit trail records what this person does.

    ``name`` is how colleagues know this person; "" where nobody signs in.
    """

    actor: str
    name: str


LOCAL = Person("local", "")
GUEST = "session"  # the address of the page that checks by itself who may see what of it


def sign_in_configured() -> bool:
    """Whether the secrets hold ``[auth]``, so that everyone has to sign in."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def open_to_all() -> bool:
    """Whether the app was deliberately started for other machines without signing in."""
    return os.environ.get(WITHOUT_SIGN_IN) == "1" and not sign_in_configured()


def person() -> Person | None:
    """The person at this browser; None where signing in is needed and has not happened or has expired.

    The login cookie outlives the identity it holds, so its own ``exp`` is checked at each run.
    """
    if not sign_in_configured():
        return LOCAL
    if not st.user.get("is_logged_in") or _expired():
        return None
    actor = str(st.user.get("email") or st.user.get("sub"))
    return Person(actor, str(st.user.get("name") or actor))


def require() -> Person:
    """The signed-in person. Where there is none, offer signing in and stop the page here."""
    who = person()
    if who is None:
        _offer_sign_in()
        st.stop()
    return who


def _expired() -> bool:
    expires = st.user.get("exp")
    return not isinstance(expires, int | float) or expires <= time.time()


def _offer_sign_in() -> None:
    st.title("Blokwijzer", anchor=False)
    if st.user.get("is_logged_in"):
        st.write(_("Your sign-in has expired. Sign in again to go on."))
    else:
        st.write(_("Sign in with your organisation's account to go on."))
    sign_in_button(primary=True)


def sign_in_button(*, primary: bool = False) -> None:
    """The button that signs in; ``primary`` where it is the one thing to do."""
    kind = "primary" if primary else "secondary"
    st.button(_("Sign in"), type=kind, icon=":material/login:", on_click=st.login, key="sign-in")


def sign_out_button() -> None:
    """Who is signed in, with the way out; nothing where nobody did."""
    who = person()
    if who is None or not sign_in_configured():
        return
    with st.popover(escape_markdown(who.name), icon=":material/person:"):
        st.text(who.actor)
        st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout, key="sign-out")
