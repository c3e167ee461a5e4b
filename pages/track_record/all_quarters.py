"""All quarters together: conclusions, the calibration of the forecast probabilities, and a table of the quarters."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from domain.backtest.emerging_record import Emerged
from domain.backtest.track_record import Quarter, Together
from domain.backtest.verdicts import PROBABILITY_BANDS, calibration, emerging_before, verdicts
from domain.errors import N_
from domain.scoring.ranking import TOP_RANKS
from pages.shared.plain_table import Axis, Cell, Column, Picture, plain_table
from pages.shared.texts import _, day, document_text, format_list, markdown, number, percent, percent_change

FORECASTS_IN_BAND_MIN = 10  # number of forecasts in a band below which its bar is pale and gets no sentence


def show(quarters: Sequence[Quarter], chosen: date) -> None:
    """Draw the conclusions, the calibration and the table of all quarters, in which the chosen one stands out."""
    st.subheader(_("All quarters together"), anchor=False)
    found = verdicts(quarters)
    left, right = st.columns(2, gap="large")
    for column, good, title, icon in (
        (left, True, _("What the list was good at"), ":material/check:"),
        (right, False, _("What it was not good at"), ":material/close:"),
    ):
        with column:
            st.markdown(f"**{title}**")
            if texts := [f"{icon} {document_text(each.text)}" for each in found if each.good is good]:
                st.markdown("\n\n".join(texts))
            else:
                st.caption(_("There are too few figures for a conclusion."))
    _pictures(quarters)
    _table(quarters, chosen)


def _pictures(quarters: Sequence[Quarter]) -> None:
    pictures = (
        ([each.p_high_next for each in quarters], _("“Much higher than average next year”")),
        ([each.p_top for each in quarters], _("“Among the first {top} next year”").format(top=number(TOP_RANKS))),
    )
    st.markdown(f"**{_('How sure it was, and how often that came true')}**")
    for column, (chances, title) in zip(st.columns(2, gap="large"), pictures, strict=True):
        with column:
            _calibration(calibration(chances), title)
    st.caption(
        _(
            "Bar: how often it came true. Upright line: how often the list said it would. Thin line: what "
            "chance makes of that, nine times out of ten. Pale: said fewer than ten times."
        )
    )


def _calibration(bands: list[dict[str, Any]], title: str) -> None:
    """The forecasts that came true: a row for each band of forecast probability (``PROBABILITY_BANDS`` bands)."""
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
    columns = (
        Column(_("Said")),
        Column(_("On average"), numbers=True),
        Column(_("Share"), axis=Axis(1, tuple((share, percent(share)) for share in (0, 0.5, 1)))),
        Column(_("Came true")),
        Column(_("Should be")),
    )
    plain_table(title, columns, [_forecasts(band) for band in reversed(bands)])


def _forecasts(band: dict[str, Any]) -> list[Cell]:
    """The row of a band; in its picture the upright line is at what was said on average."""
    low, high = (times / band["n"] for times in band["by_chance"])
    pale = band["n"] < FORECASTS_IN_BAND_MIN
    shown = Picture(
        percent(band["came"]), bar=band["came"], low=low, high=high, value=band["said"], mark="tick-mark", pale=pale
    )
    return [_band(band), percent(band["said"]), shown, _times(band), _by_chance(band)]


def _band(band: dict[str, Any]) -> str:
    return _("said {low} to {high}").format(low=number(100 * band["from"]), high=percent(band["to"]))


def _by_chance(band: dict[str, Any]) -> str:
    low, high = band["by_chance"]
    return _("{low} to {high}").format(low=number(low), high=number(high))


def _times(band: dict[str, Any]) -> str:
    return _("{true} of {n} times").format(true=number(band["true"]), n=number(band["n"]))


def _table(quarters: Sequence[Quarter], chosen: date) -> None:
    """One row per quarter, the newest first."""
    newest = list(quarters)[::-1]
    st.markdown(f"**{_('Quarter by quarter')}**")
    columns = (
        Column(_("The list of")),
        Column(_("Stayed among the highest")),
        Column(_("Actual incidents"), numbers=True),
        Column(_("Expected"), numbers=True),
        Column(_("Stayed, busiest first")),
        Column(_("All areas, change"), numbers=True),
    )
    at = next((at for at, each in enumerate(newest) if each.as_of == chosen), None)
    plain_table(_("Quarter by quarter"), columns, [_quarter(each) for each in newest], at)
    st.caption(_("Of the first five, without areas where a project ran."))


def _quarter(quarter: Quarter) -> list[Cell]:
    five = quarter.list_five
    came = number(five.came) if five else "–"
    return [day(quarter.as_of), _stayed(five), came, _expected(five), _stayed(quarter.busiest_five), _town(quarter)]


def _stayed(five: Together | None) -> str:
    if five is None:
        return "–"
    return _("{stayed} of {areas}").format(stayed=number(five.stayed), areas=number(five.areas))


def _expected(five: Together | None) -> str:
    return _("{low} to {high}").format(low=number(five.low), high=number(five.high)) if five else "–"


def _town(quarter: Quarter) -> str:
    return "–" if quarter.town is None else percent_change(quarter.town - 1)


def emerging(messages: Sequence[Emerged], dates: int) -> None:
    """How often emerging clusters were reported at past dates and the rise went on, and a line for each of them."""
    if not dates:
        return
    st.subheader(_("What was emerging"), anchor=False)
    st.markdown(document_text(emerging_before(messages, dates)))
    lines = []
    for each in messages:
        followed = N_(
            "{day}, {names}: it continued, with {after} incidents in the half year after; {usual} were usual."
        )
        ended = N_("{day}, {names}: it did not continue; {after} incidents in the half year after, {usual} were usual.")
        values = {"names": format_list(list(each.names)), "after": number(each.after), "usual": number(each.usual)}
        lines.append("- " + markdown(followed if each.went_on else ended, day=day(each.as_of), **values))
    if lines:
        st.markdown("\n".join(lines))
