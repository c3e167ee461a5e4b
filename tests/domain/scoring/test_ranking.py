"""The ranked list: its order and certainty, and that no problem is in it twice."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scoring.ranking import alternatives, individual_cases, ranking, where_is
from domain.scoring.weights import COMPONENTS, Weights
from tests.domain.scoring.made import evidence_of

EVEN = Weights(20, 20, 20, 20, 20, 0, 0)
component = st.floats(0, 100)
units = st.lists(st.tuples(*[component] * len(COMPONENTS)), min_size=1, max_size=12)
weights = st.tuples(*[st.floats(0, 100)] * len(COMPONENTS)).filter(lambda w: sum(w) > 0.01).map(lambda w: Weights(*w))


@settings(max_examples=60)
@given(units, weights, st.integers(1, 6))
def test_scores_and_probabilities(values, chosen, top):
    ranked = ranking(evidence_of(values, draws=50), chosen, seed=2, top=top)
    assert ranked.height == len(values)
    assert ranked["score"].is_between(0, 100).all()
    assert ranked["score"].to_list() == sorted(ranked["score"], reverse=True)
    if len(values) > top:
        assert ranked["p_top"].is_between(0, 1).all()
        assert ranked["p_top"].sum() == pytest.approx(top)
    else:
        assert ranked["p_top"].is_null().all()  # all are among the first, which tells nothing
    assert (ranked["rank_low"] <= ranked["rank_high"]).all()
    assert ranked["rank_low"].is_between(1, len(values)).all()
    assert ranked["rank_high"].is_between(1, len(values)).all()
    by = ranked.select(pl.sum_horizontal(f"by_{name}" for name in COMPONENTS)).to_series()
    assert by.to_numpy() == pytest.approx(ranked["score"].to_numpy())


@settings(max_examples=60)
@given(st.tuples(*[component] * 5), st.tuples(*[st.floats(0, 50)] * 5), weights)
def test_what_is_better_on_every_component_never_scores_lower(values, more, chosen):
    better = [min(value + extra, 100) for value, extra in zip(values, more, strict=True)]
    ranked = ranking(evidence_of([values, better], draws=10), chosen)
    score = dict(ranked.select("candidate_id", "score").rows())
    assert score["u001"] >= score["u000"] - 1e-9


def test_another_seed_changes_only_the_ranks_over_other_weights():
    these = evidence_of(np.random.default_rng(5).uniform(0, 100, (30, 5)), spread=20)
    first, again, other = (ranking(these, EVEN, seed) for seed in (1, 1, 2))
    assert first.equals(again)
    weighed = ("weights_low", "weights_high", "against", "values")
    assert first.drop(weighed).equals(other.drop(weighed))
    assert not first.select("weights_low", "weights_high").equals(other.select("weights_low", "weights_high"))


def test_how_sure_follows_how_far_they_are_apart():
    far = ranking(evidence_of([[90] * 5, [50] * 5, [10] * 5]), EVEN, top=1)
    near = ranking(evidence_of([[51] * 5, [50] * 5, [49] * 5]), EVEN, top=1)
    assert far["p_top"].to_list() == [1, 0, 0]
    assert far.select("rank_low", "rank_high").rows() == [(1, 1), (2, 2), (3, 3)]
    assert 0.3 < near["p_top"][0] < 0.8
    assert near.row(0, named=True)["rank_high"] == 3


def test_uncertainty_of_weights_is_separate_from_uncertainty_of_data():
    """Without uncertainty in the data, the rank interval is narrow even if the order depends on the weights."""
    these = evidence_of([[60, 50, 0, 0, 0], [50, 60.5, 0, 0, 0]], spread=0)
    split = ranking(these, Weights(50, 50, 0, 0, 0, 0, 0), top=1)
    assert split["p_top"].to_list() == [1, 0]
    assert split.select("rank_low", "rank_high").rows() == [(1, 1), (2, 2)]
    assert split.select("weights_low", "weights_high").rows() == [(1, 2), (1, 2)]
    single = ranking(these, Weights(1, 0, 0, 0, 0, 0, 0), top=1)
    assert single.select("weights_low", "weights_high").rows() == [(1, 1), (2, 2)]


def test_a_component_without_data_is_passed_over():
    these = evidence_of([[40, 0, 0, 0, 100], [50, 0, 0, 0, 0]], has_evidence=[True] * 4 + [False] * 3)
    ranked = ranking(these, Weights(10, 0, 0, 0, 90, 0, 0))
    assert ranked.select("candidate_id", "score").rows() == [("u001", 50), ("u000", 40)]
    assert set(ranking(these, Weights(0, 0, 0, 0, 1, 0, 0))["score"]) == {0}


def test_a_problem_is_in_the_list_once():
    """Unit 0 is a street; units 1 and 2 are in it; unit 3 is a block of cluster 4."""
    given = {"stands_for": {3: 4}, "inside": {1: 0, 2: 0}}
    block = ranking(evidence_of([[50] * 5, [60] * 5, [40] * 5, [90] * 5, [70] * 5], **given), EVEN)
    assert dict(block.select("candidate_id", "folded").rows()) == {"u004": ["u003"], "u001": ["u000"], "u002": []}
    street = ranking(evidence_of([[65] * 5, [60] * 5, [40] * 5, [90] * 5, [70] * 5], **given), EVEN)
    assert dict(street.select("candidate_id", "folded").rows()) == {"u004": ["u003"], "u000": ["u001", "u002"]}


def test_an_individual_case_is_no_candidate_and_replaces_none():
    these = evidence_of([[50] * 5, [90] * 5], inside={1: 0}, lists={1: "individual"})
    ranked = ranking(these, EVEN)
    assert ranked["candidate_id"].to_list() == ["u000"]
    assert where_is(these, ranked, "u001") == ("individual", "u001")


def test_where_an_area_is():
    these = evidence_of([[50] * 5, [60] * 5, [10] * 5], inside={1: 0}, lists={2: "little"})
    ranked = ranking(these, EVEN)
    assert where_is(these, ranked, "u001") == ("candidate", "u001")
    assert where_is(these, ranked, "u000") == ("candidate", "u001")
    assert where_is(these, ranked, "u002") == ("little", "u002")
    assert where_is(these, ranked, "block:own/nowhere") == ("unknown", None)


def test_a_street_is_one_individual_case_with_the_block_in_it():
    cases = {0: "individual", 1: "individual"}
    these = evidence_of([[50] * 5, [90] * 5], inside={1: 0}, lists=cases)
    these = type(these)(these.units.with_columns(reports=pl.lit(10)), these.draws, these.has_evidence)
    assert individual_cases(these)["candidate_id"].to_list() == ["u001"]


def test_alternatives_score_alike_for_the_same_reasons():
    these = evidence_of([[60, 60, 0, 0, 0], [0, 0, 0, 60, 60], [55, 60, 0, 0, 0], [5, 0, 0, 0, 0]])
    near = alternatives(ranking(these, EVEN), "u000", most=2)
    assert near["candidate_id"].to_list() == ["u002", "u003"]
    assert near["apart"].to_list() == pytest.approx([1, 23])


def test_no_units_no_list():
    assert ranking(evidence_of([]), EVEN).height == 0
