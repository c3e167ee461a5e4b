"""The rows of manual entries on the Network screen."""

from datetime import date
from itertools import count

import polars as pl
import pytest
import shapely

from domain.errors import WrongValue
from domain.intake import manual_entries
from domain.places import address_picker
from domain.schemas import Opportunity
from tests.domain.frames import dwellings, opportunities, polygons, reports, row_of_homes, snapshot_of

WORK = {"kind": "other", "title": " New   fences ", "starts_on": date(2027, 1, 1), "ends_on": date(2027, 2, 1)}
SQUARE = '{"type": "Polygon", "coordinates": [[[5.2, 52.5], [5.3, 52.5], [5.3, 52.6], [5.2, 52.6], [5.2, 52.5]]]}'


def keys():
    numbers = count()
    return lambda: f"opportunity:{next(numbers)}"


def test_one_work_at_two_places_is_two_rows_that_hold_the_same():
    values = manual_entries.opportunity(WORK | {"contact_role": "  "})
    rows = manual_entries.entered(Opportunity, values, [{"street": "Kade"}, manual_entries.EVERYWHERE], keys())
    assert rows["title"].to_list() == ["New fences"] * 2
    assert rows["contact_role"].to_list() == [None, None]
    assert rows["opportunity_key"].to_list() == ["opportunity:0", "opportunity:1"]
    assert [manual_entries.is_everywhere(row) for row in rows.iter_rows(named=True)] == [False, True]


def test_changing_a_work_keeps_its_keys_and_drops_a_place():
    old = opportunities({"street": "Kade"}, {"street": "Lindehof"})
    rows = manual_entries.entered(Opportunity, manual_entries.opportunity(WORK), [], keys(), old.head(1), old.tail(1))
    found = dict(rows.select("opportunity_key", "dropped").iter_rows())
    assert found == {"o0": False, "o1": True}
    assert dict(rows.select("opportunity_key", "title").iter_rows()) == {"o0": "New fences", "o1": "Renovation"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"title": " "}, "name"), ({"title": "x" * 201}, "longer"), ({"ends_on": date(2026, 1, 1)}, "before it starts")],
)
def test_an_opportunity_is_whole(wrong, said):
    with pytest.raises(WrongValue, match=said):
        manual_entries.opportunity(WORK | wrong)


def test_a_partner_was_not_spoken_to_in_the_future():
    today = date(2026, 6, 30)
    with pytest.raises(WrongValue, match="future"):
        manual_entries.partner({"kind": "police", "name": "Wijkagent", "last_contact": date(2026, 7, 1)}, today)


def test_a_work_is_somewhere():
    with pytest.raises(WrongValue, match="Choose where"):
        manual_entries.entered(Opportunity, manual_entries.opportunity(WORK), [], keys())


@pytest.mark.parametrize(
    "text",
    [SQUARE, f'{{"type": "Feature", "properties": {{}}, "geometry": {SQUARE}}}',
     f'{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry": {SQUARE}}}]}}',
     "POLYGON ((5.2 52.5, 5.3 52.5, 5.3 52.6, 5.2 52.6, 5.2 52.5))"],
)  # fmt: skip
def test_an_outline_in_geojson_or_wkt(text):
    assert shapely.from_wkb(manual_entries.drawn(text)["outline"]).area == pytest.approx(0.01)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "{}", "{", "POINT (5 52)", "POLYGON EMPTY", "POLYGON ((0 0, 9e5 0, 9e5 9e5, 0 0))"]
)
def test_what_is_no_outline(text):
    with pytest.raises(WrongValue, match="outline"):
        manual_entries.drawn(text)


CORNERS = [(52.5, 5.2), (52.5, 5.201), (52.501, 5.201), (52.501, 5.2)]


def test_corners_in_order_are_an_outline():
    outline = manual_entries.drawn(manual_entries.around(CORNERS))["outline"]
    assert shapely.from_wkb(outline).equals(shapely.box(5.2, 52.5, 5.201, 52.501))
    # a thousandth of a degree is 111.3 m to the north; to the east its cosine (0.6088 at 52.5 degrees): 67.9 m
    assert manual_entries.surface(outline) == pytest.approx(111.3 * 67.9, rel=0.01)


@pytest.mark.parametrize(
    ("corners", "said"),
    [([], "three corners"), (CORNERS[:2], "three corners"), ([*CORNERS[:2], CORNERS[0]], "three corners"),
     ([CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]], "crosses itself")],
)  # fmt: skip
def test_corners_that_are_no_outline(corners, said):
    with pytest.raises(WrongValue, match=said):
        manual_entries.around(corners)


def test_an_address_is_that_address_alone_and_not_its_block():
    homes = dwellings(*row_of_homes("Kade", range(1, 11), block_code="A"), *row_of_homes("Hof", range(1, 5), north=300))
    known = address_picker.addresses(homes)
    mentioned = pl.DataFrame(
        schema={"street": pl.String, "town": pl.String, "neighbourhood": pl.String, "reports": pl.UInt32}
    )
    streets = address_picker.streets(known, mentioned)
    kade = streets.filter(street="Kade")["street_id"].item()
    place = manual_entries.address(address_picker.address(known, streets, kade, "3"))
    assert manual_entries.place_in_words(place) == "Kade 3, Meerwijk"
    coming = manual_entries.entered(Opportunity, manual_entries.opportunity(WORK), [place], keys())
    reached = snapshot_of(reports(), homes, opportunities=coming).opportunities
    assert dict(reached.select("area_id", "share").iter_rows())["block:own/A"] == pytest.approx(0.1)


def test_a_place_of_an_area_finds_that_area_again():
    homes = dwellings(
        *row_of_homes("Kade", range(1, 11), block_code="A", block_name="Kade Oost"),
        *row_of_homes("Hof", range(1, 11), north=300, postcode="9990AB"),
        *row_of_homes("Plein", range(1, 11), north=700),
    )
    drawn = polygons(plein=shapely.box(5.2499, 52.5560, 5.2515, 52.5570))
    snapshot = snapshot_of(reports(), homes, drawn)
    areas = list(snapshot.areas.iter_rows(named=True))
    coming = manual_entries.entered(
        Opportunity, manual_entries.opportunity(WORK), [manual_entries.place_of(area) for area in areas], keys()
    )
    reached = snapshot_of(reports(), homes, drawn, opportunities=coming).opportunities
    for number, area in enumerate(areas):
        found = dict(reached.filter(opportunity_key=f"opportunity:{number}").select("area_id", "share").iter_rows())
        assert found[area["area_id"]] == 1, area["area_id"]
