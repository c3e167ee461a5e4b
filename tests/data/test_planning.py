from datetime import date

from data import audit, planning
from data.planning import Wish


def test_the_plan_is_as_nobody_said_otherwise(store):
    assert planning.wishes(store) == planning.Wishes()


def test_each_wish_stands_by_itself_and_can_be_let_go(store):
    planning.keep(store, "jan", "block:a", Wish(lead="Jo", month=date(2027, 3, 1), chance="k"))
    planning.keep(store, "fatma", "block:b", Wish(out=True))
    planning.keep_size(store, "jan", 6, 40)
    kept = planning.wishes(store)
    assert (kept.months, kept.candidates) == (6, 40)
    assert kept.each == {"block:a": Wish(lead="Jo", month=date(2027, 3, 1), chance="k"), "block:b": Wish(out=True)}
    planning.keep(store, "jan", "block:a", None)
    assert list(planning.wishes(store).each) == ["block:b"]
    assert audit.trail(store)["actor"].to_list() == ["jan", "jan", "fatma", "jan"]
