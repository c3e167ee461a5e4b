"""Parse cells of coordinates: pairs in one cell in many notations, and numbers that Excel corrupted.

52.1, 4.9   (52.1 4.9)   52,1; 4,9   52.1° N, 4.9° E   POINT (4.9 52.1)   SRID=4326;POINT Z (4.9 52.1 0)
52°22'12.8"N 4°53'42.6"E
{'Lon': 4.9, 'Lat': 52.1}   {"type": "Point", "coordinates": [4.9, 52.1]}   geo:52.1,4.9   ...maps?q=52.1,4.9
0101000020E6100000...   (a point as PostGIS writes it: well-known binary in hexadecimal digits)
"""

import polars as pl
import shapely

NUMBER = r"[-+]?\d+(?:\.\d+)?"
BEFORE = r"(?i)^(?:point)?[^\w+-]*"  # no other words: "Lindehof 12, 1234" is an address
WITH_COMMA = r"[-+]?\d+,\d+"
# Two numbers are a place with decimals in both, or as metres. "€ 310,00", "123 45" and "4711/24" are none.
_DEGREES = r"\d[.,]\d+\D.*\d[.,]\d"
_METRES = r"\d{5}.*\D\d{5}"
PAIRS = (  # the separator determines the kind of number: "52.1, 4.9" or "52,1 4,9"
    rf"{BEFORE}({NUMBER})\s*[,;/\s]\s*({NUMBER})\W*$",
    rf"{BEFORE}({WITH_COMMA})(?:\s*[;/,]\s*|\s+)({WITH_COMMA})\W*$",
)
_ONE_NUMBER = r"^\s*[-+]?\d+(?:[.,]\d+)?\s*$"
_ANY = r"[-+]?\d+(?:[.,]\d+)?"
_SAID = r"['\"]?\s*[:=]\s*['\"]?"
_NORTH = rf"(?i)(?:\b(?:lat|latitude|breedtegraad|breite)|[{{,]\s*['\"]?y){_SAID}({_ANY})"
_EAST = rf"(?i)(?:\b(?:lon|lng|long|longitude|lengtegraad|lange|länge)|[{{,]\s*['\"]?x){_SAID}({_ANY})"
# East first: GeoJSON (RFC 7946) and well-known text (OGC 06-103r4) put x before y.
_EAST_FIRST = (
    rf"(?i)['\"]coordinates['\"]\s*:\s*\[\s*({NUMBER})\s*,\s*({NUMBER})\b",
    rf"(?i)^\W*(?:srid=\d+\s*;\s*)?point\s*(?:z|m|zm)?\s*\(\s*({NUMBER})[\s,]+({NUMBER})(?:\s+{NUMBER})*\s*\)\W*$",
    rf"(?i)^\W*(?:srid=\d+\s*;\s*)?point\s+({NUMBER})\s+({NUMBER})\W*$",
)
_NORTH_FIRST = (
    rf"(?i)^geo:({NUMBER}),({NUMBER})",
    rf"(?i)^https?://\S*?[=/@]({NUMBER})(?:,|%2C)\+?(?:%20)?({NUMBER})\b",
)
_COMPASS = (
    r"(?i)^\W*(\d+(?:\.\d+)?)[°\s]*(?:n|nb|n\.b\.)[\s,;/]+(\d+(?:\.\d+)?)[°\s]*(?:e|o|ol|o\.l\.|w|wl|w\.l\.)\W*$",
    r"(?i)^\W*n[°\s]*(\d+(?:\.\d+)?)[°\s,;/]+[eow][°\s]*(\d+(?:\.\d+)?)\W*$",
)
_WEST = r"(?i)\d[°\s]*(?:w|wl|w\.l\.)\W*$|[\s,;/]w[°\s]*\d"
_OTHERWISE = r"(?i)[{]|point|\blat|^geo:|^https?:|\d[°\s]*nb?\b|^\W*n[°\s]*\d"  # marks of the other notations
_DMS = r"(\d{1,3})\s*[°º]\s*(\d{1,2})\s*['’′]\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|['’′]{2})?\s*"
_SEXAGESIMAL = rf"(?i)^\W*{_DMS}([nzs])[a-z.]*[\s,;/]*{_DMS}([eow])[a-z.]*\W*$"
_BINARY = r"(?i)^\s*01010000(?:00|20|80|a0)(?:[0-9a-f]{8})?(?:[0-9a-f]{16}){2,3}\s*$"
# Excel read the decimal point as a thousands separator: 52.370216114 became 52.370.216.114.
_GROUPED = r"^\s*([-+]?)(\d{1,3})((?:\.\d{3}){2,})\s*$"
_DUTCH = {"north": (50.6, 53.8), "east": (3.2, 7.4)}
_EUROPE_NORTH = (34.0, 72.0)


