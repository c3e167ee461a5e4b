"""What the figures rest on: the days that are covered, the part that has a place, and the themes that count."""

import polars as pl
import streamlit as st

from domain.errors import N_
from domain.indicators import overview
from domain.indicators.report_selection import window
from domain.intake.cleaning.clean import WITHIN
from domain.question import Question
from domain.snapshot.snapshot import Snapshot
from pages.shared import cached_totals, filters, navigation, theme
from pages.shared.labels import homes_name, theme_name
from pages.shared.texts import (
    _,
    day,
    format_list,
    markdown,
    ngettext,
    number,
    percent,
    worked_out,
)

CATEGORIES_NAMED_MAX = 3  # categories outside the themes that are named


def coverage(snapshot: Snapshot, question: Question) -> None:
    """What an incident is, which days and places the data covers, and what rates are divided by."""
    incident = N_("An incident is all reports of one thing at one place within {days} days.")
    sentences = [
        markdown(incident, days=number(snapshot.days)),
        _days_and_places(snapshot),
        _divided_by(snapshot.denominator[question.level]),
        worked_out(window(snapshot, question)),
    ]
    if later := cached_totals.later_signals():
        text = ngettext(
            later,
            N_("One signal from a colleague is of a later day. It counts once an export covers that day."),
            N_("{count} signals from colleagues are of later days. They count once an export covers those days."),
        )
        sentences.append(text.format(count=number(later)))
    st.caption(" ".join(part for part in sentences if part))


DRAWN = N_("{count} reports from {first} to {last}; {share} of them have a place on the map.")
NAMED = N_(
    "{count} reports from {first} to {last}; {share} of them name a street or block. The files hold no coordinates of"
    " these, so there are lists, and no map."
)
NOWHERE = N_("{count} reports from {first} to {last}; none of them says where it was.")


def _days_and_places(snapshot: Snapshot) -> str:
    """The number of reports, their period, and of which part the place is known."""
    text, share = DRAWN, cached_totals.drawn_share()
    if not share:
        share = overview.named_share(snapshot)
        text = NAMED if share else NOWHERE
    return markdown(
        text,
        count=number(snapshot.reports.height),
        first=day(snapshot.first_on),
        last=day(snapshot.as_of),
        share=percent(share),
    )


def _divided_by(denominator: str) -> str:
    """The denominator of rates; nothing where none is known."""
    if denominator == "one":
        return ""
    return markdown(N_("Rates are per 100 {homes}."), homes=homes_name(denominator))


def themes(snapshot: Snapshot, question: Question) -> None:
    """Whether most reports are outside the themes, with the theme that fits; or the chosen theme, to undo."""
    if question.themes:
        names = format_list([theme_name(name) for name in question.themes])
        text, button = st.columns([4, 1], vertical_alignment="center")
        text.info(markdown(N_("Only these count here: {themes}."), themes=names), icon=":material/filter_alt:")
        button.button(_("Count everything"), on_click=filters.change, kwargs={"themes": ()}, key="every theme")
        return
    found = cached_totals.mostly_outside()
    if found is None:
        return
    name = theme_name(found.theme)
    text, button = st.columns([4, 1], vertical_alignment="center")
    text.info(
        markdown(
            N_(
                "{share} of the reports are not nuisance or pollution, such as {such_as}. They count in all "
                "figures below. {count} reports are about {theme}."
            ),
            share=percent(found.share),
            such_as=format_list(_outside_words(snapshot)),
            count=number(found.reports),
            theme=name.lower(),
        ),
        icon=":material/filter_alt:",
    )
    with button:
        st.button(
            markdown(N_("Only {theme}"), theme=name.lower()),
            on_click=filters.change,
            kwargs={"themes": (found.theme,)},
            type="primary",
            key="theme that fits",
        )
        navigation.link("imports", _("Always leave them out"), icon=theme.ICONS["data"])


def _outside_words(snapshot: Snapshot) -> list[str]:
    """The categories outside the themes with most reports, each with its number."""
    outside = snapshot.categories.filter(pl.col("theme") == overview.OTHER).drop_nulls("category_word")
    most = outside.sort("reports", "category_word", descending=[True, False]).head(CATEGORIES_NAMED_MAX)
    return [
        f"{word.split(WITHIN)[-1]} ({number(reports)})"
        for word, reports in most.select("category_word", "reports").iter_rows()
    ]
