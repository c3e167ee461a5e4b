"""What became of earlier messages that something is emerging, in a town where one block rose: for good or not."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from data.reference import lexicon
from data.texts.language import render
from domain.backtest.cuts import known_on
from domain.backtest.emerging_record import Emerged, emerged, once_each
from domain.backtest.verdicts import emerging_before
from domain.snapshot.snapshot import build_snapshot
from tests.domain.backtest.town import made_reports
from tests.domain.frames import stored

CUT = date(2023, 12, 31)


def raised(months, a_month=25):
    """A town in which one square has so many reports more in each of these months."""
    plain = made_reports(3, drift=0.01)
    one = plain.filter((pl.col("lat") == pl.col("lat").min()) & (pl.col("lon") == pl.col("lon").min())).head(1)
    more = [
        one.with_columns(report_key=pl.lit(f"more-{month}-{k}"), reported_on=pl.lit(month))
        for month in months
        for k in range(a_month)
    ]
    return stored(pl.concat([plain, *more]))


def looked_back(store):
    then, now = (build_snapshot(each, lexicon()) for each in (known_on(store, CUT), store))
    return emerged(then, now, CUT, seed=1)


AUTUMN = [date(2023, month, 1) for month in (10, 11, 12)]
SPRING = [date(2024, month, 1) for month in range(1, 7)]


@pytest.mark.parametrize(("months", "went_on"), [(AUTUMN + SPRING, True), (AUTUMN, False)])
def test_a_rise_that_goes_on_and_one_that_does_not(months, went_on):
    (found,) = looked_back(raised(months))
    assert found.as_of == CUT
    assert date(2023, 9, 1) <= found.since <= date(2023, 11, 1)
    assert found.incidents > 1.5 * found.expected
    assert found.went_on is went_on
    assert (found.after > 100) is went_on


def test_without_a_rise_there_is_no_message():
    assert looked_back(raised([])) == ()


def test_the_same_message_a_quarter_later_counts_once():
    first = Emerged(CUT, ("block:a", "block:b"), ("A", "B"), date(2023, 10, 1), 30, 10.0, 20, 10.0)
    again = replace(first, as_of=date(2024, 3, 31), members=("block:b",))
    other = replace(first, members=("block:c",))
    assert once_each([[first], [again, other]]) == [first, other]
    assert once_each([[first], [], [again]]) == [first, again]


def test_how_often_in_a_sentence():
    yes = Emerged(CUT, ("block:a",), ("A",), date(2023, 10, 1), 30, 10.0, 20, 10.0)
    no = replace(yes, after=12)
    told = [render(emerging_before(found, 6), "en") for found in ([], [yes], [no], [yes, no, yes])]
    assert told == [
        "At the end of 6 past quarters nothing was emerging.",
        "At the end of 6 past quarters something was emerging once, and more followed.",
        "At the end of 6 past quarters something was emerging once, and no more followed.",
        "At the end of 6 past quarters something was emerging 3 times. After 2 of these, more followed.",
    ]
