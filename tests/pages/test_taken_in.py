"""Which signals the screens count, and when."""

import time

import pytest

from pages.shared import taken_in

URL = "sqlite:///one"


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock; no store is known yet."""
    monkeypatch.setattr(taken_in, "_known", {})

    def at(seconds: float) -> None:
        monkeypatch.setattr(time, "monotonic", lambda: 1000.0 + seconds)

    at(0)
    return at


def counted(signals: int, data: int = 1) -> int:
    return taken_in.versions(URL, {"data": data, "signals": signals, "work": 7})["signals"]


def test_in_a_small_store_each_signal_counts_at_once(clock):
    assert [counted(1), counted(2), counted(3)] == [1, 2, 3]
    taken_in.has_reports(URL, taken_in.AT_ONCE_REPORTS_MAX)
    assert counted(4) == 4
    assert taken_in.waiting(URL, {"signals": 4}) == 0


def test_in_a_large_store_signals_count_every_few_minutes(clock):
    counted(1)
    taken_in.has_reports(URL, 1_000_000)
    assert [counted(2), counted(3)] == [1, 1]
    assert taken_in.waiting(URL, {"signals": 3}) == 2
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
