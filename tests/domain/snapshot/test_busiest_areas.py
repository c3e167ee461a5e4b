from datetime import date

from domain.snapshot.busiest_areas import busiest_areas
from tests.domain.frames import dwellings, reports, row_of_homes, snapshot_of

HOMES = dwellings(
    *row_of_homes("Lindehof", range(1, 11), block_code="C1"), *row_of_homes("Kade", range(1, 11), block_code="C2")
)


def report(street: str, number: int) -> dict:
    return {"street": street, "number": number, "reported_on": date(2026, 3, number), "category_word": "Zwerfvuil"}


def test_those_with_most_incidents_come_first_and_those_with_none_last():
    found = busiest_areas(snapshot_of(reports(report("Kade", 1), report("Kade", 9), report("Lindehof", 3)), HOMES))
    assert found.filter(level="street").select("name", "incidents").rows() == [("Kade", 2), ("Lindehof", 1)]
    assert found["incidents"].to_list() == [2, 2, 1, 1]


def test_without_reports_all_areas_are_there():
    found = busiest_areas(snapshot_of(reports(), HOMES))
    assert set(found.filter(level="street")["name"]) == {"Kade", "Lindehof"}
    assert found["incidents"].null_count() == found.height
