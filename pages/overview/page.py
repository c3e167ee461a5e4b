"""The Overview screen: changes, and pending decisions."""

from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import projects
from domain import analysis
from domain.analysis import Question, Snapshot
from domain.errors import N_
from domain.indicators import overview
from domain.projects.project import ENDED
from domain.scoring.evidence import Evidence
from pages.candidates import weights
from pages.candidates.candidate_row import with_short_names
from pages.candidates.sentences import reason_markdown
from pages.projects import attention
from pages.shared import access, cached, charts, filters, navigation, theme
from pages.shared.empty_state import no_reports
from pages.shared.labels import homes_name, theme_name
from pages.shared.texts import (
    _,
    change,
    day,
    escape_markdown,
    format_list,
    markdown,
    month,
    ngettext,
    number,
    percent,
    rate,
)
from pages.track_record.short_line import emerging_line


def main() -> None:
    """Draw the figures, the pending decisions and the largest changes."""
    access.require()
    snapshot = cached.snapshot()
    if not snapshot.reports.height:
        navigation.opening(_("Overview"), _("There is no report yet: start with an export from your own system."))
        no_reports()
        return
    question = Question(level=filters.question().level)
    figures, evidence = cached.figures(question), cached.evidence(question)
    ranked = with_short_names(cached.ranking(question, weights.current()))
    navigation.opening(_("Overview"), _answer(ranked))
    _coverage(snapshot, question)
    _four_figures(snapshot, question, ranked)
    chart, waiting = st.columns([2, 1], gap="large")
    with chart:
        _months(snapshot)
        _changed_most(figures, question)
        before = _emerging(question)
    with waiting:
        _decisions(evidence, ranked)
        _data_decisions(snapshot)
    if before:
        emerging_line(before)


def _answer(ranked: pl.DataFrame) -> str:
    """The answer sentence: the top candidates, as on their own page."""
    found = overview.standing_out(ranked)
    if not found.height:
        return _("No area stands out clearly from the others.")
    first = found.row(0, named=True)
    text = ngettext(
        found.height,
        N_("{count} area stands out: {name}, with {rate}."),
        N_("{count} areas stand out; {name} comes first, with {rate}."),
    )
    shown = rate(first["rate"], first["denominator"])
    return text.format(count=number(found.height), name=escape_markdown(first["name"]), rate=escape_markdown(shown))


def _coverage(snapshot: Snapshot, question: Question) -> None:
    """The coverage and recency of the data, and gaps that suggest missing exports."""
    placed = (snapshot.placement["placed_on"] != "nowhere").mean()
    days = (date.today() - snapshot.as_of).days
    told = [
        markdown(
            N_("{count} reports from {first} to {last}; {share} of them have a place on the map."),
            count=number(snapshot.reports.height),
            first=day(snapshot.first_on),
            last=day(snapshot.as_of),
            share=percent(placed),
        ),
        _divided_by(snapshot.denominator[question.level]),
    ]
    if later := overview.later_signals(snapshot):
        text = ngettext(
            later,
            N_("One signal of a colleague is of a later day: it counts once an export covers that day."),
            N_("{count} signals of colleagues are of later days: they count once an export covers those days."),
        )
        told.append(text.format(count=number(later)))
    if days > 45 and not cached.is_demo():
        told.append(
            markdown(
                N_("The newest report is {months} months old: a newer export would help."), months=number(days / 30.4)
            )
        )
    st.caption(" ".join(told))


def _divided_by(denominator: str) -> str:
    """The denominator of rates, or that none is known."""
    if denominator == "one":
        return _("How many dwellings there are is not known, so areas are compared by the number of incidents.")
    return markdown(N_("Rates are per 100 {homes}."), homes=homes_name(denominator))


def _four_figures(snapshot: Snapshot, question: Question, ranked: pl.DataFrame) -> None:
    """Incidents in total and by theme compared with the year before, and the number of hot spots and rises."""
    rows = {row["theme"]: row for row in overview.totals(snapshot, question).to_dicts()}
    names = {
        "all": _("Incidents, 12 months"),
        "environment": theme_name("environment"),
        "social": theme_name("social"),
    }
    columns = st.columns(4)
    for column, (name, label) in zip(columns, names.items(), strict=False):
        row = rows.get(name, {"now": 0, "before": None})
        column.metric(
            label,
            number(row["now"]),
            _difference(row["now"], row["before"]),
            **_direction(row["now"] - (row["before"] or row["now"])),
            height="stretch",
            delta_description=_("than the year before") if row["before"] else None,
            border=True,
        )
    _standing_out_figure(columns[3], snapshot, question, ranked)


