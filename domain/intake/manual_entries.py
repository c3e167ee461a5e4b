"""Opportunities and partners that a person enters on a screen, as rows for the store.

One work (or partner) has one row per place. A change gives each row a new version under the same key. A removed place
keeps its row, marked as dropped, so that every import and every entry can be undone.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import shapely

from domain.errors import N_, WrongValue
from domain.geometry import local_crs, project
from domain.intake.reading.crossings import is_tangled
from domain.schemas import PLACE_COLUMNS, Opportunity, Partner

TITLE_LENGTH_MAX = 200  # characters of a title or a name
EVERYWHERE: Mapping[str, Any] = {}
"""The place of something that is everywhere: all columns empty."""
CORNERS = 3  # of an outline, at least
ADDRESS = ("street", "number", "number_suffix", "postcode", "town", "lat", "lon")
"""The address columns of a place."""


def opportunity(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an opportunity that are not its place: kind, title, starts_on, ends_on, contact_role.

    Raises:
        WrongValue: the name is missing, or it ends before it starts.
    """
    checked = _texts(values, "title", ("contact_role",))
    if checked["ends_on"] < checked["starts_on"]:
        raise WrongValue(
            N_("It ends on {end}, before it starts on {start}."), end=checked["ends_on"], start=checked["starts_on"]
        )
    return checked


