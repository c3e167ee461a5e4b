"""Months counted back from the last day, and whether an export covers them."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from domain.indicators.monthly_counts import PastIncidents, area_months, known_months, month_edges
from domain.question import months_before
from domain.statistics.contribution_caps import capped

NO_GAPS = {"source": pl.String, "from": pl.Date, "to": pl.Date}


def test_months_end_on_the_same_day():
    assert month_edges(date(2026, 3, 31), 2) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert month_edges(date(2026, 3, 20), 1) == [date(2026, 2, 20), date(2026, 3, 20)]


def test_each_incident_in_its_month():
    incidents = pl.DataFrame(
        {
            "area": [0, 0, 0, 2, 2, None, 2, 0],
            "reported_on": [
                date(2026, 1, 31),  # before the first month
                date(2026, 2, 1),
                date(2026, 2, 28),
                date(2026, 3, 1),
                date(2026, 3, 31),
                date(2026, 3, 31),  # nowhere
                date(2026, 4, 1),  # after the last day
                date(2024, 1, 1),
            ],
        },
        schema_overrides={"area": pl.UInt32},
    )
    assert area_months(incidents, 3, date(2026, 3, 31), 2).tolist() == [[2, 0], [0, 0], [0, 2]]
    assert area_months(incidents.clear(), 2, date(2026, 3, 31), 3).tolist() == [[0, 0, 0]] * 2


def test_incidents_within_the_caps_as_each_year_is_capped_by_itself():
    """Beside each other: the months of all incidents at once, and each year and area counted as the rule is written."""
    rng, until, months = np.random.default_rng(8), date(2026, 3, 31), 30
    days = np.sort(rng.integers(0, 1_100, 4_000))  # some before the first month
    rows = pl.DataFrame(
        {
            "reported_on": [date(2023, 3, 27) + timedelta(int(day)) for day in days],
            "block": pl.Series(rng.integers(0, 5, 4_000)).set(pl.Series(rng.random(4_000) < 0.1), None),
            "reporter": pl.Series(rng.geometric(0.5, 4_000)).set(pl.Series(rng.random(4_000) < 0.3), None),
            "address_no": pl.Series([None] * 4_000, dtype=pl.Int64),
        }
    ).filter(pl.col("reported_on") <= until)
    past, of_block = PastIncidents.of(rows, until, months), rows.select("reported_on", area="block")
    assert (past.by_area(rows["block"], 6) == area_months(of_block, 6, until, months)).all()
    ends = [months_before(until, 12 * back) for back in (3, 2, 1)]
    counts = np.ones(rows.height, dtype=bool)
    for first, last in pairwise([date.min, *ends, until]):
        inside = (
            rows["block"].is_not_null() & (rows["reported_on"] > first) & (rows["reported_on"] <= last)
        ).to_numpy()
        area, who = (rows[name].fill_null(-1).to_numpy()[inside] for name in ("block", "reporter"))
        counts[inside] = capped(area, who, 6)
    assert 0 < counts.sum() < 0.97 * rows.height
    found = past.by_area(rows["block"], 6, within_caps=True)
    assert (found == area_months(of_block.filter(counts), 6, until, months)).all()


def test_no_incidents_at_all():
    rows = pl.DataFrame(
        schema={"reported_on": pl.Date, "block": pl.UInt32, "reporter": pl.UInt32, "address_no": pl.UInt32}
    )
    past = PastIncidents.of(rows, date(2026, 3, 31), 3)
    assert past.by_area(rows["block"], 2, within_caps=True).tolist() == [[0, 0, 0]] * 2


def test_a_week_without_an_export_makes_calm_say_nothing():
    gaps = pl.DataFrame({"from": [date(2026, 1, 26), date(2026, 3, 1)], "to": [date(2026, 2, 6), date(2026, 3, 7)]})
    assert known_months(gaps, date(2026, 4, 30), 4).tolist() == [True, True, False, True]
    longer = gaps.with_columns(to=pl.col("to").dt.offset_by("1d"))
    assert known_months(longer, date(2026, 4, 30), 4).tolist() == [True, False, False, True]


def test_before_the_data_begins_nothing_is_known():
    none = pl.DataFrame(schema=NO_GAPS)
    assert known_months(none, date(2026, 4, 30), 4).all()
    assert known_months(none, date(2026, 4, 30), 4, begins_on=date(2026, 2, 7)).tolist() == [False, True, True, True]
    assert known_months(none, date(2026, 4, 30), 4, begins_on=date(2026, 2, 8)).tolist() == [False, False, True, True]
