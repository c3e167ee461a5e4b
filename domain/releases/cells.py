"""The counts that releases are made of: incidents by street, block, month and theme.

They are frozen with the first release that covers their month. Later imports, undone imports, other categories and
redrawn areas change them only where the change itself may be known: per place and period that was given, it is 0, or
SMALL or more. Otherwise two releases over the same months would differ by one late report.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.disclosure_control import SMALL
from domain.releases.given import elements, known_spans
from domain.schemas import LEVELS
from domain.snapshot.snapshot import Snapshot, address_hash

IDS = [f"{level}_id" for level in LEVELS]
CELLS = {**dict.fromkeys(IDS, pl.String), "month": pl.Int32, "theme": pl.String, "incidents": pl.Int64}
PIECES = {**dict.fromkeys(IDS, pl.String), "homes": pl.Int64}
NAMED = {**dict.fromkeys(IDS, pl.String), "month": pl.Int32, "address": pl.Int64, "reports": pl.Int64}
MADE_OF = {"area_id": pl.String, "made_of": pl.Int64}


@dataclass(frozen=True)
class Town:
    """The places of a town with their counts.

    A piece is the part of a street that lies in one block; a report without a block or street has null there.

    ``pieces``: street_id, block_id, homes (dwellings in it). ``cells``: street_id, block_id, month (its number),
    theme, incidents. ``named``: street_id, block_id, month, address (its number), reports about it. ``made_of``:
    area_id, made_of (a hash of its dwellings); areas without dwellings are left out.
    """

    pieces: pl.DataFrame
    cells: pl.DataFrame
    named: pl.DataFrame
    made_of: pl.DataFrame


def month_number(day: date) -> int:
    """The number of the month of a day; successive months have successive numbers.

    >>> month_number(date(2026, 10, 31)) - month_number(date(2025, 12, 1))
    10
    """
    return day.year * 12 + day.month - 1


def without(snapshot: Snapshot, report_keys: pl.Series) -> Snapshot:
    """The snapshot without these reports. Only reports may be counted in it."""
    if report_keys.is_empty():
        return snapshot
    kept = snapshot.reports.filter(~pl.col("report_key").is_in(report_keys.implode()))
    kept = kept.with_columns(is_first=pl.col("incident_id").is_first_distinct())
    return Snapshot(**{name: getattr(snapshot, name) for name in snapshot.__dataclass_fields__} | {"reports": kept})


def town_of(snapshot: Snapshot, until: date) -> Town:
    """The pieces of a town and their counts up to a day, the last of a month."""
    day = pl.col("reported_on")
    month = (day.dt.year() * 12 + day.dt.month() - 1).cast(pl.Int32).alias("month")
    placed = snapshot.reports.filter((day <= until) & pl.any_horizontal(pl.col(IDS).is_not_null())).select(
        pl.col(IDS).cast(pl.String), month, pl.col("theme").cast(pl.String), "is_first", "address_no"
    )
    cells = placed.filter("is_first").group_by(*IDS, "month", "theme").agg(incidents=pl.len().cast(pl.Int64))
    named = placed.drop_nulls("address_no").group_by(*IDS, "month", address=pl.col("address_no").cast(pl.Int64))
    homes = snapshot.dwellings.select("dwelling_key", pl.col(IDS).cast(pl.String)).unique("dwelling_key")
    keys = pl.concat([homes.select(IDS), cells.select(IDS), placed.select(IDS)]).unique(maintain_order=True)
    pieces = keys.join(
        homes.group_by(IDS).agg(homes=pl.len().cast(pl.Int64)), on=IDS, how="left", nulls_equal=True
    ).with_columns(pl.col("homes").fill_null(0))
    return Town(
        pieces=pieces.filter(pl.any_horizontal(pl.col(IDS).is_not_null())).select(list(PIECES)),
        cells=cells.select(list(CELLS)),
        named=named.agg(reports=pl.len().cast(pl.Int64)).select(list(NAMED)),
        made_of=_made_of(homes),
    )


def _made_of(homes: pl.DataFrame) -> pl.DataFrame:
    """A number per area that changes with its dwellings, see ``Town.made_of``."""
    hashed = homes.with_columns(address_hash("dwelling_key").cast(pl.Int64))
    return pl.concat(
        hashed.drop_nulls(name).group_by(area_id=pl.col(name)).agg(made_of=pl.col("dwelling_key").sum()) for name in IDS
    ).select(list(MADE_OF))


def in_use(town: Town, frozen: pl.DataFrame, since: int, made_of: pl.DataFrame, given: pl.DataFrame) -> Town:
    """The town with the frozen counts, and with its own where these may replace them.

    ``frozen``: cells of the months before the month ``since``. ``made_of``: of the areas when these were frozen.
    ``given``: see given.py. The counts of an area that was given and consists of other dwellings now stay frozen.
    """
    if frozen.is_empty():
        return town
    old, new = (frame.filter(pl.col("month") < since) for frame in (frozen, town.cells))
    change = (
        pl.concat([new, old.with_columns(-pl.col("incidents"))])
        .group_by(*IDS, "month", "theme")
        .agg(pl.sum("incidents"))
        .filter(pl.col("incidents") != 0)
    )
    if change.is_empty():
        return town
    pieces = pl.concat([town.pieces.select(IDS), old.select(IDS)]).unique(maintain_order=True)
    places = elements(pieces, given)
    changed = places.join(change, on=IDS, how="inner", nulls_equal=True)
    told = pl.concat([_small_changes(changed, given), _remade(places, town.made_of, made_of)]).unique()
    kept = places.join(told, on="element", how="semi").select(IDS)
    counts = pl.concat(
        [
            old.join(kept, on=IDS, how="semi", nulls_equal=True),
            new.join(kept, on=IDS, how="anti", nulls_equal=True),
            town.cells.filter(pl.col("month") >= since),
        ]
    )
    more = pieces.join(town.pieces, on=IDS, how="anti", nulls_equal=True).with_columns(homes=pl.lit(0, pl.Int64))
    return Town(pl.concat([town.pieces, more]), counts, town.named, town.made_of)


def _small_changes(changed: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The elements (column element) of which the change in a period that was given is small.

    ``changed``: element, its street and block, month, theme, incidents (the change).
    """
    spans = known_spans(changed.select("element", "street", "block").unique(), given)
    inside = changed.join_where(
        spans,
        pl.col("element") == pl.col("element_of"),
        pl.col("month") >= pl.col("first"),
        pl.col("month") < pl.col("past"),
    )
    by_theme = inside.filter("themes").group_by("element", "first", "past", "theme").agg(pl.sum("incidents"))
    at_all = inside.group_by("element", "first", "past").agg(pl.sum("incidents"))
    few = pl.col("incidents").abs().is_between(1, SMALL - 1)
    return pl.concat(each.filter(few).select("element") for each in (by_theme, at_all)).unique()


def _remade(places: pl.DataFrame, now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """The elements (column element) of areas that consist of other dwellings than when their counts were frozen."""
    other = then.join(now, on="area_id", how="left", suffix="_now")
    other = other.filter(pl.col("made_of").ne_missing(pl.col("made_of_now")))["area_id"].to_list()
    return places.filter(pl.col("street").is_in(other) | pl.col("block").is_in(other)).select("element").unique()
