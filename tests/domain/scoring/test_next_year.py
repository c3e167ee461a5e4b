"""The forecast for next year, beside the observed counts."""

from datetime import date

import polars as pl
import pytest

from data.reference import lexicon
from domain.question import Question
from domain.scoring.evidence import evidence
from domain.snapshot.snapshot import build_snapshot
from tests.domain.backtest.town import made_reports
from tests.domain.frames import stored


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
