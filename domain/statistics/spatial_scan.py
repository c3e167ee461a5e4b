"""The spatial scan statistic: the likelihood ratio of a window, and the distribution of the highest ratio by chance.

Kulldorff's spatial scan statistic for counts (Poisson) and high rates (Kulldorff 1997, Communications in Statistics:
Theory and Methods 26: 1481-1496). For a window with c of all C cases, where e are expected if the risk is the same
everywhere,

    log-likelihood ratio = c ln(c / e) + (C - c) ln((C - c) / (C - e))   if c > e, else 0

0 or more. The window with the highest ratio is the most likely cluster. Its significance follows from simulated towns,
in which the highest ratio is sought in the same way. That corrects for the search through many windows.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import rel_entr

from domain.statistics.scan_windows import Windows

Floats = NDArray[np.float64]
Counts = NDArray[np.integer]
Deal = Callable[[np.random.Generator, int], Counts]

CELLS = 1 << 19  # windows x simulations in one step, so that the arrays fit in the processor's cache


def log_likelihood_ratio(cases: ArrayLike, expected: ArrayLike, total: float) -> Floats:
    """The log-likelihood ratio of windows with these numbers of cases out of ``total``; 0 if none are expected."""
    c, e = np.asarray(cases, dtype=float), np.asarray(expected, dtype=float)
    high = (c > e) & (e > 0)
    return np.where(high, rel_entr(c, e) + rel_entr(total - c, np.maximum(total - e, 0.0)), 0.0)


def likelihoods(cases: ArrayLike, expected: Floats, windows: Windows, total: float, fewest: int) -> list[Floats]:
    """The log-likelihood ratio of every window, in the layout of ``windows``; 0 with fewer than ``fewest`` cases."""
    found = []
    sums = zip(inside(np.asarray(cases, dtype=float), windows), inside(expected, windows), windows.whole, strict=True)
    for c, e, whole in sums:
        found.append(np.where(whole & (c >= fewest), log_likelihood_ratio(c, e, total), 0.0))
    return found


def inside(values: Floats, windows: Windows) -> Iterator[Floats]:
    """The sums of the areas' values in the windows of one area, then in those of two, and so on."""
    so_far = np.zeros(len(windows.entering[0]) if windows.entering else 0)
    for areas in windows.entering:
        so_far = so_far[: len(areas)] + values[areas]
        yield so_far


def highest(counts: Counts, expected: Floats, windows: Windows, total: int, fewest: int) -> Floats:
    """The highest log-likelihood ratio of all windows, for every town.

    ``counts``: a row per area, a column per town, of an integer type that can hold ``total`` + 1. Most windows cannot
    exceed the highest ratio of their town so far; their count shows that without a logarithm (``_to_beat``).
    """
    best = _of_one_area(counts, expected, windows, total, fewest)
    rows = len(windows.entering[0]) if windows.entering else 0
    sums, more = np.zeros((rows, counts.shape[1]), counts.dtype), np.empty((rows, counts.shape[1]), counts.dtype)
    for areas, whole, e in zip(windows.entering, windows.whole, inside(expected, windows), strict=True):
        c = sums[: len(areas)]
        c += np.take(counts, areas, axis=0, out=more[: len(areas)], mode="clip")
        least = np.where(whole, np.maximum(_to_beat(e, total, best.min()), fewest), np.inf)
        at = np.flatnonzero(c >= np.minimum(least, total + 1).astype(counts.dtype)[:, None])
        row, town = np.divmod(at, counts.shape[1])
        np.maximum.at(best, town, log_likelihood_ratio(c.ravel()[at], e[row], total))
    return best


def _of_one_area(counts: Counts, expected: Floats, windows: Windows, total: int, fewest: int) -> Floats:
    """The ratio of one window of every town, so that few others need a logarithm: of the area that stands out most."""
    best = np.zeros(counts.shape[1])
    if not windows.entering:
        return best
    areas = windows.entering[0][windows.whole[0]]
    areas = areas[expected[areas] > 0]
    if len(areas):
        usual = expected[areas].astype(np.float32)[:, None]
        town, area = np.arange(len(best)), areas[np.argmax((counts[areas] - usual) / np.sqrt(usual), axis=0)]
        cases = counts[area, town]
        best = np.where(cases >= fewest, log_likelihood_ratio(cases, expected[area], total), 0.0)
    return best


def _to_beat(expected: Floats, total: float, ratio: float) -> Floats:
    """The smallest number of cases with which a window can have a log-likelihood ratio above ``ratio``.

    For d cases more than expected the ratio is at most d^2 (1 / 2e + 1 / (C - e)): the first term is a bound of
    c ln(c / e) - d, the second of (C - c) ln((C - c) / (C - e)) + d.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.floor(expected + np.sqrt(ratio / (0.5 / expected + 1 / (total - expected))) * (1 - 1e-9)) + 1
    return np.where((expected > 0) & (expected < total), least, np.inf)


def by_chance(
    deal: Deal,
    expected: Floats,
    windows: Windows,
    total: int,
    *,
    simulations: int,
    seed: int,
    fewest: int,
    ratio: float = np.inf,
    p_max: float = 1.0,
) -> Floats:
    """The highest log-likelihood ratio in every one of ``simulations`` simulated towns.

    ``deal(rng, towns)``: makes that many towns: counts by town, area and span of time. ``expected``: by area and span.
    The towns are made in batches that fit in memory and cache. No more are made once the p-value of ``ratio`` is above
    ``p_max`` whatever the other towns are.
    """
    rng, found = np.random.default_rng(seed), [np.zeros(0)]
    counting = np.int16 if total < np.iinfo(np.int16).max else np.int32  # room for one more than the total
    at_once = int(np.clip(CELLS // max(len(expected), *map(len, windows.entering[:1]), 1), 16, 1024))
    for start in range(0, simulations, at_once):
        towns = deal(rng, min(at_once, simulations - start)).astype(counting).transpose(2, 1, 0)
        spans = [
            highest(np.ascontiguousarray(counts), of_span, windows, total, fewest)
            for counts, of_span in zip(towns, expected.T, strict=True)
        ]
        found.append(np.max(spans, axis=0))
        if (as_high(ratio, np.concatenate(found)) + 1) / (simulations + 1) > p_max:
            break
    return np.concatenate(found)


def dealt_by_risk(expected: Floats, total: int) -> Deal:
    """Simulated towns in which ``total`` cases are distributed at random in proportion to ``expected``.

    ``expected``: by area and period, newest first. If it sums to less than ``total``, the other cases are before those
    periods. Counts are cumulative: span k is the newest k + 1 periods.
    """
    share = expected.ravel() / total
    share = np.append(share, max(1 - share.sum(), 0.0))

    def deal(rng: np.random.Generator, towns: int) -> Counts:
        cells = rng.multinomial(total, share / share.sum(), size=towns)[:, :-1]
        found = cells.reshape(towns, *expected.shape)
        return found if expected.shape[1] == 1 else np.cumsum(found, axis=2)

    return deal


def as_high(ratio: float, towns: Floats) -> int:
    """The number of simulated towns with a ratio at least as high."""
    return int(np.count_nonzero(towns >= ratio * (1 - 1e-12)))


def rank_p(ratio: float, towns: Floats) -> float:
    """The Monte Carlo p-value: (simulated towns with a ratio at least as high + 1) / (simulated towns + 1)."""
    return float((as_high(ratio, towns) + 1) / (len(towns) + 1))
