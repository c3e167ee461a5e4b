"""The chart of hours: weeks with the same hours are one bar."""

from datetime import date, timedelta

import polars as pl
from polars.testing import assert_frame_equal

from pages.plan import hours_chart

WEEKS = [date(2027, 1, 4) + timedelta(days=7 * week) for week in range(6)]


def test_weeks_with_the_same_hours_are_one_bar_and_none_is_lost():
    load = pl.DataFrame(
        {
            "lead": ["Jan"] * 6 + ["Piet"] * 6,
            "week": WEEKS * 2,
            "hours": [4.0] * 5 + [0.0] + [4.0] * 6,
            "running": [1.0, 1.0, *[0.0] * 10],
            "planned": [*[0.0] * 3, 2.0, 2.0 + 1e-9, 2.0, *[0.0] * 6],
        }
    )
    spans = hours_chart._spans(load)
    assert spans.select("lead", "week", "until").rows() == [
        ("Jan", WEEKS[0], WEEKS[2]),
        ("Jan", WEEKS[2], WEEKS[3]),
        ("Jan", WEEKS[3], WEEKS[5]),
        ("Jan", WEEKS[5], WEEKS[5] + timedelta(days=7)),
        ("Piet", WEEKS[0], WEEKS[5] + timedelta(days=7)),
    ]
    order = ["lead", "week", "kind"]
    bars = hours_chart._bars(spans, "running", "planned", "over")
    by_week = load.join_where(
        bars.select(of="lead", first="week", until_bar="until", kind="kind", low="low", high="high"),
        pl.col("lead") == pl.col("of"),
        pl.col("week") >= pl.col("first"),
        pl.col("week") < pl.col("until_bar"),
    ).select("lead", "week", "kind", "low", "high")
    each_week = hours_chart._bars(load, "running", "planned", "over").select(*order, "low", "high")
    assert_frame_equal(by_week.sort(order), each_week.sort(order))
