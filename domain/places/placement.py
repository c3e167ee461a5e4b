"""Places all reports at their dwelling, street and block: the steps of this package, in order."""

from collections.abc import Collection

import numpy as np
import polars as pl
import shapely
from scipy.spatial import cKDTree

from domain.compact import compact
from domain.geometry import containing, project
from domain.places.address_matching import match_addresses
from domain.places.areas import STOCK_WEIGHT, areas_of
from domain.places.block_fallback import block_along, block_of_postcode
from domain.places.blocks import ONLY_A_POINT, POSTCODE, drawn_block, kind, ordinary_block, own_block, plain_postcode
from domain.places.dwelling_deduplication import deduplicated, renamed
from domain.places.extent import cut, with_ranges, without_districts, without_scattered
from domain.places.locations import address_nos, addresses_of, comparable, grid_for, name_keys, spots_of
from domain.places.neighbourhoods import with_neighbourhoods
from domain.places.outlined import OUTLINED
from domain.places.places import Places, areas_at
from domain.places.streets import streets
from domain.schemas import AREA_LEVELS, PLACED

_POSITION = ("x", "y", "lat", "lon")
# Metres; a coordinate without an address belongs to the block of the nearest dwelling within it.
HOME_DISTANCE_MAX = 40.0


def place(
    reports: pl.DataFrame,
    dwellings: pl.DataFrame,
    polygons: pl.DataFrame,
    matches: pl.DataFrame,
    kept_apart: Collection[str] = (),
    neighbourhoods: pl.DataFrame | None = None,
    before: Places | None = None,
) -> Places:
    """Place reports and dwellings (schemas.Report, Dwelling, BlockPolygon, AddressMatch) on streets and blocks.

    ``kept_apart``: see streets.streets. ``neighbourhoods``: schemas.NeighbourhoodPolygon, see neighbourhoods.py.
    ``before``: the places of earlier data, whose outlines are taken over where they would become the same.
    """
    earlier = OUTLINED.to_frame() if before is None else before.outlined
    spots, spot_of_report = spots_of(reports)
    crs = grid_for(dwellings, spots)
    own_codes = dwellings["block_code"].drop_nulls().unique()
    keys = name_keys(spots, dwellings)
    spots = without_districts(comparable(with_ranges(spots, own_codes), keys, crs), own_codes)
    stock, same = deduplicated(comparable(dwellings, keys, crs))
    stock, matches = stock.with_row_index("dwelling"), renamed(matches, same, stock["dwelling_key"])
    shapes = project(shapely.from_wkb(polygons["outline"].to_numpy()), crs)
    spots, unmatched = _matched(spots, stock, matches)
    spots = without_scattered(spots)
    stock, spots, named_streets = _on_streets(stock, spots, kept_apart)
    stock, spots = (_in_polygons(frame, polygons, shapes) for frame in (stock, spots))
    stock = stock.with_columns(block_path=ordinary_block(crs))
    spots = _in_blocks(spots, stock, crs)
    stock, spots, blocks = _numbered_blocks(stock, spots, polygons)
    spots = spots.with_columns(address_nos(spots, stock.height))
    areas, neighbours, outlined = areas_of(named_streets, blocks, stock, spots, polygons, shapes, crs, earlier)
    around = outlined.tail(blocks.height)["metres"]
    stock, spots, areas, found = with_neighbourhoods(stock, spots, areas, around, neighbourhoods, crs, earlier)
    ids = {level: pl.Enum(areas_at(level, areas, found.areas)["area_id"]) for level in AREA_LEVELS}
    placement = compact(_placement(spots, stock, ids)).select(pl.all().gather(spot_of_report))
    return Places(
        placement=reports.select("report_key").hstack(placement),
        areas=areas,
        neighbourhoods=found.areas,
        neighbours=pl.concat([neighbours, found.neighbours]),
        dwellings=stock.select("dwelling_key", *_area_ids(ids)),
        unmatched=unmatched,
        outlined=pl.concat([outlined, found.outlined]),
    )


