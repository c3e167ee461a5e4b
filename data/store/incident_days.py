"""The team's settings for grouping reports into incidents: most days between reports, and from first to last report."""

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.roles import Act
from domain.snapshot.incidents import DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX

INCIDENT_DAYS_SETTING_MAX = 90  # days; with more than a season all reports at one place would become one incident
MOST_LONG = 366  # days from the first report to the last of one incident
_NAME = "incident_days"
_LONGEST = "incident_longest"


def incident_days(store: Store) -> int:
    """Return the team's number of days, or the default if none was stored."""
    return settings.get(store, _NAME, DAYS_BETWEEN_REPORTS_MAX)


def keep_incident_days(store: Store, actor: str, days: int) -> None:
    """Store this number of days; all results derived from the reports change with it.

    Raises:
        WrongValue: the number is not from 0 to INCIDENT_DAYS_SETTING_MAX.
    """
    if not 0 <= days <= INCIDENT_DAYS_SETTING_MAX:
        raise WrongValue(
            N_("Give a number of days from 0 to {most}, not {days}."), most=INCIDENT_DAYS_SETTING_MAX, days=days
        )
    settings.put(store, actor, _NAME, days, "choices", act=Act.SETTINGS)


def incident_longest(store: Store) -> int:
    """Return after how many days from its first report an incident ends, or the default if none was stored."""
    return settings.get(store, _LONGEST, INCIDENT_DAYS_MAX)


def keep_incident_longest(store: Store, actor: str, days: int) -> None:
    """Store after how many days an incident ends; all results derived from the reports change with it.

    Raises:
        WrongValue: the number is not from 1 to MOST_LONG.
    """
    if not 1 <= days <= MOST_LONG:
        raise WrongValue(N_("Give a number of days from 1 to {most}, not {days}."), most=MOST_LONG, days=days)
    settings.put(store, actor, _LONGEST, days, "choices", act=Act.SETTINGS)
