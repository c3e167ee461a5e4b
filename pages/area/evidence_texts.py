"""Supplementary evidence beside a score or rate: temporal pattern, themes, and diagnostics under "how do we know?"."""

from typing import Any

import streamlit as st

from domain.errors import N_
from domain.indicators.duplicate_reporting import DEFINITION
from domain.indicators.hot_spots import CONTROLS
from domain.indicators.temporal_pattern import COURSE_WORDS, COURSES
from domain.indicators.under_reporting import SILENCE
from domain.scoring.diagnostics import BY_THEME
from domain.statistics.capture_recapture import ASSUMPTION, MATCHES
from pages.shared.labels import theme_name
from pages.shared.texts import _, chance, escape_markdown, interval, markdown, number, percent, unit_rate


def course(row: dict[str, Any]) -> str:
    """The temporal pattern of a unit and its meaning, as plain text; empty if it has none."""
    if row["course"] in (None, "none"):
        return ""
    return _("Pattern: {course}. {meaning}").format(
        course=_(COURSE_WORDS[row["course"]]), meaning=_(COURSES[row["course"]])
    )


def themes(row: dict[str, Any]) -> list[str]:
    """The rate of each occurring theme, with its interval, as plain text."""
    text = _("{theme}: {rate}, probably {interval}; the average is {average}.")
    return [
        text.format(
            theme=theme_name(theme),
            rate=unit_rate(row, row[f"{theme}_rate"]),
            interval=interval(row[f"{theme}_low"], row[f"{theme}_high"]),
            average=number(row[f"{theme}_average"], 1),
        )
        for theme in BY_THEME
        if number(row[f"{theme}_average"], 1) != number(0.0, 1)
    ]


def counted(row: dict[str, Any]) -> str:
    """A note if not all incidents count, as plain text; else empty."""
    if row["counted"] >= row["incidents"]:
        return ""
    text = _(
        "{counted} of the {incidents} incidents count: one person or one address counts for at most "
        "a fifth of an area's incidents."
    )
    return text.format(incidents=number(row["incidents"]), counted=number(row["counted"]))


def compared(row: dict[str, Any], asked: str) -> str:
    """The baseline of an area if the reader chose its neighbourhood, as plain text; else empty."""
    if asked != "neighbourhood":
        return ""
    if row["compared_with"] == "neighbourhood":
        return _("Compared with {neighbourhood}.").format(neighbourhood=row["neighbourhood"])
    return _("Compared with the whole stock: too little is known about its neighbourhood.")


def how_known(row: dict[str, Any], control: str = "bh") -> None:
    """Diagnostics by other methods. ``row``: a unit of the evidence with its row of scoring/diagnostics.py."""
    lines = [_rate(row), _hot(row, control), _silence(row), _again(row), _unseen(row)]
    st.markdown("\n".join(f"- {line}" for line in lines if line))


def _rate(row: dict[str, Any]) -> str:
    text = N_(
        "**Rate.** {rate} (gamma-Poisson), 90% range {interval}. Marshall's global empirical Bayes "
        "estimate, the simplest one, is {marshall}. The chance of more than 1.5 times the average "
        "next year is {sure}."
    )
    shown = unit_rate(row, row["rate"])
    between, sure = interval(row["low"], row["high"]), chance(row["p_high_next"])
    return markdown(text, rate=shown, interval=between, marshall=number(row["marshall"], 1), sure=sure)


def _hot(row: dict[str, Any], control: str) -> str:
    if row["gi_star_p"] is None:
        return ""
    text = (
        N_("**Hot spot.** High together with its neighbours: Getis-Ord Gi*, p = {p} after {control}.")
        if row["hot"]
        else N_(
            "**No hot spot.** Not clearly high together with its neighbours: Getis-Ord Gi*, p = {p} after {control}."
        )
    )
    return markdown(text, p=number(row["gi_star_p"], 3), control=_(CONTROLS[control]))


def _silence(row: dict[str, Any]) -> str:
    text = N_("**Silence.** Residents reported {residents} of the {noticed} incidents that they or staff saw.")
    seen = markdown(text, residents=number(row["residents"]), noticed=number(row["noticed"]))
    return f"{seen} {escape_markdown(_(SILENCE[row['silence_is']]))}"


def _again(row: dict[str, Any]) -> str:
    if row["duplicate_share"] is None:
        return ""
    text = N_("**Reported again.** {again} of {told}; estimated {share} ({low} to {high}), usually {usual}.")
    shares = {name: percent(row[f"duplicate_{name}"]) for name in ("share", "low", "high", "usual")}
    sentence = markdown(text, again=number(row["duplicate_reports"]), told=number(row["resident_reports"]), **shares)
    return f"{sentence} {escape_markdown(_(DEFINITION))}"


def _unseen(row: dict[str, Any]) -> str:
    if row["estimated_total"] is None:
        text = N_(
            "**Unseen.** How much nobody saw is not known: residents and staff saw the same thing "
            "{both} times, and {least} times are needed."
        )
        return markdown(text, both=number(row["both"]), least=number(MATCHES))
    text = N_("**Unseen.** There were probably {low} to {high} incidents in all, so nobody saw about {unseen} of them.")
    values = {"low": row["estimated_low"], "high": row["estimated_high"], "unseen": row["estimated_unnoticed"]}
    sentence = markdown(text, **{name: number(value) for name, value in values.items()})
    return f"{sentence} {escape_markdown(_(ASSUMPTION))} (Chapman)."
