"""The whole analysis, from stored frames to what people see. Start reading here.

Screens and the command line take these steps:

    stored frames -> build_snapshot() -> Snapshot    once per version of the data
    Snapshot + Question -> area_figures()            after a change of a filter: the map and its table
                        -> card()                    the card of one area
                        -> evidence() -> Evidence    after a change of a filter: all units of the list
    Evidence + Weights  -> ranking()                 after a change of a weight: the candidates, best first
    Evidence            -> individual_cases(), silent_areas(), too_little_known(), diagnostics(), theme_rates()
    Snapshot + Question -> public()                  the figures that one area may show; releases/ decides what leaves

``build_snapshot`` (snapshot/snapshot.py) does everything that does not depend on the question: categories, places and
incidents. The figures of the map and the evidence of the list use the same counts (indicators/area_counts.py) and rates
(indicators/area_rates.py). Nothing here reads the clock: the window of a question ends at its ``as_of``, by default the
newest report.
"""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from domain.disclosure_control import public
from domain.errors import N_, NotFound
from domain.indicators.area_figures import area_figures
from domain.indicators.change import by_month
from domain.indicators.inspection_effort import inspection_effort, is_calm
from domain.indicators.report_selection import select_reports, window
from domain.question import Question, months_before
from domain.schemas import AREA_LEVELS, THEMES
from domain.scoring.diagnostics import diagnostics, theme_rates
from domain.scoring.emerging_clusters import emerging_clusters
from domain.scoring.evidence import evidence
from domain.scoring.ranking import individual_cases, ranking, silent_areas, too_little_known
from domain.snapshot.snapshot import Snapshot

__all__ = [
    "Card",
    "area_figures",
    "card",
    "diagnostics",
    "emerging_clusters",
    "evidence",
    "individual_cases",
    "months_by_theme",
    "public",
    "ranking",
    "silent_areas",
    "theme_rates",
    "too_little_known",
]

CARD_MONTHS = 24  # long enough to compare this year's season with last year's


@dataclass(frozen=True)
class Card:
    """The content of the card of one area, except its position among the candidates (``evidence``, ``ranking``).

    ``area``: its row (schemas.Area). ``figures``: its row of ``area_figures``. ``months``: month, theme,
    incidents, reports of the last 24 months, including zeros. ``categories``: code, group, theme, incidents, most
    first. ``sources``: source, reports, most first. ``neighbours``: area_id, name, rate, denominator of the
    adjoining areas, highest rate first. ``looked``: the columns of indicators.inspection_effort.inspection_effort, and
    calm (is_calm). ``incidents``: the incidents of the window with the reports that they consist of, newest first:
    first_on, last_on, code, reports (their number), sources (who noticed it); no address, person or note.
    """

    area: dict[str, Any]
    figures: dict[str, Any]
    months: pl.DataFrame
    categories: pl.DataFrame
    sources: pl.DataFrame
    neighbours: pl.DataFrame
    incidents: pl.DataFrame
    looked: dict[str, Any]


def months_by_theme(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Incidents and reports by month and theme, including zeros: month (its first day), theme, incidents, reports.

    The months are calendar months, as many as the question's window has. The window ends in the last one.
    """
    return _by_month(snapshot, question, select_reports(snapshot, question))


def card(snapshot: Snapshot, question: Question, area_id: str, figures: pl.DataFrame) -> Card:
    """The card of one area.

    ``figures``: ``area_figures`` of this question, whose level is that of the area.

    Raises:
        NotFound: there is no such area (any more).
    """
    area = area_of(snapshot, area_id)
    history = _of_area(select_reports(snapshot, question), area["level"], area_id)
    span = window(snapshot, question)
    inside = history.filter(pl.col("reported_on") > span.after)
    row = figures.row(by_predicate=pl.col("area_id") == area_id, named=True)
    beside = snapshot.neighbours.filter(pl.col("area_id") == area_id).select(area_id="neighbour_id")
    by_code = inside.group_by("code", "group", "theme").agg(incidents=pl.col("is_first").sum())
    looked = inspection_effort(snapshot.visits, pl.Series([[area_id]]), span.after, question.as_of)
    return Card(
        area=area,
        figures=row,
        months=_by_month(snapshot, replace(question, months=CARD_MONTHS), history),
        categories=by_code.filter(pl.col("incidents") > 0).sort("incidents", "code", descending=[True, False]),
        sources=inside.group_by("source").agg(reports=pl.len()).sort("reports", "source", descending=[True, False]),
        neighbours=figures.join(beside, on="area_id", how="semi")
        .select("area_id", "name", "rate", "denominator")
        .sort("rate", descending=True),
        incidents=_joined(history, inside.filter("is_first")["incident_id"]),
        looked=looked.with_columns(calm=is_calm(pl.lit(row["incidents"]))).row(0, named=True),
    )


def area_of(snapshot: Snapshot, area_id: str) -> dict[str, Any]:
    """The row (schemas.Area) of one street, block or neighbourhood.

    Raises:
        NotFound: there is no such area (any more).
    """
    of_level = snapshot.of_level(area_id.partition(":")[0])
    area = of_level.filter(pl.col("area_id") == area_id)
    if area.is_empty():
        raise NotFound(N_("There is no area {area} in the data (any more)."), area=area_id)
    return area.row(0, named=True)


def _joined(reports: pl.DataFrame, incidents: pl.Series) -> pl.DataFrame:
    """These incidents with the reports that they consist of, see ``Card.incidents``."""
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
    """The reports of one area; empty for an unknown area."""
    if level not in AREA_LEVELS or area_id not in reports.schema[f"{level}_id"].categories:
        return reports.clear()
    return reports.filter(pl.col(f"{level}_id") == area_id)


def _by_month(snapshot: Snapshot, question: Question, reports: pl.DataFrame) -> pl.DataFrame:
    until = window(snapshot, question).until
    first = months_before(until.replace(day=1), question.months - 1)
    themes = [theme for theme in THEMES if not question.themes or theme in question.themes]
    return by_month(reports.filter(pl.col("reported_on") >= first), first, until, themes)
