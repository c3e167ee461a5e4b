"""Small frames for the tests of the analysis: rows contain only the relevant values, the others are null."""

from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from data.reference import lexicon
from domain.judgement.postponed import with_postponed
from domain.places import Places, place
from domain.schemas import AddressMatch, BlockPolygon, CategoryChoice, Dwelling, Opportunity, Partner, Report
from domain.snapshot.placed_reports import Stored
from domain.snapshot.snapshot import Snapshot, build_snapshot

NORTH, EAST = 52.55, 5.25  # degrees: the corner of the tests' town, in the Netherlands
METRE_NORTH, METRE_EAST = 1 / 111_260, 1 / 67_800  # degrees, there


def at(east: float, north: float = 0.0) -> dict[str, float]:
    """A position given in metres east and north of the town's corner."""
    return {"lat": NORTH + north * METRE_NORTH, "lon": EAST + east * METRE_EAST}


def reports(*rows: dict[str, Any]) -> pl.DataFrame:
    """schemas.Report with these rows; by default of one day, by a resident."""
    usual = {"reported_on": date(2026, 1, 1), "precision": "day", "source": "resident"}
    return _frame(Report, [{"report_key": str(i)} | usual | row for i, row in enumerate(rows)])


def dwellings(*rows: dict[str, Any]) -> pl.DataFrame:
    """schemas.Dwelling with these rows."""
    return _frame(Dwelling, [{"dwelling_key": f"d{i}", "is_dwelling": True} | row for i, row in enumerate(rows)])


def row_of_homes(street: str, numbers: range, *, east: float = 0.0, north: float = 0.0, **same: Any) -> list[dict]:
    """Dwellings side by side to the east, 6 m per house number."""
    return [
        {"street": street, "number": n, "town": "Meerwijk"} | at(east + 6 * (n - numbers[0]), north) | same
        for n in numbers
    ]


def polygons(homes: dict[str, int] | None = None, **shapes: BaseGeometry) -> pl.DataFrame:
    """schemas.BlockPolygon: code=shape; ``homes``: number of homes by code."""
    homes = homes or {}
    return _frame(
        BlockPolygon,
        [{"block_key": c, "code": c, "homes": homes.get(c), "outline": shapely.to_wkb(s)} for c, s in shapes.items()],
    )


def matches(**dwelling_of: str | None) -> pl.DataFrame:
    """schemas.AddressMatch: address_key=dwelling_key."""
    return _frame(AddressMatch, [{"address_key": a, "dwelling_key": d} for a, d in dwelling_of.items()])


def choices(**code_of: str | None) -> pl.DataFrame:
    """schemas.CategoryChoice: word=code."""
    return _frame(CategoryChoice, [{"category_word": w, "code": c} for w, c in code_of.items()])


def opportunities(*rows: dict[str, Any]) -> pl.DataFrame:
    """schemas.Opportunity with these rows; by default a renovation in the second half of 2026."""
    usual = {"kind": "renovation_occupied", "title": "Renovation", "dropped": False}
    period = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 12, 31)}
    return _frame(Opportunity, [{"opportunity_key": f"o{i}"} | usual | period | row for i, row in enumerate(rows)])


def partners(*rows: dict[str, Any]) -> pl.DataFrame:
    """schemas.Partner with these rows; by default groups of residents."""
    usual = {"kind": "resident_group", "name": "Group", "dropped": False}
    return _frame(Partner, [{"partner_key": f"p{i}"} | usual | row for i, row in enumerate(rows)])


def placed(*given: pl.DataFrame | None, **named: pl.DataFrame | None) -> Places:
    """``place`` with empty frames for missing arguments."""
    held = stored(*given, **named)
    return place(held.reports, held.dwellings, held.polygons, held.matches)


def stored(
    reports: pl.DataFrame,
    dwellings: pl.DataFrame | None = None,
    polygons: pl.DataFrame | None = None,
    matches: pl.DataFrame | None = None,
    choices: pl.DataFrame | None = None,
    **others: pl.DataFrame,
) -> Stored:
    """The stored frames, with empty frames for missing arguments."""
    given = (dwellings, polygons, matches, choices)
    kinds = (Dwelling, BlockPolygon, AddressMatch, CategoryChoice)
    return Stored(
        reports,
        *(_frame(kind, []) if frame is None else frame for frame, kind in zip(given, kinds, strict=True)),
        **others,
    )


def snapshot_of(*given: pl.DataFrame | None, **named: pl.DataFrame | None) -> Snapshot:
    """``build_snapshot`` with the words of this installation."""
    return build_snapshot(stored(*given, **named), lexicon())


def _frame(kind: type[dy.Schema], rows: list[dict[str, Any]]) -> pl.DataFrame:
    empty = kind.create_empty()
    if not rows:
        return empty
    return kind.validate(pl.DataFrame([dict.fromkeys(empty.columns) | row for row in rows], schema=empty.schema))


def not_postponed(units: pl.DataFrame) -> pl.DataFrame:
    """Units or a ranking of which none is postponed."""
    return with_postponed(units, pl.DataFrame(schema={"area_id": pl.String, "decision": pl.Int64}), [])
