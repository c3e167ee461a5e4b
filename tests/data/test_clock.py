"""The day it is."""

from datetime import UTC, date, datetime

from data import clock


def test_the_day_begins_at_the_users_midnight(monkeypatch):
    for moment, day in (
        (datetime(2026, 11, 28, 22, 59, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 28, 23, 1, tzinfo=UTC), date(2026, 11, 29)),
        (datetime(2026, 6, 30, 22, 1, tzinfo=UTC), date(2026, 7, 1)),
    ):

        class At(datetime):
            @classmethod
            def now(cls, tz=None, moment=moment):
                return moment.astimezone(tz)

        monkeypatch.setattr(clock, "datetime", At)
        assert clock.today() == day
