from datetime import date

from data.store import audit, plan_preferences
from data.store.plan_preferences import Preference


def test_preferences_are_the_defaults_until_someone_changes_them(store):
    assert plan_preferences.plan_preferences(store) == plan_preferences.PlanPreferences()


def test_wishes_are_stored_separately_and_can_be_withdrawn(store):
    plan_preferences.keep(store, "jan", "block:a", Preference(lead="Jo", month=date(2027, 3, 1), chance="k"))
    plan_preferences.keep(store, "fatma", "block:b", Preference(out=True))
    plan_preferences.keep_size(store, "jan", 6, 40)
    kept = plan_preferences.plan_preferences(store)
    assert (kept.months, kept.candidates) == (6, 40)
    assert kept.each == {
        "block:a": Preference(lead="Jo", month=date(2027, 3, 1), chance="k"),
        "block:b": Preference(out=True),
    }
    plan_preferences.keep(store, "jan", "block:a", None)
    assert list(plan_preferences.plan_preferences(store).each) == ["block:b"]
    assert audit.trail(store)["actor"].to_list() == ["jan", "jan", "fatma", "jan"]
