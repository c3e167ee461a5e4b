"""Mentions of an address or a name in free text."""

import pytest

from domain.intake.cleaning.mentions import is_searchable, mentions, phrase, without


@pytest.mark.parametrize(
    "text",
    ["Lindehof 12a", "lindehof 12 A", "LINDEHOF, 12-a!", "Líndehof nr. 12 a", "lindehof\n12a|meerwijk"],
)
def test_spellings_of_one_address_are_one_phrase(text):
    assert phrase(text).startswith("lindehof 12a")
    assert without(text, {"lindehof 12a"}.__contains__, numbered=True).startswith("[…]")


@pytest.mark.parametrize("text", ["Lindehof 12", "Lindehof 12ab", "Lindehof 112a", "Nieuwe Lindehoflaan 12a", ""])
def test_another_address_stays(text):
    assert without(text, {"lindehof 12a"}.__contains__) == text


def test_the_longest_phrase_goes_and_all_else_stays():
    sought = {"de vries", "jan de vries"}.__contains__
    assert (
        without("Met Jan de Vries (12) gebeld; De Vries belt terug.", sought) == "Met […] (12) gebeld; […] belt terug."
    )
    assert mentions("Jan de Vries", sought, numbered=True) == []


def test_what_says_too_little_is_not_searched_for():
    assert not is_searchable(phrase("12"))
    assert is_searchable(phrase("Lindehof 12"))
