"""The weights of a team."""

import pytest

from domain.errors import WrongValue
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS, DEFINITIONS, PRESET_WORDS, PRESETS, Weights


def test_only_proportions_matter():
    assert Weights(8, 4, 4, 2, 2, 3, 1).parts() == pytest.approx(Weights(40, 20, 20, 10, 10, 15, 5).parts())
    assert Weights().parts().sum() == pytest.approx(1)


@pytest.mark.parametrize("wrong", [{"burden": -1}, {"fit": float("nan")}, {"silence": float("inf")}])
def test_a_weight_is_a_number_of_0_or_more(wrong):
    with pytest.raises(WrongValue, match=next(iter(wrong))):
        Weights(**wrong)


def test_something_must_count():
    with pytest.raises(WrongValue, match="at least one"):
        Weights(*[0] * len(COMPONENTS))


def test_they_survive_being_stored_and_a_component_that_came_later_has_its_default():
    chosen = Weights(1, 2, 3, 4, 5, 6, 7)
    assert Weights.from_dict(chosen.to_dict()) == chosen
    assert Weights.from_dict({"burden": 7, "gone": 3}) == Weights(burden=7)


def test_all_that_can_be_chosen_has_a_name():
    assert set(COMPONENT_WORDS) == set(DEFINITIONS) == set(COMPONENTS) == set(Weights().to_dict())
    assert set(PRESET_WORDS) == set(PRESETS)
    assert PRESETS["balanced"] == Weights()
