"""Calendar links on both databases: only a hash is stored, and a revoked link does not open."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from data.store import audit, calendar_feeds, schema
from data.store.backup import backup, restore
from domain.errors import NotFound
from domain.roles import Act


def test_a_link_opens_until_it_is_revoked_or_replaced(store):
    first = calendar_feeds.make_feed(store, "fatma@example.org", "Fatma", "nl")
    assert calendar_feeds.feed_of(store, first).name == "Fatma"
    second = calendar_feeds.make_feed(store, "fatma@example.org", "Fatma", "en")
    assert calendar_feeds.feed_of(store, first) is None
    assert calendar_feeds.feed_of(store, second).language == "en"
    calendar_feeds.revoke_feed(store, "jan", "fatma@example.org")
    assert calendar_feeds.feed_of(store, second) is None
    with pytest.raises(NotFound):
        calendar_feeds.revoke_feed(store, "jan", "fatma@example.org")
    for token in ("", "a" * 5000, "\udcff", second[:-1]):
        assert calendar_feeds.feed_of(store, token) is None


def test_the_secret_is_nowhere_in_the_store(store):
    token = calendar_feeds.make_feed(store, "fatma", "", "nl")
    kept = str(store.rows(sa.select(schema.calendar_feeds))) + str(audit.trail(store)["details"].to_list())
    assert token not in kept


def test_a_link_ends_after_a_year(store):
    token = calendar_feeds.make_feed(store, "fatma", "", "nl")
    before = datetime.now(UTC) - calendar_feeds.VALID_FOR - timedelta(seconds=1)
    with store.begin("jan", Act.SETTINGS) as transaction:
        transaction.execute(schema.calendar_feeds.update().values(made_at=before))
        transaction.audit("set", "calendar", "fatma")
    assert calendar_feeds.feed_of(store, token) is None
    calendar_feeds.make_feed(store, "jan", "", "nl")
    assert [each.person for each in calendar_feeds.feeds(store)] == ["jan"]


def test_links_are_in_no_backup_and_stay_as_they_are_when_one_is_restored(store, tmp_path):
    revoked = calendar_feeds.make_feed(store, "jan", "", "nl")
    backup(store, tmp_path / "friday.zip")
    assert b"calendar_feeds" not in (tmp_path / "friday.zip").read_bytes()
    calendar_feeds.revoke_feed(store, "jan", "jan")
    token = calendar_feeds.make_feed(store, "fatma", "", "nl")
    restore(store, "piet", tmp_path / "friday.zip")
    assert calendar_feeds.feed_of(store, revoked) is None
    assert calendar_feeds.feed_of(store, token).person == "fatma"
