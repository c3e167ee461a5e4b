"""Concentration over addresses and over reporters."""

from datetime import date, timedelta

import polars as pl

from domain.indicators.concentration import address_concentration, reporter_concentration

DAY = date(2026, 1, 5)
KINDS = {
    "area": pl.UInt32,
    "address_no": pl.UInt32,
    "reporter": pl.String,
    "incident_id": pl.UInt32,
    "reported_on": pl.Date,
}


def spread_of(*rows: tuple[int | None, int | None, str | None, int], areas: int = 1) -> dict:
    """The concentration of the first area; rows: area, address_no, reporter, incident; one row per week."""
    reports = frame([(*row, DAY + timedelta(7 * week)) for week, row in enumerate(rows)])
    return address_concentration(reports, areas).hstack(reporter_concentration(reports, areas)).row(0, named=True)


def frame(rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=KINDS, orient="row")


def test_one_door_behind_most_of_it_is_an_individual_case():
    assert spread_of(*[(0, 1, None, i) for i in range(6)], *[(0, d, None, 10 + d) for d in range(2, 6)])["individual"]
    assert not spread_of(*[(0, 1, None, i) for i in range(4)])["individual"]  # too few to say
    assert not spread_of(*[(0, 1, None, i) for i in range(5)], *[(0, None, None, 10 + i) for i in range(5)])[
        "individual"
    ]


def test_the_calls_of_one_evening_are_no_individual_case():
    def calls(*days: int) -> pl.DataFrame:
        return frame([(0, 1, None, n, DAY + timedelta(day)) for n, day in enumerate(days)])

    assert address_concentration(calls(0, 0, 0, 0, 0), 1)["individual"].to_list() == [False]
    assert address_concentration(calls(0, 0, 0, 1, 1), 1)["individual"].to_list() == [False]  # past midnight
    assert address_concentration(calls(0, 0, 9, 20, 20), 1)["individual"].to_list() == [True]


def test_a_house_that_is_reported_every_week_does_not_hide_in_one_long_incident():
    weekly = [(0, 1, "a", 0)] * 12
    found = spread_of(*weekly, *[(0, door, "b", door) for door in (2, 3, 4)])
    assert found["individual"]


def test_one_person_about_everything_is_no_individual_case_but_is_seen():
    rounds = [(0, door, "chronic", door) for door in range(20)]
    found = spread_of(*rounds, (0, 3, "other", 30), (0, 4, "other", 31))
    assert not found["individual"]
    assert found["effective_addresses"] > 15
    assert found["top_reporter_alone"] == 20


def test_what_someone_else_saw_too_does_not_hang_on_one_person():
    rows = [(0, 1, "a", 0), (0, 1, "a", 0), (0, 2, "a", 1), (0, 2, "b", 1), (0, 3, "a", 2), (0, 3, None, 2)]
    found = spread_of(*rows)
    assert found["top_reporter_alone"] == 1  # incident 0 only: 1 was told by b too, 2 was seen by staff


def test_nothing_named_nothing_known():
    found = spread_of((0, None, None, 0), (None, 1, "a", 1))
    assert (found["addresses"], found["reporters"], found["top_reporter_alone"]) == (0, 0, 0)
    assert found["top_address_share"] is found["effective_addresses"] is None
    assert not found["individual"]
    assert spread_of(areas=2)["addresses"] == 0


def test_reporters_may_be_numbers():
    rows = pl.DataFrame(
        [(0, 1, 7, 0, DAY), (0, 2, 7, 1, DAY), (0, 2, 8, 2, DAY)],
        schema=KINDS | {"reporter": pl.UInt32},
        orient="row",
    )
    assert reporter_concentration(rows, 1)["reporters"].to_list() == [2]