def _matched(spots: pl.DataFrame, stock: pl.DataFrame, decisions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The spots with address, dwelling and beside (row numbers) and position; and the unmatched addresses.

    The position is the first known one of the dwelling, the spot itself, the median of its address (x and y only) and
    the dwelling beside it.
    """
    addresses = addresses_of(spots)
    found = addresses.select("address").join(match_addresses(addresses, stock, decisions), on="address", how="left")
    addresses = addresses.with_columns(found.drop("address"))
    known = addresses.select("address_key", "address", "dwelling", "beside", pl.col("x", "y").name.suffix("_address"))
    spots = spots.join(known, on="address_key", how="left", maintain_order="left")
    home, next_door = (stock.select(pl.col(_POSITION).gather(spots[row])) for row in ("dwelling", "beside"))
    own = {name: [name, f"{name}_address"] if name in ("x", "y") else [name] for name in _POSITION}
    spots = spots.with_columns(pl.coalesce(home[name], *own[name], next_door[name]).alias(name) for name in _POSITION)
    if stock.is_empty():
        addresses = addresses.clear()
    return spots, _unmatched(addresses, stock)


def _unmatched(addresses: pl.DataFrame, stock: pl.DataFrame) -> pl.DataFrame:
    """The addresses that need a review, see ``Places``."""
    rows = addresses.filter(~pl.col("settled").fill_null(False))
    return rows.select(
        *("address_key", "street", "number", "number_suffix", "postcode", "town", "reports"),
        guess=stock["dwelling_key"].gather(rows["guess"]),
        score="score",
    ).sort(pl.col("guess").is_null(), -pl.col("reports").cast(pl.Int64), "address_key")


def _on_streets(
    stock: pl.DataFrame, spots: pl.DataFrame, kept_apart: Collection[str]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Stock and spots with street_row, street_path and street_name; and the streets.

    A spot with a dwelling is on the street of that dwelling. So are other spots with the same spelling of the street.
    """
    spots = _respelled(spots, stock)
    columns = ("street_key", "street", "town_key", "town", "neighbourhood", "x", "y")
    of_stock = stock.select(*columns, weight=pl.lit(STOCK_WEIGHT, pl.Int64), listed=pl.lit(True), unsaid=pl.lit(False))
    of_spots = spots.select(
        *columns, weight=pl.col("reports").cast(pl.Int64), listed=pl.lit(False), unsaid=pl.col("dwelling").is_not_null()
    )
    mentions = pl.concat([of_stock, of_spots]).with_row_index("mention")
    with_street = mentions.filter(pl.col("street_key").is_not_null() & ~pl.col("unsaid")).drop("unsaid")
    named, which = streets(with_street, kept_apart)
    rows = mentions.select("mention").join(which, on="mention", how="left", maintain_order="left")["street_row"]
    stock = stock.with_columns(rows.head(stock.height))
    home = stock["street_row"].gather(spots["dwelling"])
    spots = spots.with_columns(pl.coalesce(home, rows.slice(stock.height)).alias("street_row"))
    names = named.select("street_path", "street_name")
    stock, spots = (f.with_columns(names.select(pl.all().gather(f["street_row"]))) for f in (stock, spots))
    return stock, spots, named


def _respelled(spots: pl.DataFrame, stock: pl.DataFrame) -> pl.DataFrame:
    """The spots, with the stock's street for spellings that are not in the stock but were matched at other spots."""
    matched = spots.drop_nulls("dwelling")
    matched = matched.with_columns(stock["street_key"].gather(matched["dwelling"]).alias("meant"))
    spelled = matched.join(stock, on="street_key", how="anti")
    if spelled.is_empty():
        return spots
    spelled = spelled.group_by("street_key", "town_key").agg("meant")
    spelled = spelled.filter(pl.col("meant").list.n_unique() == 1).with_columns(pl.col("meant").list.first())
    spots = spots.join(spelled, on=["street_key", "town_key"], how="left", nulls_equal=True, maintain_order="left")
    return spots.with_columns(street_key=pl.coalesce("meant", "street_key")).drop("meant")


def _in_polygons(places: pl.DataFrame, polygons: pl.DataFrame, shapes: np.ndarray) -> pl.DataFrame:
    """``places`` with polygon_code: the code of the drawn block that contains them.

    Without a position it is the drawn block whose code is their postcode ("1011AB"), or its first part ("1011").
    """
    if polygons.is_empty():
        return places.with_columns(polygon_code=pl.lit(None, pl.String))
    code = polygons["code"].gather(_known(containing(shapes, *_metres(places))))
    if polygons["code"].str.contains(POSTCODE).any():
        plain = plain_postcode(pl.col("code"))
        known = polygons.select("code", plain=plain).unique("plain", keep="first", maintain_order=True)
        asked = places.select("x", "postcode", whole=plain_postcode(pl.col("postcode")))
        asked = asked.with_columns(wide=pl.col("whole").str.extract(r"^(\d{4})[A-Z]{2}$"))
        for name in ("whole", "wide"):
            of_code = known.select(pl.col("plain").alias(name), pl.col("code").alias(f"of_{name}"))
            asked = asked.join(of_code, on=name, how="left", maintain_order="left")
        by_postcode = pl.when(pl.col("x").is_null()).then(pl.coalesce("of_whole", "of_wide"))
        code = code.zip_with(code.is_not_null(), asked.select(by_postcode).to_series())
    return places.with_columns(code.alias("polygon_code"))


def _known(rows: np.ndarray) -> pl.Series:
    """Row numbers, with null in place of -1."""
    return pl.Series(rows).replace(-1, None)


def _metres(places: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return tuple(places[c].fill_null(float("nan")).to_numpy() for c in ("x", "y"))


def _in_blocks(spots: pl.DataFrame, stock: pl.DataFrame, crs: int) -> pl.DataFrame:
    """Spots with block_path and placed_on.

    - A spot with a dwelling is in the block of that dwelling.
    - A spot with a house number is in the first known of these blocks with dwellings: its own or drawn block, that of
      the dwellings with its number, of the nearest number on the street, of most dwellings with its postcode.
    - A spot without a house number is in the first known of these: its own or drawn block, the block of the nearest
      dwelling, the block that all dwellings of its postcode have in common.
    - All other spots make new blocks, see blocks.py.
    """
    stock = stock.with_columns(
        at_number=_only("block_path", ["street_row", "number"]), at_postcode=_only("block_path", ["postcode"])
    )
    shared = stock.drop_nulls(["postcode", "at_postcode"]).select("postcode", "at_postcode").unique()
    spots = spots.join(shared, on="postcode", how="left", maintain_order="left").with_columns(
        home=stock["block_path"].gather(spots["dwelling"]),
        next_door=stock["at_number"].gather(spots["beside"]),
        along=block_along(spots, stock),
        of_postcode=block_of_postcode(spots, stock),
        near=stock["block_path"].gather(_nearest(spots, stock)),
    )
    of_homes = stock["block_path"].drop_nulls().unique().implode()
    own = pl.coalesce(*(pl.when(path.is_in(of_homes)).then(path) for path in (own_block(), drawn_block())))
    by_number = pl.coalesce("next_door", "along", "of_postcode")
    bare = pl.col("number").is_null()
    found = (
        pl.when(bare)
        .then(pl.coalesce(own_block(), drawn_block(), "near", "at_postcode"))
        .otherwise(pl.coalesce("home", own, by_number))
    )
    spots = spots.with_columns(block_path=pl.coalesce(found, ordinary_block(crs)))
    spots = spots.with_columns(cut(spots, of_homes.explode()))
    numbered = ~bare & (pl.col("block_path") == by_number).fill_null(False)
    by_point = kind(pl.col("block_path")).is_in(ONLY_A_POINT) & pl.col("x").is_not_null() & ~numbered
    by_point |= bare & (pl.col("block_path") == pl.col("near"))
    return spots.with_columns(placed_on=_placed_on(by_point))


def _placed_on(by_point: pl.Expr) -> pl.Expr:
    """The most certain basis of a placement (schemas.PLACED). ``by_point``: the block follows from a coordinate."""
    placed = (
        pl.when(pl.col("dwelling").is_not_null())
        .then(pl.lit("dwelling"))
        .when(pl.col("block_path").is_not_null() & ~by_point.fill_null(False))
        .then(pl.lit("block"))
        .when(pl.col("street_row").is_not_null())
        .then(pl.lit("street"))
        .when(pl.col("block_path").is_not_null())
        .then(pl.lit("coordinate"))
        .otherwise(pl.lit("nowhere"))
    )
    return placed.cast(pl.Enum(PLACED))


def _only(column: str, over: list[str]) -> pl.Expr:
    """The value of ``column`` per group; null if a group has several."""
    return pl.when(pl.col(column).n_unique().over(over) == 1).then(column)


def _nearest(spots: pl.DataFrame, stock: pl.DataFrame) -> pl.Series:
    """Row of the nearest dwelling within HOME_DISTANCE_MAX, for spots with a position but without a number."""
    homes = np.column_stack(_metres(stock))
    located = np.flatnonzero(np.isfinite(homes).all(axis=1))
    asking = spots.select("spot", "x", "y", "number").filter(pl.col("number").is_null()).drop_nulls(["x", "y"])
    nearest = np.full(spots.height, -1)
    if len(located) and asking.height:
        points = asking.select("x", "y").to_numpy()
        distance, row = cKDTree(homes[located]).query(points, distance_upper_bound=HOME_DISTANCE_MAX)
        close = np.isfinite(distance)
        nearest[asking["spot"].to_numpy()[close]] = located[row[close]]
    return _known(nearest)


def _numbered_blocks(
    stock: pl.DataFrame, spots: pl.DataFrame, polygons: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Stock and spots with block_row; and the blocks: block_row, block_path.

    Without dwellings all drawn polygons are blocks, including those without reports, so that busy blocks can be
    compared with them.
    """
    paths = [stock["block_path"], spots["block_path"]]
    if stock.is_empty():
        paths.append(polygons.select(block_path=pl.lit("drawn/") + pl.col("code"))["block_path"])
    blocks = pl.concat(paths).drop_nulls().unique().sort().to_frame().with_row_index("block_row")
    stock, spots = (f.join(blocks, on="block_path", how="left", maintain_order="left") for f in (stock, spots))
    return stock, spots, blocks


def _placement(spots: pl.DataFrame, stock: pl.DataFrame, ids: dict[str, pl.Enum]) -> pl.DataFrame:
    """The columns of schemas.Placement without report_key, and address_no, of reports at the spots."""
    return spots.select(
        "placed_on",
        stock["dwelling_key"].gather(spots["dwelling"]).alias("dwelling_key"),
        "address_key",
        *_area_ids(ids),
        "lat",
        "lon",
        "address_no",
    )


def _area_ids(ids: dict[str, pl.Enum]) -> list[pl.Expr]:
    return [pl.col(f"{level}_row").cat.to(enum).alias(f"{level}_id") for level, enum in ids.items()]
