"""The candidates of a session, with publishable figures only."""

import polars as pl
import pytest

from domain.disclosure_control import public
from domain.scoring.evidence import evidence
from domain.scoring.ranking import ranking
from domain.scoring.weights import Weights
from domain.sessions.candidates import figures_of, session_candidates
from domain.sessions.session import SessionPlan
from tests.domain.frames import not_postponed
from tests.domain.test_disclosure_control import town

BUSY = [("environment", half, home) for half in (2, 3) for home in range(12)]
CALM = [("social", 3, home) for home in range(6)]
PLAN = SessionPlan(level="street", candidates=2)


@pytest.fixture(scope="module")
def known():
    """Street A is busy, B calm, C has three homes, D no incidents: the list, the units and the publishable figures."""
    snapshot = town([(12, BUSY), (12, CALM), (3, CALM), (12, [])])
    found = evidence(snapshot, PLAN.question, kinds=("street",))
    return not_postponed(ranking(found, Weights())), not_postponed(found.units), public(snapshot, PLAN.question)


def test_the_first_of_the_list_are_talked_about_in_its_order(known):
    ranked, units, shown = known
    seen = session_candidates(ranked, units, PLAN, shown)
    assert seen["rank"].to_list() == [1, 2]
    assert seen["candidate_id"].to_list() == ranked["candidate_id"].head(2).to_list()
    assert seen["name"][0] == "Straat A"


def test_a_postponed_one_keeps_its_place_and_takes_no_place_of_another(known):
    ranked, units, shown = known
    one = SessionPlan(level="street", candidates=1)
    first, last = (
        ranked.with_columns(postponed_until=pl.when(pl.col("rank") == rank).then(pl.date(2027, 5, 1)))
        for rank in (1, 2)
    )
    seen = session_candidates(first, units, one, shown)
    assert seen["rank"].to_list() == [1, 2]
    assert seen["postponed_until"].is_null().to_list() == [False, True]
    assert session_candidates(last, units, one, shown)["rank"].to_list() == [1]


def test_what_was_chosen_is_talked_about_also_where_it_is_not_in_the_list(known):
    ranked, units, shown = known
    calm = units.filter(pl.col("name") == "Straat D")["candidate_id"].item()
    first = ranked["candidate_id"][0]
    plan = SessionPlan(level="street", chosen=(calm, first, "street:gone"))
    seen = session_candidates(ranked.filter(pl.col("candidate_id") != calm), units, plan, shown)
    assert seen.select("candidate_id", "rank").rows() == [(first, 1), (calm, None)]


def test_only_what_may_be_shown_has_figures(known):
    _ranked, units, shown = known
    ids = dict(units.select("name", "candidate_id").iter_rows())
    busy = figures_of(shown, [ids["Straat A"]])
    assert (busy.incidents, busy.homes, busy.change) == (24, 12, 0)
    assert busy.low < busy.rate < busy.high
    assert figures_of(shown, [ids["Straat C"]]) is None
    assert figures_of(shown, [ids["Straat A"], ids["Straat C"]]) is None
    assert figures_of(shown, []) is None


def test_the_figures_of_several_areas_are_made_of_published_ones(known):
    _ranked, units, shown = known
    ids = dict(units.select("name", "candidate_id").iter_rows())
    one, other = (figures_of(shown, [ids[name]]) for name in ("Straat A", "Straat B"))
    both = figures_of(shown, [ids["Straat A"], ids["Straat B"]])
    assert (both.incidents, both.homes) == (one.incidents + other.incidents, 24)
    assert both.rate == pytest.approx((one.rate + other.rate) / 2)
    assert both.low is both.high is both.p_high is None
