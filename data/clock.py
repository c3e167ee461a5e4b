"""The day it is."""

from datetime import UTC, date, datetime

from domain.calendar import local_date


def today() -> date:
    """The date now in the users' time zone, whatever the machine's own: servers often run on UTC."""
    return local_date(datetime.now(UTC))
