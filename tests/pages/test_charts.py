"""What charts show."""

from datetime import date

import polars as pl
import pytest

from pages.shared.charts import whole_months

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        (date(2026, 2, 28), [JANUARY, FEBRUARY]),
        (date(2026, 2, 27), [JANUARY]),
        (date(2026, 2, 1), [JANUARY]),
    ],
)
def test_a_month_that_is_not_over_is_no_fall(until, shown):
    months = pl.DataFrame({"month": [JANUARY, FEBRUARY], "incidents": [9, 1]})
    assert whole_months(months, until)["month"].to_list() == shown


def test_the_only_month_is_shown_though_it_is_not_over():
    months = pl.DataFrame({"month": [FEBRUARY], "incidents": [1]})
    assert whole_months(months, date(2026, 2, 3)).equals(months)
