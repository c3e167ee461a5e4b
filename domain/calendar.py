"""The days by which people here count."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Amsterdam")


def local_date(moment: datetime) -> date:
    """The day of a moment, where the users are."""
    return moment.astimezone(_HERE).date()
