from datetime import date

import pytest

from data.store import audit, capacity
from domain.errors import NotFound, WrongValue
from domain.planning.capacity import Absence, Consultant


def test_consultants_are_kept_changed_and_taken_away_with_who_and_when(store):
    jo = capacity.add(store, "jan", Consultant(" Jo ", 6, ends_on=date(2027, 6, 30)))
    capacity.add(store, "jan", Consultant("Al", 4.5))
    people, away = capacity.load(store)
    assert [(who.name, who.hours_week, who.ends_on) for who in people] == [
        ("Al", 4.5, None),
        ("Jo", 6.0, date(2027, 6, 30)),
    ]
    assert away == []
    capacity.change(store, "fatma", Consultant("Jo", 8, consultant_id=jo))
    told = audit.changes(store, "consultant", jo)
    told = told.filter(told["actor"] == "fatma").select("field", "old", "new")
    assert set(told.rows()) == {("hours_week", "6.0", "8.0"), ("ends_on", "2027-06-30", None)}
    capacity.add_absence(store, "jan", Absence(jo, date(2027, 1, 4), date(2027, 1, 8), "leave"))
    capacity.remove(store, "jan", jo)
    people, away = capacity.load(store)
    assert [who.name for who in people] == ["Al"]
    assert away == []


def test_absences_are_kept_and_taken_back(store):
    jo = capacity.add(store, "jan", Consultant("Jo", 6))
    number = capacity.add_absence(store, "jan", Absence(jo, date(2027, 1, 4), date(2027, 1, 8), " leave "))
    assert capacity.load(store)[1] == [Absence(jo, date(2027, 1, 4), date(2027, 1, 8), "leave", number)]
    capacity.remove_absence(store, "fatma", number)
    assert capacity.load(store)[1] == []
    assert audit.trail(store, "consultant", jo)["action"].to_list() == ["back", "away", "create"]


def test_what_cannot_be_is_refused_and_nothing_is_stored(store):
    with pytest.raises(WrongValue):
        capacity.add(store, "jan", Consultant("", 6))
    with pytest.raises(NotFound):
        capacity.change(store, "jan", Consultant("Jo", 6, consultant_id=9))
    with pytest.raises(NotFound):
        capacity.remove(store, "jan", 9)
    with pytest.raises(NotFound):
        capacity.add_absence(store, "jan", Absence(9, date(2027, 1, 4), date(2027, 1, 8)))
    with pytest.raises(NotFound):
        capacity.remove_absence(store, "jan", 9)
    assert capacity.load(store) == ([], [])
    assert not audit.trail(store).height
