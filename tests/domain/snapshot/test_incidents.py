"""Reports of the same incident_group at one place within a short time are counted once."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schemas import Incident
from domain.snapshot.incidents import incidents
from tests.domain.frames import reports

START = date(2026, 1, 1)


def linked(*rows: dict, days: int = 14, longest: int = 28) -> pl.DataFrame:
    """The incidents of reports with day, incident_group and place (address_no, block, street)."""
    told = reports(
        *[{"reported_on": START + timedelta(r["day"]), "precision": r.get("precision", "day")} for r in rows]
    )
    places = {"address_no": pl.UInt32, "block_id": pl.Enum(["B1", "B2"]), "street_id": pl.Enum(["S1", "S2"])}
    placement = pl.DataFrame([{name: r.get(name) for name in places} for r in rows], schema=places)
    incident_group = pl.Series([r.get("incident_group", 1) for r in rows], dtype=pl.UInt32)
    word = pl.Series([r.get("word", 1) for r in rows], dtype=pl.UInt32)
    return incidents(told, placement, incident_group, word, days, longest)


def ids(*rows: dict, **options: int) -> list[int]:
    return linked(*rows, **options)["incident_id"].to_list()


def test_the_same_thing_at_one_door_within_two_weeks_is_one_incident():
    rows = [{"day": d, "address_no": 7} for d in (0, 3, 14)]
    assert ids(*rows) == [0, 0, 0]
    assert linked(*rows)["is_first"].to_list() == [True, False, False]


def test_an_incident_ends_four_weeks_after_its_first_report():
    weekly = [{"day": d, "address_no": 7} for d in range(0, 70, 7)]
    assert ids(*weekly) == [0] * 5 + [5] * 5
    assert ids(*weekly, longest=365) == [0] * 10
    assert ids(*weekly, longest=0) == [0, 0, 0, 3, 3, 3, 6, 6, 6, 9]  # never shorter than the days between two reports


def test_a_place_that_is_reported_every_day_for_years_is_many_incidents():
    found = linked(*[{"day": d, "block_id": "B1"} for d in range(577)] * 2)
    assert found["is_first"].sum() == 20  # 577 days in pieces of 29


def test_where_many_people_live_the_word_must_be_the_same():
    rows = [{"day": 0, "word": 4}, {"day": 1, "word": 5}, {"day": 2, "word": 4}]
    for place in ({"block_id": "B1"}, {"street_id": "S1"}):
        assert ids(*[row | place for row in rows]) == [0, 1, 0]
    assert ids(*[row | {"address_no": 7} for row in rows]) == [0, 0, 0]
    assert ids(*[{"day": 0, "block_id": "B1", "word": None}] * 2) == [0, 1]  # nothing says that they are the same


def test_fifteen_days_later_is_another_incident():
    assert ids({"day": 0, "address_no": 7}, {"day": 15, "address_no": 7}) == [0, 1]
    assert ids({"day": 0, "address_no": 7}, {"day": 15, "address_no": 7}, days=15) == [0, 0]


def test_another_thing_or_another_door_is_another_incident():
    rows = [
        {"day": 0, "address_no": 7, "incident_group": 1},
        {"day": 0, "address_no": 7, "incident_group": 2},
        {"day": 0, "address_no": 8},
    ]
    assert ids(*rows) == [0, 1, 2]


def test_without_a_door_the_block_and_then_the_street_is_the_place():
    rows = [
        {"day": 0, "block_id": "B1", "street_id": "S1"},
        {"day": 1, "block_id": "B1", "street_id": "S2"},
        {"day": 1, "block_id": "B2"},
        {"day": 2, "street_id": "S1"},
        {"day": 3, "street_id": "S1"},
    ]
    assert ids(*rows) == [0, 0, 2, 3, 3]


def test_doors_blocks_and_streets_with_one_number_do_not_meet():
    rows = [{"day": 0, "address_no": 0}, {"day": 0, "block_id": "B1"}, {"day": 0, "street_id": "S1"}]
    assert ids(*rows) == [0, 1, 2]


def test_placed_nowhere_each_report_is_an_incident():
    assert ids({"day": 0}, {"day": 0}) == [0, 1]


def test_reports_known_to_the_month_only_are_an_incident_each():
    rows = [{"day": 0, "address_no": 7, "precision": "month"}] * 3
    assert ids(*rows) == [0, 1, 2]


def test_the_first_is_the_earliest_whatever_the_order():
    rows = [{"day": 9, "address_no": 7}, {"day": 2, "address_no": 7}, {"day": 5, "address_no": 7}]
    assert ids(*rows) == [1, 1, 1]


def test_no_reports_no_incidents():
    found = linked()
    assert found.is_empty()
    assert found.schema == Incident.create_empty().schema


ROWS = st.lists(
    st.fixed_dictionaries(
        {"day": st.integers(0, 150), "address_no": st.sampled_from([None, 1, 2]), "incident_group": st.integers(0, 2)}
    ),
    max_size=30,
)


@given(ROWS)
@settings(max_examples=100, deadline=None)
def test_incidents_are_as_a_plain_loop_finds_them(rows):
    expected, latest = [], {}
    for row in sorted(range(len(rows)), key=lambda i: (rows[i]["day"], i)):
        place = (rows[row]["address_no"], rows[row]["incident_group"])
        day, first, incident = latest.get(place, (-999, -999, None))
        if rows[row]["address_no"] is None or rows[row]["day"] - day > 14 or rows[row]["day"] - first > 28:
            first, incident = rows[row]["day"], row
        latest[place] = (rows[row]["day"], first, incident)
        expected.append((row, incident))
    assert list(enumerate(ids(*rows))) == sorted(expected)
