"""Whether a small number follows from the counts of some periods of one place.

The counts of successive periods are not negative, and some sums of successive ones are known. Then what is known of
each other sum is an interval, and its ends are shortest paths: with P(t) the count up to the end t, a known sum gives
P(b) - P(a) = n, and P(a) <= P(a + 1) (difference constraints: Cormen et al. 2009, Introduction to Algorithms, chapter
24.4; the matrix is totally unimodular, so the ends are whole numbers and are reached).

A set of periods, not only of successive ones, has a known sum exactly if it is a union of cycles in the graph whose
nodes are the groups of ends with known differences, and whose edges are the periods. So a small number follows exactly
if a closed walk has a length between 1 and SMALL_COUNT - 1.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.disclosure_control import SMALL_COUNT

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WIDTH = SMALL_COUNT - 1  # smallest difference between the ends of the interval of a sum that counts as not known
FAR = 2**30  # no limit; larger than any count
AT_ONCE = 2_000_000  # numbers in one array


def small_follows(counts: Ints, periods: Sequence[tuple[int, int]], known: Flags) -> Flags:
    """Whether a small number follows, for each place.

    ``counts``: of places (rows) in successive periods (columns). ``periods``: known sums, each of the columns from the
    first number up to, not including, the second. ``known``: which of these sums is known of which place.
    """
    found = np.zeros(len(counts), dtype=bool)
    doubtful = np.flatnonzero(((counts > 0) & (counts < SMALL_COUNT)).any(axis=1) & known.any(axis=1))
    kinds, kind_of = np.unique(known[doubtful], axis=0, return_inverse=True)
    for number, told in enumerate(kinds):
        places = doubtful[kind_of.reshape(-1) == number]
        held = [period for period, is_told in zip(periods, told, strict=True) if is_told]
        found[places] = _of_one_kind(counts[places], held)
    return found


def _of_one_kind(counts: Ints, periods: Sequence[tuple[int, int]]) -> Flags:
    """Whether a small number follows, for places of which the same sums are known.

    Only the ends of these sums matter: of a part of what lies between two successive ends nothing more is known.
    """
    ends = sorted({end for period in periods for end in period})
    between = np.add.reduceat(counts[:, : ends[-1]], ends[:-1], axis=1)
    sums = [(ends.index(first), ends.index(past)) for first, past in periods]
    found = np.zeros(len(counts), dtype=bool)
    doubtful = np.flatnonzero(((between > 0) & (between < SMALL_COUNT)).any(axis=1))
    size = max(1, AT_ONCE // len(ends) ** 2)
    for start in range(0, len(doubtful), size):
        some = doubtful[start : start + size]
        found[some] = _follows(between[some], sums)
    return found


def largest_differences(counts: Ints, periods: Sequence[tuple[int, int]]) -> Ints:
    """The largest possible P(b) - P(a) if these sums are known, by place, a and b; FAR (or nearly) without a limit.

    The interval of the sum from a to b is from minus that of (b, a) to that of (a, b).
    """
    ends = counts.shape[1] + 1
    upto = np.zeros((len(counts), ends), dtype=np.int64)
    upto[:, 1:] = counts.cumsum(axis=1)
    most = np.full((len(counts), ends, ends), FAR, dtype=np.int64)
    at = np.arange(ends)
    most[:, at, at] = 0
    most[:, at[1:], at[:-1]] = 0
    for first, past in periods:
        total = upto[:, past] - upto[:, first]
        most[:, first, past] = np.minimum(most[:, first, past], total)
        most[:, past, first] = np.minimum(most[:, past, first], -total)
    return _shortest(most)


def _follows(counts: Ints, periods: Sequence[tuple[int, int]]) -> Flags:
    most = largest_differences(counts, periods)
    together = most + most.transpose(0, 2, 1) < WIDTH
    length = np.where(together, 0, FAR)
    at = np.arange(counts.shape[1])
    length[:, at, at + 1] = np.minimum(length[:, at, at + 1], counts)
    back = _shortest(length)[:, at + 1, at]
    return ((counts > 0) & (counts + back < SMALL_COUNT)).any(axis=1)


def _shortest(lengths: Ints) -> Ints:
    """The shortest paths between all pairs (Floyd 1962); changes and returns ``lengths``."""
    for through in range(lengths.shape[1]):
        np.minimum(lengths, lengths[:, :, through, None] + lengths[:, None, through, :], out=lengths)
    return lengths