def partner(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The values of a partner that are not its place: kind, name, offers, contact, since, last_contact.

    Raises:
        WrongValue: the name is missing, or a date lies in the future.
    """
    checked = _texts(values, "name", ("offers", "contact"))
    for day in (checked.get("since"), checked.get("last_contact")):
        if day is not None and day > today:
            raise WrongValue(N_("The day is in the future: {day}."), day=day)
    return checked


def entered(
    schema: type[Opportunity | Partner],
    values: Mapping[str, Any],
    places: Iterable[Mapping[str, Any]],
    new_key: Callable[[], str],
    kept: pl.DataFrame | None = None,
    gone: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The rows of one work or partner: new ones for ``places``, ``kept`` with the new values, ``gone`` dropped.

    ``places``: each holds the known columns of schemas.PLACE_COLUMNS. ``kept`` and ``gone``: rows of ``schema``.

    Raises:
        WrongValue: no place is left.
    """
    new = [dict(place) | {"dropped": False} for place in places]
    if not new and (kept is None or kept.is_empty()):
        raise WrongValue(N_("Choose where it is, or that it is everywhere."))
    (key,) = schema.primary_key()
    rows = [_whole(schema, place | {key: new_key()} | dict(values)) for place in new]
    frames = [] if gone is None else [dropped(gone)]
    if kept is not None:
        changed = [pl.lit(value).cast(kept.schema[name]).alias(name) for name, value in values.items()]
        frames.append(kept.with_columns(changed))
    made = pl.DataFrame(rows, schema=schema.create_empty().schema)
    return schema.validate(pl.concat([made, *(frame.cast(dict(made.schema)) for frame in frames)]))


def dropped(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, marked as dropped."""
    return rows.with_columns(dropped=pl.lit(True))


def place_of(area: Mapping[str, Any]) -> dict[str, Any]:
    """An area (a row of schemas.Area) as a place that can be matched in later data: by name or code, else by outline.

    Raises:
        WrongValue: it has no name, code or outline to match on.
    """
    kind, _slash, code = area["area_id"].partition(":")[2].partition("/")
    if area["level"] == "street":
        return {"street": area["name"], "town": area["town"]}
    if kind == "own":
        return {"block_code": code, "block_name": area["name"]}
    if kind == "pc6":
        return {"postcode": code}
    if area["outline"] is None:
        raise WrongValue(N_("It is not known where {area} is."), area=area["name"])
    return {"outline": area["outline"]}


def address(found: Mapping[str, Any]) -> dict[str, Any]:
    """An address (a row of places.address_picker) as a place: that address only, not its block."""
    return {name: value for name, value in found.items() if name in ADDRESS}


def drawn(text: str) -> dict[str, Any]:
    """The place within an outline, given as GeoJSON or as WKT in degrees.

    Raises:
        WrongValue: it is neither, has no area, or crosses itself too often.
    """
    try:
        shape = _from_geojson(json.loads(text)) if text.lstrip().startswith("{") else shapely.from_wkt(text)
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.GEOSException) as error:
        raise WrongValue(N_("This is not an outline in GeoJSON or WKT.")) from error
    west, south, east, north = shape.bounds if not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
    if shape.area == 0 or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise WrongValue(N_("The outline encloses nothing in degrees of longitude and latitude."))
    if not shape.is_valid and is_tangled(shape):
        raise WrongValue(N_("The outline crosses itself too often to enclose an area."))
    return {"outline": shapely.to_wkb(shapely.make_valid(shape))}


def around(corners: Sequence[tuple[float, float]]) -> str:
    """The outline through these corners (latitude, longitude) as WKT, for ``drawn``; the last is joined to the first.

    Raises:
        WrongValue: there are too few corners, or the outline crosses itself, which leaves its inside undefined.
    """
    if len(set(corners)) < CORNERS:
        raise WrongValue(N_("An outline has three corners or more. Add another, or start again without one."))
    shape = shapely.Polygon([(lon, lat) for lat, lon in corners])
    if not shape.is_valid:
        raise WrongValue(
            N_("The outline crosses itself. Remove corners until it no longer does, and go around in order.")
        )
    return shapely.to_wkt(shape, rounding_precision=-1)


def surface(outline: bytes) -> float:
    """The square metres within an outline (WKB in degrees)."""
    shape = shapely.from_wkb([outline])
    middle = shapely.get_coordinates(shapely.centroid(shape))
    return float(shapely.area(project(shape, local_crs(middle[:, 0], middle[:, 1])))[0])


def place_in_words(place: Mapping[str, Any]) -> str:
    """A place as readable text; empty for a place without limits and for an outline."""
    row = dict.fromkeys(PLACE_COLUMNS) | dict(place)
    number = "".join(str(part) for part in (row["number"], row["number_suffix"]) if part is not None)
    if row["number_to"] is not None and row["number_to"] != row["number"]:
        number = f"{number}–{row['number_to']}"
    street = " ".join(part for part in (row["street"], number) if part)
    block = row["block_name"] or row["block_code"]
    first = block or street or row["postcode"] or row["neighbourhood"]
    if first is None and row["lat"] is not None:
        return f"{row['lat']:.5f}, {row['lon']:.5f}"
    return ", ".join(part for part in (first, row["town"]) if part)


def is_everywhere(row: Mapping[str, Any]) -> bool:
    """Whether a row has no place, so applies everywhere."""
    return all(row[name] is None for name in PLACE_COLUMNS)


def _texts(values: Mapping[str, Any], name: str, others: tuple[str, ...]) -> dict[str, Any]:
    """``values`` with texts trimmed: ``name`` is required; an empty text among ``others`` becomes null."""
    tidy = dict(values) | {text: " ".join((values.get(text) or "").split()) or None for text in (name, *others)}
    if not tidy[name]:
        raise WrongValue(N_("Give it a name."))
    if len(tidy[name]) > TITLE_LENGTH_MAX:
        raise WrongValue(N_("The name is longer than {most} characters."), most=TITLE_LENGTH_MAX)
    return tidy


def _from_geojson(given: Mapping[str, Any]) -> shapely.Geometry:
    if given["type"] == "FeatureCollection":
        return shapely.union_all([_from_geojson(feature) for feature in given["features"]])
    return shapely.from_geojson(json.dumps(given["geometry"] if given["type"] == "Feature" else given))


def _whole(schema: type[dy.Schema], values: Mapping[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(schema.create_empty().columns) | dict(values)
