from data.store import audit, settings
from data.store.database import open_store


def test_a_setting_is_any_json_value(store):
    assert settings.get(store, "weights", "none yet") == "none yet"
    for value in ({"litter": 0.5, "é": [1, None]}, 7, "text", None):
        settings.put(store, "jan", "weights", value)
        assert settings.get(store, "weights", "none yet") == value
    assert audit.changes(store, "setting", "weights")["new"].to_list()[1] == "text"


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
