"""Signals are stored once, listed by sender, and undone completely; on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from data import clock
from data.services import signals
from data.store import records
from data.store.import_log import enter, history
from data.store.schema import IMPORTED_KINDS
from domain.errors import NotAllowed, NotFound, WrongValue
from domain.intake.signals import USUAL, Signal
from tests.data.frames import bring
from tests.domain.frames import dwellings as homes
from tests.domain.frames import row_of_homes

TODAY = clock.today()
LITTER = Signal("k1", "caretaker", {"street": "Lindehof", "number": 3, "town": "Meerwijk"}, TODAY, "VUI", "light")


def send(store, signal: Signal, actor: str = "fatma") -> None:
    signals.send(store, actor, signal, TODAY, "Signal: litter, Lindehof 3")


def test_a_signal_is_a_report_and_a_visit_in_one_entry(store):
    send(store, LITTER)
    assert records.load(store, "reports").select("report_key", "source", "category_word").rows() == [
        ("signal:k1", "caretaker", "Vervuiling")
    ]
    assert records.load(store, "visits").select("report_key", "seriousness").rows() == [("signal:k1", "light")]
    assert set(history(store)["what"]) == {"Signal: litter, Lindehof 3"}
    assert history(store)["batch_id"].n_unique() == 1


def test_sent_twice_is_sent_once(store):
    send(store, LITTER)
    version = store.version()
    send(store, LITTER)
    assert store.version() == version
    assert records.load(store, "visits").height == 1


def test_one_sender_sends_a_limited_number_in_a_day(store, monkeypatch):
    monkeypatch.setattr(signals, "MOST_A_DAY", 2)
    for key in ("k1", "k2", "k2"):  # the second again is the same one
        send(store, replace(LITTER, key=key))
    with pytest.raises(WrongValue, match="the maximum"):
        send(store, replace(LITTER, key="k3"))
    send(store, replace(LITTER, key="k3"), actor="jan")
    assert records.load(store, "visits").height == 3


def test_what_is_not_whole_is_not_stored(store):
    with pytest.raises(WrongValue):
        send(store, replace(LITTER, place={}))
    assert store.version() == 0


def test_everyone_sees_their_own_of_today(store):
    send(store, LITTER)
    send(store, replace(LITTER, key="k2", code=None, seriousness=None))
    send(store, replace(LITTER, key="k3"), actor="jan")
    mine = signals.sent(store, "fatma", TODAY)
    assert mine.select("visit_key", "found", "code", "seriousness", "street", "number").rows() == [
        ("visit:k2", False, None, None, "Lindehof", 3),
        ("visit:k1", True, "VUI", "light", "Lindehof", 3),
    ]
    assert signals.sent(store, "fatma", date(2999, 1, 1)).is_empty()


def test_undo_takes_the_report_and_the_visit_and_only_ones_own(store):
    bring(store, "an export's")
    send(store, LITTER)
    with pytest.raises(NotAllowed):
        signals.undo(store, "jan", LITTER.visit_key)
    signals.undo(store, "fatma", LITTER.visit_key)
    assert records.load(store, "reports")["report_key"].to_list() == ["an export's"]
    assert records.load(store, "visits").is_empty()
    assert signals.sent(store, "fatma", TODAY).is_empty()
    with pytest.raises(NotFound):
        signals.undo(store, "fatma", LITTER.visit_key)


def test_the_places_and_the_buttons_of_an_empty_store_and_of_one_with_homes(store):
    addresses, streets = signals.places(store)
    assert (addresses.height, streets.height) == (0, 0)
    assert signals.buttons(store) == list(USUAL)
    enter(store, "jan", {"dwellings": homes(*row_of_homes("Lindehof", range(1, 4)))}, "homes")
    assert records.load(store, "dwellings").height == 3
    addresses, streets = signals.places(store)
    assert streets["name"].to_list() == ["Lindehof"]
    assert addresses["label"].to_list() == ["1", "2", "3"]


def test_what_staff_report_most_gets_a_button(store):
    send(store, replace(LITTER, code="STA"))
    assert "STA" in signals.buttons(store)
    assert IMPORTED_KINDS["visits"].key == "visit_key"
