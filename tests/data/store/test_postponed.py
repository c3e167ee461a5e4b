from datetime import date

import pytest

from data.services.postponed import postpone, postponed_now
from data.services.snapshot import load_snapshot
from data.store import audit, postponed
from domain.errors import NotFound
from tests.data.frames import bring

TODAY, MAY = date(2026, 11, 28), date(2027, 5, 1)


def test_a_place_is_postponed_replaced_and_ended(store):
    bring(store, "a", "b")
    snapshot = load_snapshot(store)
    street = snapshot.areas.filter(level="street").row(0, named=True)
    place = (street["area_id"], street["name"], [street["area_id"]])
    postpone(store, "jan", snapshot, place, "steigers", MAY, TODAY)
    postpone(store, "fatma", snapshot, place, "bel 06-12345678", MAY, TODAY)
    (kept,) = postponed.load(store)
    assert (kept.reason, kept.review_on, kept.actor) == ("bel [telefoon]", MAY, "fatma")
    assert kept.at.tzinfo is not None
    every, areas = postponed_now(store, snapshot, TODAY)
    assert every == [kept]
    assert street["area_id"] in areas["area_id"].to_list()
    assert postponed_now(store, snapshot, MAY)[0] == []
    postponed.end(store, "jan", street["area_id"])
    assert postponed.load(store) == []
    with pytest.raises(NotFound):
        postponed.end(store, "jan", street["area_id"])
    with pytest.raises(NotFound):
        postpone(store, "jan", snapshot, ("street:gone", "Gone", ["street:gone"]), "steigers", MAY, TODAY)
    trail = audit.trail(store, "area", street["area_id"])
    assert trail["action"].to_list() == ["end_postponement", "postpone", "postpone"]
    assert "06-12345678" not in "".join(trail["details"])
