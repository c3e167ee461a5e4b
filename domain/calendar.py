"""Local dates."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

TIME_ZONE = "Europe/Amsterdam"  # of the users
_HERE = ZoneInfo(TIME_ZONE)


def local_time(moment: datetime) -> str:
    """The hour and minute of a moment in the users' time zone: "02:14"."""
    return f"{moment.astimezone(_HERE):%H:%M}"


def local_date(moment: datetime) -> date:
    """The date of a moment in the users' time zone."""
    return moment.astimezone(_HERE).date()


def start_of(day: date) -> datetime:
    """The moment at which a day begins in the users' time zone."""
    return datetime.combine(day, time(), tzinfo=_HERE)
