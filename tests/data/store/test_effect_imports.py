"""Imported effects are kept by file, and taken out again."""

import pytest

from data.store import audit, effect_imports
from domain.effects.exchange import SharedEffect, to_json
from domain.errors import NotFound, WrongValue

ONE = SharedEffect(("lighting",), -0.2, 0.2, "50-99", 2025)
OTHER = SharedEffect((), 0.1, 0.3, "unknown", 2024)


def bring(store, *effects):
    return effect_imports.add(store, "jan", "x.json", to_json(effects), effects)


def test_a_file_comes_back_as_it_was_and_is_taken_out_as_a_whole(store):
    first, second = bring(store, ONE, OTHER), bring(store, OTHER)
    kept = effect_imports.load(store)
    assert [(each.import_id, each.effects, each.actor) for each in kept] == [
        (second, (OTHER,), "jan"),
        (first, (ONE, OTHER), "jan"),
    ]
    assert effect_imports.table(store).select("number", "file", "effects").rows() == [
        (second, "x.json", 1),
        (first, "x.json", 2),
    ]
    effect_imports.remove(store, "fatma", first)
    assert [each.import_id for each in effect_imports.load(store)] == [second]
    assert audit.trail(store, "effects")["action"].to_list() == ["remove", "import", "import"]
    bring(store, ONE, OTHER)
    assert len(effect_imports.load(store)) == 2


def test_the_same_file_twice_and_a_number_that_is_not_there_are_refused(store):
    number = bring(store, ONE)
    with pytest.raises(WrongValue, match=f"as number {number}"):
        bring(store, ONE)
    with pytest.raises(NotFound):
        effect_imports.remove(store, "jan", number + 1)
    assert len(effect_imports.load(store)) == 1
