"""The published tables, made of releases and of facts about projects that may leave, and of nothing else.

Each table has the columns of ``dictionary.TABLES``, and those of places a column more: outline (WKB of a MultiPolygon
in WGS84, null where it is not known or may not be shown).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta

import polars as pl

from domain.documents.geographic import outlines
from domain.documents.phrases import is_measured
from domain.documents.redaction import ProjectFacts
from domain.indicators.change import HALF_YEAR
from domain.indicators.report_selection import Window
from domain.message import Message
from domain.publication.dictionary import TABLES
from domain.releases.release import Release
from domain.schemas import THEMES
from domain.sessions.candidates import figures_of

DECIMALS = 3
Counted = tuple[Release, Window]  # a release, and the days that its figures are about
PER_HOME = ("homes", "rate", "low", "high")  # null where the number of homes is not known


def areas_table(releases: Sequence[Counted], areas: pl.DataFrame, begins: date) -> pl.DataFrame:
    """A row per area and release.

    ``areas``: schemas.Area of all levels, for the outlines. ``begins``: the first day of the first month of the data.
    An area that may not be placed on a map (``Public.areas``: lat is null) has no outline.
    """
    made = pl.concat(_areas(*each, begins) for each in releases)
    shapes = outlines(made.select(pl.concat_list("area_id")).to_series(), areas)
    placed = pl.when(pl.col("lat").is_not_null()).then("outline").alias("outline")
    return made.with_columns(shapes).with_columns(placed).drop("lat")


def _areas(release: Release, span: Window, begins: date) -> pl.DataFrame:
    known = release.public.areas.with_columns(pl.when(pl.col("denominator") != "one").then(pl.col(PER_HOME)))
    if not release.public.has_past(begins):
        known = known.with_columns(change=None)
    return _as("areas", known.with_columns(**_days(span), level=pl.lit(release.level)), "lat")


def themes_table(releases: Sequence[Counted]) -> pl.DataFrame:
    """A row per area, release and theme, with the themes that have no incidents; of areas where themes are shown."""
    tables = []
    for release, span in releases:
        theme = pl.DataFrame({"theme": THEMES}, schema={"theme": pl.Enum(THEMES)})
        areas = release.public.areas.filter("themes_shown").select("area_id").join(theme, how="cross")
        found = areas.join(release.public.themes, on=["area_id", "theme"], how="left", maintain_order="left")
        found = found.with_columns(pl.col("incidents").fill_null(0), **_days(span), level=pl.lit(release.level))
        tables.append(_as("themes", found))
    return pl.concat(tables)


def half_years_table(releases: Sequence[Counted], begins: date) -> pl.DataFrame:
    """A row per area and half year, with those without incidents; of areas where half years are shown.

    ``begins``: the first day of the first month of the data; half years before it are left out. One that is in several
    releases is there once, as the newest has it.
    """
    tables = []
    for release, _span in releases:
        known = [day for day in release.public.half_days if day >= begins]
        half = pl.DataFrame({"half": known}, schema={"half": pl.Date})
        areas = release.public.areas.filter("halves_shown").select("area_id").join(half, how="cross")
        found = areas.join(release.public.halves, on=["area_id", "half"], how="left", maintain_order="left")
        tables.append(
            found.with_columns(
                pl.col("incidents").fill_null(0),
                level=pl.lit(release.level),
                counted_from="half",
                counted_until=pl.col("half").dt.offset_by(f"{HALF_YEAR}mo").dt.offset_by("-1d"),
            )
        )
    whole = pl.concat(_as("half_years", each) for each in tables)
    return whole.unique(["area_id", "counted_from"], keep="last", maintain_order=True)


def candidates_table(
    ranked: pl.DataFrame, release: Release, span: Window, areas: pl.DataFrame, begins: date
) -> pl.DataFrame:
    """The candidates whose areas all have figures in the release; the others are left out, and keep their rank.

    ``ranked``: rank, candidate_id, name, kind, members, of the level of the release. ``areas``: schemas.Area of all
    levels. ``begins``: the first day of the first month of the data.
    """
    rows = []
    for row in ranked.select("rank", "candidate_id", "name", "kind", "members").iter_rows(named=True):
        if seen := figures_of(release.public, row["members"]):
            unknown = {} if seen.denominator != "one" else dict.fromkeys(PER_HOME)
            change = seen.change if release.public.has_past(begins) else None
            rows.append({**row, **asdict(seen), **unknown, "change": change})
    made = pl.DataFrame(rows, schema=_types("candidates") | {"members": pl.List(pl.String)})
    made = made.with_columns(outlines(made["members"], areas), **_days(span), level=pl.lit(release.level))
    return _as("candidates", made, "outline")


def projects_table(facts: Iterable[ProjectFacts], until: date | None, areas: pl.DataFrame) -> pl.DataFrame:
    """A row per project: no titles, goals, people or other free text; no name or outline of an area with few homes."""
    known = list(facts)
    made = pl.DataFrame([_project(each, until) for each in known], schema=_types("projects"))
    members = [
        [area for (area, _name), name in zip(each.project.areas, each.areas, strict=True) if isinstance(name, str)]
        for each in known
    ]
    return _as("projects", made.with_columns(outlines(pl.Series(members, dtype=pl.List(pl.String)), areas)), "outline")


def _project(facts: ProjectFacts, until: date | None) -> dict[str, object]:
    project, effect, shown = facts.project, facts.effect, facts.shown
    figures = {
        "months": effect.months_after,
        "incidents": effect.incidents,
        "expected": effect.expected,
        "ratio": effect.ratio,
        "ratio_low": effect.low,
        "ratio_high": effect.high,
    }
    return {
        "project_id": project.project_id,
        "phase": project.phase,
        "areas": ", ".join(name for name in facts.areas if not isinstance(name, Message)),
        "themes": ", ".join(project.measures),
        "started_on": project.started_on,
        "work_from": project.carried_out_from,
        "work_until": project.carried_out_until,
        "ended_on": project.ended_on,
        "counted_until": until,
        "shown": shown and effect.incidents is not None,
        **(figures if shown else dict.fromkeys(figures)),
        "effect": effect.word if shown or not is_measured(effect) else None,
    }


def _days(span: Window) -> dict[str, pl.Expr]:
    return {"counted_from": pl.lit(span.after + timedelta(1)), "counted_until": pl.lit(span.until)}


def _as(table: str, frame: pl.DataFrame, *more: str) -> pl.DataFrame:
    """The frame with the columns of a table, in their types; ``more``: columns after these."""
    shown = frame.select(*(pl.col(name).cast(kind) for name, kind in _types(table).items()), *more)
    return shown.with_columns(pl.col(name).round(DECIMALS) for name in shown.columns if shown[name].dtype == pl.Float64)


def _types(table: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    return {name: column.type for name, column in TABLES[table].items()}
