"""The analysis from stored frames to ranked areas: start reading here.

Screens and the command line both use this module:

    stored frames -> build_snapshot() -> Snapshot          once for each version of the data
    Snapshot + Question -> area_figures()           at each change of a filter
                         -> candidates()             the ranked list that explains itself
                         -> card()                   all that one area's card shows

``build_snapshot`` does everything that does not depend on the question: categories, places, incidents. Nothing here
reads the clock: a question's window ends at its ``as_of``, by default the newest report.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from domain.candidates import with_reasons
from domain.errors import N_, NotFound
from domain.indicators.area_figures import area_figures, select_reports, window
from domain.indicators.change import by_month
from domain.indicators.inspection_effort import inspection_effort, is_calm
from domain.question import Question, months_before
from domain.schemas import LEVELS, THEMES
from domain.snapshot.snapshot import Snapshot, Stored, build_snapshot

__all__ = [
    "Card",
    "Question",
    "Snapshot",
    "Stored",
    "area_figures",
    "build_snapshot",
    "candidates",
    "card",
    "categories_in_view",
    "monthly",
    "months_by_theme",
]

CARD_MONTHS = 24  # long enough to see last year's season beside this year's


@dataclass(frozen=True)
class Card:
    """All that the card of one area shows.

    ``area``: its row of ``Snapshot.areas``. ``figures``: its row of ``candidates`` (rate, interval, rank, reason ...).
    ``average``: incidents a year over all areas whose homes are counted the same way, in the unit of the rate.
    ``ranked``: how many areas have a rank. ``months``: month, theme, incidents, reports of the last 24 months, zeros
    included. ``categories``: code, group, theme, incidents, most first. ``sources``: source, reports, most first.
    ``neighbours``: area_id, name, rate, rank of the areas beside it, highest rate first. ``looked``: who looked there,
    as domain.indicators.inspection_effort.inspection_effort has it, and calm (is_calm). ``incidents``: first_on,
    last_on, code, reports, sources (who noticed), newest first: what reports each incident of the window joins; no
    address, no person, no note.
    """

    area: dict[str, Any]
    figures: dict[str, Any]
    average: float
    ranked: int
    months: pl.DataFrame
    categories: pl.DataFrame
    sources: pl.DataFrame
    neighbours: pl.DataFrame
    incidents: pl.DataFrame
    looked: dict[str, Any]


def candidates(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """``area_figures`` with the reason for each area's rank.

    Adds ``reason`` (a key of domain.candidates.REASONS) and ``values`` (a struct that fills its template).
    """
    return with_reasons(area_figures(snapshot, question))


def months_by_theme(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Incidents and reports for each month and theme, zeros included: month (its first day), theme, incidents, reports.

    The months are calendar months: as many as the question's window has, the last one that in which it ends.
    """
    return _by_month(snapshot, question, select_reports(snapshot, question))


def monthly(snapshot: Snapshot, area_id: str, as_of: date | None = None, months: int = CARD_MONTHS) -> pl.DataFrame:
    """Incidents and reports of one area for each month and theme, zeros included: month, theme, incidents, reports."""
    level = area_id.partition(":")[0]
    question = Question(level=level, as_of=as_of, months=months)
    return _by_month(snapshot, question, _of_area(select_reports(snapshot, question), level, area_id))


def categories_in_view(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Every category word in the question's window with what became of it.

    Columns category_word, code, group, theme, how, reports; most reports first. Unknown words (code OVE, how
    "none") are in it like any other.
    """
    reports = select_reports(snapshot, question, "category_word", after=window(snapshot, question).after)
    counts = reports.group_by("category_word").agg(reports=pl.len())
    known = snapshot.categories.drop("reports", "suggest_leave_out")
    found = counts.join(known, on="category_word", how="left", nulls_equal=True)
    return found.select(*known.columns, "reports").sort(-pl.col("reports").cast(pl.Int64), "category_word")


def card(snapshot: Snapshot, question: Question, area_id: str) -> Card:
    """All that the card of one area shows; the area's level replaces the question's.

    Raises:
        NotFound: the area does not exist, or no longer.
    """
    area = snapshot.areas.filter(pl.col("area_id") == area_id)
    if area.is_empty():
        raise NotFound(N_("There is no area {area} in the data (any more)."), area=area_id)
    level = area["level"].item()
    question = replace(question, level=level)
    ranking = candidates(snapshot, question)
    figures = ranking.row(by_predicate=pl.col("area_id") == area_id, named=True)
    history = _of_area(select_reports(snapshot, question), level, area_id)
    inside, span = _in_window(snapshot, question, history), window(snapshot, question)
    beside = snapshot.neighbours.filter(pl.col("area_id") == area_id).select(area_id="neighbour_id")
    by_code = inside.group_by("code", "group", "theme").agg(incidents=pl.col("is_first").sum())
    return Card(
        area=area.row(0, named=True),
        figures=figures,
        average=figures["average"],
        ranked=ranking["rank"].count(),
        months=_by_month(snapshot, replace(question, months=CARD_MONTHS), history),
        categories=by_code.filter(pl.col("incidents") > 0).sort("incidents", "code", descending=[True, False]),
        sources=inside.group_by("source").agg(reports=pl.len()).sort("reports", "source", descending=[True, False]),
        neighbours=ranking.join(beside, on="area_id", how="semi")
        .select("area_id", "name", "rate", "rank")
        .sort("rate", descending=True),
        incidents=_joined(history, inside.filter("is_first")["incident_id"]),
        looked=inspection_effort(snapshot.visits, pl.Series([[area_id]]), span.after, question.as_of)
        .with_columns(calm=is_calm(pl.lit(figures["incidents"])))
        .row(0, named=True),
    )


def _joined(reports: pl.DataFrame, incidents: pl.Series) -> pl.DataFrame:
    """What reports each of these incidents joins; see ``Card.incidents``."""
    of = reports.filter(pl.col("incident_id").is_in(incidents.implode()))
    each = of.group_by("incident_id", maintain_order=True).agg(
        first_on=pl.col("reported_on").min(),
        last_on=pl.col("reported_on").max(),
        code=pl.col("code").first().cast(pl.String),
        reports=pl.len(),
        sources=pl.col("source").cast(pl.String).unique(maintain_order=True),
    )
    return each.sort("first_on", "incident_id", descending=True).drop("incident_id")


def _of_area(reports: pl.DataFrame, level: str, area_id: str) -> pl.DataFrame:
    """The reports of one area; none for an unknown area."""
    if level not in LEVELS or area_id not in reports.schema[f"{level}_id"].categories:
        return reports.clear()
    return reports.filter(pl.col(f"{level}_id") == area_id)


def _in_window(snapshot: Snapshot, question: Question, reports: pl.DataFrame) -> pl.DataFrame:
    return reports.filter(pl.col("reported_on") > window(snapshot, question).after)


def _by_month(snapshot: Snapshot, question: Question, reports: pl.DataFrame) -> pl.DataFrame:
    until = window(snapshot, question).until
    first = months_before(until.replace(day=1), question.months - 1)
    themes = [theme for theme in THEMES if not question.themes or theme in question.themes]
    return by_month(reports.filter(pl.col("reported_on") >= first), first, until, themes)
