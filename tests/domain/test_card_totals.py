from datetime import date

import polars as pl
import pytest

from domain.analysis import Card
from domain.card_totals import categories_together, months_together, noticed_by

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def card(months: list[tuple], categories: list[tuple], sources: list[tuple]) -> Card:
    return Card(
        area={},
        figures={},
        months=pl.DataFrame(months, schema=["month", "theme", "incidents"], orient="row"),
        categories=pl.DataFrame(categories, schema={"code": pl.String, "incidents": pl.Int64}, orient="row"),
        sources=pl.DataFrame(sources, schema={"source": pl.String, "reports": pl.Int64}, orient="row"),
        neighbours=pl.DataFrame(),
        incidents=pl.DataFrame(),
        looked={},
    )


CARDS = [
    card([(FEB, "social", 3), (JAN, "social", 1)], [("GEL", 4), ("VUI", 1)], [("resident", 6), ("caretaker", 2)]),
    card([(JAN, "environment", 2), (FEB, "environment", 0)], [("VUI", 3), ("OVE", 1)], [("technician", 2)]),
]


def test_areas_are_counted_together():
    assert months_together(CARDS).rows() == [(JAN, 3), (FEB, 3)]
    assert categories_together(CARDS).rows() == [("GEL", 4), ("VUI", 4), ("OVE", 1)]


def test_who_noticed_it_is_a_share_of_the_reports():
    assert noticed_by(CARDS) == {"resident": pytest.approx(0.6), "staff": pytest.approx(0.4)}
    assert noticed_by([card([(JAN, "social", 0)], [], [("police", 1)])]) == {"other": 1.0}
    assert noticed_by([card([(JAN, "social", 0)], [], [])]) == {}
