"""Areas as they were when the work began, countable in later data in which streets are spelled or blocks drawn anew.

With the baseline the addresses (as hashes, to be compared only) and the outline of each of its areas are frozen. An
area is *as it was* if its id is in the data, at least ADDRESSES_MIN of its addresses that occur in the data are in it,
at least ADDRESSES_MIN of its reports from before the work are at these addresses or inside the frozen outline (else
another street was joined to it), and, for a block of the stock or drawn by hand, its outline overlaps the frozen one by
at least OVERLAP_MIN (area of the intersection / area of the union). It is then counted by its id, as before. Otherwise
its reports are

1. all reports of the area of the same level whose outline overlaps the frozen one by OVERLAP_MIN (a new name or code);
2. without such an area, the reports with one of its addresses, and the others inside its outline.

The reports of a *successor* count as well: an area without a report from before the work, of which OVERLAP_MIN of the
reports are at those addresses or inside the outline, and which has had no fewer reports than the area itself since its
first one. It is the same street under another name, as newer exports write it while the older reports keep theirs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, cast

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from domain.places.blocks import kind
from domain.schemas import LEVELS
from domain.snapshot.snapshot import Snapshot, address_hash

ADDRESSES_MIN = 0.9
OVERLAP_MIN = 0.8
DRAWN = ("own", "drawn")  # kinds of blocks whose code can come to mean something else

_NO_ROWS: NDArray[np.int64] = np.empty(0, dtype=np.int64)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class FixedArea:
    """An area when the work began. ``addresses``: hashes; ``outline``: WKB in WGS84 as hexadecimal text, or None."""

    area_id: str
    name: str
    homes: int
    denominator: str
    addresses: tuple[int, ...]
    outline: str | None

    @property
    def level(self) -> str:
        """The level of the area."""
        return self.area_id.partition(":")[0]

    def to_json(self) -> dict[str, Any]:
        """The area as JSON values."""
        return asdict(self) | {"addresses": list(self.addresses)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "FixedArea":
        """The area from JSON values."""
        return cls(**{**plain, "addresses": tuple(plain["addresses"])})


def fixed_areas(snapshot: Snapshot, area_ids: Iterable[str]) -> tuple[FixedArea, ...]:
    """These areas as they are in the data now; those that are not in it are left out."""
    ids = list(dict.fromkeys(area_ids))
    inside = pl.concat(
        snapshot.address_hashes.select("address", area_id=pl.col(f"{level}_id")).filter(pl.col("area_id").is_in(ids))
        for level in LEVELS
    )
    of_area = dict(inside.unique().sort("address").group_by("area_id").agg("address").iter_rows())
    columns = ("area_id", "name", "homes", "denominator", "outline")
    rows = snapshot.areas.filter(pl.col("area_id").is_in(ids)).select(columns).iter_rows()
    return tuple(
        FixedArea(area, name, homes, str(unit), tuple(of_area.get(area, ())), outline.hex() if outline else None)
        for area, name, homes, unit, outline in rows
    )


def with_fixed(snapshot: Snapshot, areas: Sequence[FixedArea], since: date) -> Snapshot:
    """The snapshot with these areas as they were; the same object if all are as they were.

    ``since``: the day on which the work began. Reports of an area that changed have its frozen id. Only counts of these
    areas may be taken from it: the reports are missing in the areas that have taken their place.
    """
    if not areas:
        return snapshot
    changed = {area.area_id for area in _changed(snapshot, areas, since)}
    reports, ids = snapshot.reports, snapshot.areas
    for level in LEVELS:
        heirs = _successors(snapshot, [area for area in areas if area.level == level], level, since)
        of = [area for area in areas if area.level == level and area.area_id in {*changed, *heirs.values()}]
        if of:
            placed = _placed(snapshot, of, changed, level)
            reports = reports.with_columns(placed.cast(pl.String).replace(heirs).cast(placed.dtype))
            kept = pl.col("area_id").is_in([area.area_id for area in of])
            ids = pl.concat([ids.filter(~kept), _rows(of, level, snapshot.areas.schema)])
    return snapshot if ids is snapshot.areas else replace(snapshot, reports=reports, areas=_in_order(ids, reports))


def _changed(snapshot: Snapshot, areas: Sequence[FixedArea], since: date) -> list[FixedArea]:
    """The areas that are not in the data as they were."""
    known, within = snapshot.address_hashes, _shares_within(snapshot, areas, since)
    shares: dict[str, float] = {}
    for level in LEVELS:
        frozen = _addresses(area for area in areas if area.level == level)
        found = frozen.join(known.select("address", now=f"{level}_id"), on="address")
        inside = (pl.col("now") == pl.col("area_id")).fill_null(False).mean()
        shares |= dict(found.group_by("area_id").agg(inside).iter_rows())
    here = dict(snapshot.areas.select("area_id", "outline").iter_rows())
    drawn = snapshot.areas.filter(kind(pl.col("area_id").str.strip_prefix("block:")).is_in(DRAWN))["area_id"]
    may_move = set(drawn)
    return [
        area
        for area in areas
        if area.area_id not in here
        or shares.get(area.area_id, 1.0) < ADDRESSES_MIN
        or within.get(area.area_id, 1.0) < ADDRESSES_MIN
        or (area.area_id in may_move and _overlap(area, here[area.area_id]) < OVERLAP_MIN)
    ]


def _shares_within(snapshot: Snapshot, areas: Sequence[FixedArea], since: date) -> dict[str, float]:
    """For each area in the data, the share of its reports from before the work that are within it as it was."""
    rows = {area.area_id: snapshot.report_rows.get(area.area_id, _NO_ROWS) for area in areas}
    lengths = [len(of) for of in rows.values()]
    reports = _known(snapshot.reports[np.concatenate(list(rows.values()))], np.repeat(list(rows), lengths))
    reports = reports.filter(pl.col("reported_on") < since)
    return dict(reports.with_columns(_within(reports, areas)).group_by("area_id").agg(pl.mean("within")).iter_rows())


def _successors(snapshot: Snapshot, areas: Sequence[FixedArea], level: str, since: date) -> dict[str, str]:
    """The areas that are one of these under another name in newer reports, each with the frozen id."""
    first_row = snapshot.reports["reported_on"].search_sorted(since)
    ids = set(_categories(snapshot.reports[f"{level}_id"])) - {area.area_id for area in areas}
    new = {id_: rows for id_ in ids if len(rows := snapshot.report_rows[id_]) and rows[0] >= first_row}
    if not new or not areas:
        return {}
    reports = snapshot.reports[np.concatenate(list(new.values()))]
    reports = reports.with_columns(heir=pl.Series(np.repeat(list(new), list(map(len, new.values())))))
    pairs = pl.concat(_known(reports, area.area_id) for area in areas)
    found = (
        pairs.with_columns(_within(pairs, areas))
        .group_by("heir", "area_id")
        .agg(pl.mean("within"), pl.len(), pl.min("reported_on"))
        .filter(pl.col("within") >= OVERLAP_MIN)
        .sort("within", "heir", descending=[True, False])
    )
    heirs: dict[str, str] = {}
    for heir, area_id, _share, number, first_on in found.iter_rows():
        own = snapshot.reports["reported_on"][snapshot.report_rows.get(area_id, _NO_ROWS)]
        if heir not in heirs and number >= (own >= first_on).sum():
            heirs[heir] = area_id
    return heirs


def _known(reports: pl.DataFrame, area_ids: NDArray[np.str_] | str) -> pl.DataFrame:
    """The reports of which the address or position is known, each with the frozen area that it is compared with."""
    ids = pl.lit(area_ids) if isinstance(area_ids, str) else pl.Series(area_ids, dtype=pl.String)
    known = pl.any_horizontal(pl.col("dwelling_key", "address_key", "lat").is_not_null())
    return reports.with_columns(area_id=ids).filter(known)


def _within(reports: pl.DataFrame, areas: Sequence[FixedArea]) -> pl.Series:
    """Whether each report is at a frozen address of its area (column area_id), or inside its frozen outline."""
    frozen = _addresses(areas)
    hashes = _hashes(reports).with_columns(reports["area_id"]).with_row_index("row")
    of_row = pl.concat(hashes.select("row", "area_id", address=name) for name in ("dwelling_key", "address_key"))
    at = of_row.join(frozen, on=["area_id", "address"], how="semi")["row"].unique().to_numpy()
    within = np.zeros(reports.height, dtype=bool)
    within[at] = True
    ids = reports["area_id"].to_numpy()
    for area in areas:
        rest = np.flatnonzero((ids == area.area_id) & ~within)
        if len(rest) and area.outline is not None:
            within[rest] = _inside(reports[rest], _shape(area))
    return pl.Series("within", within)


def _addresses(areas: Iterable[FixedArea]) -> pl.DataFrame:
    """The frozen addresses: area_id, address (hash)."""
    return pl.DataFrame(
        [(area.area_id, list(area.addresses)) for area in areas],
        schema={"area_id": pl.String, "address": pl.List(pl.UInt64)},
        orient="row",
    ).explode("address").drop_nulls()  # fmt: skip


def _overlap(area: FixedArea, outline: bytes | None) -> float:
    """The overlap of an outline with the frozen one (0 to 1); 1 if one of them is not known."""
    if area.outline is None or outline is None:
        return 1.0
    return float(_overlaps(_shape(area), shapely.make_valid(shapely.from_wkb([outline])))[0])


def _overlaps(shape: shapely.Geometry, others: NDArray[Any]) -> NDArray[np.float64]:
    both, either = (shapely.area(of(shape, others)) for of in (shapely.intersection, shapely.union))
    return np.divide(both, either, out=np.zeros(len(others)), where=either > 0)


def _shape(area: FixedArea) -> shapely.Geometry:
    return shapely.make_valid(shapely.from_wkb(bytes.fromhex(area.outline or "")))


def _placed(snapshot: Snapshot, areas: Sequence[FixedArea], changed: Collection[str], level: str) -> pl.Series:
    """The column of the level with the frozen ids; of areas that ``changed`` by area in the data, else by address, else
    by outline."""
    column = snapshot.reports[f"{level}_id"]
    names = column.cast(pl.String).to_numpy().astype(object)
    new = names.copy()
    new[np.isin(names.astype(str), list(changed))] = None
    split = []
    for area in (area for area in areas if area.area_id in changed):
        if (heir := _heir(snapshot, area)) is not None:
            new[names == heir] = area.area_id
        else:
            split.append(area)
    hashes = _hashes(snapshot.reports) if split else snapshot.reports.clear()
    for area in split:
        if area.outline is not None:
            new[_inside(snapshot.reports, _shape(area))] = area.area_id
    for area in split:
        known = pl.lit(pl.Series(area.addresses, dtype=pl.UInt64).implode())
        named = hashes.select(pl.any_horizontal(pl.all().is_in(known).fill_null(False))).to_series()
        new[named.to_numpy()] = area.area_id
    order = [name for name in _categories(column) if name not in {area.area_id for area in areas}]
    return pl.Series(f"{level}_id", new.tolist(), dtype=pl.Enum([*order, *(area.area_id for area in areas)]))


def _hashes(reports: pl.DataFrame) -> pl.DataFrame:
    return reports.select(address_hash("dwelling_key"), address_hash("address_key"))


def _heir(snapshot: Snapshot, area: FixedArea) -> str | None:
    """The area of the same level that has taken the place of this one, as a whole; None without one."""
    if area.outline is None:
        return None
    others = snapshot.areas.filter(pl.col("area_id") != area.area_id, level=area.level).drop_nulls("outline")
    outlines = shapely.from_wkb(others["outline"].to_numpy())
    near = shapely.STRtree(outlines).query(shape := _shape(area), predicate="intersects")
    if not len(near):
        return None
    overlaps = _overlaps(shape, shapely.make_valid(outlines[near]))
    best = int(overlaps.argmax())
    return others["area_id"][int(near[best])] if overlaps[best] >= OVERLAP_MIN else None


def _inside(reports: pl.DataFrame, shape: shapely.Geometry) -> Flags:
    """Whether the position of each report is inside a shape."""
    west, south, east, north = shapely.bounds(shape)
    near = (pl.col("lon").is_between(west, east) & pl.col("lat").is_between(south, north)).fill_null(False)
    mask = reports.select(near).to_series().to_numpy().copy()
    points = reports.select("lon", "lat").filter(pl.Series(mask)).to_numpy()
    mask[mask] = shapely.intersects_xy(shape, points[:, 0], points[:, 1])
    return mask


def _categories(column: pl.Series) -> list[str]:
    """The area ids of a level, in the order of its areas."""
    return cast(pl.Enum, column.dtype).categories.to_list()


def _rows(areas: Sequence[FixedArea], level: str, schema: Mapping[str, Any]) -> pl.DataFrame:
    """The frozen areas as rows of schemas.Area."""
    empty = dict.fromkeys(schema)
    rows = [
        empty
        | {"area_id": area.area_id, "level": level, "name": area.name, "homes": area.homes}
        | {"denominator": area.denominator, "outline": bytes.fromhex(area.outline) if area.outline else None}
        for area in areas
    ]
    return pl.DataFrame(rows, schema=schema)


def _in_order(areas: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """The areas in the order of the categories of the reports, streets first."""
    order = [name for level in LEVELS for name in _categories(reports[f"{level}_id"])]
    rows = pl.DataFrame({"area_id": order})
    return rows.join(areas, on="area_id", how="left", maintain_order="left").select(areas.columns)
