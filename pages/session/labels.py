"""Texts of a session that all participants see: a candidate's figures, a vote's outcome."""

from typing import Any

import polars as pl

from data.store import sessions
from data.store.database import Store
from domain.indicators.report_selection import Window
from domain.releases.release import Release
from domain.sessions.candidates import SeenFigures
from domain.sessions.session import Round, Session
from pages.shared.texts import (
    N_,
    _,
    chance,
    counted_in,
    day,
    escape_markdown,
    interval,
    ngettext,
    number,
    rate,
)

WITHHELD = N_("No figures are shown for this area.")  # without the reason, which could identify a household
WHY_UP_TO = N_(
    "Newer reports count from the next quarter: figures of two successive days could reveal a single report."
)
NEWER = N_("Newer reports count from the next quarter.")
NOT_YET = N_("There are no figures to share yet: that is possible once a whole quarter is in the data.")


def up_to(release: Release) -> str:
    """The last day of the figures of a release, as a sentence; or that there are none yet."""
    if release.until is None:
        return _(NOT_YET)
    return _("Figures up to {day}.").format(day=day(release.until))


def why_up_to(release: Release) -> str:
    """The same, with the reason why newer reports are not in it, and why areas have no figures."""
    if release.until is None:
        return up_to(release)
    withheld = release.public.withheld
    text = ngettext(
        withheld,
        N_("No figures are shown for {count} area. Too little happened, too few people live there, "
           "or they would follow from figures shared before."),
        N_("No figures are shown for {count} areas. Too little happened, too few people live there, "
           "or they would follow from figures shared before."),
    )  # fmt: skip
    parts = [up_to(release), _(WHY_UP_TO), text.format(count=number(withheld)) if withheld else ""]
    return " ".join(parts).strip()


def figures_in_words(figures: SeenFigures | None, span: Window) -> str:
    """A candidate's figures as one or two sentences, Markdown; or a note that they are withheld.

    ``span``: the days that are counted.
    """
    if figures is None:
        return _(WITHHELD)
    words = counted_in(figures.incidents, span)
    if figures.rate is not None:
        words = f"{words}; {rate(figures.rate, figures.denominator)}"
    if figures.low is not None and figures.high is not None:
        words += f" ({interval(figures.low, figures.high)})"
    words += "."
    if figures.p_high is not None:
        words += " " + _("Chance of over 1.5 times the average in this period: {chance}.").format(
            chance=chance(figures.p_high)
        )
    if figures.change:
        text = (
            ngettext(figures.change, N_("{count} more than"), N_("{count} more than"))
            if figures.change > 0
            else ngettext(-figures.change, N_("{count} fewer than"), N_("{count} fewer than"))
        )
        words += " " + _("In the last half year {difference} in the one before.").format(
            difference=text.format(count=number(abs(figures.change)))
        )
    return escape_markdown(words)


def going_on(here: Store, one: Session) -> str:
    """That a vote is open and how many voted; "" if none is open."""
    vote = sessions.round_now(here, one.session_id)
    if vote is None or not vote.is_open:
        return ""
    given, could = sessions.voted(here, vote.round_id)
    return _("Vote open: {given} of {could} voted").format(given=number(given), could=number(could))


def outcome_in_words(vote: Round, tallied: pl.DataFrame) -> list[str]:
    """The result for each candidate, most votes first, one Markdown line each."""
    return [f"**{escape_markdown(row['name'])}**: {_outcome(vote, row)}" for row in tallied.iter_rows(named=True)]


def _outcome(vote: Round, row: dict[str, Any]) -> str:
    if not row["voters"]:
        return _("nobody")
    people = ngettext(row["voters"], N_("{count} person"), N_("{count} people")).format(count=number(row["voters"]))
    if vote.kind == "dots":
        dots = ngettext(row["total"], N_("{count} dot"), N_("{count} dots")).format(count=number(row["total"]))
        return _("{dots} from {people}").format(dots=dots, people=people)
    outcome = _("{mean} on average, from {people}").format(mean=number(row["mean"], 1), people=people)
    if row["low"] is not None:
        middle = _("half of them between {low} and {high}")
        outcome += "; " + middle.format(low=number(row["low"], 1), high=number(row["high"], 1))
    if row["divided"]:
        outcome += "; " + _("opinions are divided")
    return outcome
