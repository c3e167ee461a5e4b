import pytest

from data.store import profiles
from data.store.profiles import Profile
from domain.errors import NotFound, WrongValue

ITRIS = Profile("Itris", "reports", "datum|soort", {"columns": {"date": "Datum", "category": "Soort"}})


def test_a_profile_is_recognised_by_its_layout(store):
    profiles.save(store, "jan", ITRIS)
    assert profiles.find(store, "datum|soort") == ITRIS
    assert profiles.find(store, "another") is None
    assert profiles.get(store, "Itris") == ITRIS


def test_of_two_profiles_for_one_layout_the_last_saved_is_found(store):
    profiles.save(store, "jan", ITRIS)
    profiles.save(store, "jan", Profile("Anders", "reports", "datum|soort", {}))
    assert profiles.find(store, "datum|soort").name == "Anders"
    profiles.save(store, "jan", ITRIS)
    assert profiles.find(store, "datum|soort").name == "Itris"


def test_a_profile_needs_a_name(store):
    with pytest.raises(NotFound):
        profiles.get(store, "Itris")
    with pytest.raises(WrongValue):
        profiles.save(store, "jan", Profile(" ", "reports", "", {}))
