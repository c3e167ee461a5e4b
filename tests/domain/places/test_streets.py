"""Mentions of a street name are grouped into streets."""

import polars as pl
import pytest

from domain.places.streets import streets
from tests.domain.frames import at, dwellings, placed, reports, row_of_homes


def street_ids(*rows: dict, homes: list[dict] | None = None) -> list[str | None]:
    return placed(reports(*rows), dwellings(*(homes or []))).placement["street_id"].cast(str).to_list()


def test_a_street_is_a_name_within_a_town():
    rows = [{"street": "Kerkstraat", "town": town} for town in ("Meerwijk", "Oosterend", "MEERWIJK")]
    assert street_ids(*rows) == [
        "street:meerwijk/kerkstraat",
        "street:oosterend/kerkstraat",
        "street:meerwijk/kerkstraat",
    ]


def test_without_towns_what_lies_apart_is_another_street():
    near = [{"street": "Church Street", "neighbourhood": "North"} | at(x) for x in (0, 300, 600, 900)]
    far = [{"street": "Church Street", "neighbourhood": "South"} | at(x) for x in (5_000, 5_100)]
    ids = street_ids(*near, *far)
    assert len(set(ids[:4])) == 1
    assert set(ids[4:]) == {"street:south/churchst"}
    assert ids[0] == "street:churchst"  # the first keeps the plain id


def test_streets_with_one_name_are_told_apart_by_their_neighbourhood():
    rows = [{"street": "Church Street", "neighbourhood": n} | at(x) for n, x in (("North", 0), ("South", 5_000))]
    areas = placed(reports(*rows)).areas
    names = areas.filter(areas["level"] == "street")["name"].sort().to_list()
    assert names == ["Church Street (North)", "Church Street (South)"]


def test_streets_that_nothing_tells_apart_are_numbered():
    rows = [{"street": "Church Street"} | at(x) for x in (0, 5_000, 10_000)]
    areas = placed(reports(*rows)).areas.filter(level="street")
    assert areas["name"].sort().to_list() == ["Church Street", "Church Street (2)", "Church Street (3)"]
    assert areas["area_id"].n_unique() == 3


def test_a_street_of_a_known_town_is_split_only_where_its_parts_lie_far_apart():
    rows = [{"street": "Dijk", "town": "Meerwijk"} | at(x) for x in (0, 900, 1_800, 9_000)]
    assert street_ids(*rows) == ["street:meerwijk/dijk"] * 3 + ["street:meerwijk/dijk-2"]


@pytest.mark.parametrize("away", [0, 140, 290])
def test_another_spelling_of_the_town_is_no_other_street(away):
    rows = [{"street": "Dorpsstraat", "town": town} for town in ("Katwijk aan Zee", "Katwijk", "Rijnsburg")]
    ids = street_ids(rows[0] | at(0), rows[1] | at(away), rows[2] | at(-away))
    assert set(ids) == {"street:katwijkaanzee/dorpsstraat"}


def test_towns_that_the_list_of_dwellings_tells_apart_stay_apart_where_they_meet():
    homes = row_of_homes("Dorpsstraat", range(1, 9)) + row_of_homes(
        "Dorpsstraat", range(1, 9), east=150, town="Overdam"
    )
    rows = [{"street": "Dorpsstraat", "town": town} | at(x) for town, x in (("Meerwijk", 20), ("Overdam", 170))]
    assert street_ids(*rows, homes=homes) == ["street:meerwijk/dorpsstraat", "street:overdam/dorpsstraat"]


def test_an_id_does_not_depend_on_what_came_later():
    first = [{"street": "Dorpsstraat", "town": "Katwijk aan Zee"} | at(x) for x in (0, 100, 200)]
    later = [{"street": "Dorpsstraat", "town": "Katwijk"} | at(x) for x in range(0, 1_000, 50)]
    far = [{"street": "Dorpsstraat", "town": "Katwijk aan Zee"} | at(6_000)] * 50
    assert street_ids(*first) == street_ids(*first, *later, *far)[:3]
    assert street_ids(*first, *later)[3:] == street_ids(*first)[:1] * len(later)


