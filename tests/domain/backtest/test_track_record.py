"""The track record of a simulated town: what was said, what came, without projects, without a look ahead."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from data.reference import lexicon
from data.texts.language import render
from domain.backtest.cuts import known_on
from domain.backtest.look_back import incidents_after
from domain.backtest.measures import Chances
from domain.backtest.track_record import SCHEMA, Together, quarter, year_before, yearly_totals
from domain.backtest.verdicts import calibration, came, in_short, stayed, town, verdicts
from domain.projects.project import Project
from domain.question import Question
from domain.scoring.weights import Weights
from domain.snapshot.snapshot import build_snapshot
from tests.domain.backtest.town import made_store

CUT = date(2023, 12, 31)


@pytest.fixture(scope="module")
def store():
    return made_store(1)


@pytest.fixture(scope="module")
def snapshots(store):
    return build_snapshot(known_on(store, CUT), lexicon()), build_snapshot(store, lexicon())


@pytest.fixture(scope="module")
def found(snapshots):
    return quarter(*snapshots, CUT, weights=Weights())


def english(messages):
    return " ".join(render(each, "en") for each in messages)


def test_the_first_areas_have_their_forecast_and_their_outcome(found):
    assert dict(found.first.schema) == SCHEMA
    assert found.first["rank"].to_list() == list(range(1, 11))
    assert found.first["stayed"].to_list() == [place <= 10 for place in found.first["place"]]
    assert found.first.filter(pl.col("came").is_between("low", "high")).height >= 8
    assert found.highest == 10
    assert found.candidates == pytest.approx(163, abs=5)
    assert not found.first["project"].any()


def test_the_change_of_the_town_is_that_of_the_year_after_to_the_year_before(found, snapshots):
    _then, now = snapshots
    came = incidents_after(now, Question(as_of=CUT), 12)[1]
    assert found.town == pytest.approx(came / year_before(now, CUT))
    assert year_before(now, date(2022, 6, 30)) is None


def test_the_figures_of_this_town(found):
    """Held: with this seed they change only where the list or the forecast does."""
    five = found.list_five
    assert (five.areas, five.stayed, five.homes) == (5, 5, None)
    assert (five.low, five.came, five.high) == pytest.approx((152, 278, 284), rel=0.03)
    assert found.busiest_five.came >= five.came
    assert found.held.mean() == pytest.approx(0.9, abs=0.06)
    assert found.town == pytest.approx(1.0, abs=0.1)
    assert 0.95 < found.known_share <= 1


def test_busiest_first_is_by_what_was_counted_before(found):
    before = found.busiest["before"].to_list()
    assert before == sorted(before, reverse=True)
    assert found.busiest["rank"].to_list() == list(range(1, 11))


def test_the_forecast_does_not_use_the_outcome(store, snapshots, found):
    later = pl.col("reported_on") > CUT
    other = replace(store, reports=store.reports.filter(~later | (pl.col("lat") < pl.col("lat").mean())))
    again = quarter(snapshots[0], build_snapshot(other, lexicon()), CUT, weights=Weights())
    said = ["candidate_id", "before", "low", "high"]
    assert again.first.select(said).equals(found.first.select(said))
    assert (again.list_five.low, again.list_five.high) == (found.list_five.low, found.list_five.high)
    assert again.list_five.came < found.list_five.came
    assert again.p_top.forecast.tolist() == found.p_top.forecast.tolist()


def test_an_area_with_a_project_is_shown_and_left_out_of_every_sum(snapshots, found):
    area = found.first["members"][0][0]
    worked = Project("Opknappen", ((area, "A"),), date(2024, 1, 15), carried_out_from=date(2024, 3, 1), project_id=7)
    planned = Project("Later", ((area, "A"),), date(2025, 1, 15), project_id=8)
    again = quarter(*snapshots, CUT, weights=Weights(), projects=[worked, planned])
    assert again.first["candidate_id"].to_list() == found.first["candidate_id"].to_list()
    assert again.first["project"].to_list() == [True] + [False] * 9
    assert again.list_five.areas == 4
    assert again.list_five.came == found.list_five.came - found.first["came"][0]
    assert len(again.p_top.forecast) < len(found.p_top.forecast)
    assert [(each.project_id, each.rank) for each in again.chosen] == [(7, 1)]
    assert "4 areas without a project out of the first 5" in english(in_short(again))


def test_a_project_that_begins_after_the_year_changes_nothing(snapshots, found):
    area = found.first["members"][0][0]
    later = Project("Later", ((area, "A"),), date(2024, 6, 1), carried_out_from=date(2025, 2, 1))
    again = quarter(*snapshots, CUT, weights=Weights(), projects=[later])
    assert again.first.equals(found.first)
    assert again.chosen == ()


def test_the_years_that_are_whole(snapshots):
    then, now = snapshots
    assert yearly_totals(then, Question(as_of=CUT)).tolist() == [
        now.reports.filter(pl.col("is_first") & (pl.col("reported_on").dt.year() == year)).height
        for year in (2022, 2023)
    ]


def test_a_year_of_which_much_is_missing_is_not_known(snapshots):
    then, _now = snapshots
    row = {"source": "resident", "from": date(2022, 7, 1), "to": date(2022, 9, 30), "reports": 0, "expected": 90.0}
    gap = pl.DataFrame([row | {"part": None}]).cast(then.gaps.schema)
    first, second = yearly_totals(then, Question(as_of=CUT))
    assert first > 0
    assert yearly_totals(replace(then, gaps=gap), Question(as_of=CUT)).tolist() == [0, second]


def test_a_quarter_in_sentences(found):
    told = english(in_short(found))
    assert told.startswith("The first 5 on 31 Dec 2023 all stayed among the first 10. Together they had ")
    five = Together(5, 4, 300, 200.0, 150, 250, None)
    assert render(stayed(found, five), "en") == "Of the first 5 on 31 Dec 2023, 4 stayed among the first 10."
    assert "one stayed" in render(stayed(found, replace(five, stayed=1)), "en")
    assert "none stayed" in render(stayed(found, replace(five, stayed=0)), "en")
    assert "a project ran" in render(stayed(found, None), "en")
    assert "too few" in render(stayed(replace(found, candidates=9), five), "en")
    assert "more than the 150 to 250 expected" in render(came(five), "en")
    assert "fewer than the 150 to 250 expected" in render(came(replace(five, came=100)), "en")
    assert town(replace(found, town=1.02)) is None
    assert render(town(replace(found, town=0.7)), "en").startswith("In all areas together there were 30% fewer")


def test_a_sum_of_so_few_areas_that_it_could_reveal_one_is_withheld(found):
    few = replace(found, list_five=replace(found.list_five, areas=2))
    assert len(in_short(few)) == 1


def test_probabilities_are_grouped_with_how_often_they_came_true():
    said = Chances(np.array([0.81, 0.9, 0.95, 0.1]), np.array([True, True, False, False]))
    low, high = calibration([said])
    assert (high["n"], high["true"], high["from"], high["to"]) == (3, 2, 0.8, 1.0)
    assert (low["n"], low["true"]) == (1, 0)


def test_good_and_not_good_only_where_numbers_bear_it(found):
    texts = [(each.good, render(each.text, "en")) for each in verdicts([found])]
    assert texts[0] == (
        True,
        "It finds what stays: 5 of 5 first places stayed among the highest; by chance it would be 6%.",
    )
    assert verdicts([]) == []
    sure = Chances(np.full(80, 0.9), np.arange(80) < 40)
    nothing = Chances(np.zeros(0), np.zeros(0, dtype=bool))
    too_sure = replace(found, p_top=sure, p_high_next=nothing)
    said = "It was too sure: of 80 times that it called something probable, 40 came true. That should be 68 to 76."
    assert (False, said) in [(each.good, render(each.text, "en")) for each in verdicts([too_sure])]
    few = Chances(sure.forecast[:8], sure.came[:8])
    assert not any(
        "likely" in render(each.text, "en") for each in verdicts([replace(found, p_top=few, p_high_next=nothing)])
    )


def test_busiest_first_is_said_to_be_better_only_where_all_quarters_say_so(found):
    worse, better = (replace(found.list_five, came=came) for came in (100, 300))
    lost = replace(found, list_five=worse, busiest_five=better)
    won = replace(found, list_five=better, busiest_five=worse)

    def about(quarters):
        return [each.good for each in verdicts(quarters) if "usiest first" in render(each.text, "en")]

    assert about([lost] * 3) == [False]
    assert about([won] * 3) == [True]
    assert about([lost, lost, won]) == []
    assert about([lost] * 2) == []


def test_ranges_that_were_too_narrow_and_the_change_of_the_town_are_reported(found):
    held = np.arange(100) < 70
    narrow = replace(found, held=held, held_but_for_town=held, town=0.6, known_share=0.5)
    texts = [render(each.text, "en") for each in verdicts([narrow])]
    assert "Its ranges are too narrow: 70 of 100 held the actual number. That should be 85 to 95." in texts
    assert "It cannot foresee what all areas do together: 40% fewer incidents in the year after 31 Dec 2023." in texts
    assert "It knows only where something was reported before: 50% of the incidents came elsewhere." in texts
    by_town = replace(narrow, held_but_for_town=np.arange(100) < 90)
    assert any("would have been 90." in render(each.text, "en") for each in verdicts([by_town]))
