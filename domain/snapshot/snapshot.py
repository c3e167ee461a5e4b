"""Builds the snapshot from stored frames: all reports with their category, place and incident.

This part of the analysis depends on the data only, not on the question. It is done once per version of the data.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import numpy as np
import polars as pl
import polars_hash
from numpy.typing import NDArray

from domain.intake.cleaning.categories import resolve
from domain.intake.mapping.lexicon import Lexicon
from domain.places import Places
from domain.places.places import areas_at
from domain.schemas import AREA_LEVELS, LEVELS, THEMES
from domain.snapshot.expired import with_expired
from domain.snapshot.incidents import DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX, incidents
from domain.snapshot.placed_reports import KEPT, PlacedReports, Stored, left_out, placed_reports
from domain.statistics.predictive import Movement

OTHER = {"code": "OVE", "group": "other", "theme": "other", "how": "none"}  # an unknown word
UNKNOWN_THINGS = 1_000  # above the numbers of all category groups
DENOMINATOR_SHARE_MIN = 0.95  # share of the incidents that counts as all; areas with another denominator are not ranked


@dataclass(frozen=True)
class Snapshot:
    """All data on places and their reports, independent of any question.

    - ``reports``: one row per report, oldest first, without categories that are left out, and one per incident whose
      reports were removed when their term ended (see expired.py). Columns: report_key,
      reported_on, precision, status, source, category_word (Enum), code, group, theme (of the category),
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
      domain/places/context.py. ``addresses``: street_id, block_id, lat, lon and home of domain/places/coverage.py;
      without opportunities and partners, addresses that only reports name are left out.
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
    def movements(self) -> dict[Hashable, Movement]:
        """How areas change from year to year, by what was asked; scoring/past.py fills it.

        It takes a fifth of the evidence of a year, and is the same for other periods and another comparison.
        """
        return {}

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
    return with_categories(placed_reports(stored, left_out(stored.choices)), stored.choices, lexicon, days, longest)


def with_categories(
    placed: PlacedReports,
    choices: pl.DataFrame,
    lexicon: Lexicon,
    days: int = DAYS_BETWEEN_REPORTS_MAX,
    longest: int = INCIDENT_DAYS_MAX,
) -> Snapshot:
    """Assign category and incident to placed reports; what does not follow from these is shared with other snapshots.

    ``choices``: schemas.CategoryChoice; they leave out the same words as ``placed``. ``days``, ``longest``: see
    ``incidents``.
    """
    words, places = _words(placed.words, lexicon, choices), placed.places
    word = pl.when(pl.col("category_word").is_not_null()).then(pl.int_range(pl.len(), dtype=pl.UInt32))
    meaning = words.select("category_word", "code", "group", "theme", incident_group=_incident_group(), word=word)
    counted = placed.reports.select(pl.col("category_word").cast(pl.String)).join(
        meaning, on="category_word", how="left", nulls_equal=True, maintain_order="left"
    )
    linked = incidents(placed.reports, places.placement, counted["incident_group"], counted["word"], days, longest)
    parts = [
        placed.reports.select(*KEPT),
        counted.select("code", "group", "theme"),
        placed.reports.select("reporter"),
        places.placement.drop("report_key"),
        linked.drop("report_key"),
    ]
    whole = with_expired(pl.concat(parts, how="horizontal"), placed.expired)
    return Snapshot(
        reports=whole,
        areas=places.areas,
        neighbourhoods=places.neighbourhoods,
        neighbours=places.neighbours,
        placement=places.placement if placed.expired.is_empty() else whole.select(places.placement.columns),
        dwellings=places.dwellings,
        unmatched=places.unmatched,
        categories=words,
        gaps=placed.gaps,
        denominator={level: _homes_are(level, places, linked["is_first"]) for level in AREA_LEVELS},
        first_on=placed.first_on,
        as_of=placed.as_of,
        begins_on=placed.begins_on,
        left_out=int(placed.words["reports"].sum()) - placed.reports.height,
        days=days,
        visits=placed.visits,
        opportunities=placed.opportunities,
        partners=placed.partners,
        addresses=placed.addresses,
    )


def _words(counts: pl.DataFrame, lexicon: Lexicon, choices: pl.DataFrame) -> pl.DataFrame:
    """The category words of the reports with their categories, see ``Snapshot.categories``."""
    found = resolve(counts["category_word"].drop_nulls(), lexicon, choices)
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


def _incident_group() -> pl.Expr:
    """A number per incident group: the category group; for unknown categories, the word itself."""
    group, word = pl.col("group").to_physical().cast(pl.UInt32), pl.int_range(pl.len(), dtype=pl.UInt32)
    return pl.when(pl.col("group") == OTHER["group"]).then(word + UNKNOWN_THINGS).otherwise(group)


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
