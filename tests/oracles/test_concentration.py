"""The effective number against published values and a direct count."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from domain.indicators.concentration import address_concentration, effective_number, reporter_concentration


def test_worked_out_by_hand():
    """Simpson's index (1949) of ten things in parts of 5, 3 and 2 is 0.38: equivalent to 1 / 0.38 equal parts."""
    assert effective_number([5, 3, 2]) == pytest.approx(1 / (0.5**2 + 0.3**2 + 0.2**2))
    assert effective_number([5, 3, 2]) == pytest.approx(2.6316, abs=5e-5)


@pytest.mark.parametrize("parts", [1, 2, 7, 100])
def test_equal_parts_are_their_own_number(parts):
    """Hill 1973: the number of equally common species."""
    assert effective_number([3] * parts) == pytest.approx(parts)


def test_every_area_as_counted_one_by_one():
    rng = np.random.default_rng(6)
    area = rng.integers(0, 30, 3_000)
    frame = pl.DataFrame(
        {
            "area": area,
            "address_no": area * 10 + rng.geometric(0.4, 3_000).clip(1, 9),
            "reporter": rng.geometric(0.1, 3_000).astype(str),
            "incident_id": np.arange(3_000),
            "reported_on": pl.Series([date(2026, 1, 1)] * 3_000),
        }
    )
    found = address_concentration(frame, 30).hstack(reporter_concentration(frame, 30))
    for number, row in enumerate(found.iter_rows(named=True)):
        of_area = frame.filter(pl.col("area") == number)
        for column, one, many in (("address_no", "address", "addresses"), ("reporter", "reporter", "reporters")):
            counts = of_area[column].value_counts()["count"]
            assert row[many] == len(counts)
            assert row[f"top_{one}_share"] == counts.max() / counts.sum()
            assert row[f"effective_{many}"] == pytest.approx(effective_number(counts))
