"""A district: the towns, neighbourhoods or drawn outlines that someone works in, and what lies in it.

A district is a tuple of texts (``Question.within``), so that it fits in a link: "town:assen", the id of a neighbourhood
("neighbourhood:assen/noord"), or "outline:5.24492_52.55123~..." (longitude and latitude of the corners). Empty: the
whole stock. Figures are always those of the whole stock, of which a district shows a part, so that what areas are
compared with stays the same.

A street or block is in the district or not, as a whole: it is in a neighbourhood and town by most of its homes (see
places/neighbourhoods.py), and in an outline if more than half of its homes are; where its homes are not known, of the
places of its incidents; without these, of its surface. A report is in the district if its block is; without a block,
if its street is; without either, if its neighbourhood or its position is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import shapely

from domain.errors import N_, NotFound
from domain.places.naming import slug
from domain.schemas import LEVELS, NEIGHBOURHOOD
from domain.snapshot.snapshot import Snapshot

TOWN, OUTLINE = "town", "outline"
INSIDE_SHARE = 0.5  # share of the homes of an area, above which it is in an outline
CORNERS_MAX = 60  # of an outline; it must fit in a link
NAMES_OFFERED_MAX = 20  # in a sentence that a name is not known
DIGITS = 5  # of a degree: about a metre

Within = tuple[str, ...]


def outline_text(corners: Iterable[tuple[float, float]]) -> str:
    """An outline as an element of a district, with at most CORNERS_MAX corners. ``corners``: longitude, latitude.

    >>> outline_text([(5.2, 52.5), (5.3, 52.5), (5.3, 52.61234567)])
    'outline:5.2_52.5~5.3_52.5~5.3_52.61235'
    """
    shape, step = shapely.Polygon(corners), 10.0**-DIGITS
    while len(shape.exterior.coords) > CORNERS_MAX + 1:
        shape, step = shapely.simplify(shape, step), 2 * step
    points = list(shape.exterior.coords)[:-1]
    return f"{OUTLINE}:" + "~".join(f"{round(lon, DIGITS)}_{round(lat, DIGITS)}" for lon, lat in points)


def outline_of(text: str) -> shapely.Geometry | None:
    """The shape of an element of a district; None if it is no outline."""
    kind, _colon, corners = text.partition(":")
    try:
        points = [tuple(map(float, point.split("_"))) for point in corners.split("~")] if kind == OUTLINE else []
        shape = shapely.make_valid(shapely.Polygon(points[:CORNERS_MAX])) if len(points) > 2 else None
    except (ValueError, shapely.errors.GEOSException):
        return None
    return shape if shape is not None and shape.area > 0 and np.isfinite(shape.area) else None


def choices(snapshot: Snapshot) -> pl.DataFrame:
    """What a district can be made of, besides outlines: within (its text), kind ("town", "neighbourhood"), name, town.

    Towns first, only if there are several; then neighbourhoods; by name.
    """
    named = snapshot.every_area.drop_nulls("town").select("town").unique()
    towns = named.select(within=_town_text(), kind=pl.lit(TOWN), name="town", town="town")
    towns = towns.unique("within", keep="first").sort("name")
    neighbourhoods = snapshot.neighbourhoods.select("name", "town", within="area_id", kind=pl.lit(NEIGHBOURHOOD))
    neighbourhoods = neighbourhoods.select(towns.columns).sort("name")
    return pl.concat([towns if towns.height > 1 else towns.clear(), neighbourhoods])


def known(snapshot: Snapshot, within: Within) -> Within:
    """The elements of a district that are in the data, and its outlines."""
    there = {*choices(snapshot)["within"], *snapshot.every_area.select(_town_text()).to_series()}
    return tuple(text for text in within if text in there or outline_of(text) is not None)


def named(snapshot: Snapshot, texts: Sequence[str]) -> Within:
    """The district of these names or ids of towns and neighbourhoods; an outline stands for itself.

    Raises:
        NotFound: there is no such town or neighbourhood.
    """
    every = snapshot.every_area.drop_nulls("town").select(within=_town_text(), name="town").unique()
    every = pl.concat([every, snapshot.neighbourhoods.select("name", within="area_id").select(every.columns)])
    by_name = dict(every.select(slug(pl.col("name")), "within").iter_rows())  # of equal names the neighbourhood
    asked = pl.Series("name", list(texts), dtype=pl.String).to_frame().select("name", key=slug(pl.col("name")))
    ids, found = set(every["within"]), []
    for text, key in asked.iter_rows():
        one = text if text in ids or outline_of(text) is not None else by_name.get(key)
        if one is None:
            there = ", ".join(choices(snapshot)["name"].head(NAMES_OFFERED_MAX))
            raise NotFound(
                N_("There is no town or neighbourhood {name} in the data; it has {there}."), name=text, there=there
            )
        found.append(one)
    return tuple(found)


def bounded(snapshot: Snapshot, within: Within, bounds: Within) -> Within:
    """The towns and neighbourhoods of a district that lie wholly in ``bounds``; ``bounds`` itself if none does.

    Outlines are left out: reports at no known street can lie in them, and nothing says on which side of a bound.
    """
    inside = set(area_ids(snapshot, bounds))
    found = (
        text
        for text in within
        if outline_of(text) is None and (ids := set(area_ids(snapshot, (text,)))) and ids <= inside
    )
    return tuple(found) or bounds


def names_of(snapshot: Snapshot, within: Within) -> list[str]:
    """The names of the towns and neighbourhoods of a district; outlines have none."""
    towns = snapshot.every_area.drop_nulls("town").select(within=_town_text(), name="town")
    every = pl.concat([towns, snapshot.neighbourhoods.select("name", within="area_id").select(towns.columns)])
    names = dict(every.iter_rows())
    return [names[text] for text in within if text in names]


def area_ids(snapshot: Snapshot, within: Within) -> pl.Series:
    """The ids of the streets, blocks and neighbourhoods in a district; all of them if it is empty."""
    every = snapshot.every_area
    if not within:
        return every["area_id"]
    texts = list(within)
    inside = every.filter(
        pl.col("area_id").is_in(texts) | pl.col("neighbourhood_id").is_in(texts) | _town_text().is_in(texts)
    )
    drawn = [_in_outline(snapshot, shape) for text in within if (shape := outline_of(text)) is not None]
    return pl.concat([inside["area_id"], *drawn]).unique()


def narrowed(frame: pl.DataFrame, snapshot: Snapshot, within: Within, column: str = "area_id") -> pl.DataFrame:
    """The rows of areas in the district; all rows if it is empty. ``column``: with the area's id."""
    return frame.filter(pl.col(column).is_in(area_ids(snapshot, within).implode())) if within else frame


