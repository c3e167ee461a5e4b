"""No person and no address makes a hot spot alone: of one of them only a part of an area's incidents count.

Whoever rings most would else decide where it is worst (Liu, Bhandaram and Garg 2022, arXiv 2204.08620). Not to be read
as doubt of the one who rings: what they tell is shown in full, and counted as one voice among those of an area.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

ONE_PART = 0.2  # of an area's incidents: five homes, the fewest that count as an area, can each be heard in full
ONE_LEAST = 3  # incidents of one person or address that always count: below it a part is an accident


def capped(area: Ints, who: Ints, areas: int) -> NDArray[np.bool_]:
    """Which incidents count, if of one person or address at most ONE_PART of an area's, or ONE_LEAST, do.

    ``area`` and ``who``: numbers, one an incident, oldest first; who -1 is not known, and always counts. Of someone who
    is over it every so many-th incident counts, so that what is left lies in time as all of theirs do.
    """
    counting = np.ones(len(area), dtype=bool)
    # Who has few in the whole town is over it nowhere: that settles nearly all.
    often = np.bincount(who + 1, minlength=1) > ONE_LEAST
    often[0] = False  # unknown reporters
    maybe = np.flatnonzero(often[who + 1])
    most = np.maximum(ONE_LEAST, np.floor(ONE_PART * np.bincount(area, minlength=areas))).astype(np.int64)
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
