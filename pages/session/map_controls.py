"""The facilitator's controls of the shared screen's map: zoom, position, and the selected street or block."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.sessions.candidates import figures_of
from domain.sessions.session import Session
from domain.sessions.viewport import Box, Plane, View, all_of_it, moved, zoomed
from pages.session import figures
from pages.session.labels import figures_in_words
from pages.session.screen_look import drawing_of, period
from pages.session.screen_map import NOTHING, picture
from pages.shared import postponed
from pages.shared.texts import N_, _, escape_markdown, number

Change = Callable[..., None]  # changes the shared screen: area, view
COMPASS = ((True, True, True), (True, True, True), (False, True, False))  # layout of the buttons: north is up


@dataclass(frozen=True)
class Way:
    """A way to move the map. ``key``: its key on the shared screen; ``view``: the resulting viewport."""

    label: str
    icon: str
    key: str
    view: View


def ways(town: Plane, box: Box) -> list[Way]:
    """The ways to move the map from the current viewport."""
    return [
        Way(N_("Closer"), "zoom_in", "Up", zoomed(town, box, 1)),
        Way(N_("North"), "arrow_upward", "Shift+Up", moved(town, box, 0, 1)),
        Way(N_("Further"), "zoom_out", "Down", zoomed(town, box, -1)),
        Way(N_("West"), "arrow_back", "Shift+Left", moved(town, box, -1, 0)),
        Way(N_("Whole"), "zoom_out_map", "0", all_of_it(town)),
        Way(N_("East"), "arrow_forward", "Shift+Right", moved(town, box, 1, 0)),
        Way(N_("South"), "arrow_downward", "Shift+Down", moved(town, box, 0, -1)),
    ]


def show(one: Session, candidates: pl.DataFrame, change: Change) -> None:
    """The selected area, the map of the shared screen, and its controls. ``change``: changes the shared screen."""
    drawing = drawing_of(one, candidates)
    if drawing.public.areas["lat"].is_null().all():
        st.caption(_(NOTHING))
        return
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left, st.container(border=True):
        alt_text = period(one, drawing.public)
        st.html(f'<img src="{picture(drawing)}" alt="{escape(alt_text)}" style="width:100%;height:19rem">')
    with right:
        _another(one, candidates, change)
        found = iter(ways(drawing.town, drawing.box))
        for row in COMPASS:
            for column, is_there in zip(st.columns(3, gap="small"), row, strict=True):
                if is_there:
                    _button(column, next(found), one, change)
        if one.shown.view is not None:
            st.button(
                _("Back to what is shown"), type="tertiary", key="map-follow", on_click=change, kwargs={"view": None}
            )


def _button(column: DeltaGenerator, way: Way, one: Session, change: Change) -> None:
    column.button(
        _(way.label),
        icon=f":material/{way.icon}:",
        key=f"map-{way.icon}",
        width="stretch",
        disabled=way.view == one.shown.view,
        on_click=change,
        kwargs={"view": way.view},
    )


def candidate(one: Session, candidates: pl.DataFrame, change: Change) -> None:
    """The choice of the candidate that is selected on the shared screen."""
    names = names_of(candidates)
    st.session_state["in-sight"] = one.shown.area if one.shown.area in names else None
    st.pills(
        _("Shown on the shared screen"),
        list(names),
        format_func=lambda area: escape_markdown(names[area]),
        key="in-sight",
        wrap=True,
        on_change=_sight,
        args=("in-sight", change),
    )
    if seen := figures.in_sight(one, candidates):
        text = figures_in_words(figures_of(figures.public(one.plan), seen["members"]), figures.span(one.plan))
        st.write(f"**{escape_markdown(seen['name'])}**: {text}")


def names_of(candidates: pl.DataFrame) -> dict[str, str]:
    """The names of the candidates in the order of the list, with the numbers that the shared screen gives them.

    Their ranks are others: blocks of a street that is in the list all have its rank.
    """
    columns = ("candidate_id", "name", "postponed_until")
    return {
        area: f"{number(at)}. {name}" + (f" ({postponed.in_short(until)})" if until else "")
        for at, (area, name, until) in enumerate(candidates.select(columns).iter_rows(), start=1)
    }


def _another(one: Session, candidates: pl.DataFrame, change: Change) -> None:
    """The choice of any other street or block by its name."""
    areas = figures.public(one.plan).areas.filter(~pl.col("area_id").is_in(candidates["candidate_id"].to_list()))
    names: dict[str, Any] = dict(areas.sort("name").select("area_id", "name").iter_rows())
    st.session_state["in-sight-other"] = one.shown.area if one.shown.area in names else None
    st.selectbox(
        _("Show another street") if one.plan.level == "street" else _("Show another block"),
        list(names),
        format_func=names.get,
        placeholder=_("Type its name"),
        key="in-sight-other",
        on_change=_sight,
        args=("in-sight-other", change),
    )


def _sight(key: str, change: Change) -> None:
    change(area=st.session_state[key], view=None)
