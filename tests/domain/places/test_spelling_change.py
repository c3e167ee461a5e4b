"""A simulated town whose export changes its spelling of addresses halfway: the results must not change.

The kind of change is real: "Zeeweg, Katwijk aan Zee, Nederland" in one year, "Zeeweg, 2224 Katwijk" in the next.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from domain.analysis import area_figures
from domain.question import Question
from tests.domain.frames import at, reports, snapshot_of

LAST = date(2026, 6, 30)
CHANGED = LAST - timedelta(365)
STREETS = 60


def told(changing: bool, located: bool) -> pl.DataFrame:
    """Two years of reports in STREETS streets; if ``changing``, the second year has another spelling."""
    rng = np.random.default_rng(20260630)
    rows = []
    for street in range(STREETS):
        for _each in range(rng.poisson(24)):
            day = LAST - timedelta(int(rng.integers(0, 730)))
            new = changing and day > CHANGED
            where = {"town": "Duinwijk"} if new else {"town": "Duinwijk aan Zee"}
            where |= {"postcode": "2224"} if new else {}
            point = at(200 * (street % 8) + int(rng.integers(0, 90)), 400 * (street // 8)) if located else {}
            number = {"number": int(rng.integers(1, 40))} if rng.random() < 0.8 else {}
            named = {"street": f"Schelpenpad {chr(65 + street // 26)}{chr(97 + street % 26)}"}
            rows.append(named | number | where | point | {"reported_on": day})
    return snapshot_of(reports(*rows))


@pytest.mark.parametrize("located", [True, False])
def test_a_change_of_address_format_makes_no_second_street_and_no_rise_or_fall(located):
    one, two = (told(changing, located) for changing in (False, True))
    known = two.reports.filter(pl.col("reported_on") <= CHANGED)["street_id"].cast(pl.String).unique()
    later = two.reports.filter((pl.col("reported_on") > CHANGED) & pl.col("is_first"))["street_id"].cast(pl.String)
    assert later.is_in(known.implode()).mean() >= 0.97
    assert two.areas.filter(level="street").height == STREETS
    question = Question(level="street")
    moved = []
    for snapshot in (one, two):
        p = area_figures(snapshot, question)["p_rise"]
        moved.append((p >= 0.95).sum() + (p <= 0.05).sum())
    assert moved[1] <= moved[0]
    assert one.reports["is_first"].sum() == two.reports["is_first"].sum()
