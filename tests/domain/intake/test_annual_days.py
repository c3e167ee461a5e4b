from datetime import date

import polars as pl
import pytest

from domain.intake.annual_days import proposed
from domain.schemas import OPPORTUNITY_KINDS

HELD = {  # year: Annual volunteer day, clean-up day, neighbours' day, as they were held
    2023: ((10, 11), 18, 23),
    2024: ((15, 16), 23, 28),
    2025: ((14, 15), 22, 27),
    2026: ((13, 14), 21, 26),
}


@pytest.mark.parametrize("year", HELD)
def test_the_rules_give_the_days_on_which_they_were_held(year):
    (first, last), clean_up, neighbours = HELD[year]
    assert proposed(year).select("starts_on", "ends_on").rows() == [
        (date(year, 3, first), date(year, 3, last)),
        (date(year, 3, clean_up), date(year, 3, clean_up)),
        (date(year, 9, neighbours), date(year, 9, neighbours)),
    ]


def test_each_is_an_action_day_on_a_weekend_with_whom_to_ask():
    every = pl.concat([proposed(year) for year in range(2020, 2060)])
    assert set(every["kind"]) <= set(OPPORTUNITY_KINDS)
    assert set(every["ends_on"].dt.weekday()) == {6}
    assert every["check"].str.contains("Check the date").all()
    assert (every["starts_on"] <= every["ends_on"]).all()
