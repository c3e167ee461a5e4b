"""Which signals the screens count, and when."""

import time
from collections import Counter

import pytest

from data.store.database import Store, open_store
from domain.roles import Act
from pages.shared import taken_in

URL = "sqlite:///one"


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock; no store is known yet."""
    monkeypatch.setattr(taken_in, "_known", {})
    monkeypatch.setattr(taken_in, "_reports", {})

    def at(seconds: float) -> None:
        monkeypatch.setattr(time, "monotonic", lambda: 1000.0 + seconds)

    at(0)
    return at


def counted(signals: int, data: int = 1) -> int:
    return taken_in.versions(URL, versions(signals, data=data))["signals"]


def versions(signals: int, **others: int) -> dict[str, int]:
    return {"data": 1, "signals": signals, "matches": 1, "choices": 1, "withdrawn": 1, "work": 7} | others


def test_in_a_small_store_each_signal_counts_at_once(clock):
    assert [counted(1), counted(2), counted(3)] == [1, 2, 3]
    taken_in.has_reports(URL, taken_in.AT_ONCE_REPORTS_MAX)
    assert counted(4) == 4
    assert taken_in.waiting(URL, versions(4)) == {}


def test_in_a_large_store_signals_count_every_few_minutes(clock):
    counted(1)
    taken_in.has_reports(URL, 1_000_000)
    assert [counted(2), counted(3)] == [1, 1]
    assert taken_in.waiting(URL, versions(3)) == {"signals": 2}
    clock(taken_in.EVERY_SECONDS)
    assert counted(3) == 3
    clock(taken_in.EVERY_SECONDS + 1)
    assert counted(4) == 3


def test_they_count_at_once_when_a_person_asks_or_the_data_changes(clock):
    counted(1)
    taken_in.has_reports(URL, 1_000_000)
    assert counted(2) == 1
    taken_in.take_in(URL)
    assert counted(2) == 2
    assert counted(3) == 2
    assert counted(4, data=2) == 4
    assert counted(5, data=2) == 4


@pytest.fixture
def lookups(monkeypatch) -> Counter[str]:
    """How many times the versions of each store were looked up."""
    usual, found = Store.versions, Counter()
    monkeypatch.setattr(Store, "versions", lambda store: found.update([store.url]) or usual(store))
    return found


def test_in_one_run_versions_are_looked_up_once_and_after_each_write(own, lookups):
    with taken_in.one_run():
        before = taken_in.of(own)
        assert taken_in.of(own) == before
        assert lookups[own.url] == 1
        other = open_store(own.url)
        with other.begin("test", Act.IMPORT, "work") as transaction:
            transaction.audit("test", "test", 1)
        other.close()
        one, again = (taken_in.of(own)["work"] for _time in range(2))
        assert one == again > before["work"]
        assert lookups[own.url] == 2
    assert taken_in.of(own) == taken_in.of(own)
    assert lookups[own.url] == 4


def test_a_page_looks_them_up_a_few_times(demo, screen, lookups):
    assert not screen("candidates").exception
    assert max(lookups.values()) <= 3


@pytest.mark.parametrize("topic", ["matches", "choices"])
def test_what_a_person_decides_counts_every_few_minutes_or_when_asked_in_a_large_store(clock, topic):
    counted(1)
    assert taken_in.versions(URL, versions(1) | {topic: 2})[topic] == 2  # a small store
    taken_in.has_reports(URL, 1_000_000)
    newest = versions(1) | {topic: 4}
    assert taken_in.versions(URL, newest)[topic] == 2
    assert taken_in.waiting(URL, newest) == {topic: 2}
    assert not taken_in.is_due(URL, newest)
    taken_in.take_in(URL)
    assert taken_in.is_due(URL, newest)
    assert taken_in.versions(URL, newest)[topic] == 4


def test_what_was_withdrawn_is_seen_at_once_with_all_that_came_before(clock):
    counted(1)
    taken_in.has_reports(URL, 1_000_000)
    taken_in.show(URL, versions(1))  # newer data is worked out behind the screens from now on
    newest = versions(2, data=2, choices=2)
    assert taken_in.versions(URL, newest)["data"] == 1
    assert taken_in.versions(URL, newest | {"withdrawn": 2}) == newest | {"withdrawn": 2}
