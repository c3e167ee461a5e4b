"""The forecast for next year, beside the observed counts."""

import warnings
from datetime import date, timedelta

import polars as pl
import pytest

from data.reference import lexicon
from domain.question import Question
from domain.scoring.evidence import evidence
from domain.snapshot.snapshot import build_snapshot
from tests.domain.backtest.town import made_reports
from tests.domain.frames import dwellings, row_of_homes, snapshot_of, stored
from tests.domain.frames import reports as rows


def known(reports: pl.DataFrame) -> pl.DataFrame:
    """The blocks of a town with these reports."""
    return evidence(build_snapshot(stored(reports), lexicon()), Question(), kinds=("block",), draws=0).units


@pytest.fixture(scope="module")
def reports() -> pl.DataFrame:
    return made_reports(3)


def test_next_year_is_wider_than_what_was_counted(reports):
    busy = known(reports).filter(pl.col("counted") >= 15)
    counted, coming = busy["high"] - busy["low"], busy["next_high"] - busy["next_low"]
    assert (coming > counted).all()  # areas that count as one: the rate is in incidents a year
    assert (busy["next_low"] <= busy["next"]).all()
    assert (busy["next"] <= busy["next_high"]).all()


def test_an_extreme_year_is_not_expected_again(reports):
    worst = known(reports).top_k(10, by="counted")
    assert worst["next"].sum() < 0.97 * worst["counted"].sum()


def test_half_a_year_gives_no_number_of_a_year(reports):
    short = known(reports.filter(pl.col("reported_on") >= date(2024, 7, 1)))
    assert short.select("next", "next_low", "next_high").null_count().row(0) == (short.height,) * 3
    assert short["p_high_next"].is_between(0, 1).all()


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_one_report_is_no_reason_to_expect_anything():
    kade = {"street": "Kade", "number": 1, "town": "Meerwijk", "reported_on": date(2026, 6, 30)}
    homes = dwellings(*row_of_homes("Kade", range(1, 21), block_code="A"))
    for snapshot in (snapshot_of(rows(kade)), snapshot_of(rows(kade), homes)):
        found = evidence(snapshot, Question())
        assert found.units["next"].null_count() == found.units.height
        assert found.units.select("p_high_next", "burden", "certainty").to_numpy().tolist() == [[0, 0, 0]] * 2
        assert found.units["next_ratio"].to_list() == [1, 1]
        assert [part.tolist() for part in found.posteriors.coming.estimated([5, 5])] == [[0, 0], [0, 0]]


def test_nothing_is_expected_where_nothing_was_reported_for_a_year():
    """Staff saw something three years ago, and residents report to this day: the question is about staff."""
    days = [date(2026, 6, 30) - timedelta(day) for day in range(0, 1_400, 20)]
    kade = {"street": "Kade", "number": 1, "town": "Meerwijk"}
    told = [kade | {"reported_on": day} for day in days]
    staff = [kade | {"reported_on": day, "source": "caretaker"} for day in days[-20:]]
    with warnings.catch_warnings(action="error", category=RuntimeWarning):
        units = evidence(snapshot_of(rows(*staff, *told)), Question(sources=("caretaker",), months=60)).units
    assert units["next"].to_list() == pytest.approx([0, 0], abs=1e-6)
    assert units["p_high_next"].to_list() == [0, 0]
