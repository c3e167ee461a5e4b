import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.store import audit, backup, database, schema, settings, tombstones
from data.store.base_map import first_base_map, keep_first_base_map
from data.store.database import open_store
from data.store.incident_hours import hour_price, keep_hour_price
from domain.errors import NotStored, WrongValue
from domain.roles import Act


def test_a_setting_is_any_json_value(store):
    assert settings.get(store, "weights", "none yet") == "none yet"
    for value in ({"litter": 0.5, "é": [1, None]}, 7, "text", None):
        settings.put(store, "jan", "weights", value, act=Act.OWN)
        assert settings.get(store, "weights", "none yet") == value
    assert audit.changes(store, "setting", "weights")["new"].to_list()[1] == "text"


def test_the_price_of_an_hour_is_kept_and_taken_away_and_a_typing_error_refused(store):
    assert hour_price(store) is None
    keep_hour_price(store, "jan", 62.5)
    with pytest.raises(WrongValue):
        keep_hour_price(store, "jan", 6250)
    assert hour_price(store) == 62.5
    keep_hour_price(store, "jan", 0.0)
    assert hour_price(store) is None


def test_the_key_is_made_once_for_each_store(store, store_url, monkeypatch):
    monkeypatch.delenv("BLOKWIJZER_KEY", raising=False)
    key = settings.hash_key(store)
    assert len(key) == 32
    again = open_store(store_url)
    assert settings.hash_key(again) == settings.hash_key(store) == key
    again.close()
    assert key.hex() not in "".join(audit.trail(store)["details"])


def test_a_key_from_outside_stays_outside(store, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_KEY", "a sentence only we know")
    assert settings.hash_key(store) == settings.hash_key(store)
    assert len(settings.hash_key(store)) == 32
    assert store.version("work") == 0


def test_the_key_of_a_file_is_in_a_file_of_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("BLOKWIJZER_KEY", raising=False)
    store = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    with store.begin("older version", Act.SETTINGS) as transaction:  # kept the key in the store
        transaction.execute(schema.settings.insert().values(name=settings.KEY, value="ab" * 32))
        transaction.audit("make", "setting", settings.KEY)
    key = settings.hash_key(store)
    assert key == bytes.fromhex("ab" * 32)
    file = settings.key_file(store)
    assert file.stat().st_mode & 0o777 == 0o600
    store.close()
    assert not any(b"ab" * 32 in each.read_bytes() for each in tmp_path.iterdir() if each != file)
    again = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    assert settings.hash_key(again) == key
    again.close()


def test_nobody_sees_the_file_of_the_key_without_a_key(tmp_path, monkeypatch):
    monkeypatch.delenv("BLOKWIJZER_KEY", raising=False)
    store = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    file, replace, put = settings.key_file(store), Path.replace, []

    def watched(new: Path, target: Path) -> Path:
        put.append((target, file.exists(), new.read_text(encoding="ascii")))
        return replace(new, target)

    monkeypatch.setattr(Path, "replace", watched)
    key = settings.hash_key(store)
    assert put == [(file, False, key.hex())]
    store.close()


def test_a_backup_holds_no_key_and_a_restored_store_keeps_its_own(store, tmp_path, monkeypatch):
    monkeypatch.delenv("BLOKWIJZER_KEY", raising=False)
    settings.put(store, "jan", "weights", 7, act=Act.OWN)
    key = settings.hash_key(store)
    backup.backup(store, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip") as archive:
        assert pl.read_parquet(archive.read("settings.parquet"))["name"].to_list() == ["weights"]
    backup.restore(store, "jan", tmp_path / "kept.zip")
    assert settings.hash_key(store) == key
    assert settings.get(store, "weights") == 7


def test_a_new_key_is_used_and_the_older_one_forgotten_when_nothing_needs_it(store):
    first = settings.hash_key(store)
    settings.rotate_key(store, "els", date(2026, 1, 1))
    second = settings.hash_key(store)
    assert second != first
    assert settings.known_keys(store) == (second, first)
    with store.begin("els", Act.PERSON) as transaction:
        tombstones.add(transaction, first, "row", ["a"])
        transaction.audit("erase", "person", "x")
    settings.rotate_key(store, "els", date(2026, 6, 1))
    assert settings.drop_keys(store, "cron", date(2026, 3, 1)) == 0, "a tombstone needs the first key"
    assert settings.drop_keys(store, "cron", date(2027, 1, 1)) == 1
    third, oldest = settings.known_keys(store)
    assert (third, oldest) == (settings.hash_key(store), first)
    assert not any(key.hex() in "".join(audit.trail(store)["details"]) for key in (first, second, third))


def test_a_key_of_the_environment_is_replaced_there(store, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_KEY", "new")
    monkeypatch.setenv("BLOKWIJZER_KEY_BEFORE", "old")
    assert len(set(settings.known_keys(store))) == 2
    with pytest.raises(WrongValue, match="BLOKWIJZER_KEY_BEFORE"):
        settings.rotate_key(store, "els", date(2026, 1, 1))


def test_a_key_that_cannot_be_written_is_not_said_to_be_in_use(tmp_path, monkeypatch):
    store = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    key = settings.hash_key(store)
    rows = audit.trail(store).height

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings.Path, "replace", full)
    with pytest.raises(NotStored, match="disk is full"):
        settings.rotate_key(store, "els", date(2026, 1, 1))
    monkeypatch.undo()
    assert audit.trail(store).height == rows
    assert settings.known_keys(store) == (key,)
    assert list(tmp_path.glob("*.part")) == []
    store.close()


def test_a_key_whose_storing_fails_is_not_in_use(tmp_path, monkeypatch):
    store = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    key = settings.hash_key(store)

    def broken(_transaction):
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(database.Transaction, "store_trail", broken)
    with pytest.raises(RuntimeError, match="gone"):
        settings.rotate_key(store, "els", date(2026, 1, 1))
    monkeypatch.undo()
    assert settings.known_keys(store) == (key,)
    store.close()


def test_the_base_map_that_opens_first_is_none_until_an_organisation_chooses(store):
    assert first_base_map(store) == "paper"
    keep_first_base_map(store, "jan", "pdok")
    assert first_base_map(store) == "pdok"
    with pytest.raises(WrongValue):
        keep_first_base_map(store, "jan", "osm")
    assert first_base_map(store) == "pdok"
