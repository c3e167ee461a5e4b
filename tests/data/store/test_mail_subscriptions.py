"""Who gets the weekly mail and what they were told, on both databases."""

import pytest

from data.store.backup import backup, restore
from data.store.mail_subscriptions import (
    Subscription,
    checked_address,
    keep_told,
    subscribe,
    subscription_of,
    subscriptions,
    unsubscribe,
)
from domain.errors import NotFound, WrongValue


def test_a_person_has_one_address_and_what_it_was_told_goes_with_it(store):
    subscribe(store, "fatma", "Fatma", "fatma@x.example", "nl")
    keep_told(store, subscription_of(store, "fatma"), ["action-1 2026-11-01"])
    subscribe(store, "fatma", "Fatma", "fatma@x.example", "en")
    kept = subscription_of(store, "fatma")
    assert (kept.language, kept.told, kept.sent_at is not None) == ("en", ("action-1 2026-11-01",), True)
    subscribe(store, "fatma", "Fatma", "f@y.example", "en")
    (kept,) = subscriptions(store)
    assert (kept.address, kept.told) == ("f@y.example", ())
    with pytest.raises(WrongValue):
        subscribe(store, "jan", "Jan", "f@y.example", "nl")
    unsubscribe(store, "fatma", "fatma")
    assert subscriptions(store) == []
    with pytest.raises(NotFound):
        unsubscribe(store, "fatma", "fatma")


def test_what_an_address_of_the_command_line_was_told_is_kept_and_the_address_can_be_taken_over(store):
    keep_told(store, Subscription("team@x.example", language="en", weekly=False), ["a"])
    keep_told(store, subscriptions(store)[0], ["b"])
    (kept,) = subscriptions(store)
    assert (kept.person, kept.weekly, kept.told) == ("", False, ("b",))
    subscribe(store, "jan", "Jan", "team@x.example", "nl")
    assert subscription_of(store, "jan").told == ("b",)


def test_who_stopped_while_the_mail_was_sent_is_not_put_back(store):
    subscribe(store, "jan", "Jan", "jan@x.example", "nl")
    was = subscription_of(store, "jan")
    unsubscribe(store, "jan", "jan")
    keep_told(store, was, ["a"])
    assert subscriptions(store) == []


@pytest.mark.parametrize(
    "text", ["", "jan", "jan@", "@x.nl", "jan@x", "a@x.nl, b@x.nl", "a@x.nl\nBcc: b@x.nl", "Jan <a@x.nl>", "jän@x.nl"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(WrongValue):
        checked_address(text)
    assert checked_address(" a.b+c@x-y.example ") == "a.b+c@x-y.example"


def test_who_stopped_after_a_backup_gets_no_mail_once_it_is_restored(store, tmp_path):
    subscribe(store, "jan", "Jan", "jan@x.example", "nl")
    backup(store, tmp_path / "friday.zip")
    unsubscribe(store, "jan", "jan")
    restore(store, "piet", tmp_path / "friday.zip")
    assert subscriptions(store) == []
