"""The card of one area, the same wherever an area is shown: figures, certainty, and next actions."""

import polars as pl
import streamlit as st

from data.store import projects
from domain.analysis import Card
from domain.errors import N_
from domain.indicators.monthly_counts import without_unknown
from domain.indicators.report_selection import window
from domain.projects.project import ENDED
from domain.question import Question
from domain.schemas import NEIGHBOURHOOD, STAFF_SOURCES
from domain.scoring.ranking import where_is
from pages.area import area_context, evidence_texts, indicators, neighbourhood, postponing, shortlist
from pages.shared import cached, charts, chosen_weights, district, full_figures, navigation, on_demand, postponed, theme
from pages.shared.candidate_texts import reason_markdown
from pages.shared.labels import category_name, homes_name, source_name
from pages.shared.signal_labels import looked_at
from pages.shared.texts import (
    _,
    change,
    counted_rate,
    escape_markdown,
    format_list,
    interval,
    markdown,
    number,
    percent,
    rate,
)

_MOST_CATEGORIES = 4


def area_card(question: Question, area_id: str, *, in_rank: bool = True) -> None:
    """Draw the card of an area; ``in_rank``: show its place among the candidates, and why.

    Raises:
        NotFound: there is no such area (any more).

    """
    district.require([area_id])
    found = cached.card(question, area_id)
    if found.figures["individual"]:
        full_figures.case_opened(area_id, found.figures["reports"])
    with st.container(border=True):
        _name(found)
        _rate(found, question)
        place = st.container()
        is_postponed = _postponed(found)
        snapshot = cached.snapshot()
        charts.sparkline(without_unknown(found.months, snapshot.gaps, question.as_of or snapshot.as_of))
        _categories(found.categories)
        _who_noticed(found)
        _looked(found)
        _spread(found)
        _neighbours(found, question)
        if in_rank:  # beside a candidate they are shown already
            indicators.show([area_id], found.figures["ratio"], found.figures["p_high"])
        if found.area["level"] == NEIGHBOURHOOD:
            neighbourhood.made_of(found, question)
            if not is_postponed:
                postponing.form(_this(found), "card")
            return
        _projects(area_id)
        area_context.around(area_id)
        _next(found, area_id, question, is_postponed)
        _incidents(found)
        _how_known(area_id, question)
    if in_rank:  # last: the evidence can take a moment, and the rest of the card need not wait for it
        with place:
            _place(area_id, question)


def _name(found: Card) -> None:
    area = found.area
    st.subheader(escape_markdown(area["name"]), anchor=False)
    where = " · ".join(escape_markdown(part) for part in (area["neighbourhood"], area["town"]) if part)
    homes = markdown(N_("{count} {homes}"), count=number(area["homes"]), homes=homes_name(area["denominator"]))
    st.caption(" · ".join(part for part in (where, homes if area["denominator"] != "one" else "") if part))


def _rate(found: Card, asked: Question) -> None:
    """The rate compared with the average, and its certainty, in words."""
    figures = found.figures
    span = window(cached.snapshot(), asked)
    shown = counted_rate(figures["incidents"], figures["rate"], figures["denominator"], span)
    st.markdown(f"**{escape_markdown(shown)}**")
    sentences = [
        markdown(
            N_("In this period probably {interval}; the average is {average}."),
            interval=interval(figures["low"], figures["high"]),
            average=number(figures["average"], 1),
        )
    ]
    if not figures["enough"]:
        sentences.append(_("Too little is known to compare this area with others."))
    sentences.append(
        markdown(
            N_(
                "{incidents} incidents from {reports} reports; {change} in the last 6 months compared with "
                "the 6 before."
            ),
            incidents=number(figures["incidents"]),
            reports=number(figures["reports"]),
            change=change(figures["change"]),
        )
    )
    sentences += [
        escape_markdown(text)
        for text in (evidence_texts.counted(figures), evidence_texts.compared(figures, asked.compare))
        if text
    ]
    st.markdown(" ".join(sentences))


def _place(area_id: str, question: Question) -> None:
    """The place among the candidates, or why it is none, and the reason: the same as on the Candidates page."""
    evidence = cached.evidence(question)
    ranked = cached.ranking(question, chosen_weights.current())
    where, stands_for = where_is(evidence, ranked, area_id)
    unit = evidence.units.row(by_predicate=pl.col("candidate_id") == area_id, named=True)
    if where != "candidate":
        st.markdown(reason_markdown(unit))
        return
    row = ranked.row(by_predicate=pl.col("candidate_id") == stands_for, named=True)
    place = (
        N_("Number {rank} of {all} candidates.")
        if stands_for == area_id
        else N_("In the list as part of {name}, number {rank} of {all}.")
    )
    text = markdown(place, name=row["name"], rank=number(row["rank"]), all=number(ranked.height))
    st.markdown(f"{text} {reason_markdown(row)}")


def _categories(found: pl.DataFrame) -> None:
    if not found.height:
        return
    shown = [f"{escape_markdown(category_name(row['code']))} {number(row['incidents'])}" for row in found.to_dicts()]
    rest = len(shown) - _MOST_CATEGORIES
    more = [markdown(N_("{count} more"), count=number(rest))] if rest > 0 else []
    st.markdown(f"**{_('What')}:** " + ", ".join(shown[:_MOST_CATEGORIES] + more))


