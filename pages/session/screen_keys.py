"""The shared screen's keyboard, only for people signed in on this device or at the machine that runs the app.

The buttons are hidden until the keyboard focuses one. A button changes the session as this screen shows it. If someone
else changed it first, the screen shows that change instead.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import streamlit as st

from data.store import sessions
from data.store.database import Store
from domain.disclosure_control import HALF_YEARS_SHOWN
from domain.errors import Conflict
from domain.sessions.session import Session, Shown, step_after
from pages.session.map_controls import ways
from pages.session.screen_look import drawing_of
from pages.shared import access
from pages.shared.texts import _, escape_markdown

KEYS_MAX = 9
MOST_COMPARED = 3
LOOKS = (
    None,
    *range(HALF_YEARS_SHOWN - 1, -1, -1),
)  # the order of the periods: the whole window, then the half years, oldest first


def show(here: Store, one: Session, candidates: pl.DataFrame) -> None:
    """Draw the keys: left, right and page keys for the steps, space for the timer, a number for a candidate, Escape to
    deselect; up and down to zoom, Shift with an arrow to move the map, 0 for the whole map.
    """
    drawing = drawing_of(one, candidates)
    names = dict(candidates.head(KEYS_MAX).select("candidate_id", "name").iter_rows())
    with st.container(horizontal=True, key="wall-keys"):
        _key(here, one, _("Back"), "Left", onward(one, -1))
        _key(here, one, _("Next"), "Right", onward(one, 1))
        _key(here, one, _("Previous step"), "PageUp", step(one, -1))
        _key(here, one, _("Next step"), "PageDown", step(one, 1))
        _key(here, one, _("Timer"), "Space", None)
        for at, (area, name) in enumerate(names.items(), start=1):
            _key(here, one, f"{at}. {escape_markdown(name)}", str(at), picked(one, area))
        _key(here, one, _("No candidate"), "Esc", replace(one.shown, area=None, view=None))
        for way in ways(drawing.town, drawing.box):
            _key(here, one, _(way.label), way.key, replace(one.shown, view=way.view))


def onward(one: Session, by: int) -> Shown:
    """The state after moving forward (or back): to the next half year in the step "look", else to the next step."""
    if one.version > 1 and one.shown.step == "look":
        at = (LOOKS.index(one.shown.half) if one.shown.half in LOOKS else 0) + by
        if 0 <= at < len(LOOKS):
            return replace(one.shown, half=LOOKS[at])
    return step(one, by)


def step(one: Session, by: int) -> Shown:
    """The state in the next (or previous) step; from the invitation, in the first step."""
    to = one.shown.step if one.version == 1 else step_after(one.plan, one.shown.step, by)
    until = one.shown.until if to == one.shown.step else None
    return replace(one.shown, step=to, half=None, until=until)


def picked(one: Session, area: str) -> Shown:
    """The state with a candidate selected or deselected; in the step "weigh", for the comparison."""
    if one.shown.step == "weigh":
        others = tuple(each for each in one.shown.compared if each != area)
        compared = others if area in one.shown.compared else (*others, area)[-MOST_COMPARED:]
        return replace(one.shown, compared=compared)
    return replace(one.shown, area=None if one.shown.area == area else area, view=None)


def timed(one: Session, now: datetime) -> Shown:
    """The state with the timer stopped, or started with the minutes of the step."""
    minutes = one.plan.minutes.get(one.shown.step, 0)
    return replace(one.shown, until=None if one.shown.until else now + timedelta(minutes=minutes))


def _key(here: Store, one: Session, label: str, key: str, shown: Shown | None) -> None:
    move: Callable[[], Shown] = (lambda: timed(one, datetime.now(UTC))) if shown is None else (lambda: shown)
    st.button(label, shortcut=key, key=f"wall-key-{key}", on_click=_move, args=(here, one, move))


def _move(here: Store, one: Session, move: Callable[[], Shown]) -> None:
    if (shown := move()) == one.shown and one.version > 1:
        return
    try:
        sessions.show(here, access.require().actor, one, shown)
    except Conflict:
        return  # someone else changed it first; the redraw shows the current state
