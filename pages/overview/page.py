"""The Overview screen: changes, and pending decisions."""

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.errors import N_
from domain.indicators import overview
from domain.indicators.monthly_counts import without_unknown
from domain.indicators.report_selection import Window, window
from domain.judgement.postponed import proposed
from domain.question import Question, months_before
from domain.roles import Act
from domain.scoring import decisions
from domain.snapshot.snapshot import Snapshot
from pages.overview import coverage, released_overview, totals, upkeep, waiting, waiting_list
from pages.shared import access, cached, cached_totals, charts, chosen_weights, filters, navigation, postponed
from pages.shared.candidate_texts import with_short_names
from pages.shared.empty_state import named_by_position, no_dwellings, no_reports
from pages.shared.texts import (
    _,
    change,
    counted_rate,
    day,
    escape_markdown,
    format_list,
    markdown,
    month,
    ngettext,
    number,
)
from pages.shared.track_record_line import emerging_line

YEAR = 12  # months of reports that emerging clusters need


def main() -> None:
    """Draw the figures, the pending decisions and the largest changes."""
    access.require(access.PAGES["overview"])
    if not access.may(Act.FULL):
        upkeep.sentences()
        released_overview.show()
        return
    snapshot = cached.snapshot()
    if not snapshot.reports.height:
        navigation.opening(_("Overview"), _("There are no reports yet: start with an export from your own system."))
        no_reports()
        return
    asked = filters.question()
    question = Question(level=asked.level, themes=asked.themes, within=asked.within)
    figures, evidence = cached.figures(question), cached.evidence(question)
    ranked = postponed.marked(with_short_names(cached.ranking(question, chosen_weights.current())))
    navigation.opening(_("Overview"), _answer(ranked, window(snapshot, question)))
    upkeep.sentences()
    upkeep.not_counted()
    coverage.themes(snapshot, question)
    left, right = st.columns([3, 2], gap="large")
    with left:
        waiting_list.draw(waiting.waiting(evidence, ranked, snapshot))
        no_dwellings(snapshot, question.level)
        named_by_position(snapshot)
        _changed_most(figures, question)
    with right:
        totals.four_figures(snapshot, question, ranked)
        coverage.coverage(snapshot, question)
        _months(snapshot, question)
        if before := _emerging(question):
            emerging_line(before)


def _answer(ranked: pl.DataFrame, span: Window) -> str:
    """The answer sentence: the top candidates that are not postponed, as on their own page."""
    found = decisions.standing_out(ranked)
    if not found.height:
        return _("No area stands out clearly from the others.")
    free = proposed(found)
    if not free.height:
        text = ngettext(
            found.height,
            N_("{count} area stands out, and it is postponed."),
            N_("{count} areas stand out, and all are postponed."),
        )
        return text.format(count=number(found.height))
    first = free.row(0, named=True)
    text = ngettext(
        free.height,
        N_("{count} area stands out: {name}, with {rate}."),
        N_("{count} areas stand out; {name} comes first, with {rate}."),
    )
    together = first["homes"] if first["denominator"] == "one" else 1  # of several blocks the rate is that of one
    shown = counted_rate(first["incidents"], first["rate"] * together, first["denominator"], span)
    said = text.format(count=number(free.height), name=escape_markdown(first["name"]), rate=escape_markdown(shown))
    return f"{postponed.apart_from(found)} {said}".strip()


def _months(snapshot: Snapshot, question: Question) -> None:
    months = cached_totals.months_by_theme(question)
    months = months.filter(pl.col("month") >= (snapshot.begins_on or snapshot.first_on).replace(day=1))
    shown = without_unknown(months, snapshot.gaps, snapshot.as_of)
    text = _("{first} to {last}").format(first=month(shown["month"].min()), last=month(shown["month"].max()))
    charts.months_chart(shown, _("Incidents by month"), text)


def _emerging(question: Question) -> DeltaGenerator | None:
    """Emerging clusters: where incidents rose more than in the town as a whole, since when, and the method.

    Returns a container for the track record of such messages; None if there is no emerging cluster now.
    """
    st.subheader(_("Emerging now"), anchor=False)
    found = cached.emerging_clusters(question)
    for row in found.iter_rows(named=True):
        st.markdown(
            markdown(
                N_("{names}: {count} incidents since {day}; {expected} were expected."),
                names=format_list(row["names"]),
                count=number(row["incidents"]),
                day=day(row["since"]),
                expected=number(row["expected"]),
            )
        )
        navigation.link("map", _("Show on the map"), area=row["members"][0], level="block")
    if not found.height:
        is_long = overview.covers(cached.snapshot().begins_on, months_before(cached.snapshot().as_of, YEAR))
        too_short = _("The reports cover too short a time: a year is needed.")
        st.write(_("Nothing stands out.") if is_long else too_short)
    before = st.container() if found.height else None
    with st.expander(_("How do we know?")):
        st.markdown(_(EMERGING_METHOD))
        for row in found.iter_rows(named=True):
            st.markdown(
                markdown(
                    N_("{names}: p = {p}, up to {day}."),
                    names=format_list(row["names"]),
                    p=number(row["p"], 3),
                    day=day(row["until"]),
                )
            )
    return before


EMERGING_METHOD = N_(
    "Kulldorff's space-time scan looks at all groups of adjoining blocks, and all periods up "
    "to half a year that end now. Expected is what the same blocks had before, adjusted for "
    "the season and the trend of all blocks together. We mention what chance would show at "
    "most once in 100 times (p at most 0.01)."
)


def _changed_most(figures: pl.DataFrame, question: Question) -> None:
    """The largest rises and falls, six months compared with the six before."""
    st.subheader(_("Changed most in the last six months"), anchor=False)
    if figures["change"].null_count() == figures.height:
        st.write(_("The reports cover too short a time to compare two half years, or have gaps in them."))
        return
    risen, fallen = overview.changed_most(figures)
    columns = st.columns(2, gap="large")
    for column, title, found in (
        (columns[0], _("More incidents"), risen),
        (columns[1], _("Fewer incidents"), fallen),
    ):
        with column:
            st.markdown(f"**{title}**")
            for row in found.iter_rows(named=True):
                label = f"{escape_markdown(row['name'])} · **{escape_markdown(change(row['change']))}**"
                navigation.link("map", label, area=row["area_id"], **question.to_params())
            if not found.height:
                st.write(_("Nowhere."))
    _clearly(pl.concat([risen, fallen]))


def _clearly(shown: pl.DataFrame) -> None:
    """Which of the changes that are shown are not those of the season, of the whole town, or of chance."""
    clear = shown.filter("stands_out")["name"].to_list()
    if clear:
        text = N_("Clearly different from the change of all places together: {names}.")
        st.caption(markdown(text, names=format_list(clear)))
    elif shown.height:
        st.caption(_("None of these differs clearly from the change of all places together."))


main()
