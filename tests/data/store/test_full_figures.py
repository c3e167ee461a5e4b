"""Full figures are read by who may, and reading them leaves a record."""

from datetime import date

import pytest

from data.services.baselines import keep_areas
from data.services.snapshot import load_snapshot
from data.store import (
    audit,
    settings,
)
from domain.errors import NotAllowed
from domain.roles import ACTS, Role


def test_full_figures_are_read_by_who_may(store):
    for role in Role:
        limited = store.limited_to(ACTS[role])
        if role is Role.CONSULTANT:
            load_snapshot(limited)
        else:
            with pytest.raises(NotAllowed):
                load_snapshot(limited)


def test_what_the_program_does_by_itself_is_done_for_everyone(store):
    nobody = store.limited_to(frozenset())
    assert settings.hash_key(nobody) == settings.hash_key(store)
    keep_areas(nobody, "jan", date(2026, 10, 1))


def test_reading_full_figures_leaves_who_what_and_how_many(store):
    before = store.versions()
    audit.record(store, "fatima", "download", "table", "areas", 162)
    row = audit.trail(store).row(0, named=True)
    assert (row["actor"], row["action"], row["entity"], row["entity_id"]) == ("fatima", "download", "table", "areas")
    assert row["details"] == '{"rows": 162}'
    after = store.versions()
    assert after.pop("audit") == before.pop("audit") + 1
    assert after == before  # no cached result is lost
