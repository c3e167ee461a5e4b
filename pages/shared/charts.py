"""Shared charts. Each states its subject, period and source, and has a text alternative.

Labels stand beside the lines rather than in a legend; counts start at zero; numbers and months are in the reader's
language.
"""

from dataclasses import replace
from typing import Any

import altair as alt
import polars as pl
import streamlit as st
from altair.utils import schemapi

from pages.shared import plane, theme
from pages.shared.labels import theme_name
from pages.shared.texts import _, language, month, number
from pages.shared.ticks import month_ticks, tick_values

_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_FULL_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_DAYS = {
    "nl": "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag".split(),
    "en": "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(),
}
SPARKLINE_HEIGHT_MAX = 120  # pixels
_MARKS = {"nl": {"decimal": ",", "thousands": "."}, "en": {"decimal": ".", "thousands": ","}}


def months_chart(months: pl.DataFrame, title: str, subtitle: str) -> None:
    """Incidents by month, one line a theme.

    ``months``: month (first day), theme, incidents. Themes without any incident are left out.
    """
    shown = _by_theme(months)
    names = [(row["label"], row["name"], theme.THEMES[row["theme"]]) for row in _apart(shown).iter_rows(named=True)]
    plane.draw([replace(_months(shown, 300), names=names)], _months_in_words(shown, title), title, subtitle)


def sparkline(months: pl.DataFrame, height: int = 120) -> None:
    """A sparkline of 24 months of one area by theme.

    ``months``: month, theme, incidents.
    """
    shown = _by_theme(months)
    plane.draw([_months(shown, height)], _months_in_words(shown, _("Incidents by month")))


def _months(shown: pl.DataFrame, height: int) -> plane.Plane:
    """The lines of ``_by_theme`` and what each month says."""
    shown = shown.sort("month")
    days = shown["month"].unique(maintain_order=True).to_list()
    at = {each: place for place, each in enumerate(days)}
    lines = [
        plane.Line(
            theme.THEMES[key],
            [None if value is None else (at[each], value) for each, value in part.select("month", "incidents").rows()],
            dots=height > SPARKLINE_HEIGHT_MAX,
        )
        for (key,), part in shown.group_by("theme", maintain_order=True)
    ]
    said = [
        f"{month(each)}: "
        + ", ".join(f"{name} {number(value)}" for name, value in part.select("name", "incidents").rows())
        for (each,), part in shown.group_by("month", maintain_order=True)
    ]
    ticks, firsts = tick_values(shown["incidents"].max() or 1), month_ticks(days[0], days[-1]) if days else []
    if height <= SPARKLINE_HEIGHT_MAX:
        ticks, firsts = ticks[:: len(ticks) - 1], firsts[::2]
    return plane.Plane(
        height,
        (-0.5, len(days) - 0.5),
        ticks[-1] * plane.ROOM_ABOVE,
        lines,
        spots=[plane.Spot(place - 0.5, place + 0.5, text) for place, text in enumerate(said)],
        ticks_across=[(at[each], month(each)) for each in firsts],
        ticks_up=[(tick, number(tick)) for tick in ticks],
    )


def _apart(shown: pl.DataFrame) -> pl.DataFrame:
    """The last month of each line, with ``label``: the y position of its name, without overlap."""
    last = shown.filter(pl.col("month") == pl.col("month").max()).drop_nulls("incidents").sort("incidents")
    room = 0.07 * (shown["incidents"].max() or 1)
    heights: list[float] = []
    for value in last["incidents"]:
        heights.append(max(value, heights[-1] + room) if heights else value)
    return last.with_columns(label=pl.Series(heights, dtype=pl.Float64))


def _by_theme(months: pl.DataFrame) -> pl.DataFrame:
    """Only themes with incidents, with their names."""
    named = pl.col("theme").cast(pl.String)
    return months.filter(pl.col("incidents").sum().over("theme") > 0).with_columns(
        theme=named, name=named.replace_strict(list(theme.THEMES), [theme_name(key) for key in theme.THEMES])
    )


def _months_in_words(months: pl.DataFrame, title: str) -> str:
    """The text alternative of a chart of months: each theme's total and its peak month."""
    sentences = [title]
    for (name,), part in months.sort("month").group_by("name", maintain_order=True):
        top = part.sort("incidents", descending=True, nulls_last=True).row(0, named=True)
        sentences.append(
            _("{theme}: {total} in all, most in {month} ({most})").format(
                theme=name,
                total=number(part["incidents"].sum()),
                month=month(top["month"]),
                most=number(top["incidents"]),
            )
        )
    return ". ".join(sentences) + "."


class _Unchecked:
    """A chart as Streamlit asks for it, checked against Vega-Lite's schema in debug mode only (see app.py).

    The check takes longer than all else that is done for a page with a chart.
    """

    def __init__(self, chart: alt.TopLevelMixin) -> None:
        self.chart = chart

    def to_dict(self) -> dict[str, Any]:
        return self.chart.to_dict(validate=schemapi.DEBUG_MODE)


def show(chart: alt.TopLevelMixin, title: str | None, subtitle: str | None, words: str, right: int = 5) -> None:
    """Draw a chart in the current theme and language; ``words``: its text alternative."""
    if title:
        ink = theme.INK[theme.shade()]
        chart = chart.properties(
            title=alt.TitleParams(title, subtitle=subtitle or "", anchor="start", color=ink, subtitleColor=ink, dy=-6)
        )
    chart = chart.configure(
        locale=_locale(), padding={"left": 5, "right": right, "top": 5, "bottom": 5}, background="transparent"
    ).configure_view(stroke=None)
    st.altair_chart(_Unchecked(chart), width="stretch", alt=words)


def _locale() -> alt.Locale:
    """Number and date formats for charts, as a d3 locale; Vega's default is American English."""
    to = language()
    return alt.Locale(
        number=alt.NumberLocale(**_MARKS[to], grouping=[3], currency=["€", ""]),
        time=alt.TimeLocale(
            dateTime="%a %e %B %Y %X",
            date="%d-%m-%Y",
            time="%H:%M:%S",
            periods=["AM", "PM"],
            days=_DAYS[to],
            shortDays=[name[:2] for name in _DAYS[to]],
            months=_FULL_MONTHS[to],
            shortMonths=_MONTHS[to],
        ),
    )
