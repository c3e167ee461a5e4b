"""Areas with too little data get the reason."""

from datetime import date

import polars as pl
import pytest

from domain.indicators.data_sufficiency import TOO_LITTLE, months_of_data, part_missed, too_little

ENOUGH = {"months": 12.0, "asked": 12, "missed": 0.0, "unplaced": 0.0}
YEAR = (date(2025, 10, 31), date(2026, 10, 31))
GAPS = pl.DataFrame(
    {
        "source": ["resident"],
        "from": [date(2026, 10, 1)],
        "to": [date(2026, 10, 20)],
        "reports": [4],
        "expected": [100.0],
    }
)


def reason(incidents: int = 20, homes: int = 30, denominator: str = "dwellings", comparable: bool = True, **all_areas):
    figures = {"incidents": incidents, "homes": homes, "denominator": denominator, "comparable": comparable}
    return too_little(pl.DataFrame([figures]), **ENOUGH | all_areas).item()


@pytest.mark.parametrize(
    ("why", "case"),
    [
        (None, {}),
        (None, {"incidents": 3, "homes": 5, "months": 3.0, "missed": 0.25, "unplaced": 0.5}),
        (None, {"homes": 1, "denominator": "one"}),
        ("few_incidents", {"incidents": 2}),
        ("few_homes", {"homes": 4}),
        ("few_homes", {"homes": 4, "incidents": 0}),
        ("not_comparable", {"comparable": False, "homes": 1}),
        ("unplaced", {"unplaced": 0.51}),
        ("gaps", {"missed": 0.26}),
        ("short", {"months": 0.8, "missed": 1.0}),
        (None, {"months": 28 / 30.44, "asked": 1}),  # a question about February
        ("short", {"months": 0.5, "asked": 1}),
    ],
)
def test_the_first_that_fails_is_the_reason(why, case):
    assert reason(**case) == why


def test_every_reason_has_its_sentence_and_the_areas_keep_their_order():
    figures = pl.DataFrame(
        {"incidents": [9, 1], "homes": [9, 9], "denominator": "dwellings", "comparable": [True, True]}
    )
    found = too_little(figures, **ENOUGH)
    assert found.to_list() == [None, "few_incidents"]
    assert found.dtype == pl.Enum(list(TOO_LITTLE))


def test_months_of_data():
    assert months_of_data(*YEAR, date(2020, 1, 1)) == pytest.approx(12, abs=0.01)
    assert months_of_data(*YEAR, date(2026, 8, 1)) == pytest.approx(3, abs=0.03)
    assert months_of_data(*YEAR, None) == 0
    assert months_of_data(*YEAR, date(2027, 1, 1)) == 0


def test_the_part_missed_weighs_a_gap_by_the_reports_it_kept_out():
    assert part_missed(GAPS, *YEAR, reports=864) == pytest.approx(96 / 960)
    half = (date(2025, 10, 31), date(2026, 10, 10))
    assert part_missed(GAPS, *half, reports=432) == pytest.approx(48 / 480)
    assert part_missed(GAPS, date(2026, 10, 20), date(2026, 10, 31), reports=30) == 0
    assert part_missed(GAPS.clear(), *YEAR, reports=0) == 0
