from datetime import date, timedelta

import pytest

from domain.projects.target import incidents_a_year
from tests.domain.frames import dwellings, reports, row_of_homes, snapshot_of

NEWEST = date(2026, 6, 30)
HOMES = [
    home
    for block, street in enumerate(("Kade", "Kade", "Steeg"))
    for home in row_of_homes(street, range(100 * block + 1, 100 * block + 9), east=300 * block, block_code=f"B{block}")
]


@pytest.fixture(scope="module")
def town():
    def told(number: int, day: int, street: str = "Kade", word: str = "Zwerfvuil") -> dict:
        reported_on = NEWEST - timedelta(day)
        return {"street": street, "number": number, "town": "Meerwijk", "reported_on": reported_on} | {
            "category_word": word
        }

    return snapshot_of(
        reports(
            told(1, 0),
            told(1, 3),  # the same thing at the same place: one incident
            told(3, 100, word="Geluidsoverlast"),
            told(101, 200),
            told(201, 50, street="Steeg"),
            *(told(5, day) for day in range(400, 700, 50)),  # before the last year
        ),
        dwellings(*HOMES),
    )


def test_a_years_incidents_are_those_of_all_areas_together_each_once(town):
    street, block, other = "street:meerwijk/kade", "block:own/B0", "block:own/B2"
    assert incidents_a_year(town, [street]) == 3
    assert incidents_a_year(town, [block]) == 2
    assert incidents_a_year(town, [street, block]) == 3
    assert incidents_a_year(town, [street, other]) == 4


def test_only_the_themes_that_are_measured_count(town):
    assert incidents_a_year(town, ["street:meerwijk/kade"], ("environment",)) == 2
    assert incidents_a_year(town, ["street:meerwijk/kade"], ("social",)) == 1


def test_a_year_that_is_not_known_has_no_number(town):
    assert incidents_a_year(town, ["street:meerwijk/gone"]) is None
    assert incidents_a_year(town, ["street:meerwijk/kade"], as_of=date(2025, 3, 1)) is None
