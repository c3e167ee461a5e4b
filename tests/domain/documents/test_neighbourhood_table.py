"""The neighbourhoods in a report are the figures of a release: what it withholds is not in them."""

from datetime import date

from data.texts.language import render
from domain.documents.document import Table
from domain.documents.neighbourhood_table import neighbourhood_parts
from domain.releases.release import Past, release
from tests.domain.releases.test_release import DAYS, each_month, known_on, snapshot_with, spread

HOMES = {"A": {"N": range(1, 9)}, "B": {"Z": range(1, 9)}, "C": {"O": range(1, 9)}}
WHERE = {"N": "Noord", "Z": "Zuid", "O": "Oost"}


def lines_of(many: int, neighbourhoods: dict[str, str] = WHERE, begins: date | None = None) -> list[list[str]]:
    """The rows of the table for a town with 12 incidents in Noord, and this many in Zuid."""
    busy = spread("A", range(1, 9), each_month(date(2025, 10, 5), 12))
    few = spread("B", range(1, 9), each_month(date(2026, 1, 8), many))
    town = known_on(snapshot_with([*busy, *few], HOMES, neighbourhoods=neighbourhoods), DAYS[1])
    made = release(town, "neighbourhood", 12, Past())[0]
    tables = [part for part in neighbourhood_parts(made.public, made.until, 12, begins) if isinstance(part, Table)]
    return [[render(each, "en") for each in line] for table in tables for line in table.lines]


def test_each_neighbourhood_has_a_row_with_its_rate_and_how_sure_it_is():
    first, second, third = lines_of(8)
    assert first[:2] == ["Noord", "12"]
    assert second[:2] == ["Zuid", "8"]
    assert third[:2] == ["Oost", "0"]
    assert " to " in first[3]


def test_a_small_number_is_not_shown():
    rows = {name: rest for name, *rest in lines_of(2)}
    assert rows["Zuid"] == ["not shown", "–", "–", "–"]


def test_without_the_half_year_before_there_is_no_change():
    assert {len(line) for line in lines_of(8, begins=date(2024, 1, 5))} == {5}
    assert {len(line) for line in lines_of(8, begins=date(2026, 2, 21))} == {4}


def test_of_one_neighbourhood_there_is_no_table():
    assert lines_of(8, dict.fromkeys("NZO", "Noord")) == []
