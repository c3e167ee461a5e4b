"""Class breaks for shading a map: four round breaks, and the class of each value."""

from collections.abc import Iterator, Sequence
from math import floor, log10

import numpy as np
import polars as pl

CLASSES = 5
HIGHEST_SHARE_MAX = 0.05  # of the values, in the highest class: the darkest colour stands for few areas
_STEPS = (1.0, 2.0, 2.5, 5.0)
_SHAPES = ((1, 2, 3, 4), (1, 2, 4, 8), (1, 2, 5, 10))  # even steps; doubling; for skewed values


def round_breaks(values: pl.Series, whole: bool = False) -> list[float]:
    """Four round numbers in ascending order that divide the values into five classes.

    The result is a series of round numbers (5 10 15 20; 5 10 20 40; 10 20 50 100; ...). Its highest class holds at
    least one value and at most ``HIGHEST_SHARE_MAX`` of them, where any series does that. Among these it fills the
    classes most evenly (highest entropy). ``whole``: use whole numbers only, for counts. A value equal to a break
    belongs to the class above it. Nulls are ignored. Without a value above 0 the breaks are 1 2 3 4.
    """
    known = np.sort(values.drop_nulls().cast(pl.Float64).to_numpy())
    if not known.size or known[-1] <= 0:
        return [1.0, 2.0, 3.0, 4.0]
    most = max(1.0, HIGHEST_SHARE_MAX * known.size)

    def suits(breaks: tuple[float, ...]) -> tuple[bool, float]:
        highest = known.size - int(np.searchsorted(known, breaks[-1], side="left"))
        return 1 <= highest <= most, _evenness(known, breaks)

    found = max(_candidates(max(known[-1], 0.01), whole), key=suits)
    return list(found)


def classes(values: pl.Series, breaks: Sequence[float]) -> pl.Series:
    """The class of each value, 0 (lowest) to 4 (UInt8); null where the value is null."""
    found = np.searchsorted(np.asarray(breaks), values.cast(pl.Float64).fill_null(0).to_numpy(), side="right")
    return pl.select(pl.when(values.is_not_null()).then(pl.Series(found, dtype=pl.UInt8))).to_series()


def _candidates(highest: float, whole: bool) -> Iterator[tuple[float, ...]]:
    """All series of breaks whose first break is within four powers of ten below the highest value."""
    top = floor(log10(highest))
    for power in range(top - 4, top + 1):
        for step in _STEPS:
            for shape in _SHAPES:
                breaks = tuple(round(step * times * 10.0**power, 10) for times in shape)
                if not whole or all(at >= 1 and at == int(at) for at in breaks):
                    yield breaks
    yield (1.0, 2.0, 3.0, 4.0)


def _evenness(known: np.ndarray, breaks: Sequence[float]) -> float:
    """Shannon entropy of the shares of the classes; highest if all classes have the same number of values."""
    edges = np.concatenate(([0], np.searchsorted(known, breaks, side="left"), [known.size]))
    shares = np.diff(edges) / known.size
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
