import pytest

from data.store import audit, choices
from domain.errors import NotFound
from domain.schemas import AddressMatch, CategoryChoice


def test_choices_of_category_are_kept_changed_and_taken_back(store):
    choices.choose_category(store, "jan", {"Afval": "VUI", "Lantaarnpaal": None})
    choices.choose_category(store, "fatma", {"Afval": "ONG"})
    kept = choices.categories(store)
    assert CategoryChoice.is_valid(kept)
    assert kept.rows() == [("Afval", "ONG"), ("Lantaarnpaal", None)]
    told = audit.changes(store, "category_word", "Afval")
    assert told.select("actor", "old", "new").rows() == [("fatma", "VUI", "ONG"), ("jan", None, "VUI")]
    choices.forget_categories(store, "jan", ["Afval"])
    assert choices.categories(store)["category_word"].to_list() == ["Lantaarnpaal"]


def test_addresses_matched_by_hand_are_kept(store):
    choices.match_address(store, "jan", "lindehof 12", "w12")
    choices.match_address(store, "jan", "lindehof 13", None)
    choices.match_address(store, "jan", "lindehof 12", "w12a")
    kept = choices.matches(store)
    assert AddressMatch.is_valid(kept)
    assert kept.rows() == [("lindehof 12", "w12a"), ("lindehof 13", None)]
    choices.forget_address(store, "jan", "lindehof 13")
    assert choices.matches(store).height == 1


def test_the_shortlist_holds_each_area_once_with_reason_and_person(store):
    choices.shortlist_area(store, "jan", "street:a/b", "Bstraat", "litter")
    choices.shortlist_area(store, "jan", "street:a/c", "Cstraat")
    choices.shortlist_area(store, "fatma", "street:a/b", "Bstraat", "litter and noise")
    kept = choices.shortlisted(store).select("area_id", "name", "reason", "actor")
    assert kept.rows() == [
        ("street:a/b", "Bstraat", "litter and noise", "fatma"),
        ("street:a/c", "Cstraat", "", "jan"),
    ]
    choices.unlist_area(store, "jan", "street:a/b")
    assert choices.shortlisted(store)["area_id"].to_list() == ["street:a/c"]
    assert audit.trail(store, "area", "street:a/b")["action"].to_list() == ["unlist", "shortlist", "shortlist"]
    with pytest.raises(NotFound):
        choices.unlist_area(store, "jan", "street:a/b")
