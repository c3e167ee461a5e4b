"""The four figures of the overview, each with its change."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import streamlit as st

from domain.indicators import overview
from domain.indicators.change import may_be_chance
from domain.indicators.report_selection import Window, window
from domain.question import Question
from domain.scoring import decisions
from domain.snapshot.snapshot import Snapshot
from pages.shared import cached, chosen_weights
from pages.shared.labels import theme_name
from pages.shared.texts import (
    _,
    change,
    day,
    meaning,
    number,
    percent_change,
)


def four_figures(snapshot: Snapshot, question: Question, ranked: pl.DataFrame) -> None:
    """Incidents in total and by theme compared with the year before, and the number of hot spots and rises."""
    rows = {row["theme"]: row for row in cached.totals(question).to_dicts()}
    names = {
        "all": _period(window(snapshot, question)),
        "environment": theme_name("environment"),
        "social": theme_name("social"),
    }
    columns = [*st.columns(2), *st.columns(2)]
    for column, (name, label) in zip(columns, names.items(), strict=False):
        row = rows.get(name, {"now": 0, "before": None, "may_be_chance": None})
        differs = _rounded(row["now"], row["before"])
        chance = row["may_be_chance"] and differs
        against = _("may be chance") if chance else _("than the year before")
        column.metric(
            label,
            number(row["now"]),
            _difference(row["now"], row["before"]),
            **_direction(0 if chance else differs),
            height="stretch",
            delta_description=against if row["before"] else None,
            border=True,
            help=_("Than the year before. Chance makes such a difference more than once in ten times.")
            if chance
            else None,
        )
    _standing_out_figure(columns[3], snapshot, question, ranked)


def _period(span: Window) -> str:
    """The label of the number of incidents: since when they are counted."""
    if not span.is_short:
        return _("Incidents, 12 months")
    return _("Incidents since {day}").format(day=day(span.after + timedelta(1)))


def _standing_out_figure(column: object, snapshot: Snapshot, question: Question, ranked: pl.DataFrame) -> None:
    then = replace(question, as_of=half_a_year_before(snapshot.as_of))
    told, against, direction, help_ = None, None, 0, meaning("stands_out")
    if overview.covers_half_a_year(snapshot.begins_on, then.as_of):
        new, gone = decisions.newly_standing_out(ranked, cached.ranking(then, chosen_weights.current()))
        told, against = change(new - gone), _("than half a year ago")
        if new == gone:
            told, against = _("equal"), _("to half a year ago")
        elif may_be_chance(new, gone):
            against = _("may be chance")
            help_ += "\n\n" + _("Than half a year ago. Chance makes such a difference more than once in ten times.")
        else:
            direction = new - gone
    column.metric(
        _("Areas that stand out"),
        number(decisions.standing_out(ranked).height),
        told,
        **_direction(direction),
        height="stretch",
        delta_description=against,
        border=True,
        help=help_,
    )


def _direction(difference: int) -> dict[str, str]:
    """The direction of a change; given explicitly, because Streamlit does not parse the text's minus sign."""
    if not difference:
        return {"delta_arrow": "off", "delta_color": "off"}
    return (
        {"delta_arrow": "up", "delta_color": "red"}
        if difference > 0
        else {"delta_arrow": "down", "delta_color": "green"}
    )


def half_a_year_before(day_: date) -> date:
    """The day half a year before another."""
    return pl.select(pl.lit(day_).dt.offset_by("-6mo")).item()


def _rounded(now: int, before: int | None) -> int:
    """The change in whole per cents; 0 without a baseline."""
    return round(100 * (now / before - 1)) if before else 0


def _difference(now: int, before: int | None) -> str | None:
    """The change in whole per cents, with its sign; None without a baseline."""
    if not before:
        return None
    return percent_change(now / before - 1)
