"""The notation of downloaded CSV files: a choice of each person, else that of the reader's language."""

import streamlit as st

from data.store import settings
from data.store.database import Store
from domain.errors import N_
from domain.roles import Act
from pages.shared import access, cached, own_choices
from pages.shared.texts import _, language

CHOICES = {
    "": N_("As the language of the screen"),
    "nl": N_("Dutch Excel: ; between cells, 0,5"),
    "en": N_("English Excel: , between cells, 0.5"),
}
_WIDGET = "csv-notation"


def current() -> str:
    """The notation of this person ("nl" or "en")."""
    return _chosen() or language()


def ask() -> None:
    """Draw the choice; a change is stored for this person at once."""
    key = f"{_WIDGET}-{cached.data_set()}"
    st.radio(
        _("Numbers in a CSV"),
        list(CHOICES),
        index=list(CHOICES).index(_chosen()),
        format_func={name: _(text) for name, text in CHOICES.items()}.get,
        key=key,
        on_change=_keep,
        args=(key,),
    )


def _chosen() -> str:
    kept = own_choices.kept(_WIDGET, access.require().actor, _read)
    return kept if kept in CHOICES else ""


def _keep(key: str) -> None:
    own_choices.keep(_WIDGET, access.require().actor, st.session_state[key], _write)


def _read(store: Store, person: str) -> str:
    return settings.get(store, f"csv:{person}", "")


def _write(store: Store, person: str, notation: str) -> None:
    settings.put(store, person, f"csv:{person}", notation, act=Act.OWN)
