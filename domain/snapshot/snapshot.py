"""Builds the snapshot from stored frames: all reports with their category, place and incident.

This part of the analysis depends on the data only, not on the question. It is done once per version of the data.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import cast

import numpy as np
import polars as pl
import polars_hash
from numpy.typing import NDArray

from domain.intake.cleaning.categories import resolve
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.signals import SIGNAL
from domain.places import Places
from domain.places.context import opportunities_in, partners_in
from domain.places.coverage import addresses_in
from domain.places.placement import areas_at
from domain.places.visits import place_with_visits
from domain.schemas import AREA_LEVELS, LEVELS, THEMES, NeighbourhoodPolygon, Opportunity, Partner, Visit
from domain.snapshot.coverage_gaps import coverage_gaps, gaps_of_parts, part_of
from domain.snapshot.expired import EXPIRED, with_expired
from domain.snapshot.incidents import DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX, incidents

OTHER = {"code": "OVE", "group": "other", "theme": "other", "how": "none"}  # an unknown word
STRAY = timedelta(days=366)  # a gap between reports that no export has in its middle
FEW_STRAYS, PART_STRAYS = 3, 0.05  # fewer reports, or a smaller share of all, beyond such a gap are typing errors
LEFTOVER_SHARE_MAX = 0.01  # largest share of the reports that is older than the period of the export
UNKNOWN_THINGS = 1_000  # above the numbers of all category groups
DENOMINATOR_SHARE_MIN = 0.95  # share of the incidents that counts as all; areas with another denominator are not ranked
KEPT = (
    "report_key",
    "reported_on",
    "precision",
    "status",
    "source",
    "category_word",
    "note",
    "neighbourhood",
)


@dataclass(frozen=True)
class Stored:
    """The frames as the store returns them, in the schemas of domain/schemas.py."""

    reports: pl.DataFrame  # schemas.Report
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
class Snapshot:
    """All data on places and their reports, independent of any question.

    - ``reports``: one row per report, oldest first, without categories that are left out, and one per incident whose
      reports were removed when their term ended (see expired.py). Columns: report_key,
      reported_on, precision, status, source, category_word, note, neighbourhood, code, group, theme (of the category),
      reporter (number of the person who reported, null if unknown), placed_on, address_key, dwelling_key, street_id,
      block_id, neighbourhood_id (Enum over the level's area ids, null if not placed), address_no (number of the
      distinct address, null without one), lat, lon, incident_id, is_first.
    - ``areas``: schemas.Area, streets and blocks. ``neighbourhoods``: schemas.Area, see places/neighbourhoods.py.
      ``neighbours``: schemas.Neighbour of all three levels.
    - ``placement``: schemas.Placement, in the order of ``reports``. ``dwellings``: dwelling_key, street_id, block_id,
      neighbourhood_id.
    - ``unmatched``: see domain.places.placement.Places.
    - ``categories``: category_word, code, group, theme, how (it was found), suggest_leave_out, reports (their number).
      The words that are left out (code null) and the reports without a word (category_word null) are in it too.
    - ``gaps``: periods without data, of the whole export (part null) or a part of the area; see
      domain/snapshot/coverage_gaps.py.
    - ``denominator``: by level the denominator of rates (schemas.DENOMINATORS) of the areas with at least 95 % of the
      incidents (without incidents: of 95 % of the areas); "mixed" if no denominator has so many.
    - ``first_on``, ``as_of``: first day of the oldest and last day of the newest report's day or month; None without
      reports. ``begins_on``: first day of the period of the export; a few reports may be older.
    - ``left_out``: number of reports in categories that the team left out. ``days``: see ``build_snapshot``.
    - ``visits``: visits and whether anything was found; see domain/places/visits.py.
    - ``opportunities``, ``partners``: planned works and active partners, one row per area that they touch; see
      domain/places/context.py. ``addresses``: see domain/places/coverage.py; without opportunities and partners,
      addresses that only reports name are left out.
    """

    reports: pl.DataFrame
    areas: pl.DataFrame
    neighbourhoods: pl.DataFrame
    neighbours: pl.DataFrame
    placement: pl.DataFrame
    dwellings: pl.DataFrame
    unmatched: pl.DataFrame
    categories: pl.DataFrame
    gaps: pl.DataFrame
    denominator: dict[str, str]
    first_on: date | None
    as_of: date | None
    begins_on: date | None
    left_out: int
    days: int
    visits: pl.DataFrame
    opportunities: pl.DataFrame
    partners: pl.DataFrame
    addresses: pl.DataFrame

    def of_level(self, level: str) -> pl.DataFrame:
        """The areas of a level (schemas.AREA_LEVELS), in the order of its ids in ``reports``."""
        return areas_at(level, self.areas, self.neighbourhoods)

    @property
    def every_area(self) -> pl.DataFrame:
        """The areas of all levels (schemas.Area)."""
        return pl.concat([self.areas, self.neighbourhoods])

    @cached_property
    def address_hashes(self) -> pl.DataFrame:
        """The addresses of dwellings and reports as hashes, to be compared only: address, street_id, block_id (text).

        A report has two, of its dwelling and of the address as written. An address in two areas has two rows.
        """
        levels = [f"{level}_id" for level in LEVELS]
        sources = (
            (self.dwellings, "dwelling_key"),
            (self.reports, "dwelling_key"),
            (self.reports, "address_key"),
        )
        return pl.concat(
            frame.select(name, *levels)
            .drop_nulls(name)
            .unique()
            .select(address_hash(name).alias("address"), *(pl.col(level).cast(pl.String) for level in levels))
            for frame, name in sources
        ).unique()

    @cached_property
    def report_rows(self) -> dict[str, NDArray[np.int64]]:
        """The row numbers in ``reports`` of each area's reports, the oldest first."""
        found: dict[str, NDArray[np.int64]] = {}
        for level in LEVELS:
            column = self.reports[f"{level}_id"]
            ids = cast(pl.Enum, column.dtype).categories.to_list()
            codes = column.to_physical().cast(pl.Int64).fill_null(len(ids)).to_numpy()
            order = np.argsort(codes, kind="stable")
            ends = np.searchsorted(codes[order], np.arange(len(ids) + 1))
            found |= dict(zip(ids, np.split(order, ends)[1:], strict=False))
        return found


