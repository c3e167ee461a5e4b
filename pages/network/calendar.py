"""A calendar of opportunities: a row for each work along the months, with today."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from domain.errors import N_
from domain.places.context import OPPORTUNITY_WORDS
from pages.shared import theme
from pages.shared.interval_list import interval_list
from pages.shared.maps.context_layers import period
from pages.shared.texts import _, day, escape_markdown, month, ngettext, number
from pages.shared.ticks import month_ticks

BEFORE, AHEAD = 60, 550  # most days shown of the past and of the future
FUTURE_DAYS_MIN = 180  # fewest days shown of the future, so that one day does not fill the calendar
WORKS_SHOWN_MAX = 25  # works
BAR_DAYS_MIN = 8  # days, minimum width of a bar, so that an action day is visible


def calendar(works: pl.DataFrame, today: date, selected: str | None, on_open: Callable[[str], None]) -> None:
    """Draw the works (``lists_data.works``) that run or will run, at most ``WORKS_SHOWN_MAX``.

    ``selected``: the work that stands out. ``on_open`` is called with a work before the page reruns.
    """
    first, until = today - timedelta(BEFORE), today + timedelta(AHEAD)
    shown = works.filter((pl.col("ends_on") >= first) & (pl.col("starts_on") <= until)).head(WORKS_SHOWN_MAX)
    if shown.is_empty():
        st.caption(_("None yet."))
        return
    last = min(max(shown["ends_on"].max(), today + timedelta(FUTURE_DAYS_MIN)), until)
    count = ngettext(shown.height, N_("{count} opportunity"), N_("{count} opportunities"))
    said = _("{count}; dashed: today, {day}").format(count=count.format(count=number(shown.height)), day=day(today))
    st.caption(escape_markdown(said))
    interval_list(
        "network-calendar",
        [_row(work, first, last) for work in shown.iter_rows(named=True)],
        _axis(first, last),
        {"list_of": _("Coming up, by month"), "axis": "", "keys": ""},
        on_open=on_open,
        selected=selected,
    )


def _row(work: dict[str, Any], first: date, last: date) -> dict[str, Any]:
    """The row of a work; its bar ends where the calendar ends."""
    when = period(work["starts_on"], work["ends_on"])
    begins = max((work["starts_on"] - first).days, 0)
    ends = min(max((work["ends_on"] - first).days + 1, begins + BAR_DAYS_MIN), (last - first).days)
    return {
        "id": work["work"],
        "number": "",
        "name": work["title"],
        "place": work["first_place"],
        "why": f"{_(OPPORTUNITY_WORDS[work['kind']])} · {when}",
        "parts": [{"low": begins, "high": ends, "colour": theme.OPPORTUNITY, "label": when}],
        "interval": when,
    }


def _axis(first: date, last: date) -> dict[str, Any]:
    """Days since the first day shown, with a tick every few months and a line at today."""
    return {
        "log": False,
        "far": (last - first).days,
        "line": BEFORE,
        "grid": True,
        "wide": True,
        "ticks": [{"at": (each - first).days, "label": month(each)} for each in month_ticks(first, last)],
    }
