"""Which months a line shows."""

from datetime import date

import polars as pl
import pytest

from domain.indicators.monthly_counts import without_unknown

FIRST = [date(2026, month, 1) for month in range(1, 7)]


def shown(counts: list[int], until: date, *gaps: tuple[date, date]) -> dict[date, int | None]:
    """The counts of the months of 2026 that are shown."""
    months = pl.DataFrame({"month": FIRST[: len(counts)], "theme": "all", "incidents": counts})
    rows = [{"from": first, "to": last, "part": None} for first, last in gaps]
    schema = {"from": pl.Date, "to": pl.Date, "part": pl.String}
    found = without_unknown(months, pl.DataFrame(rows, schema=schema), until)
    return dict(found.select("month", "incidents").rows())


@pytest.mark.parametrize(("until", "months"), [(date(2026, 2, 28), 2), (date(2026, 2, 27), 1), (date(2026, 2, 1), 1)])
def test_a_month_that_is_not_over_is_no_fall(until, months):
    assert shown([9, 1], until) == dict(zip(FIRST, [9, 1][:months], strict=False))


def test_the_only_month_is_shown_though_it_is_not_over():
    assert shown([1], date(2026, 1, 3)) == {FIRST[0]: 1}


def test_a_month_of_which_nothing_is_known_is_no_zero():
    end = date(2026, 6, 30)
    begins = shown([0, 0, 5, 6, 0, 7], end, (date(2025, 10, 1), date(2026, 2, 28)))
    assert begins == dict(zip(FIRST[2:], [5, 6, 0, 7], strict=True))
    broken = shown([4, 0, 0, 6, 0, 7], end, (date(2026, 2, 1), date(2026, 3, 31)))
    assert broken == dict(zip(FIRST, [4, None, None, 6, 0, 7], strict=True))
    assert shown([4, 1, 5], date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28)))[FIRST[1]] == 1
