"""The cut-off dates of the backtest: the last quarter ends with known outcomes."""

from datetime import date, timedelta

from domain.indicators.data_sufficiency import NEARLY, months_of_data
from domain.question import months_before

QUARTER = 3  # months


def quarter_ends(begins_on: date | None, as_of: date | None, *, months: int, ahead: int, dates: int) -> list[date]:
    """The last ``dates`` quarter ends with ``ahead`` whole months after them and ``months`` before them; oldest first.

    The data runs from ``begins_on`` to ``as_of`` (both inclusive; None: no data). A tenth of the months before may be
    missing.
    """
    if begins_on is None or as_of is None:
        return []
    last = months_before(as_of + timedelta(1), ahead) - timedelta(1)
    end = last.replace(month=(last.month - 1) // QUARTER * QUARTER + 1, day=1) - timedelta(1)
    if (last + timedelta(1)).day == 1 and last.month % QUARTER == 0:
        end = last
    found = []
    while len(found) < dates and months_of_data(months_before(end, months), end, begins_on) >= NEARLY * months:
        found.append(end)
        end = months_before(end, QUARTER)
    return found[::-1]