def test_without_places_two_spellings_of_a_town_are_one_where_they_have_the_same_streets():
    names = ["Dorpsstraat", "Zeeweg", "Kerkpad"]
    long, short = ([{"street": name, "town": town} for name in names] for town in ("Katwijk aan Zee", "Katwijk"))
    assert street_ids(*long) == street_ids(*long, *short)[3:]
    other = [{"street": name, "town": "Bergen"} for name in ("Dorpsstraat", "Loudelsweg", "Breelaan")]
    apart = [{"street": name, "town": "Bergen op Zoom"} for name in ("Dorpsstraat", "Zuivelplein", "Markt")]
    assert len(set(street_ids(*other, *apart))) == 6


def test_what_a_person_keeps_apart_stays_apart():
    rows = pl.DataFrame(
        {"street": "Grens", "street_key": "grens", "town": ["A", "B"], "town_key": ["a", "b"], "x": [0.0, 100.0]}
    ).with_columns(neighbourhood=pl.lit(None, pl.String), y=0.0, weight=1, listed=False)
    rows = rows.with_row_index("mention")
    assert streets(rows)[0].height == 1
    assert streets(rows, {"grens"})[0]["street_path"].to_list() == ["a/grens", "b/grens"]


def test_compass_points_and_kinds_of_street_are_one_spelling():
    names = ("E Baltimore St", "East Baltimore Street", "E BALTIMORE ST", "E. Baltimore St.")
    towns = ("Baltimore", "BALTIMORE CITY", "BC", "Baltimore")
    rows = [{"street": name, "town": town} | at(0) for name, town in zip(names, towns, strict=True)]
    assert len(set(street_ids(*rows))) == 1
    assert len(set(street_ids(*rows, {"street": "W Baltimore St", "town": "Baltimore"} | at(0)))) == 2


def test_an_address_is_one_however_its_town_is_spelled():
    rows = [{"street": "Zeeweg", "number": 7, "town": town} | at(0) for town in ("Katwijk aan Zee", "Katwijk")]
    assert placed(reports(*rows)).placement["address_no"].n_unique() == 1


def test_a_report_without_a_town_joins_the_stocks_street_nearby():
    homes = row_of_homes("Lindehof", range(1, 5))
    assert street_ids({"street": "Lindehof"} | at(700), homes=homes) == ["street:meerwijk/lindehof"]
    assert street_ids({"street": "Lindehof"}, homes=homes) == ["street:meerwijk/lindehof"]
    assert street_ids({"street": "Lindehof"} | at(9_000), homes=homes) == ["street:lindehof"]


def test_a_name_that_several_towns_bear_is_not_placed_without_a_town_or_a_point():
    homes = row_of_homes("Lindehof", range(1, 5)) + row_of_homes("Lindehof", range(1, 5), east=9_000, town="Oosterend")
    assert street_ids({"street": "Lindehof"}, homes=homes) == ["street:lindehof"]
    assert street_ids({"street": "Lindehof"} | at(9_100), homes=homes) == ["street:oosterend/lindehof"]


def test_a_name_borne_by_several_streets_without_a_town_leaves_a_bare_mention_nowhere():
    rows = [{"street": "Church Street"} | at(x) for x in (0, 5_000)]
    assert street_ids(*rows, {"street": "Church Street"})[2] is None


def test_the_stocks_spelling_gives_the_name():
    rows = [{"street": "LINDEHOF", "town": "MEERWIJK"}] * 50
    areas = placed(reports(*rows), dwellings(*row_of_homes("Lindehof", range(1, 3)))).areas.filter(level="street")
    assert areas.select("name", "town").rows() == [("Lindehof", "Meerwijk")]


def test_a_name_without_its_compass_point_is_the_only_such_street_nearby():
    plain, north, south = (
        {"street": name, "town": "Baltimore"} for name in ("Holliday St", "N Holliday St", "South Holliday Street")
    )
    assert street_ids(plain | at(0)) == ["street:baltimore/hollidayst"]
    assert street_ids(plain | at(0), north | at(50), plain) == ["street:baltimore/hollidayst"] * 3
    assert len(set(street_ids(plain | at(0), north | at(50), south | at(900)))) == 3
    assert len(set(street_ids(plain | at(0), north | at(900)))) == 2
    homes = row_of_homes("Holliday St", range(1, 5)) + row_of_homes("N Holliday St", range(1, 5), east=50)
    assert (
        len(set(street_ids({"street": "Holliday St"} | at(0), {"street": "N Holliday St"} | at(50), homes=homes))) == 2
    )
