"""A list of rows, each with an interval on one axis that all share: reached by keyboard, one row open at a time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

NO_AXIS: Mapping[str, Any] = {"far": 1, "line": None, "ticks": [], "log": False, "grid": False, "wide": False}


@cache
def _component() -> Callable[..., Any]:
    """The component, registered once; its script and style are files beside this module."""
    here = Path(__file__)
    return st.components.v2.component(
        "interval_list", js=here.with_suffix(".js").read_text("utf-8"), css=here.with_suffix(".css").read_text("utf-8")
    )


def interval_list(
    key: str,
    rows: Sequence[Mapping[str, Any]],
    axis: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    on_open: Callable[[str], None],
    on_mark: Callable[[str, str], None] | None = None,
    marks: Sequence[Mapping[str, str]] = (),
    legend: Sequence[Mapping[str, str]] = (),
    selected: str | None = None,
    last_clear: str | None = None,
) -> str | None:
    """Draw the rows; returns the id of the row whose action was clicked, for one run.

    ``rows``: id, number, name, place, why (texts), low, value, high (on the axis; low null or absent: no interval),
    interval (the same in words); parts (low, high, colour, label: blocks on the axis) and windows (low, high, label:
    dashed frames) where there are any; muted (drawn paler); group (a heading above the first row of each group); where
    rows have an action also action, does (its short and whole name) and marks (name of each mark -> whether it is set).
    ``axis``: far (its end), line (where a dashed line stands; None: none), ticks (at, label), log (a logarithmic axis
    from 1, else one from 0), grid (lines at the ticks), wide; NO_AXIS: rows of words only. ``marks``: name, icon (star,
    pin or bar), key (a letter), on, off (what a click does). ``legend``: label, colour (empty: a dashed frame).
    ``words``: list_of, axis, keys; unclear stands after the row ``last_clear``. ``on_open`` is called with an id,
    ``on_mark`` with the name of a mark and an id, before the page reruns.
    """
    result = _component()(
        key=key,
        data={
            "rows": list(rows),
            **NO_AXIS,
            "bare": axis is NO_AXIS,
            **axis,
            "words": dict(words),
            "marks": list(marks),
            "legend": list(legend),
            "selected": selected,
            "last_clear": last_clear,
        },
        on_open_change=lambda: on_open(st.session_state[key].open),
        on_mark_change=lambda: _marked(st.session_state[key].mark, on_mark),
        on_act_change=lambda: None,
    )
    return result.act


def _marked(mark: Mapping[str, str] | None, on_mark: Callable[[str, str], None] | None) -> None:
    if mark and on_mark:
        on_mark(mark["name"], mark["id"])
