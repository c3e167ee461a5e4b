from datetime import UTC, datetime

from data.store.team_weights import TeamWeights, keep_weights, team_weights
from domain.scoring.weights import PRESETS, Weights


def test_the_team_keeps_its_weights_with_who_and_when(store):
    assert team_weights(store) is None
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    keep_weights(store, "sam", PRESETS["emerging"], at)
    assert team_weights(store) == TeamWeights(PRESETS["emerging"], "sam", at)
    keep_weights(store, "noor", Weights(), at)
    assert team_weights(store) == TeamWeights(Weights(), "noor", at)


def test_keeping_weights_is_no_new_version_of_the_data(store):
    before = store.version()
    keep_weights(store, "sam", Weights(), datetime(2026, 11, 22, tzinfo=UTC))
    assert store.version() == before