def _who_noticed(found: Card) -> None:
    """Residents against staff and others, as shares."""
    total = found.sources["reports"].sum()
    if not total:
        return
    source = pl.col("source").cast(pl.String)
    counted = {
        _("residents"): found.sources.filter(source == "resident")["reports"].sum(),
        _("own staff"): found.sources.filter(source.is_in(STAFF_SOURCES))["reports"].sum(),
    }
    counted[_("others")] = total - sum(counted.values())
    shares = ", ".join(f"{name} {escape_markdown(percent(count / total))}" for name, count in counted.items() if count)
    st.markdown(f"**{_('Seen by')}:** {shares}")


def _looked(found: Card) -> None:
    """Inspections and their results; nothing if there were none."""
    if text := looked_at(found.looked):
        calm = f"**{_('Calm.')}** " if found.looked["calm"] else ""
        st.markdown(calm + escape_markdown(text))


def _spread(found: Card) -> None:
    """The concentration of reports over addresses: a share, never an address."""
    share = found.figures["top_address_share"]
    if share is None:
        return
    text = markdown(
        N_("{addresses} addresses are named in reports; one of them accounts for {share} of those."),
        addresses=number(found.figures["addresses"]),
        share=percent(share),
    )
    st.markdown(text)
    if found.figures["individual"]:
        st.markdown(_("Most of it is about one address: look at an individual approach first."))


def _neighbours(found: Card, question: Question) -> None:
    if not found.neighbours.height:
        return
    st.markdown(f"**{_('Next to it')}**")
    for row in found.neighbours.head(4).iter_rows(named=True):
        label = f"{escape_markdown(row['name'])} · {escape_markdown(rate(row['rate'], row['denominator']))}"
        navigation.link("map", label, area=row["area_id"], **question.to_params())


def _projects(area_id: str) -> None:
    for project in projects.load(cached.current()):
        if area_id in dict(project.areas) and project.phase not in ENDED:
            navigation.link(
                "projects", escape_markdown(project.title), icon=theme.ICONS["projects"], project=project.project_id
            )


def _postponed(found: Card) -> bool:
    """Say whether the area is postponed, or is to be reviewed; returns whether it is postponed."""
    area_id = found.area["area_id"]
    unit = pl.DataFrame({"candidate_id": [area_id], "members": [[area_id]]})
    row = postponed.marked(unit).row(0, named=True)
    postponing.notice(row, "card")
    return row["postponed_until"] is not None


def _this(found: Card) -> postponing.Place:
    area_id = found.area["area_id"]
    return area_id, found.area["name"], [area_id]


def _next(found: Card, area_id: str, question: Question, is_postponed: bool) -> None:
    """Actions: put it on the shortlist, start a project, postpone it."""
    with st.container(horizontal=True):
        shortlist.button(area_id, found.area["name"], area_id in shortlist.ids(), where="card")
        navigation.start_project_link(area_id, question.level)
        if not is_postponed:
            postponing.form(_this(found), "card")


def _incidents(found: Card) -> None:
    """How reports were grouped into incidents; without addresses or persons."""
    if not found.incidents.height:
        return
    area_id = found.area["area_id"]
    box = on_demand.expander(_("The incidents, and the reports that belong to each"), f"incidents-of-{area_id}")
    if box is None:
        return
    with box:
        days = number(cached.snapshot().days)
        st.caption(
            markdown(
                N_("Reports of one kind at one place, within {days} days of each other, are one incident."),
                days=days,
            )
        )
        shown = found.incidents.with_columns(
            code=pl.Series([category_name(code) for code in found.incidents["code"]], dtype=pl.String),
            sources=pl.Series(
                [format_list([source_name(source) for source in sources]) for sources in found.incidents["sources"]],
                dtype=pl.String,
            ),
        )
        column = st.column_config
        st.dataframe(
            shown.select("first_on", "last_on", "reports", "code", "sources"),
            hide_index=True,
            placeholder="",
            column_config={
                "first_on": column.DateColumn(_("First report"), format="localized"),
                "last_on": column.DateColumn(_("Last report"), format="localized"),
                "code": column.TextColumn(_("Category")),
                "reports": column.NumberColumn(_("Reports"), format="localized", width="small"),
                "sources": column.TextColumn(_("Seen by whom")),
            },
            key=f"incidents-{area_id}",
            height=min(38 + 35 * shown.height, 300),
        )


def _how_known(area_id: str, question: Question) -> None:
    """Temporal pattern, themes and supplementary evidence; computed when opened."""
    how = on_demand.expander(_("How do we know?"), f"how-{area_id}")
    if how is None:
        return
    unit = cached.evidence(question).units.join(cached.diagnostics(question).drop("unit_id"), on="candidate_id")
    row = unit.row(by_predicate=pl.col("candidate_id") == area_id, named=True)
    with how:
        for line in (evidence_texts.course(row), *evidence_texts.themes(row)):
            if line:
                st.markdown(escape_markdown(line))
        evidence_texts.how_known(row)