def are_pairs(cells: pl.Series, columns: pl.Series | None = None) -> pl.Series:
    """Whether each cell holds two coordinates and nothing else; one number ("1,5") is not a pair, nor is an amount.

    ``columns``: the number of the column of each cell, if there are several. Rare notations are looked for in a column
    with a mark of them.
    """
    cell = pl.col("cell")
    cells = _decimal(cells)
    frame = pl.DataFrame({"cell": cells}).with_columns(column=pl.lit(0) if columns is None else columns)
    found = pl.any_horizontal(cell.str.contains(pattern) for pattern in PAIRS) & ~cell.str.contains(_ONE_NUMBER)
    found &= cell.str.contains(_DEGREES) | cell.str.contains(_METRES)
    if cells.str.contains(_OTHERWISE).any():
        both = cell.str.contains(_NORTH) & cell.str.contains(_EAST)
        rare = both | pl.any_horizontal(
            cell.str.contains(pattern) for pattern in (*_EAST_FIRST, *_NORTH_FIRST, *_COMPASS)
        )
        found |= rare & cell.str.contains(_OTHERWISE).any().over("column")
    return frame.select(found).to_series()


def split_pairs(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The texts of the north and the east number in each cell, null where there is no pair.

    In a plain pair the first is taken as north; the caller swaps pairs for which that is impossible.
    """
    cell = pl.col("cell")
    cells = _decimal(cells)
    frame = cells.alias("cell").to_frame()
    plain = frame.select(
        north=pl.coalesce(cell.str.extract(pattern, 1) for pattern in PAIRS),
        east=pl.coalesce(cell.str.extract(pattern, 2) for pattern in PAIRS),
    )
    otherwise = cells.str.contains(_OTHERWISE).fill_null(False)
    if not otherwise.any():
        return plain["north"], plain["east"]
    sign = pl.when(cell.str.contains(_WEST)).then(pl.lit("-")).otherwise(pl.lit(""))
    both = cell.str.contains(_NORTH) & cell.str.contains(_EAST)
    other = frame.filter(otherwise).select(
        north=pl.coalesce(
            pl.when(both).then(cell.str.extract(_NORTH)),
            *(cell.str.extract(pattern, 2) for pattern in _EAST_FIRST),
            *(cell.str.extract(pattern, 1) for pattern in (*_NORTH_FIRST, *_COMPASS)),
        ),
        east=pl.coalesce(
            pl.when(both).then(cell.str.extract(_EAST)),
            *(cell.str.extract(pattern, 1) for pattern in _EAST_FIRST),
            *(cell.str.extract(pattern, 2) for pattern in _NORTH_FIRST),
            *(sign + cell.str.extract(pattern, 2) for pattern in _COMPASS),
        ),
    )
    rows = otherwise.arg_true()
    return tuple(plain[axis].scatter(rows, other[axis]) for axis in ("north", "east"))


def _decimal(cells: pl.Series) -> pl.Series:
    """Pairs of degrees, minutes and seconds as pairs of degrees with decimals, and binary points as text; other cells
    unchanged."""
    binary = cells.str.contains(_BINARY).fill_null(False)
    if binary.any():
        points = shapely.from_wkb(cells.filter(binary).str.strip_chars().to_list(), on_invalid="ignore")
        cells = cells.scatter(binary.arg_true(), pl.Series(shapely.to_wkt(points, output_dimension=2).tolist()))
    if not cells.str.contains(r"[°º]\s*\d{1,2}\s*['’′]").any():
        return cells
    part = [pl.col("cell").str.extract(_SEXAGESIMAL, n) for n in range(1, 9)]
    seconds = [text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) for text in part]
    north, east = (seconds[n] + seconds[n + 1] / 60 + seconds[n + 2] / 3600 for n in (0, 4))
    north = pl.when(part[3].str.contains("(?i)[zs]")).then(-north).otherwise(north)
    east = pl.when(part[7].str.contains("(?i)w")).then(-east).otherwise(east)
    pair = pl.format("{}, {}", north.round(7), east.round(7))
    return cells.alias("cell").to_frame().select(pl.coalesce(pair, "cell").alias(cells.name)).to_series()


def numbers(cells: pl.Series) -> pl.Series:
    """Cells to Float64: "52.1", "52,1", "121.477,5", "4.9 "; null where there is no finite number."""
    read = cells.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    missed = cells.is_not_null() & read.is_null()
    if missed.any():
        bare = pl.col("bare")
        again = (
            cells.filter(missed)
            .str.replace_all(r"[\s'’]", "")
            .to_frame("bare")
            .select(
                pl.when(bare.str.contains(r"\..*,"))
                .then(bare.str.replace_all(".", "", literal=True))
                .when(bare.str.contains(r",.*\."))
                .then(bare.str.replace_all(",", "", literal=True))
                .otherwise(bare)
                .str.replace(",", ".", literal=True)
                .cast(pl.Float64, strict=False)
            )
            .to_series()
        )
        read = read.scatter(missed.arg_true(), again)
    return read.to_frame("n").select(pl.when(pl.col("n").is_finite()).then("n")).to_series()


def axis_numbers(cells: pl.Series, axis: str, metres: bool = False) -> pl.Series:
    """``numbers``, including those that Excel split into groups of three. ``axis``: "north" or "east"; ``metres``: read
    the groups as whole metres ("2.683.920"), else as degrees without a decimal point.

    The decimal point is restored by range: a latitude in Europe lies between 34 and 72; a longitude is read as one in
    the Netherlands where possible, else the first group is its whole part.
    """
    read = numbers(cells)
    grouped = read.is_null() & cells.is_not_null()
    if not grouped.any() or not cells.filter(grouped).str.contains(_GROUPED).any():
        return read
    parts = cells.filter(grouped).alias("cell").to_frame()
    cell = pl.col("cell")
    whole, groups = cell.str.extract(_GROUPED, 2), cell.str.extract(_GROUPED, 3)
    digits = whole + groups.str.replace_all(".", "", literal=True)
    if metres:
        found = digits.cast(pl.Float64, strict=False)
    else:
        least = [(digits.str.slice(0, n) + "." + digits.str.slice(n)).cast(pl.Float64, strict=False) for n in (1, 2, 3)]
        literal = (whole + "." + groups.str.replace_all(".", "", literal=True)).cast(pl.Float64, strict=False)
        ranges = [_DUTCH[axis], *([_EUROPE_NORTH] if axis == "north" else [])]
        fitting = [pl.when(value.is_between(*limits)).then(value) for limits in ranges for value in least]
        found = pl.coalesce(*fitting, literal)
    negative = cell.str.contains(r"^\s*-")
    values = parts.select(pl.when(negative).then(-found).otherwise(found)).to_series()
    return read.scatter(grouped.arg_true(), values)
