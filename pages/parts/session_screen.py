"""The shared screen of a session."""

from data.database import Store
from domain.sessions import Session
from pages.parts import session_live


def show(here: Store, one: Session) -> None:  # noqa: ARG001
    """Draw what the whole room sees."""
    session_live.watch(here)
