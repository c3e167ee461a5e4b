"""Local dates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/Amsterdam")


def local_date(moment: datetime) -> date:
    """The date of a moment in the users' time zone."""
    return moment.astimezone(_HERE).date()
