"""The spatial scan statistic: the likelihood ratio of a window, and its distribution by chance over all windows.

Kulldorff's spatial scan statistic for counts (Poisson) and high rates (Kulldorff 1997, Communications in Statistics:
Theory and Methods 26: 1481-1496): for a window with c of all C cases, where e are expected if the risk is the same
everywhere,

    log-likelihood ratio = c ln(c / e) + (C - c) ln((C - c) / (C - e))   where c > e, else 0

0 or more; the window with the highest is the most likely cluster. Whether it is more than chance is read from towns
made by chance in which the same is sought, so that having looked through many windows is accounted for.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import rel_entr

from domain.statistics.scan_windows import Windows

Floats = NDArray[np.float64]
Counts = NDArray[np.integer]
Deal = Callable[[np.random.Generator, int], Counts]

CELLS = 1 << 19  # windows x simulations that are worked on at once: what stays in a processor's cache


def log_likelihood_ratio(cases: ArrayLike, expected: ArrayLike, total: float) -> Floats:
    """The log-likelihood ratio of windows with so many cases of ``total``; 0 where none are expected."""
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
    """The sum of the areas' values in the windows of one area, then in those of two, and so on."""
    so_far = np.zeros(len(windows.entering[0]) if windows.entering else 0)
    for areas in windows.entering:
        so_far = so_far[: len(areas)] + values[areas]
        yield so_far


def highest(counts: Counts, expected: Floats, windows: Windows, total: int, fewest: int) -> Floats:
    """The highest log-likelihood ratio of all windows in each of many towns.

    ``counts``: a row per area, a column per town, integers that can hold ``total`` and one more. Most windows cannot
    beat the best of their town so far, which a count tells without a logarithm (``_to_beat``).
    """
    best = np.zeros(counts.shape[1])
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


def _to_beat(expected: Floats, total: float, ratio: float) -> Floats:
    """The smallest whole number of cases with which a window could have a log-likelihood ratio above ``ratio``.

    For d cases more than expected the ratio is at most d^2 (1 / 2e + 1 / (C - e)): the first part bounds
    c ln(c / e) - d, the second (C - c) ln((C - c) / (C - e)) + d.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.floor(expected + np.sqrt(ratio / (0.5 / expected + 1 / (total - expected))) * (1 - 1e-9)) + 1
    return np.where((expected > 0) & (expected < total), least, np.inf)


def by_chance(
    deal: Deal, expected: Floats, windows: Windows, total: int, *, simulations: int, seed: int, fewest: int
) -> Floats:
    """The highest log-likelihood ratio in each of so many towns made by chance.

    ``deal(rng, towns)``: makes that many towns: counts by town, area and span of time. ``expected``: by area and span.
    Towns are made and looked through a part at a time, so that memory and cache hold them.
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
    return np.concatenate(found)


def dealt_by_risk(expected: Floats, total: int) -> Deal:
    """Towns in which each of ``total`` cases falls where it may, as often as ``expected`` says.

    ``expected``: by area and period, the newest first; what it lacks to ``total`` is before those periods. A span is
    made of the newest period, or the newest two, and so on.
    """
    share = expected.ravel() / total
    share = np.append(share, max(1 - share.sum(), 0.0))

    def deal(rng: np.random.Generator, towns: int) -> Counts:
        cells = rng.multinomial(total, share / share.sum(), size=towns)[:, :-1]
        return np.cumsum(cells.reshape(towns, *expected.shape), axis=2)

    return deal


def rank_p(ratio: float, towns: Floats) -> float:
    """The Monte-Carlo p-value: (towns made by chance with a ratio at least as high + 1) / (towns + 1)."""
    return float((np.count_nonzero(towns >= ratio * (1 - 1e-12)) + 1) / (len(towns) + 1))