def _standing_out_figure(column: object, snapshot: Snapshot, question: Question, ranked: pl.DataFrame) -> None:
    then = replace(question, as_of=_half_a_year_before(snapshot.as_of))
    before = None
    if overview.covers_half_a_year(snapshot.begins_on, then.as_of):
        before = overview.standing_out(cached.ranking(then, weights.current())).height
    now = overview.standing_out(ranked).height
    same = now == before
    column.metric(
        _("Areas that stand out"),
        number(now),
        None if before is None else _("as many") if same else change(now - before),
        **_direction(0 if before is None else now - before),
        height="stretch",
        delta_description=_("as half a year ago") if same else _("than half a year ago"),
        border=True,
        help=_("Candidates whose rate is probably (90% or more) over one and a half times the average."),
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


def _half_a_year_before(day_: date) -> date:
    return pl.select(pl.lit(day_).dt.offset_by("-6mo")).item()


def _difference(now: int, before: int | None) -> str | None:
    """The change in whole per cents, with its sign; None without a baseline."""
    if not before:
        return None
    ratio = now / before - 1
    return ("+" if ratio > 0 else "−" if ratio < 0 else "") + percent(abs(ratio))


def _months(snapshot: Snapshot) -> None:
    months = analysis.months_by_theme(snapshot, Question(months=36))
    first = months["month"].min()
    charts.months_chart(
        months.filter(pl.col("month") >= max(first, snapshot.first_on.replace(day=1))),
        _("Incidents by month"),
        _("{first} to {last}; reports of one thing at one place within {days} days count once").format(
            days=number(snapshot.days), first=month(snapshot.first_on), last=month(snapshot.as_of)
        ),
    )


def _decisions(evidence: Evidence, ranked: pl.DataFrame) -> None:
    """Pending decisions with reasons; each line links to the page where it is made."""
    st.subheader(_("Needs a decision"), anchor=False)
    running = [project for project in projects.load(cached.current()) if project.phase not in ENDED]
    covered = frozenset(area_id for project in running for area_id, _name in project.areas)
    found = overview.decisions(evidence, ranked, covered)
    for (reason,), part in found.group_by("why", maintain_order=True):
        st.caption(f"{_DECISION_ICONS[reason]} {_decision(reason)}")
        for row in part.iter_rows(named=True):
            with st.container(gap=None):
                navigation.link("candidates", f"**{escape_markdown(row['name'])}**", area=row["candidate_id"])
                st.caption(reason_markdown(row))
    if not found.height:
        st.write(_("No area asks for a decision now."))
    attention.show(ranked)


def _emerging(question: Question) -> DeltaGenerator | None:
    """Emerging clusters: where incidents rose more than in the town as a whole, since when, and the method.

    Returns a container for the track record of such messages; None if there is no emerging cluster now.
    """
    st.subheader(_("Emerging now"), anchor=False)
    found = cached.emerging_clusters(question)
    for row in found.iter_rows(named=True):
        st.markdown(
            markdown(
                N_("{names}: {count} incidents since {day}, where {expected} were expected."),
                names=format_list(row["names"]),
                count=number(row["incidents"]),
                day=day(row["since"]),
                expected=number(row["expected"]),
            )
        )
        navigation.link("map", _("Show on the map"), area=row["members"][0], level="block")
    if not found.height:
        st.write(_("Nothing that chance would not explain."))
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
    "Kulldorff's space-time scan looks at all groups of adjoining blocks and all spans up to half a year that end now. "
    "Expected is what the same blocks had before, moved with the season and the trend of all blocks together. It is "
    "told where chance gives one as striking at most once in 100 looks (p at most 0.01)."
)


def _decision(why: str) -> str:
    template = overview.DECISIONS[why]
    return _(template)


_DECISION_ICONS = {
    "rising": ":material/trending_up:",
    "standing_out": theme.ICONS["attention"],
    "silent": ":material/hearing_disabled:",
    "individual": ":material/person_search:",
}


def _data_decisions(snapshot: Snapshot) -> None:
    """Pending decisions about the data: unknown words, unmatched addresses, gaps."""
    unknown = snapshot.categories.filter(pl.col("how") == "none")
    words, addresses, gaps = unknown.height, snapshot.unmatched.height, snapshot.gaps.height
    told = [
        ngettext(words, "{count} category word nobody knows yet", "{count} category words nobody knows yet"),
        ngettext(addresses, "{count} address without a dwelling", "{count} addresses without a dwelling"),
        ngettext(gaps, "{count} period that looks like a gap", "{count} periods that look like a gap"),
    ]
    waiting = [(text, count) for text, count in zip(told, (words, addresses, gaps), strict=True) if count]
    if not waiting:
        return
    st.caption(f"{theme.ICONS['data']} " + _("In the data"))
    with st.container(gap=None):
        for text, count in waiting:
            navigation.link("imports", text.format(count=number(count)))


def _changed_most(figures: pl.DataFrame, question: Question) -> None:
    """The largest rises and falls, six months compared with the six before."""
    st.subheader(_("Changed most in the last six months"), anchor=False)
    columns = st.columns(2, gap="large")
    for column, title, found in (
        (columns[0], _("More incidents"), overview.risen(figures)),
        (columns[1], _("Fewer incidents"), overview.fallen(figures)),
    ):
        with column:
            st.markdown(f"**{title}**")
            for row in found.iter_rows(named=True):
                label = f"{escape_markdown(row['name'])} · **{escape_markdown(change(row['change']))}**"
                navigation.link("map", label, area=row["area_id"], **question.to_params())
            if not found.height:
                st.write(_("Nowhere."))


main()
