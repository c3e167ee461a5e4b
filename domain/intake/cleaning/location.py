"""The location of an opportunity or partner: an address, street, block, neighbourhood or point; or everywhere.

Besides separate columns, one column may give it in any of these forms ("Lindehof", "complex 2018", "flat De
Uitkijk", "Bloemenbuurt", "8250 AB", "hele stad").
"""

import polars as pl

from domain.intake.cleaning.cells import ADDRESS, POSITION, Cells
from domain.intake.parsing.addresses import parse_addresses
from domain.intake.parsing.coordinates import parse_coordinates

PLACE = (*ADDRESS, "where", "neighbourhood", "block", "block_name", *POSITION)
_EVERYWHERE = (
    r"(?i)^(?:overal|alle (?:complexen|straten|wijken|buurten)|(?:de )?(?:hele|gehele) (?:stad|gemeente|plaats|wijk)"
    r"|heel \p{Lu}\p{L}+|stadsbreed|gemeentebreed|everywhere|city-?wide|(?:the )?whole (?:town|city)|uberall|überall"
    r"|(?:die )?ganze stadt|stadtweit)$"
)
_BLOCK_CODE = r"(?i)^(?:complex|complexnr|complexnummer|blok|block|cluster)?[ .:]*(\d[\d.-]*)$"
_BLOCK_NAME = r"(?i)^(?:complex|flat|blok|block|gebouw|building|wohnblock)[ :]+(\D.*)$"
_NEIGHBOURHOOD = r"(?i)^\D*(?:wijk|buurt|kwartier|district|neighbou?rhood|quarter|viertel|stadtteil)\b\D*$"


def whereabouts(cells: Cells, crs: int) -> pl.DataFrame:
    """street, number, number_to, number_suffix, postcode, town, neighbourhood, block_code, block_name, lat, lon and
    ``somewhere``: whether any of these gives a location (a town alone does not).
    """
    where = cells["where"]
    block = where.str.extract(_BLOCK_CODE)
    name = where.str.extract(_BLOCK_NAME)
    parts = pl.DataFrame([where.alias("where"), block.alias("block"), name.alias("name")]).with_columns(
        district=pl.when(pl.col("where").str.contains(_NEIGHBOURHOOD)).then("where"),
        everywhere=pl.col("where").str.contains(_EVERYWHERE),
    )
    address = pl.when(pl.all_horizontal(pl.col("block", "name", "district").is_null()) & ~pl.col("everywhere"))
    written = cells.some(ADDRESS)
    if "where" in cells:
        text = parts.select(address.then("where")).to_series().alias("address")
        own = written["address"] if "address" in written.columns else text.clear(cells.height)
        both = pl.DataFrame([own.alias("own"), text.alias("where")]).select(pl.coalesce("own", "where")).to_series()
        written = written.with_columns(both.alias("address"))
    point = parse_coordinates(cells.some(POSITION), crs)
    found = pl.concat(
        [
            parse_addresses(written),
            pl.DataFrame([cells["neighbourhood"], cells["block"], cells["block_name"], point["lat"], point["lon"]]),
            parts.rename({"name": "where_name", "block": "where_block"}),
        ],
        how="horizontal",
    ).with_columns(
        neighbourhood=pl.coalesce("neighbourhood", "district"),
        block_code=pl.coalesce("block", "where_block"),
        block_name=pl.coalesce("block_name", "where_name"),
    )
    places = ("street", "postcode", "neighbourhood", "block_code", "block_name", "lat")
    return found.drop("where", "where_name", "where_block", "district", "everywhere", "block").with_columns(
        somewhere=pl.any_horizontal(pl.col(places).is_not_null())
    )
