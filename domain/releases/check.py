"""The places of which something may not be derived, and which figures are withheld for it.

An element (given.py) may not be known if it has few homes, if its reports name few addresses or mostly one, or if a
small number of incidents follows from its counts over time (pinned.py). Of counts by theme each part must be 0, or
SMALL_COUNT or more, in each period between successive ends of windows with themes. Together with the counts of all
themes no small number then follows (Frechet's bounds, see domain/disclosure_control.py: with the total of a period
between two values that differ by pinned.WIDTH or more, so do the bounds of each part).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from domain.disclosure_control import ADDRESSES, HOMES_SHOWN_MIN, SMALL_COUNT
from domain.indicators.concentration import ADDRESS_REPORTS_MIN, INDIVIDUAL_SHARE_MIN
from domain.releases.cells import IDS, TownCounts
from domain.releases.given import GIVEN, elements, known, nothing_given
from domain.releases.held_back import LARGEST_PART, OTHER, choices, incidents
from domain.releases.pinned import small_follows
from domain.schemas import AREA_LEVELS, NEIGHBOURHOOD

ROUNDS = 200  # of withholding in each place that can be derived; afterwards all new figures are withheld


@dataclass(frozen=True)
class _Known:
    """``places``: element and a column per level. ``pieces``: as places, by piece. ``periods``: see given.known."""

    places: pl.DataFrame
    pieces: pl.DataFrame
    periods: pl.DataFrame


def allowed(
    town: TownCounts, earlier: pl.DataFrame, wanted: pl.DataFrame, level: str, later: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The figures in ``wanted`` that may be given after those in ``earlier`` (see given.GIVEN): some of its areas.

    ``wanted``: figures of areas of this level, which do not overlap. Where something could be derived of an area, its
    figures are withheld. Where it could be derived of the rest of an area of another level, those of some areas in it
    are held back (held_back.py). ``later``: figures of the level OTHER for which room is left where that costs little.
    """
    other, tried, dropped = OTHER[level], choices(town, wanted, level), set[str]()
    later = nothing_given() if later is None else later.join(earlier, on=list(GIVEN), how="anti")
    room = _room(town, later, other)
    near: pl.DataFrame | None = None
    for _round in range(ROUNDS):
        out, left = dropped | tried.held_back, set(room)
        now = wanted.filter(~pl.col("area_id").is_in(list(out)))
        then = later.filter(pl.col("area_id").is_in(list(left)))
        bad = unsafe(town, pl.concat([earlier, now, then]), near, judged=earlier)
        is_new = set(now["area_id"])
        for area in bad.filter(pl.col(level).is_in(list(is_new))).select(other, level).rows():
            if area[0] in room:
                room.pop(area[0])
                tried.at.pop(area[0], None)
            elif area[0] not in left:
                dropped.add(area[1])
        rest = bad.filter(~pl.col(level).is_in(list(is_new)).fill_null(False))
        for area in tried.to_hold_back_in(rest):
            if area in left and area not in room:
                continue
            if not tried.go_on(area, room.get(area)):
                if area in room:
                    room.pop(area)
                else:
                    dropped.update(tried.inside.get(area, ()))
        changed = out ^ (dropped | tried.held_back)
        if not changed and left == set(room):
            return now if later.is_empty() else allowed(town, earlier, now, level)
        own = town.pieces.filter(pl.col(f"{level}_id").is_in(list(changed)))
        gone = town.pieces.filter(pl.col(f"{other}_id").is_in(list(left - set(room))))
        near = pl.concat([beside(town, own, pl.concat([earlier, wanted])), gone.select(IDS)]).unique()
    return wanted.clear() if later.is_empty() else allowed(town, earlier, wanted, level)


def _room(town: TownCounts, later: pl.DataFrame, level: str) -> dict[str, float]:
    """The incidents that may be held back for each area of these figures."""
    windows = later.group_by("area_id").agg(pl.min("first"), pl.max("past"))
    return {area: LARGEST_PART * count for area, count in incidents(town, windows, level).iter_rows()}


