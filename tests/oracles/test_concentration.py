"""The effective number against published values and a direct count."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from domain.indicators.concentration import address_concentration, reporter_concentration


def effective(counts: list[int]) -> float:
    """The inverse of Simpson's index (1949), by the definition."""
    return 1 / sum((n / sum(counts)) ** 2 for n in counts)


def of_parts(*counts: int) -> float:
    """The effective number of addresses of one area whose addresses have these numbers of reports."""
    doors = [door for door, n in enumerate(counts) for _report in range(n)]
    days = pl.Series([date(2026, 1, 1)] * len(doors))
    frame = pl.DataFrame({"area": [0] * len(doors), "address_no": doors, "reported_on": days})
    return address_concentration(frame, 1)["effective_addresses"].item()


def test_worked_out_by_hand():
    """Simpson's index (1949) of ten things in parts of 5, 3 and 2 is 0.38: equivalent to 1 / 0.38 equal parts."""
    assert of_parts(5, 3, 2) == pytest.approx(2.6316, abs=5e-5)


@pytest.mark.parametrize("parts", [1, 2, 7, 100])
def test_equal_parts_are_their_own_number(parts):
    """Hill 1973: the number of equally common species."""
    assert of_parts(*[3] * parts) == pytest.approx(parts)


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
        addresses = of_area["address_no"].value_counts()["count"]
        assert row["addresses"] == len(addresses)
        assert row["top_address_share"] == addresses.max() / addresses.sum()
        assert row["effective_addresses"] == pytest.approx(effective(addresses.to_list()))
        assert row["reporters"] == of_area["reporter"].n_unique()
        assert row["top_reporter_alone"] == of_area["reporter"].value_counts()["count"].max()
