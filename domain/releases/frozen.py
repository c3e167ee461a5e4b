"""Which counts of a release stay frozen.

Later imports, undone imports, other categories and redrawn areas change the counts of earlier releases only where the
change itself may be known: per place and period that was given, it is 0, or SMALL_COUNT or more. Otherwise two releases
over the same months would differ by one late report.
"""

from dataclasses import replace

import polars as pl

from domain.disclosure_control import SMALL_COUNT
from domain.releases.cells import IDS, TownCounts
from domain.releases.check import unsafe
from domain.releases.given import elements, known_spans
from domain.schemas import AREA_LEVELS


def in_use(
    town: TownCounts, frozen: pl.DataFrame, since: int, made_of: pl.DataFrame, given: pl.DataFrame
) -> TownCounts:
    """The town with the frozen counts, and with its own where these may replace them.

    ``frozen``: cells of the months before the month ``since``. ``made_of``: of the areas when these were frozen.
    ``given``: see given.py. The counts of an area that was given and consists of other dwellings now stay frozen; so do
    those with which a small number would follow from what was given.
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
    more = pieces.join(town.pieces, on=IDS, how="anti", nulls_equal=True).with_columns(homes=pl.lit(0, pl.Int64))
    all_pieces = pl.concat([town.pieces, more])

    def with_kept(elements: pl.DataFrame) -> TownCounts:
        """The town with the frozen counts of these elements, and its own counts of all others."""
        kept = places.join(elements, on="element", how="semi").select(IDS)
        counts = [
            old.join(kept, on=IDS, how="semi", nulls_equal=True),
            new.join(kept, on=IDS, how="anti", nulls_equal=True),
            town.cells.filter(pl.col("month") >= since),
        ]
        return replace(town, pieces=all_pieces, cells=pl.concat(counts))

    found = with_kept(told)
    follows = unsafe(found, given, judged=given)
    return with_kept(pl.concat([told, follows.select("element")])) if follows.height else found


def _small_changes(changed: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The elements (column element) of which the change in a period that was given is small.

    ``changed``: element, its street, block and neighbourhood, month, theme, incidents (the change).
    """
    spans = known_spans(changed.select("element", *AREA_LEVELS).unique(), given)
    inside = changed.join_where(
        spans,
        pl.col("element") == pl.col("element_of"),
        pl.col("month") >= pl.col("first"),
        pl.col("month") < pl.col("past"),
    )
    by_theme = inside.filter("themes").group_by("element", "first", "past", "theme").agg(pl.sum("incidents"))
    at_all = inside.group_by("element", "first", "past").agg(pl.sum("incidents"))
    few = pl.col("incidents").abs().is_between(1, SMALL_COUNT - 1)
    return pl.concat(each.filter(few).select("element") for each in (by_theme, at_all)).unique()


def _remade(places: pl.DataFrame, now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """The elements (column element) of areas that consist of other dwellings than when their counts were frozen."""
    other = then.join(now, on="area_id", how="left", suffix="_now")
    other = other.filter(pl.col("made_of").ne_missing(pl.col("made_of_now")))["area_id"].to_list()
    remade = pl.any_horizontal(pl.col(level).is_in(other).fill_null(False) for level in AREA_LEVELS)
    return places.filter(remade).select("element").unique()
