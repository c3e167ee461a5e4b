"""Outlines taken over from earlier data are those that would be drawn anew, and hold nothing of what is gone."""

from dataclasses import fields

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.geometry import RD
from domain.places import Places, areas, place
from domain.places.outlined import OUTLINED, digest, digests_of_points, outlined
from domain.schemas import NeighbourhoodPolygon
from tests.domain.frames import EAST, NORTH, at, dwellings, matches, polygons, reports, row_of_homes

HOMES = [
    *row_of_homes("Lindehof", range(1, 11), block_code="C1"),
    *row_of_homes("Lindehof", range(11, 21), east=80, block_code="C2"),
    *row_of_homes("Verweg", range(1, 6), north=900, block_code="C3"),
]
NONE = OUTLINED.to_frame()
WEST_HALF = shapely.box(EAST - 0.01, NORTH - 0.01, EAST + 0.003, NORTH + 0.01)

REPORT = st.fixed_dictionaries(
    {
        "street": st.sampled_from([None, "Lindehof", "Kade", "Singel"]),
        "number": st.sampled_from([None, 1, 3, 15, 150]),
        "town": st.sampled_from([None, "Meerwijk"]),
        "neighbourhood": st.sampled_from([None, "Noord", "Zuid"]),
        "place": st.sampled_from([{}, *(at(east, north) for east in (0, 40, 90, 700) for north in (0, 10, 900))]),
    }
)
REPORTS = st.lists(REPORT, max_size=15)


def placed(rows: list[dict], homes: list[dict], drawn: bool, within: bool, before: Places | None = None) -> Places:
    """The places of reports and homes, with a drawn block and with neighbourhoods that are drawn, if so."""
    told = reports(*({name: value for name, value in row.items() if name != "place"} | row["place"] for row in rows))
    outlines = polygons(P=WEST_HALF) if drawn else polygons()
    known = [("w", WEST_HALF), ("w", shapely.box(EAST + 0.003, NORTH, EAST + 0.02, NORTH + 0.02))]
    called = pl.DataFrame(
        [
            {"neighbourhood_key": str(n), "code": code, "name": code, "homes": None, "outline": shapely.to_wkb(shape)}
            for n, (code, shape) in enumerate(known)
        ],
        schema=NeighbourhoodPolygon.create_empty().schema,
    )
    return place(told, dwellings(*homes), outlines, matches(), (), called if within else None, before)


STOCK = st.sampled_from([[], HOMES, HOMES[:-1], HOMES[3:]])


@given(REPORTS, REPORTS, REPORTS, st.tuples(STOCK, STOCK), st.booleans(), st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_with_what_was_there_before_all_is_as_without(gone, same, new, homes, drawn, within):
    before = placed(gone + same, homes[0], drawn, within)
    after, alone = (placed(same + new, homes[1], drawn, within, earlier) for earlier in (before, None))
    for field in fields(Places):
        assert getattr(after, field.name).equals(getattr(alone, field.name)), field.name


def test_only_the_outlines_of_areas_with_other_points_are_drawn(monkeypatch):
    drawn = []
    whole = areas.outlines

    def outlines(group, *arguments, **named):
        drawn.extend(np.unique(group))
        return whole(group, *arguments, **named)

    monkeypatch.setattr(areas, "outlines", outlines)
    before = placed([], HOMES, False, False)
    assert len(drawn) == 5  # two streets, three blocks
    drawn.clear()
    known = {"street": "Lindehof", "number": 3, "town": "Meerwijk", "place": at(3)}
    after = placed([known], HOMES, False, False, before)
    assert not drawn
    more = row_of_homes("Verweg", range(7, 8), east=36, north=900, block_code="C3")
    placed([known], HOMES + more, False, False, after)
    assert len(drawn) == 2  # its street and its block


def test_of_what_is_gone_nothing_is_kept():
    rows = [{"street": "Kade", "town": "Meerwijk", "number": n, "place": at(n * 6)} for n in range(1, 200)]
    every = placed(rows, [], False, False)
    one = placed(rows[:1], [], False, False, every)
    assert one.outlined.height == one.areas.height + one.neighbourhoods.height
    for name in ("metres", "outline"):
        buffers = one.outlined[name].rechunk().to_arrow(compat_level=pl.CompatLevel.newest()).buffers()[2:]
        assert sum(each.size for each in buffers) <= one.outlined[name].bin.size().sum()


def test_an_origin_says_where_the_points_are_and_what_is_drawn_around_them():
    points = pl.DataFrame({"row": [1, 0, 1], "x": [1.0, 2.0, 3.0], "y": [0.0, 0.0, 0.0]}).cast({"row": pl.UInt32})
    first, second, none = digests_of_points(points, 3, "street")
    assert none is None
    assert [first, second] == digests_of_points(points.sort("row", maintain_order=True), 2, "street")
    assert {first, second}.isdisjoint(digests_of_points(points, 2, "block"))
    moved = digests_of_points(points.with_columns(x=pl.Series([1.0, 2.0, 3.1])), 2, "street")
    assert (moved[0], moved[1] == second) == (first, False)
    assert digest(b"ab", b"c") != digest(b"a", b"bc")


@pytest.mark.parametrize("given_", [[], [None], [b"a", None, b"a", b"b"]])
def test_each_origin_is_drawn_once(given_):
    asked = []

    def draw(rows):
        asked.extend(rows)
        return shapely.points(np.column_stack([rows + 100_000.0, rows + 400_000.0])).astype(object)

    found = outlined(given_, draw, RD, NONE)
    assert found.schema == OUTLINED
    assert found["origin"].to_list() == given_
    assert (found["outline"].is_null() == found["origin"].is_null()).all()
    assert len(asked) == len({*given_} - {None})
    asked.clear()
    assert outlined(given_, draw, RD, found).equals(found)
    assert not asked


def test_what_lies_in_another_grid_is_elsewhere():
    square = pl.DataFrame(
        {"block_row": [0], "block_path": ["square/1200/4870"]}, schema_overrides={"block_row": pl.UInt32}
    )
    given_ = areas._given_shapes(square, polygons(), np.empty(0, dtype=object))
    nowhere = pl.DataFrame(schema={"block_row": pl.UInt32, "x": pl.Float64, "y": pl.Float64, "reports": pl.UInt32})
    dutch, other = (areas._outlined(nowhere, nowhere, "block_row", given_, crs, NONE) for crs in (RD, 32631))
    assert dutch["metres"].equals(other["metres"])
    assert abs(dutch["lat"].item() - other["lat"].item()) > 1
    assert areas._outlined(nowhere, nowhere, "block_row", given_, 32631, dutch).equals(other)
