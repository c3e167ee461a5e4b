"""Hours saved in sentences: never surer than their interval, and with euros only where an hour has a price."""

import pytest

from data.texts.language import render
from domain.documents.savings_sentences import saved_by_all, saved_by_one, to_be_saved
from domain.effects.savings import cost, together


def english(sentences) -> str:
    return " ".join(render(each, "en") for each in sentences)


def test_hours_saved_have_euros_with_their_interval():
    assert english(saved_by_one((126.0, 40.0, 219.0), 62.5)) == (
        "That saved about 126 hours (40 to 219), neighbouring areas included. "
        "At €62.50 an hour that is about €7,900 (€2,500 to €14,000)."
    )
    dutch = " ".join(render(each, "nl") for each in saved_by_all((126.0, 40.0, 219.0), 60.0))
    assert "Bij €\u00a060 per uur is dat ongeveer €\u00a07.600 (€\u00a02.400 tot €\u00a013.000)." in dutch


def test_where_no_saving_is_certain_no_single_amount_is_told():
    told = english(saved_by_all((20.0, -10.0, 50.0), 60.0))
    assert told.startswith("It is not known yet whether the measured projects together saved hours (−10 to 50).")
    assert told.endswith("At €60 an hour that is −€600 to €3,000.")


@pytest.mark.parametrize("price", [None, 0.0])
def test_without_a_price_there_are_no_amounts(price):
    told = english((*saved_by_one((126.0, 40.0, 219.0), price), *saved_by_all((9.0, 1.0, 20.0), price)))
    assert "126 hours" in told
    assert "€" not in told
    assert to_be_saved((20.0, 5.0, 50.0), price) == ()


def test_nothing_known_is_nothing_told():
    assert saved_by_one(None, 60.0) == ()
    assert saved_by_all(together([None, None]), 60.0) == ()


def test_an_amount_is_no_more_precise_than_two_digits():
    assert cost((1.0, 0.0, 1234.5), 1.0) == (1.0, 0.0, 1200.0)
