"""Shared charts. Each states its subject, period and source, and has a text alternative.

Labels stand beside the lines rather than in a legend; counts start at zero; numbers and months are in the reader's
language.
"""

from typing import Any

import altair as alt
import polars as pl
import streamlit as st
from altair.utils import schemapi

from pages.shared import theme
from pages.shared.labels import theme_name
from pages.shared.texts import _, language, month, number

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
_MARKS = {"nl": {"decimal": ",", "thousands": "."}, "en": {"decimal": ".", "thousands": ","}}


def months_chart(months: pl.DataFrame, title: str, subtitle: str) -> None:
    """Incidents by month, one line a theme.

    ``months``: month (first day), theme, incidents. Themes without any incident are left out.
    """
    shown = _by_theme(months)
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, grid=False, tickCount=8))
    y = alt.Y("incidents:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickMinStep=1, tickCount=5))
    base = alt.Chart(shown).encode(x=x, y=y, color=_theme_colours(), tooltip=_tooltip())
    ends = alt.Chart(_apart(shown)).encode(x=x, y=alt.Y("label:Q"), color=_theme_colours())
    lines = base.mark_line(strokeWidth=2.2) + base.mark_circle(size=26)
    named = ends.mark_text(align="left", dx=8, fontWeight="bold", fontSize=13).encode(text="name:N")
    show((lines + named).properties(height=340), title, subtitle, _months_in_words(shown, title), right=110)


def _apart(shown: pl.DataFrame) -> pl.DataFrame:
    """The last month of each line, with ``label``: the y position of its name, without overlap."""
    last = shown.filter(pl.col("month") == pl.col("month").max()).sort("incidents")
    room = 0.07 * (shown["incidents"].max() or 1)
    heights: list[float] = []
    for value in last["incidents"]:
        heights.append(max(value, heights[-1] + room) if heights else value)
    return last.with_columns(label=pl.Series(heights, dtype=pl.Float64))


def sparkline(months: pl.DataFrame, height: int = 120) -> None:
    """A sparkline of 24 months of one area by theme, without axes.

    ``months``: month, theme, incidents.
    """
    shown = _by_theme(months)
    chart = (
        alt.Chart(shown)
        .mark_line(strokeWidth=1.8, interpolate="monotone")
        .encode(
            x=alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=3, grid=False, domain=False)),
            y=alt.Y("incidents:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=2, tickMinStep=1)),
            color=_theme_colours(),
            tooltip=_tooltip(),
        )
    )
    show(chart.properties(height=height), None, None, _months_in_words(shown, _("Incidents by month")))


def _by_theme(months: pl.DataFrame) -> pl.DataFrame:
    """Only themes with incidents, with their names."""
    named = pl.col("theme").cast(pl.String)
    return months.filter(pl.col("incidents").sum().over("theme") > 0).with_columns(
        theme=named, name=named.replace_strict(list(theme.THEMES), [theme_name(key) for key in theme.THEMES])
    )


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("month:T", title=_("Month"), format="%B %Y"),
        alt.Tooltip("name:N", title=_("Theme")),
        alt.Tooltip("incidents:Q", title=_("Incidents"), format=",d"),
    ]


def _theme_colours() -> alt.Color:
    return alt.Color(
        "theme:N", legend=None, scale=alt.Scale(domain=list(theme.THEMES), range=list(theme.THEMES.values()))
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


def show_spec(data: pl.DataFrame, spec: dict[str, Any], title: str, subtitle: str, words: str) -> None:
    """As ``show``, for a chart in Vega-Lite's own terms. The browser keeps a chart whose spec stays the same, and
    replaces its data; making the same of ``show`` takes the server and the browser several times as long.
    """
    ink = theme.INK[theme.shade()]
    head = {"text": title, "subtitle": subtitle, "anchor": "start", "color": ink, "subtitleColor": ink, "dy": -6}
    config = {
        "locale": _locale().to_dict(validate=schemapi.DEBUG_MODE),
        "padding": dict.fromkeys(("left", "right", "top", "bottom"), 5),
        "background": "transparent",
        "view": {"stroke": None},
    }
    st.vega_lite_chart(data, spec | {"title": head, "config": config}, width="stretch", alt=words)


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