def beside(town: TownCounts, pieces: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The pieces (cells.IDS) that have a street or block in common with these, or a neighbourhood with figures."""
    told = pl.col(f"{NEIGHBOURHOOD}_id").is_in(given["area_id"].unique().implode())
    there = pieces.with_columns(pl.when(told).then(f"{NEIGHBOURHOOD}_id").alias(f"{NEIGHBOURHOOD}_id"))
    shared = (pl.col(name).is_in(there[name].drop_nulls().unique().implode()).fill_null(False) for name in IDS)
    return town.pieces.filter(pl.any_horizontal(shared)).select(IDS)


def unsafe(
    town: TownCounts, given: pl.DataFrame, near: pl.DataFrame | None = None, judged: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The elements of which something may not be derived from these figures: element, street, block, neighbourhood.

    ``near``: only elements with one of these pieces. ``judged``: figures that were given before; homes and addresses
    of elements that they make, in their windows, are not judged again.
    """
    pieces = elements(town.pieces, given)
    if near is not None:
        pieces = pieces.join(pieces.join(near, on=IDS, how="semi", nulls_equal=True), on="element", how="semi")
    places = pieces.select("element", *AREA_LEVELS).unique().sort("element")
    about = _Known(places, pieces, known(places, given))
    told = None if judged is None else _judged(town, pieces, judged)
    bad = pl.concat([_few_people(town, about, told), _few_of_a_theme(town, about), _few_in_time(town, about)])
    return places.join(bad.unique(), on="element", how="semi")


def _judged(town: TownCounts, pieces: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """The windows of elements that are the same places as when these figures were given: element, first, past."""
    then = elements(town.pieces, judged)
    sizes = then.group_by(was="element").agg(size=pl.len())
    now = pieces.join(then.select(*IDS, was="element"), on=IDS, how="left", nulls_equal=True)
    same = now.group_by("element").agg(pl.col("was").first(), parts=pl.col("was").n_unique(), pieces=pl.len())
    same = same.join(sizes, on="was").filter(pl.col("parts") == 1, pl.col("pieces") == pl.col("size"))
    places = then.select("element", *AREA_LEVELS).unique()
    windows = known(places, judged).filter(pl.col("kind") == "window").rename({"element": "was"})
    return windows.join(same, on="was").select("element", "first", "past")


def _few_people(town: TownCounts, about: _Known, told: pl.DataFrame | None) -> pl.DataFrame:
    """The elements (column element) with too few homes or addresses, or mostly one address, in a known window.

    An element that is a whole area was judged with that area, by the same rules.
    """
    parts = about.pieces.join(town.pieces, on=IDS, nulls_equal=True).group_by("element").agg(pl.sum("homes"))
    windows = about.periods.filter(pl.col("kind") == "window").drop("kind")
    where = about.pieces.select(*IDS, "element")
    named = town.named.join(where, on=IDS, nulls_equal=True).join(windows, on="element")
    inside = named.filter(pl.col("month").is_between("first", "past", closed="left"))
    of = ("element", "first", "past")
    doors = inside.group_by(*of, "address").agg(pl.sum("reports"))
    doors = doors.group_by(of).agg(addresses=pl.len(), top=pl.max("reports"), named=pl.sum("reports"))
    cells = town.cells.join(where, on=IDS, nulls_equal=True).join(windows, on="element")
    counted = cells.filter(pl.col("month").is_between("first", "past", closed="left"))
    if told is not None:
        counted = counted.join(told, on=of, how="anti")
    counted = counted.group_by(of).agg(pl.sum("incidents")).join(parts, on="element").join(doors, on=of, how="left")
    fewest = pl.when(pl.col("homes") == 0).then(HOMES_SHOWN_MIN).otherwise(ADDRESSES)
    few = (
        pl.col("homes").is_between(1, HOMES_SHOWN_MIN - 1)
        | (pl.col("addresses") < fewest)
        | ((pl.col("top") >= ADDRESS_REPORTS_MIN) & (pl.col("top") >= INDIVIDUAL_SHARE_MIN * pl.col("named")))
    )
    return counted.filter((pl.col("incidents") > 0) & few.fill_null(False)).select("element").unique()


def _few_of_a_theme(town: TownCounts, about: _Known) -> pl.DataFrame:
    """The elements (column element) with a small number of incidents of a theme in a known period."""
    periods = about.periods.filter(pl.col("kind") == "themes").drop("kind")
    cells = town.cells.join(about.pieces, on=IDS, nulls_equal=True).join(periods, on="element")
    inside = cells.filter(pl.col("month").is_between("first", "past", closed="left"))
    counts = inside.group_by("element", "first", "past", "theme").agg(pl.sum("incidents"))
    return counts.filter(pl.col("incidents").is_between(1, SMALL_COUNT - 1)).select("element").unique()


def _few_in_time(town: TownCounts, about: _Known) -> pl.DataFrame:
    """The elements (column element) of which a small number follows from their counts over time."""
    periods = about.periods.select("element", "first", "past").unique()
    if periods.is_empty():
        return about.places.select("element").clear()
    ends = pl.concat([periods["first"], periods["past"]]).unique().sort()
    cells = town.cells.join(about.pieces.select(*IDS, "element"), on=IDS, nulls_equal=True)
    cells = cells.filter(pl.col("month") >= ends[0], pl.col("month") < ends[-1])
    row = about.places["element"].search_sorted(cells["element"])
    column = ends.search_sorted(cells["month"], side="right") - 1
    counts = np.zeros((about.places.height, len(ends) - 1), dtype=np.int64)
    np.add.at(counts, (row.to_numpy(), column.to_numpy()), cells["incidents"].to_numpy())
    kinds = periods.select("first", "past").unique().sort("first", "past").with_row_index("which")
    held = periods.join(kinds, on=["first", "past"])
    is_known = np.zeros((about.places.height, kinds.height), dtype=bool)
    is_known[about.places["element"].search_sorted(held["element"]).to_numpy(), held["which"].to_numpy()] = True
    sums = list(zip(ends.search_sorted(kinds["first"]), ends.search_sorted(kinds["past"]), strict=True))
    return about.places.filter(pl.Series(small_follows(counts, sums, is_known))).select("element")
