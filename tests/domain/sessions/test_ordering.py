"""The order of a session's candidates on the shared screen: coarse, and withheld together with the figures."""

import numpy as np
import polars as pl

from domain.disclosure_control import Public
from domain.scoring.evidence import Evidence
from domain.scoring.weights import COMPONENTS, Weights
from domain.sessions.ordering import LISTED_CANDIDATES_MAX, POINTS_STEP, as_listed, order, seen_components, shares

NO_PARTS = pl.DataFrame()


def ranked(values):
    """A list with these values for all components: candidate_id, members, rank, rank_low, rank_high."""
    many = len(values)
    return pl.DataFrame(
        {
            "candidate_id": [f"c{at}" for at in range(many)],
            "name": [f"Street {at}" for at in range(many)],
            "members": [[f"a{at}"] for at in range(many)],
            "rank": list(range(1, many + 1)),
            "postponed_until": [None] * many,
            "rank_low": list(range(1, many + 1)),
            "rank_high": [many] * many,
            **{name: [float(value) for value in values] for name in COMPONENTS},
        }
    )


def public(shown, halves_shown):
    areas = pl.DataFrame(
        {"area_id": [f"a{at}" for at in range(len(shown))], "shown": shown, "halves_shown": halves_shown}
    )
    return Public(areas, NO_PARTS, NO_PARTS, 0, 0)


def test_facts_of_a_candidate_are_shown_in_steps():
    seen = seen_components(ranked([12.4, 97.6]), ["c0", "c1"], public([True, True], [True, True]))
    assert seen["burden"].to_list() == [10, 100]
    assert all(value % POINTS_STEP == 0 for name in COMPONENTS for value in seen[name].to_list())


def test_a_withheld_candidate_has_no_facts():
    seen = seen_components(ranked([50, 50]), ["c0", "c1"], public([False, True], [True, True]))
    assert [seen[name].to_list() for name in COMPONENTS] == [[None, 50]] * len(COMPONENTS)


def test_momentum_is_withheld_with_the_half_years():
    seen = seen_components(ranked([50]), ["c0"], public([True], [False]))
    assert seen["momentum"].to_list() == [None]
    assert seen["burden"].to_list() == [50]


def test_only_facts_that_are_asked_for_are_shown():
    seen = seen_components(ranked([50, 60]), ["c1"], public([True, True], [True, True]))
    assert seen["candidate_id"].to_list() == ["c1"]


def test_the_order_has_the_first_ones_with_their_places():
    listed = ranked(range(LISTED_CANDIDATES_MAX + 3))
    candidates = listed.select("candidate_id", "name", "rank", "postponed_until").vstack(
        pl.DataFrame(
            {"candidate_id": ["x"], "name": ["Elsewhere"], "rank": [None], "postponed_until": [None]},
            schema_overrides={"rank": pl.Int64},
        )
    )
    first = order(listed, candidates)
    assert first["rank"].to_list() == list(range(1, LISTED_CANDIDATES_MAX + 1))
    assert first["rank_high"].to_list() == [LISTED_CANDIDATES_MAX + 3] * LISTED_CANDIDATES_MAX
    last = order(listed, candidates.tail(1)).row(0, named=True)
    assert (last["rank"], last["rank_low"]) == (None, None)


def test_weights_are_parts_of_what_the_data_tell():
    told = np.array([name != "network" for name in COMPONENTS])
    evidence = Evidence(pl.DataFrame(), np.zeros((0, 0, len(COMPONENTS)), dtype=np.float32), told)
    parts = shares(evidence, Weights(burden=30, certainty=10, fit=0, momentum=0, silence=0, opportunity=0, network=60))
    assert parts["burden"] == 75
    assert parts["certainty"] == 25
    assert "network" not in parts


def test_a_session_follows_the_order_of_the_list_of_all_levels():
    own = ranked([9, 8, 7, 6])  # c0 to c3
    listed = pl.DataFrame(
        {
            "candidate_id": ["c2", "street", "other"],
            "rank": [1, 2, 3],
            "rank_low": [1, 1, None],
            "rank_high": [2, 4, None],
            "folded": [[], ["c1"], []],
        },
        schema_overrides={"folded": pl.List(pl.String)},
    )
    found = as_listed(own, listed)
    assert found["candidate_id"].to_list() == ["c2", "c1", "c0", "c3"]
    assert found["rank"].to_list() == [1, 2, 4, 5]
    assert found["rank_high"].to_list() == [2, 4, None, None]
    assert set(found.columns) == set(own.columns)
