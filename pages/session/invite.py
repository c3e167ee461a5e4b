"""The invitation to a session: its link, its code in large type, and a QR code."""

import html
from functools import lru_cache

import segno
import streamlit as st

from domain.sessions.session import Session
from pages.shared import access
from pages.shared.texts import _, escape_markdown

PAPER, INK = "#ffffff", "#1b1b1f"  # QR codes must be dark on light in every theme


def link(one: Session, view: str | None = None) -> str:
    """The URL for participants, or (``view``) that of the shared screen."""
    address = (st.context.url or "/session").rstrip("/")
    return f"{address}?code={one.code}" + (f"&view={view}" if view else "")


def qr(address: str, size: str = "10rem") -> str:
    """The QR code of an address as HTML: an image of this width, with a text alternative."""
    name = html.escape(_("QR code of the link with which you take part"), quote=True)
    return f'<img src="{html.escape(_drawn(address))}" alt="{name}" style="width:{size};height:{size}">'


@lru_cache(maxsize=64)
def _drawn(address: str) -> str:
    """The QR code as a data URL, cached for redraws of the shared screen."""
    return segno.make(address, error="m").svg_data_uri(border=3, dark=INK, light=PAPER, omitsize=True)


def spelled(code: str) -> str:
    """A code in two groups, for reading aloud: "BCD 2F9"."""
    return f"{code[:3]} {code[3:]}"


def panel(one: Session) -> None:
    """Draw the invitation for the facilitator to show or read aloud."""
    address = link(one)
    st.html(
        f'<div style="font-size:2.4rem;font-weight:700;letter-spacing:.12em;font-family:monospace">'
        f"{html.escape(spelled(one.code))}</div>{qr(address)}"
    )
    st.caption(escape_markdown(address))
    if not access.sign_in_configured() and not access.open_to_all():
        st.caption(
            _(
                "Blokwijzer now runs on this computer only, so phones cannot join. Vote in other windows "
                "here, or ask your IT department to put it on a server with sign-in."
            )
        )
