"""The team's setting of how many days apart two reports of one thing at one place are still one incident."""

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.snapshot.incidents import DAYS

MOST = 90  # days: beyond a season everything at one place would be one incident
_NAME = "incident_days"


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
