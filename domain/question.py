"""A question to the data: level, window and selection of reports."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from domain.errors import N_
from domain.schemas import AREA_LEVELS, SOURCES, STATUSES, THEMES

COMPARISONS = {"stock": N_("The whole stock"), "neighbourhood": N_("Its own neighbourhood")}
"""What an area can be compared with."""
WINDOW_MONTHS_MAX = 600  # fifty years; more in a link is a mistake


@dataclass(frozen=True)
class Question:
    """A selection of level, window and reports. An empty tuple or None means all.

    ``level``: one of schemas.AREA_LEVELS. ``as_of``: last day of the window; None: the day of the newest report.
    ``months``: length of the window. ``themes``, ``categories`` (VERA codes), ``sources``: only reports with these.
    ``status``: "open", "closed" or None. ``compare``: what areas are compared with, "stock" or "neighbourhood".
    ``within``: the district of which areas are shown (domain/snapshot/district.py); their figures are the same in each.
    """

    level: str = "block"
    as_of: date | None = None
    months: int = 12
    themes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: str | None = None
    compare: str = "stock"
    within: tuple[str, ...] = ()

    def to_params(self) -> dict[str, str]:
        """The question as the parameters of a link, without those that have their default.

        >>> Question(level="street", themes=("social",)).to_params()
        {'level': 'street', 'themes': 'social'}
        """
        usual = Question()
        params = {}
        for name, value in self.__dict__.items():
            if value != getattr(usual, name):
                params[name] = ",".join(value) if isinstance(value, tuple) else str(value)
        return params

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "Question":
        """The question in the parameters of a link. Invalid values are replaced by their default."""
        level, status, months, compare = (params.get(name, "") for name in ("level", "status", "months", "compare"))
        return cls(
            level=level if level in AREA_LEVELS else cls.level,
            as_of=_day(params.get("as_of", "")),
            months=int(months) if months.isdecimal() and 0 < int(months[:9]) <= WINDOW_MONTHS_MAX else cls.months,
            themes=_known(params.get("themes", ""), THEMES),
            categories=tuple(code for code in params.get("categories", "").split(",") if code),
            sources=_known(params.get("sources", ""), SOURCES),
            status=status if status in STATUSES else None,
            compare=compare if compare in COMPARISONS else cls.compare,
            within=tuple(text for text in params.get("within", "").split(",") if ":" in text),
        )

    def narrowed(self) -> pl.Expr | None:
        """The condition on reports, apart from their date; None for all reports."""
        conditions = [
            pl.col(column).is_in(list(values))
            for column, values in (("theme", self.themes), ("code", self.categories), ("source", self.sources))
            if values
        ]
        if self.status:
            conditions.append(pl.col("status") == self.status)
        return pl.all_horizontal(conditions) if conditions else None


def _known(text: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in text.split(",") if value in allowed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def months_before(day: date, months: int) -> date:
    """The day ``months`` months before; for the last day of a month, the last day of that month.

    >>> months_before(date(2026, 2, 28), 1), months_before(date(2026, 3, 31), 12), months_before(date(2026, 5, 20), 3)
    (datetime.date(2026, 1, 31), datetime.date(2025, 3, 31), datetime.date(2026, 2, 20))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    length = monthrange(year, month + 1)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if ends else min(day.day, length))
