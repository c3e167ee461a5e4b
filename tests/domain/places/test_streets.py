"""Which mentions of a street name are one street."""

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
    assert ids[0] == "street:churchst"  # the larger keeps the plain id


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


def test_a_known_town_is_not_split_however_long_the_street():
    rows = [{"street": "Dijk", "town": "Meerwijk"} | at(x) for x in (0, 3_000, 9_000)]
    assert set(street_ids(*rows)) == {"street:meerwijk/dijk"}


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
