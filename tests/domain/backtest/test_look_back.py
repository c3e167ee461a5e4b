"""Backtest on a simulated town: the forecasts are calibrated and do not use later data."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from threadpoolctl import threadpool_limits

from data.reference import lexicon
from domain.backtest.look_back import incidents_after, look_back
from domain.backtest.placebo import placebo_summary, placebos
from domain.backtest.results import results
from domain.effects.baseline import Baselines
from domain.effects.monthly_panel import Counts
from domain.effects.regression_to_mean import lasting_rates
from domain.question import Question
from domain.scoring.weights import Weights
from domain.snapshot.snapshot import build_snapshot
from tests.domain.backtest.town import made_store

CUT, END = date(2023, 12, 31), date(2024, 12, 31)
QUESTION = Question(as_of=CUT)


def until(store, day):
    return replace(store, reports=store.reports.filter(pl.col("reported_on") <= day))


def looked_back(store, now=None):
    with threadpool_limits(1):
        then, whole = (build_snapshot(each, lexicon()) for each in (until(store, CUT), now or store))
        return look_back(then, whole, QUESTION, ahead=12, weights=Weights())


RECORD_KEYS = (
    *("level", "months", "ahead", "dates", "interval90", "p_high_next", "p_high", "p_top", "rank80", "orders"),
    *("placebo", "overlap"),
)


@pytest.fixture(scope="module")
def store():
    return made_store(1)


@pytest.fixture(scope="module")
def found(store):
    return looked_back(store)


def test_forecast_probabilities_and_intervals_match_the_outcome(found):
    assert found.covered.mean() == pytest.approx(0.9, abs=0.08)
    said, came = found.p_high_next.forecast, found.p_high_next.came
    assert came.mean() == pytest.approx(said.mean(), abs=0.04)
    assert came[said > 0.7].mean() > 0.6 > 0.2 > came[said < 0.2].mean()
    assert found.rank_covered.mean() >= 0.7
    assert found.p_top.forecast.sum() == pytest.approx(5)
    assert found.p_top.came.sum() == 5


def test_the_date_holds_the_day_the_total_of_the_next_year_and_the_known_share(found, store):
    came = store.reports.filter(pl.col("reported_on").is_between(date(2024, 1, 1), END))
    assert found.date["as_of"] == "2023-12-31"
    assert found.date["next_total"] == came.height
    assert 0.95 < found.date["known_share"] <= 1


def test_the_forecast_does_not_use_the_outcome(found, store):
    """With the same past and another future, the forecast is the same and the outcome differs."""
    later = pl.col("reported_on") > CUT
    in_the_south = pl.col("lat") < pl.col("lat").mean()
    other = replace(store, reports=store.reports.filter(~later | in_the_south))
    again = looked_back(store, now=other)
    assert (again.p_high_next.forecast == found.p_high_next.forecast).all()
    assert again.p_top.forecast.tolist() == found.p_top.forecast.tolist()
    assert again.busy == found.busy
    assert (again.p_high_next.came != found.p_high_next.came).any()


def test_incidents_in_areas_unknown_at_the_date_are_reported(store):
    whole = build_snapshot(store, lexicon())
    then = until(store, CUT)
    only_north = replace(then, reports=then.reports.filter(pl.col("lat") > pl.col("lat").mean()))
    found = look_back(build_snapshot(only_north, lexicon()), whole, QUESTION, ahead=12, weights=Weights())
    counted, total = incidents_after(whole, QUESTION, 12)
    assert found.date["next_total"] == total == counted["came"].sum()
    assert 0.2 < found.date["known_share"] < 0.8


def test_where_a_project_ran_is_no_test(store):
    then, whole = (build_snapshot(each, lexicon()) for each in (until(store, CUT), store))
    whole_date = look_back(then, whole, QUESTION, ahead=12, weights=Weights())
    without = look_back(then, whole, QUESTION, ahead=12, weights=Weights(), left_out=frozenset(whole_date.busy[:10]))
    assert set(without.busy) == set(whole_date.busy[10:])
    assert len(without.p_high_next.forecast) == len(whole_date.p_high_next.forecast) - 10


def test_projects_that_never_were_mostly_show_no_effect(store, found):
    then, whole = (build_snapshot(each, lexicon()) for each in (until(store, CUT), store))
    with threadpool_limits(1):
        made = placebos(Counts(then, CUT), Counts(whole, END), found.busy, CUT, most=40, seed=1)
    months = np.arange(12)
    counts, baselines = Counts(then, CUT), Baselines(Counts(then, CUT))
    table = counts.by_area("block")[:, months]
    halves = table[:, :6].sum(axis=1), table[:, 6:].sum(axis=1)
    fitted = lasting_rates(*halves, counts.level("block").homes * 12.0, truncated=True)
    assert baselines.before("block", (), months).usual["one"] == fitted
    of_all = placebo_summary([made])
    assert of_all["n"] == 40
    assert of_all["ratio"] == pytest.approx(1, abs=0.12)
    assert of_all["covered"] >= 0.75
    assert of_all["covered"] + of_all["said_fewer"] + of_all["said_more"] == pytest.approx(1, abs=1e-3)
    assert of_all["displaced_covered"] >= 0.75
    fewer = of_all["by_chance"]["said_fewer"]
    assert (fewer["n"], fewer["true"] / 40) == (40, of_all["said_fewer"])
    assert fewer["low"] < 2 < fewer["high"]
    assert placebo_summary([])["n"] == 0


def test_the_record_is_plain_and_whole(found):
    record = results([found], [], level="block", months=12, ahead=12)
    assert set(record) == set(RECORD_KEYS)
    shares = {"n": len(found.covered), "covered": round(float(np.mean(found.covered)), 4)}
    held = record["interval90"]
    assert held == shares | {"true": int(found.covered.sum()), "by_chance": held["by_chance"]}
    assert held["by_chance"][0] < 0.9 * held["n"] < held["by_chance"][1]
    assert record["overlap"] == 1
    assert set(record["orders"]) == {"score", "forecast", "count", "rate", "recent"}
    assert set(record["orders"]["count"]) == {"pei5", "pei10", "pai10", "auc"}
    assert results([], [], level="block", months=12, ahead=12)["interval90"]["covered"] is None
