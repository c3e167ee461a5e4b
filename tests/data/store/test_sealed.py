"""Encrypted backups: nothing readable in the file, and restored with the right key only."""

from datetime import UTC, datetime, timedelta

import pyrage
import pytest

from data.store import records
from data.store.backup import backup, restore
from data.store.backup_files import dated, drop_older, last_backup, note_backup
from data.store.database import open_store
from data.store.sealed import Seal, make_key
from domain.errors import NotUnderstood, WrongValue
from tests.data.frames import bring


@pytest.fixture
def keys(tmp_path):
    """A public key, the file of its secret key, and that of another one."""
    mine, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    for name, identity in (("mine", mine), ("other", other)):
        (tmp_path / name).write_text(f"# created: today\n{identity}\n")
    return str(mine.to_public()), tmp_path / "mine", tmp_path / "other"


def test_a_backup_for_a_public_key_restores_with_its_secret_key_only(store, tmp_path, keys):
    public, mine, other = keys
    bring(store, "a")
    file = tmp_path / "sealed.zip"
    backup(store, file, Seal(public))
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"PK" not in content[:4]
    assert b"reports.parquet" not in content
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.glob("sealed*")] == ["sealed.zip"]
    bring(store, "b")
    for wrong in (other, None):
        with pytest.raises((NotUnderstood, WrongValue)):
            restore(store, "piet", file, identity=wrong)
    assert records.load(store, "reports").height == 2
    restore(store, "piet", file, identity=mine)
    assert records.load(store, "reports")["report_key"].to_list() == ["a"]


def test_damage_and_a_key_that_is_none_are_one_sentence(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    file, key = tmp_path / "sealed.zip", tmp_path / "key"
    for none in ("age1nonsense", ""):
        with pytest.raises(WrongValue, match="public key"):
            backup(store, file, Seal(none))
    assert list(tmp_path.glob("*.part")) == []
    backup(store, file, Seal(make_key(key)))
    assert key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_key(key)
    restore(store, "piet", file, identity=key)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(NotUnderstood, match="Nothing was changed"):
        restore(store, "piet", file, identity=key)
    (tmp_path / "none").write_text("no key")
    with pytest.raises(WrongValue, match="no secret key"):
        restore(store, "piet", file, identity=tmp_path / "none")
    store.close()


def test_of_dated_backups_the_newest_are_kept_and_nothing_else_is_touched(tmp_path):
    first = datetime(2026, 11, 1, 3, tzinfo=UTC)
    file = tmp_path / "nightly.zip"
    for night in range(5):
        dated(file, first + timedelta(night)).touch()
    for other in ("nightly.zip", "nightly-monthly.zip", "weekly-20260101-030000.zip"):
        (tmp_path / other).touch()
    assert [each.name for each in drop_older(file, 3)] == ["nightly-20261101-030000.zip", "nightly-20261102-030000.zip"]
    assert drop_older(file, 3) == []
    assert len(list(tmp_path.iterdir())) == 6


def test_the_trail_says_when_the_last_backup_was_made(store):
    assert last_backup(store) is None
    note_backup(store, "cron", encrypted=True)
    assert (datetime.now(UTC) - last_backup(store)).total_seconds() < 60