def units_inside(units: pl.DataFrame, snapshot: Snapshot, within: Within) -> pl.Series:
    """Whether each unit is in the district: most homes of its members are. ``units``: members (area ids)."""
    every = snapshot.every_area.select("homes", members="area_id")
    inside = every.with_columns(inside=pl.col("members").is_in(area_ids(snapshot, within).implode()))
    each = units.select("members").with_row_index("unit").explode("members").join(inside, on="members", how="left")
    homes = pl.col("homes").fill_null(1)
    share = each.group_by("unit").agg(share=homes.filter(pl.col("inside").fill_null(False)).sum() / homes.sum())
    return share.sort("unit").select(pl.col("share") >= INSIDE_SHARE).to_series()


def with_reports_inside(snapshot: Snapshot, within: Within) -> Snapshot:
    """The snapshot with the reports in the district only; for counts of reports, not for figures of areas."""
    if not within:
        return snapshot
    inside = area_ids(snapshot, within)
    held = {
        level: pl.col(f"{level}_id").to_physical().is_in(np.flatnonzero(ids.is_in(inside.implode()))).fill_null(False)
        for level in (*LEVELS, NEIGHBOURHOOD)
        for ids in [snapshot.of_level(level)["area_id"]]
    }
    shapes = [shape for text in within if (shape := outline_of(text)) is not None]
    loose = held[NEIGHBOURHOOD] | _points_in(snapshot.reports, shapes)
    of_street = pl.when(pl.col("street_id").is_not_null()).then(held["street"]).otherwise(loose)
    whether = pl.when(pl.col("block_id").is_not_null()).then(held["block"]).otherwise(of_street)
    return replace(snapshot, reports=snapshot.reports.filter(whether))


def _town_text() -> pl.Expr:
    """The element of a district of an area's ``town``."""
    return pl.lit(f"{TOWN}:") + slug(pl.col("town"))


def _points_in(frame: pl.DataFrame, shapes: Sequence[shapely.Geometry]) -> pl.Series:
    """Whether the position (lat, lon) of each row is in one of the shapes; false without a position."""
    if not shapes:
        return pl.Series("inside", np.zeros(frame.height, dtype=bool))
    lon, lat = (frame[name].fill_null(float("nan")).to_numpy() for name in ("lon", "lat"))
    return pl.Series("inside", shapely.intersects_xy(shapely.union_all(list(shapes)), lon, lat))


def _in_outline(snapshot: Snapshot, shape: shapely.Geometry) -> pl.Series:
    """The ids of the areas of which most homes, else most places of incidents, else most of the surface is inside."""
    homes = snapshot.addresses.filter("home").select("street_id", "block_id", "lat", "lon")
    first = snapshot.reports.filter("is_first").select(pl.col("street_id", "block_id").cast(pl.String), "lat", "lon")
    located = [frame.drop_nulls(["lat", "lon"]) for frame in (homes, first)]
    located = [frame.with_columns(_points_in(frame, [shape])) for frame in located]
    shares = []
    for level in LEVELS:
        of_homes, of_incidents = (
            frame.drop_nulls(f"{level}_id").group_by(area_id=f"{level}_id").agg(share=pl.col("inside").mean())
            for frame in located
        )
        shares += [of_homes, of_incidents.join(of_homes, on="area_id", how="anti")]
    by_point = pl.concat(shares)
    bare = snapshot.areas.drop_nulls("outline").join(by_point, on="area_id", how="anti")
    outlines = shapely.make_valid(shapely.from_wkb(bare["outline"].to_numpy()))
    surface = shapely.area(outlines)
    covered = shapely.area(shapely.intersection(outlines, shape))
    share = np.divide(covered, surface, out=np.zeros(len(surface)), where=surface > 0)
    every = pl.concat([by_point, bare.select("area_id", share=pl.Series(share, dtype=pl.Float64))])
    inside = every.filter(pl.col("share") > INSIDE_SHARE)["area_id"]
    blocks = snapshot.areas.filter(pl.col("level") == "block").drop_nulls("neighbourhood_id")
    held = blocks.with_columns(inside=pl.col("area_id").is_in(inside.implode()))
    part = pl.col("homes").filter("inside").sum() / pl.col("homes").sum()
    most = held.group_by("neighbourhood_id").agg(share=part).filter(pl.col("share") > INSIDE_SHARE)["neighbourhood_id"]
    return pl.concat([inside, most.rename("area_id")])
