"""Yearly action days, proposed as opportunities once someone has checked the date.

The rules fit the dates from 2023 to 2026. An organiser may choose another date, so each day is a proposal with the
organisation to ask.
"""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from domain.errors import N_

SATURDAY = 5
PROPOSED = {
    "title": pl.String,
    "kind": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "check": pl.String,
}


def proposed(year: int) -> pl.DataFrame:
    """The yearly action days of a year, in order.

    Columns: title and check (English templates, translated where they are shown; check: whom to ask for the date), kind
    (one of ``schemas.OPPORTUNITY_KINDS``), starts_on, ends_on.
    """
    rows = [(title, "action_day", *days(year), check) for title, days, check in DAYS]
    return pl.DataFrame(rows, schema=PROPOSED, orient="row").sort("starts_on")


def nldoet(year: int) -> tuple[date, date]:
    """A Friday and Saturday in March, the Saturday being the first from the 10th on.

    (Oranje Fonds; 2023: 10-11, 2024: 15-16, 2025: 14-15, 2026: 13-14 March. "The second full weekend" does not fit
    2024 and 2025, and "the weekend of the second full week" does not fit 2023.)
    """
    saturday = _on_or_after(date(year, 3, 10), SATURDAY)
    return saturday - timedelta(1), saturday


def burendag(year: int) -> tuple[date, date]:
    """The fourth Saturday of September (Oranje Fonds; 2023: 23, 2024: 28, 2025: 27, 2026: 26 September)."""
    return (_on_or_after(date(year, 9, 22), SATURDAY),) * 2


def clean_up_day(year: int) -> tuple[date, date]:
    """The first Saturday from the 18th of March on, which is the third or the fourth of the month.

    (Nederland Schoon, now Supporter van Schoon; 2023: 18, 2024: 23, 2025: 22, 2026: 21 March.)
    """
    return (_on_or_after(date(year, 3, 18), SATURDAY),) * 2


DAYS: tuple[tuple[str, Callable[[int], tuple[date, date]], str], ...] = (
    (N_("Annual volunteer day (NLdoet)"), nldoet, N_("Check the date with the Oranje Fonds.")),
    (
        N_("National clean-up day (Landelijke Opschoondag)"),
        clean_up_day,
        N_("Check the date with Supporter van Schoon."),
    ),
    (N_("National neighbours' day (Burendag)"), burendag, N_("Check the date with the Oranje Fonds.")),
)


def _on_or_after(day: date, weekday: int) -> date:
    """The first given weekday on or after a day."""
    return day + timedelta((weekday - day.weekday()) % 7)
