"""The shifts of weight that change the order."""

import numpy as np
import pytest

from domain.scoring.ranking import ranking
from domain.scoring.sensitivity import sensitivity
from domain.scoring.weights import COMPONENTS, Weights
from tests.domain.scoring.made import evidence_of


def test_a_shift_worked_out_by_hand():
    """Scores are 60 and 50 with even weights; a shift of one point reduces the difference by 0.8."""
    these, chosen = evidence_of([[90, 30, 0, 0, 0], [40, 60, 0, 0, 0]]), Weights(50, 50, 0, 0, 0, 0, 0)
    turns = sensitivity(these, ranking(these, chosen), chosen)
    row = turns.row(0, named=True)
    assert (row["rank"], row["higher"], row["lower"], row["from"], row["to"]) == (
        1,
        "u000",
        "u001",
        "burden",
        "certainty",
    )
    assert row["shift"] == pytest.approx(10 / 0.8)
    assert row["weight"] == 50


def test_just_beyond_each_shift_the_two_change_places():
    these = evidence_of(np.random.default_rng(8).uniform(0, 100, (8, 5)))
    chosen = Weights()
    turns = sensitivity(these, ranking(these, chosen), chosen)
    assert turns.height > 3
    for row in turns.iter_rows(named=True):
        for factor, order in ((0.999, "higher"), (1.001, "lower")):
            parts = 100 * chosen.parts()
            shift = min(row["shift"] * factor, row["weight"])
            parts[COMPONENTS.index(row["from"])] -= shift
            parts[COMPONENTS.index(row["to"])] += shift
            if shift == row["weight"] and factor > 1:
                continue
            ranked = ranking(these, Weights(*parts))
            both = ranked.filter(ranked["candidate_id"].is_in([row["higher"], row["lower"]]))
            assert both["candidate_id"][0] == row[order]


def test_what_is_better_on_all_stays_ahead():
    these = evidence_of([[50, 60, 70, 80, 90], [40, 50, 60, 70, 80]])
    assert sensitivity(these, ranking(these, Weights()), Weights()).height == 0
