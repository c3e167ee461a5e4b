"""All quarters together: conclusions, the calibration of the forecast probabilities, and a table of the quarters."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import altair as alt
import polars as pl
import streamlit as st

from domain.backtest.emerging_record import Emerged
from domain.backtest.track_record import Quarter, Together
from domain.backtest.verdicts import PROBABILITY_BANDS, calibration, emerging_before, verdicts
from domain.errors import N_
from domain.scoring.ranking import TOP_RANKS
from pages.shared import charts, on_demand, theme
from pages.shared.texts import _, change, day, document_text, format_list, markdown, number, percent

FORECASTS_IN_BAND_MIN = 10  # number of forecasts in a band below which its bar is pale and gets no sentence


def show(quarters: Sequence[Quarter], chosen: date, choose: Callable[[date], None]) -> None:
    """Draw the conclusions, the calibration charts and the table of all quarters."""
    st.subheader(_("All quarters together"), anchor=False)
    found = verdicts(quarters)
    left, right = st.columns(2, gap="large")
    for column, good, title, icon in (
        (left, True, _("What the list was good at"), ":material/check:"),
        (right, False, _("What it was not good at"), ":material/close:"),
    ):
        with column:
            st.markdown(f"**{title}**")
            texts = [f"{icon} {document_text(each.text)}" for each in found if each.good is good]
            for text in texts:
                st.markdown(text)
            if not texts:
                st.caption(_("There are too few figures for a conclusion."))
    _pictures(quarters)
    _table(quarters, chosen, choose)


def _pictures(quarters: Sequence[Quarter]) -> None:
    pictures = (
        ([each.p_high_next for each in quarters], "p_high_next", _("“Much higher than average next year”")),
        (
            [each.p_top for each in quarters],
            "p_top",
            _("“Among the first {top} next year”").format(top=number(TOP_RANKS)),
        ),
    )
    st.markdown(f"**{_('How sure it was, and how often that came true')}**")
    for column, (chances, key, title) in zip(st.columns(2, gap="large"), pictures, strict=True):
        with column:
            bands = calibration(chances)
            _picture(bands, title)
            if bands and (box := on_demand.expander(_("As a table"), f"quarters-table-{key}")):
                with box:
                    _as_table(bands, key)


def _picture(bands: list[dict[str, Any]], title: str) -> None:
    """The share of forecasts that came true, one bar per band of forecast probability (``PROBABILITY_BANDS`` bands)."""
    st.markdown(title)
    if often := [
        band for band in bands if band["n"] >= FORECASTS_IN_BAND_MIN and band["from"] >= 1 / PROBABILITY_BANDS
    ]:
        band = often[-1]
        text = N_(
            "Of the {n} times that we said about {said}, it came true {true} times; that should be {low} to {high}."
        )
        low, high = map(number, band["by_chance"])
        values = {"n": number(band["n"]), "said": percent(band["said"]), "true": number(band["true"])}
        st.markdown(markdown(text, **values, low=low, high=high))
    else:
        st.caption(_("This was said too seldom to see how often it came true."))
    if not bands:
        return
    names = [_band(band) for band in bands]
    outcomes = [_times(band) for band in bands]
    shown = pl.DataFrame(
        {
            "name": names,
            "said": [band["said"] for band in bands],
            "came": [band["came"] for band in bands],
            "low": [band["by_chance"][0] / band["n"] for band in bands],
            "high": [band["by_chance"][1] / band["n"] for band in bands],
            "words": outcomes,
            "should": [_by_chance(band) for band in bands],
            "enough": [band["n"] >= FORECASTS_IN_BAND_MIN for band in bands],
        }
    )
    ink = theme.INK[theme.shade()]
    labels = alt.Axis(labelFontSize=13, labelColor=ink, labelLimit=160, ticks=False, domain=False)
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=names[::-1], title=None, axis=labels),
        tooltip=[
            alt.Tooltip("name:N", title=_("Said")),
            alt.Tooltip("words:N", title=_("Came true")),
            alt.Tooltip("should:N", title=_("Should be")),
        ],
    )
    x = alt.X("came:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    pale = alt.Opacity("enough:N", legend=None, scale=alt.Scale(domain=[True, False], range=[0.75, 0.25]))
    bars = base.mark_bar(height=16, color=theme.accent()).encode(x=x, opacity=pale)
    ticks = base.mark_tick(thickness=3, size=26, color=ink).encode(x="said:Q")
    spans = base.mark_rule(strokeWidth=1.5, color=ink).encode(x="low:Q", x2="high:Q", opacity=pale)
    texts = (
        base.mark_text(align="left", dx=8, dy=0, fontSize=13, color=ink)
        .encode(x=alt.X("end:Q"), text="words:N")
        .transform_calculate(end="max(datum.came, datum.high)")
    )
    words = "; ".join(f"{name}: {text}" for name, text in zip(names, outcomes, strict=True))
    charts.show(
        (bars + spans + ticks + texts).properties(height=alt.Step(36)), None, None, f"{title}. {words}", right=90
    )
    st.caption(
        _(
            "Bar: how often it came true. Upright line: how often the list said it would. Thin line: what "
            "chance makes of that, nine times out of ten. Pale: said fewer than ten times."
        )
    )


def _band(band: dict[str, Any]) -> str:
    return _("said {low} to {high}").format(low=number(100 * band["from"]), high=percent(band["to"]))


def _by_chance(band: dict[str, Any]) -> str:
    low, high = band["by_chance"]
    return _("{low} to {high}").format(low=number(low), high=number(high))


def _times(band: dict[str, Any]) -> str:
    return _("{true} of {n} times").format(true=number(band["true"]), n=number(band["n"]))


def _as_table(bands: list[dict[str, Any]], key: str) -> None:
    shown = pl.DataFrame(
        {
            "said": [_band(band) for band in bands],
            "mean": [band["said"] for band in bands],
            "n": [band["n"] for band in bands],
            "true": [band["true"] for band in bands],
            "should": [_by_chance(band) for band in bands],
            "came": [band["came"] for band in bands],
        },
        schema={
            "said": pl.String,
            "mean": pl.Float64,
            "n": pl.Int64,
            "true": pl.Int64,
            "should": pl.String,
            "came": pl.Float64,
        },
    )
    column = st.column_config
    st.dataframe(
        shown.reverse(),
        hide_index=True,
        placeholder="",
        key=f"bands-{key}",
        height=38 + 35 * PROBABILITY_BANDS,
        column_config={
            "said": column.TextColumn(_("Said")),
            "mean": column.NumberColumn(_("On average"), format="percent", width="small"),
            "n": column.NumberColumn(_("Number of times"), format="localized", width="small"),
            "true": column.NumberColumn(_("Came true"), format="localized", width="small"),
            "should": column.TextColumn(_("Should be"), width="small"),
            "came": column.NumberColumn(_("Share"), format="percent", width="small"),
        },
    )


def _table(quarters: Sequence[Quarter], chosen: date, choose: Callable[[date], None]) -> None:
    """One row per quarter; selecting a row shows that quarter above."""
    newest = list(quarters)[::-1]
    st.markdown(f"**{_('Quarter by quarter')}**")
    shown = pl.DataFrame(
        {
            "quarter": [day(each.as_of) for each in newest],
            "stayed": [_stayed(each.list_five) for each in newest],
            "came": [each.list_five and each.list_five.came for each in newest],
            "expected": [_expected(each.list_five) for each in newest],
            "busiest": [_stayed(each.busiest_five) for each in newest],
            "town": [_town(each) for each in newest],
        },
        schema_overrides={"came": pl.Int64},
    )
    column = st.column_config
    key = f"quarters-{chosen}"
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        key=key,
        selection_mode="single-row",
        on_select=lambda: _choose(key, newest, choose),
        height=38 + 35 * len(newest),
        column_config={
            "quarter": column.TextColumn(_("The list of"), width="small"),
            "stayed": column.TextColumn(_("Stayed among the highest")),
            "came": column.NumberColumn(_("Actual incidents"), format="localized"),
            "expected": column.TextColumn(_("Expected")),
            "busiest": column.TextColumn(_("Stayed, busiest first")),
            "town": column.TextColumn(_("All areas, change")),
        },
    )
    st.caption(_("Of the first five, without areas where a project ran. Choose a row to see that quarter above."))


def _choose(key: str, quarters: list[Quarter], choose: Callable[[date], None]) -> None:
    if rows := st.session_state[key]["selection"]["rows"]:
        choose(quarters[rows[0]].as_of)


def _stayed(five: Together | None) -> str:
    if five is None:
        return "–"
    return _("{stayed} of {areas}").format(stayed=number(five.stayed), areas=number(five.areas))


def _expected(five: Together | None) -> str:
    return _("{low} to {high}").format(low=number(five.low), high=number(five.high)) if five else "–"


def _town(quarter: Quarter) -> str:
    return "–" if quarter.town is None else f"{change(100 * (quarter.town - 1))} %"


def emerging(messages: Sequence[Emerged], dates: int) -> None:
    """How often emerging clusters were reported at past dates and the rise went on, and a line for each of them."""
    if not dates:
        return
    st.subheader(_("What was emerging"), anchor=False)
    st.markdown(document_text(emerging_before(messages, dates)))
    for each in messages:
        followed = N_(
            "{day}, {names}: it continued, with {after} incidents in the half year after; {usual} were usual."
        )
        ended = N_("{day}, {names}: it did not continue; {after} incidents in the half year after, {usual} were usual.")
        values = {"names": format_list(list(each.names)), "after": number(each.after), "usual": number(each.usual)}
        st.markdown("- " + markdown(followed if each.went_on else ended, day=day(each.as_of), **values))
