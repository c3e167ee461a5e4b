"""The places that a form offers: streets, their addresses, and the address nearest to a point."""

import re
from typing import Any

import numpy as np
import polars as pl

from domain.errors import N_, WrongValue
from domain.intake.parsing.street_names import street_key, town_key

STREET_REPORTS_MIN = 10  # reports; a street without dwellings that fewer reports mention is considered a typing error
ADDRESS_DISTANCE_MAX = 60.0  # metres within which an address describes a point on the map
_METRES = 111_320.0  # in a degree of latitude
_TYPED = re.compile(r"\s*(\d{1,5})\s*(|[^\d\s].{0,11}?)\s*")
_WRITTEN = ("street", "number", "number_suffix", "postcode", "town", "neighbourhood", "block_code", "lat", "lon")


def addresses(dwellings: pl.DataFrame) -> pl.DataFrame:
    """The addresses of dwellings (schemas.Dwelling), without duplicates, ordered by street and house number.

    Columns: street_id (text, equal for all spellings of one street), label ("12 A"; null without a number), and all
    location columns of schemas.Dwelling.
    """
    keyed = _keyed(dwellings.select(_WRITTEN))
    label = pl.concat_str(pl.col("number").cast(pl.String), "number_suffix", separator=" ", ignore_nulls=True)
    labelled = keyed.with_columns(label=pl.when(pl.col("number").is_not_null()).then(label))
    once = labelled.unique(["street_id", "label"], keep="first", maintain_order=True)
    return once.sort("street_id", "number", "label").select("street_id", "label", *_WRITTEN)


def streets(addresses: pl.DataFrame, mentioned: pl.DataFrame) -> pl.DataFrame:
    """The streets to choose from, in alphabetical order: street_id, name, street, town, neighbourhood.

    They are those of ``addresses`` and of ``mentioned`` (street, town, neighbourhood, reports: their number). A street
    in both is spelled as in the addresses. A street that only reports mention is offered if STREET_REPORTS_MIN or more
    do, or if there are no addresses. ``name`` includes the town if there are several towns.
    """
    columns = ("street_id", "street", "town", "neighbourhood")
    named = _keyed(mentioned).sort("reports", descending=True, maintain_order=True)
    named = named.filter(pl.col("town").is_not_null() | pl.col("town").is_null().all().over("key"))
    often = pl.lit(addresses.is_empty()) | (pl.col("reports").sum().over("street_id") >= STREET_REPORTS_MIN)
    both = pl.concat([addresses.select(columns), named.filter(often).select(columns)])
    each = both.group_by("street_id", maintain_order=True).agg(
        pl.col("street").first(), pl.col("town", "neighbourhood").drop_nulls().first()
    )
    several = each["town"].drop_nulls().n_unique() > 1
    name = pl.concat_str("street", "town", separator=", ", ignore_nulls=True) if several else pl.col("street")
    return each.with_columns(name=name).sort("name").select("street_id", "name", *columns[1:])


def address(addresses: pl.DataFrame, streets: pl.DataFrame, street_id: str, label: str | None) -> dict[str, Any]:
    """The location of an address, as columns of schemas.Report; without a label that of the whole street.

    ``label``: one of ``addresses``, or a house number that a person typed ("12a").

    Raises:
        WrongValue: there is no such street, or ``label`` is not a house number.
    """
    street = streets.filter(pl.col("street_id") == street_id)
    if street.is_empty():
        raise WrongValue(N_("This street is not known (any more). Choose another."))
    if not (label or "").strip():
        return _known(street.select("street", "town", "neighbourhood").row(0, named=True))
    found = addresses.filter(pl.col("street_id") == street_id, pl.col("label") == label)
    if found.height:
        return _known(found.select(_WRITTEN).row(0, named=True))
    typed = _TYPED.fullmatch(label)
    if not typed or int(typed[1]) == 0:
        raise WrongValue(N_("“{written}” is not a house number."), written=label)
    number = {"number": int(typed[1]), "number_suffix": typed[2].upper() or None}
    return _known(street.select("street", "town", "neighbourhood").row(0, named=True) | number)


def around(addresses: pl.DataFrame, lat: float, lon: float) -> tuple[dict[str, Any], str | None]:
    """The location of a point, and the nearest address as text; None if there is none within ADDRESS_DISTANCE_MAX.

    The point is not assigned to that address: proximity does not mean responsibility.
    """
    point = {"lat": lat, "lon": lon}
    known = addresses.drop_nulls(["lat", "lon", "street"])
    if known.is_empty():
        return point, None
    at = known.select("lat", "lon").to_numpy() - (lat, lon)
    away = np.hypot(at[:, 0], at[:, 1] * np.cos(np.radians(lat))) * _METRES
    if away.min() > ADDRESS_DISTANCE_MAX:
        return point, None
    row = known.row(int(away.argmin()), named=True)
    nearest = " ".join(part for part in (row["street"], row["label"]) if part)
    return point | _known({name: row[name] for name in ("street", "town", "neighbourhood")}), nearest


def address_label(place: dict[str, Any]) -> str:
    """A place in one line: "Lindehof 12 A"; the coordinate if there is no street or number."""
    parts = (place.get("street"), place.get("number"), place.get("number_suffix"))
    written = " ".join(str(part) for part in parts if part)
    return written or f"{place['lat']:.5f}, {place['lon']:.5f}"


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _keyed(places: pl.DataFrame) -> pl.DataFrame:
    """``places`` with street_id; rows without a street are left out."""
    keyed = places.drop_nulls("street").with_columns(town_is=town_key(pl.col("town")), key=street_key(pl.col("street")))
    return keyed.drop_nulls("key").with_columns(
        street_id=pl.concat_str("key", "town_is", separator="/", ignore_nulls=True)
    )