_HASHES = 2**40  # of a hundred addresses among a million the chance of a false match is one in ten thousand


def address_hash(column: str) -> pl.Expr:
    """The hash of a key of an address (40 bits, as UInt64)."""
    return (polars_hash.col(column).nchash.xxh3_64() % _HASHES).cast(pl.UInt64).alias(column)


def build_snapshot(
    stored: Stored, lexicon: Lexicon, days: int = DAYS_BETWEEN_REPORTS_MAX, longest: int = INCIDENT_DAYS_MAX
) -> Snapshot:
    """Assign category, place and incident to all stored reports.

    ``days``, ``longest``: see ``incidents``.
    """
    words = _words(stored, lexicon)
    located = (stored.dwellings, stored.polygons, stored.matches, stored.streets_apart, stored.neighbourhoods)
    reports = stored.reports.sort("reported_on", maintain_order=True)
    word = pl.when(pl.col("category_word").is_not_null()).then(pl.int_range(pl.len(), dtype=pl.UInt32))
    meaning = words.select("category_word", "code", "group", "theme", incident_group=_incident_group(), word=word)
    reports = reports.join(meaning, on="category_word", how="left", nulls_equal=True, maintain_order="left")
    counted = reports.filter(pl.col("code").is_not_null())
    places, visits = place_with_visits(counted, stored.visits, *located)
    linked = incidents(counted, places.placement, counted["incident_group"], counted["word"], days, longest)
    first_on, as_of, begins_on = _covered(counted)
    addresses = _addresses(stored, counted, places)
    gaps = pl.concat(
        [coverage_gaps(stored.reports), gaps_of_parts(_in_parts(counted, places, begins_on))], how="diagonal"
    )
    parts = [
        counted.select(*KEPT, "code", "group", "theme", _reporter()),
        places.placement.drop("report_key"),
        linked.drop("report_key"),
    ]
    whole = with_expired(pl.concat(parts, how="horizontal"), stored.expired)
    if stored.expired.height and as_of:  # where reports were removed, few reports are no gap
        first_on = begins_on = min(first_on or as_of, cast(date, stored.expired["month"].min()))
        gaps = gaps.filter(pl.col("to") > stored.expired["month"].max())
    return Snapshot(
        reports=whole,
        areas=places.areas,
        neighbourhoods=places.neighbourhoods,
        neighbours=places.neighbours,
        placement=places.placement if stored.expired.is_empty() else whole.select(places.placement.columns),
        dwellings=places.dwellings,
        unmatched=places.unmatched,
        categories=words,
        gaps=gaps,
        denominator={level: _homes_are(level, places, linked["is_first"]) for level in AREA_LEVELS},
        first_on=first_on,
        as_of=as_of,
        begins_on=begins_on,
        left_out=reports.height - counted.height,
        days=days,
        visits=visits,
        opportunities=opportunities_in(stored.opportunities, places.areas, addresses),
        partners=partners_in(stored.partners, places.areas, addresses, as_of),
        addresses=addresses,
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


def _words(stored: Stored, lexicon: Lexicon) -> pl.DataFrame:
    """The category words of the reports with their categories, see ``Snapshot.categories``."""
    counts = stored.reports.group_by("category_word").agg(reports=pl.len())
    found = resolve(counts["category_word"].drop_nulls(), lexicon, stored.choices)
    words = counts.join(found, on="category_word", how="left")
    left_out = ((pl.col("how") == "chosen") & pl.col("code").is_null()).fill_null(False)
    words = words.with_columns(
        *(pl.when(left_out).then(c).otherwise(pl.col(c).fill_null(pl.lit(of_other))) for c, of_other in OTHER.items()),
        pl.col("suggest_leave_out").fill_null(False),
    )
    codes, groups = ([*dict.fromkeys([*lexicon.categories[c], OTHER[c]])] for c in ("code", "group"))
    kinds = {"code": pl.Enum(codes), "group": pl.Enum(groups), "theme": pl.Enum(THEMES)}
    columns = ("category_word", "code", "group", "theme", "how", "suggest_leave_out", "reports")
    return words.cast(kinds).select(columns).sort(-pl.col("reports").cast(pl.Int64), "category_word")


def _reporter() -> pl.Expr:
    """A number per reporter, from 0; null if unknown. Numbers are counted much faster than hashes."""
    return pl.col("reporter").cast(pl.Categorical(pl.Categories.random())).to_physical()


def _incident_group() -> pl.Expr:
    """A number per incident group: the category group; for unknown categories, the word itself."""
    group, word = pl.col("group").to_physical().cast(pl.UInt32), pl.int_range(pl.len(), dtype=pl.UInt32)
    return pl.when(pl.col("group") == OTHER["group"]).then(word + UNKNOWN_THINGS).otherwise(group)


def _covered(reports: pl.DataFrame) -> tuple[date | None, date | None, date | None]:
    """First_on, as_of and begins_on of the reports (oldest first); see ``Snapshot``.

    A few reports more than STRAY away from the others are ignored: one typing error (2062 for 2026) would otherwise
    move all windows to an empty period. A report with only a month or week covers all of it. Quick signals are entered
    between exports. They do not show that the data is complete until today, so they count from the next export on.
    """
    if reports.is_empty():
        return None, None, None
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


def _homes_are(level: str, places: Places, is_first: pl.Series) -> str:
    """The denominator of rates at a level, see ``Snapshot``; "one" without areas."""
    areas = places.of_level(level)
    row = places.placement[f"{level}_id"].to_physical().filter(is_first).drop_nulls()
    kinds = areas["denominator"].gather(row) if len(row) else areas["denominator"]
    usual = kinds.value_counts(sort=True)
    if usual.is_empty():
        return "one"
    kind, count = usual.row(0)
    return kind if count >= DENOMINATOR_SHARE_MIN * len(kinds) else "mixed"
