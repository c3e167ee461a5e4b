"""Cap one reporter's or address's contribution to an area's count.

Without a cap, a few frequent reporters determine which areas look worst (Liu, Bhandaram and Garg 2022, arXiv
2204.08620). All reports stay visible; the cap only limits how many of them count.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

CAP_SHARE = 0.2  # of an area's incidents; in the smallest area, of five homes, every home can count in full
CAP_MIN = 3  # incidents of one person or address that always count


def frequent(who: Ints) -> Ints:
    """The incidents (row numbers) of people or addresses with more than CAP_MIN in the whole town.

    Only these can exceed a cap, so this decides most cases cheaply. ``who``: see ``capped``.
    """
    often = np.bincount(who + 1, minlength=1) > CAP_MIN
    often[0] = False  # unknown ones
    return np.flatnonzero(often[who + 1])


def capped(area: Ints, who: Ints, areas: int, among: Ints | None = None) -> NDArray[np.bool_]:
    """Mark the incidents that count: of one person or address at most CAP_SHARE of an area's incidents, or CAP_MIN.

    ``area`` and ``who``: one number per incident, oldest first; -1 in ``who`` is unknown and always counts. ``areas``:
    the number of areas. ``among``: ``frequent(who)`` if it is known. Above the cap, incidents are kept at equal steps,
    so the kept ones have the same spread over time. Returns a boolean per incident.
    """
    counting = np.ones(len(area), dtype=bool)
    maybe = frequent(who) if among is None else among
    if not len(maybe):
        return counting
    most = np.maximum(CAP_MIN, np.floor(CAP_SHARE * np.bincount(area, minlength=areas))).astype(np.int64)
    maybe = maybe[np.bincount(who[maybe], minlength=1)[who[maybe]] > most[area[maybe]]]
    if not len(maybe):
        return counting
    pair = area[maybe] * (who[maybe].max() + 1) + who[maybe]
    order = np.argsort(pair, kind="stable")
    starts = np.flatnonzero(np.diff(pair[order], prepend=-1))
    each = np.diff(starts, append=len(order))
    position, size = np.arange(len(order)) - np.repeat(starts, each), np.repeat(each, each)
    limit = np.minimum(most[area[maybe[order]]], size)
    counting[maybe[order]] = (position + 1) * limit // size > position * limit // size
    return counting
