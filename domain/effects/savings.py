"""Hours that avoided incidents would have taken, of several projects together, and what these hours cost."""

from collections.abc import Iterable
from math import floor, log10

from domain.effects.effect import Three

EURO_DIGITS = 2  # significant digits of an amount: it is no more precise than the incidents that it follows from


def together(each: Iterable[Three | None]) -> Three | None:
    """The sum of numbers with their 5 % and 95 % points; None without any number.

    The ends are added up, as if all numbers erred in the same direction. Projects are compared with partly the same
    areas, so their errors are not independent, and how dependent they are is not known. This is the widest interval.

    >>> together([(10.0, 5.0, 20.0), None, (4.0, -3.0, 9.0)])
    (14.0, 2.0, 29.0)
    """
    known = [three for three in each if three is not None]
    if not known:
        return None
    middle, low, high = (sum(numbers) for numbers in zip(*known, strict=True))
    return middle, low, high


def cost(hours: Three, price: float) -> Three:
    """What hours with their interval cost in euros, to EURO_DIGITS digits. ``price``: euros an hour.

    >>> cost((126.0, -4.0, 219.0), 60.0)
    (7600.0, -240.0, 13000.0)
    """
    middle, low, high = (_rounded(each * price) for each in hours)
    return middle, low, high


def _rounded(amount: float) -> float:
    """An amount to EURO_DIGITS digits; to whole euros if it is small."""
    if amount == 0:
        return 0.0
    return float(round(amount, min(0, EURO_DIGITS - 1 - floor(log10(abs(amount))))))
