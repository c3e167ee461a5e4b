"""The places of a store are taken over from the data before as long as that is kept, and are gone with it."""

import gc

from data.services import snapshot
from data.services.snapshot import load_placed_reports
from data.store.database import open_store
from tests.data.frames import bring

TREES = {"street": "Bomenlaan", "lat": 52.56, "lon": 5.31}


def test_places_are_taken_over_and_leave_with_the_data_that_they_are_of(store, monkeypatch, tmp_path):
    taken_over = []
    work_out = snapshot.placed_reports

    def placed_reports(stored, left_out, before=None):
        taken_over.append(before)
        return work_out(stored, left_out, before)

    monkeypatch.setattr(snapshot, "placed_reports", placed_reports)
    bring(store, "a", {"report_key": "b"} | TREES)
    first = load_placed_reports(store, ())
    bring(store, "a", {"report_key": "b"} | TREES, {"report_key": "c", "number": 14})
    second = load_placed_reports(store, ())
    assert taken_over == [None, first.places]
    assert second.places.areas.height == first.places.areas.height
    assert first.places.outlined["origin"].null_count() == 0
    assert second.places.outlined.equals(work_out(snapshot.stored(store), ()).places.outlined)

    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    load_placed_reports(other, ())
    assert taken_over.pop() is None  # nothing goes from one store to another
    other.close()

    del first, second, taken_over[:]
    gc.collect()
    assert snapshot._newest.get(store.url) is None
    load_placed_reports(store, ())
    assert taken_over == [None]
