"""Stored reports with their places: what depends on the stored data, and not on what category words mean.

It is kept apart from the rest of the snapshot, because placing takes longest and a category choice leaves it as it is.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast

import polars as pl

from domain.compact import compact, with_own_texts
from domain.intake.signals import SIGNAL
from domain.places import Places
from domain.places.context import opportunities_in, partners_in
from domain.places.coverage import addresses_in
from domain.places.visits import place_with_visits
from domain.schemas import LEVELS, LOCATION_COLUMNS, NeighbourhoodPolygon, Opportunity, Partner, Visit
from domain.snapshot.coverage_gaps import coverage_gaps, gaps_of_parts, part_of
from domain.snapshot.expired import EXPIRED

STRAY = timedelta(days=366)  # a gap between reports that no export has in its middle
FEW_STRAYS, PART_STRAYS = 3, 0.05  # fewer reports, or a smaller share of all, beyond such a gap are typing errors
LEFTOVER_SHARE_MAX = 0.01  # largest share of the reports that is older than the period of the export
KEPT = (
    "report_key",
    "reported_on",
    "precision",
    "status",
    "source",
    "category_word",
)
OF_REPORTS = (*KEPT, "reporter", *LOCATION_COLUMNS)
"""The columns of the stored reports that are looked at: notes of ten million reports would fill the memory."""
LOCATED = ("street_id", "block_id", "lat", "lon", "home")
"""What is kept of the addresses: a million reports are in memory for each version of the data that is looked at."""


@dataclass(frozen=True)
class Stored:
    """The frames as the store returns them, in the schemas of domain/schemas.py."""

    reports: pl.DataFrame  # schemas.Report, at least OF_REPORTS, in any order
    dwellings: pl.DataFrame  # schemas.Dwelling
    polygons: pl.DataFrame  # schemas.BlockPolygon
    matches: pl.DataFrame  # schemas.AddressMatch
    choices: pl.DataFrame  # schemas.CategoryChoice
    opportunities: pl.DataFrame = field(default_factory=Opportunity.create_empty)  # dropped ones too
    partners: pl.DataFrame = field(default_factory=Partner.create_empty)  # dropped ones too
    visits: pl.DataFrame = field(default_factory=Visit.create_empty)
    neighbourhoods: pl.DataFrame = field(default_factory=NeighbourhoodPolygon.create_empty)  # outlines
    expired: pl.DataFrame = field(default_factory=EXPIRED.to_frame)  # counts of removed reports, see expired.py
    streets_apart: tuple[str, ...] = ()  # street keys that are a separate street in every town


@dataclass(frozen=True)
class PlacedReports:
    """All that a snapshot holds apart from what follows from the meaning of category words.

    - ``reports``: the reports that count, oldest first: KEPT, and reporter (see ``Snapshot.reports``).
    - ``words``: category_word (null: without one), reports (their number, of all stored reports).
    - ``places``: of ``reports``, in their order. ``expired``: see expired.py.
    - ``gaps``, ``first_on``, ``as_of``, ``begins_on``, ``visits``, ``opportunities``, ``partners``, ``addresses``: see
      ``Snapshot``.
    """

    reports: pl.DataFrame
    words: pl.DataFrame
    places: Places
    expired: pl.DataFrame
    gaps: pl.DataFrame
    first_on: date | None
    as_of: date | None
    begins_on: date | None
    visits: pl.DataFrame
    opportunities: pl.DataFrame
    partners: pl.DataFrame
    addresses: pl.DataFrame


def oldest_first(reports: pl.DataFrame) -> pl.DataFrame:
    """The reports by their day, and those of a day in the order they have. Columns: reported_on, and any others.

    It sorts a column at a time. Where nothing else holds the frame, each of its columns goes when the sorted one is
    made, so that ten million reports are not in memory twice. ``placed_reports`` does not sort them again.
    """
    order = reports.select(pl.arg_sort_by("reported_on", maintain_order=True)).to_series()
    columns = reports.get_columns()[::-1]
    del reports
    sorted_columns = []
    while columns:
        sorted_columns.append(columns.pop().rechunk().gather(order))
    return pl.DataFrame(sorted_columns).with_columns(pl.col("reported_on").set_sorted())


def left_out(choices: pl.DataFrame) -> tuple[str, ...]:
    """The category words that the team left out. ``choices``: schemas.CategoryChoice."""
    return tuple(choices.filter(pl.col("code").is_null())["category_word"].sort())


def placed_reports(stored: Stored, words_left_out: tuple[str, ...], before: Places | None = None) -> PlacedReports:
    """Place all stored reports but those with these category words. ``stored.choices`` is not looked at.

    ``before``: see ``domain.places.place``.
    """
    located = (stored.dwellings, stored.polygons, stored.matches, stored.streets_apart, stored.neighbourhoods, before)
    stored = replace(stored, reports=with_own_texts(stored.reports))  # lets go of the others, and so does the next line
    stored = replace(stored, reports=stored.reports.sort("reported_on", maintain_order=True))
    counted = stored.reports.filter(~pl.col("category_word").is_in(list(words_left_out)).fill_null(False))
    places, visits = place_with_visits(counted, stored.visits, *located)
    first_on, as_of, begins_on = _covered(counted)
    addresses = _addresses(stored, counted, places)
    # Nothing below asks where a report says that it was, which takes as much memory as all the rest of it.
    stored, counted = replace(stored, reports=stored.reports.drop(LOCATION_COLUMNS)), counted.drop(LOCATION_COLUMNS)
    gaps = pl.concat(
        [coverage_gaps(stored.reports), gaps_of_parts(_in_parts(counted, places, begins_on))], how="diagonal"
    )
    if stored.expired.height and as_of:  # where reports were removed, few reports are no gap
        first_on = begins_on = min(first_on or as_of, cast(date, stored.expired["month"].min()))
        gaps = gaps.filter(pl.col("to") > stored.expired["month"].max())
    kept = compact(counted.select(*KEPT, _reporter()))
    words = pl.Enum(kept["category_word"].drop_nulls().unique().sort())
    return PlacedReports(
        reports=kept.with_columns(pl.col("category_word").cast(words)),
        words=stored.reports.group_by("category_word").agg(reports=pl.len()),
        places=replace(
            places,
            placement=places.placement.with_columns(kept["report_key"]),
            dwellings=compact(places.dwellings),
        ),
        expired=stored.expired,
        gaps=gaps,
        first_on=first_on,
        as_of=as_of,
        begins_on=begins_on,
        visits=visits,
        opportunities=opportunities_in(stored.opportunities, places.areas, addresses),
        partners=partners_in(stored.partners, places.areas, addresses, as_of),
        addresses=compact(addresses.select(LOCATED)),
    )


def _addresses(stored: Stored, reports: pl.DataFrame, places: Places) -> pl.DataFrame:
    """The addresses through which opportunities and partners are assigned to areas; see ``Snapshot.addresses``."""
    if stored.opportunities.is_empty() and stored.partners.is_empty():
        reports, placed = reports.clear(), places.placement.clear()  # unused then, and slow with many reports
    else:
        placed = places.placement
    return addresses_in(stored.dwellings, places.dwellings, reports.hstack(placed.select("street_id", "block_id")))


def _in_parts(reports: pl.DataFrame, places: Places, begins_on: date | None) -> pl.DataFrame:
    """The reports since the data begins: reported_on, source, part (that of the street, else of the block)."""
    areas = places.areas.select("level", part=part_of())
    ids = places.placement.select(pl.col(f"{level}_id").to_physical() for level in LEVELS)
    parts = [areas.filter(pl.col("level") == level)["part"].gather(row) for level, row in zip(LEVELS, ids, strict=True)]
    part = parts[0].zip_with(parts[0].is_not_null(), parts[1])
    since = pl.col("reported_on") >= (
        begins_on or date.min
    )  # older reports are exceptions and do not show that a part has data
    return reports.select("reported_on", "source").hstack([part]).filter(since)


def _reporter() -> pl.Expr:
    """A number per reporter, from 0; null if unknown. Numbers are counted much faster than hashes."""
    return pl.col("reporter").cast(pl.Categorical(pl.Categories.random())).to_physical()


def _covered(reports: pl.DataFrame) -> tuple[date | None, date | None, date | None]:
    """First_on, as_of and begins_on of the reports (oldest first); see ``Snapshot``.

    A few reports more than STRAY away from the others are ignored: one typing error (2062 for 2026) would otherwise
    move all windows to an empty period. A report with only a month or week covers all of it. Quick signals are entered
    between exports. They do not show that the data is complete until today, so they count from the next export on.
    """
    if reports.is_empty():
        return None, None, None
    reports = reports.select("report_key", "reported_on", "precision")
    exported = reports.filter(~pl.col("report_key").str.starts_with(SIGNAL))
    reports = reports if exported.is_empty() else exported
    run = (pl.col("reported_on").diff() > STRAY).fill_null(False).cum_sum()
    together = reports.select("reported_on", "precision", run=run)
    many = (pl.len().over("run") >= FEW_STRAYS) & (pl.len().over("run") >= PART_STRAYS * pl.len())
    main = together.filter(many | (pl.col("run") == pl.col("run").mode().max()))
    day, precision = pl.col("reported_on"), pl.col("precision")
    last = pl.when(precision == "month").then(day.dt.month_end()).when(precision == "week").then(day.dt.offset_by("6d"))
    last = last.otherwise(day)
    begun = pl.col("reported_on").get((pl.len() * LEFTOVER_SHARE_MAX).floor().cast(pl.UInt32))
    return main.select(pl.col("reported_on").first(), last.max().alias("last"), begun.alias("begun")).row(0)
