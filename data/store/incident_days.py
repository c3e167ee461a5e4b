"""The team's settings of what is one incident: days from one report to the next, and from the first to the last."""

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.snapshot.incidents import DAYS, LONGEST

MOST = 90  # days: beyond a season everything at one place would be one incident
MOST_LONG = 366  # days from the first report to the last of one incident
_NAME = "incident_days"
_LONGEST = "incident_longest"


def incident_days(store: Store) -> int:
    """Return the team's number of days, the usual one where nobody chose."""
    return settings.get(store, _NAME, DAYS)


def keep_incident_days(store: Store, actor: str, days: int) -> None:
    """Keep this number of days from now on; all that is worked out from the reports follows.

    Raises WrongValue where it is not from 0 to MOST.
    """
    if not 0 <= days <= MOST:
        raise WrongValue(N_("A number of days from 0 to {most}; {days} is not."), most=MOST, days=days)
    settings.put(store, actor, _NAME, days, "data")


def incident_longest(store: Store) -> int:
    """Return after how many days from its first report an incident ends, the usual number where nobody chose."""
    return settings.get(store, _LONGEST, LONGEST)


def keep_incident_longest(store: Store, actor: str, days: int) -> None:
    """Keep after how many days an incident ends; all that is worked out from the reports follows.

    Raises WrongValue where it is not from 1 to MOST_LONG.
    """
    if not 1 <= days <= MOST_LONG:
        raise WrongValue(N_("A number of days from 1 to {most}; {days} is not."), most=MOST_LONG, days=days)
    settings.put(store, actor, _LONGEST, days, "data")
