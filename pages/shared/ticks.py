"""Where the ticks of an axis stand: round values, and first days of months."""

from datetime import date

ROUND_STEPS = (1, 2, 5)  # times a power of ten
TICKS_ABOVE_ZERO_MAX = 5
MONTH_TICKS_MAX = 6


def tick_values(most: float) -> list[int]:
    """Round values for an axis: 0 and at most ``TICKS_ABOVE_ZERO_MAX`` above it, the last of them at least ``most``.

    >>> tick_values(17)
    [0, 5, 10, 15, 20]
    """
    steps = (step * 10**power for power in range(12) for step in ROUND_STEPS)
    step = next(step for step in steps if step * TICKS_ABOVE_ZERO_MAX >= most)
    return [step * at for at in range(max(-int(-most // step), 1) + 1)]


def month_ticks(first: date, last: date) -> list[date]:
    """The first days of months from ``first`` to ``last``, at most about MONTH_TICKS_MAX, equally far apart.

    >>> [day.month for day in month_ticks(date(2026, 11, 29), date(2028, 1, 5))]
    [1, 4, 7, 10, 1]
    """
    firsts = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    step = next(step for step in (1, 2, 3, 4, 6, 12, 24) if len(firsts) / step <= MONTH_TICKS_MAX)
    return [each for each in firsts if (each.month - 1) % min(step, 12) == 0]
