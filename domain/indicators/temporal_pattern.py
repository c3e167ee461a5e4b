"""The course of an area over time, in one word: new, intensifying, persistent, sporadic, diminishing, or none.

After the emerging hot spots of Esri's ArcGIS, for one area against its town. At the end of each quarter of a year,
counted back from the last month, the half year up to then is looked at. The area is *high* there when its true rate is
probably (HIGHLY) over HIGH times what the town as a whole has per home in that same half year; the probability is that
of empirical_bayes.py. Since the comparison is with the same months, a season that every area has is no course, nor is a
town that gets worse all over.

Where it is high, does it rise or fall? Tested (mann_kendall.py, SURE) from the quarter on in which it was first seen to
be high, on the area's incidents over those of the rest of the town in the same month. Before it the area was another: a
step up would read as a rise for years.

Differences with Esri: high is by the area itself rather than with its neighbours (see getis_ord.py for those); "mostly"
is three quarters of the time since it began rather than nine tenths of all time, for the counts of one block are small;
its "consecutive" is new here for half a year, then persistent; its "historical" is diminishing while it falls, then
none; and calm in a month that an export does not cover is no calm.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from domain.errors import N_
from domain.statistics.empirical_bayes import GammaPrior, probability_above, usual_rates
from domain.statistics.mann_kendall import mann_kendall

Floats = NDArray[np.float64]

QUARTER = 3  # months between looks; each is at two quarters, for in one a block has hardly an incident
HIGH = 1.5  # times the town's rate: what makes an area stand out rather than differ
HIGHLY = 0.8  # probability from which an area is high
LOOSE = 5.0  # shape of the prior, at most: what goes wrong is an outlier, and in an even town the fit would deny it
YOUNG = 2  # looks from the first high one on up to which a course is new
MOSTLY = 0.75  # part of the looks from the first high one on
SURE = 0.05  # probability of such a rise (or fall) by chance up to which it is one

COURSES = {
    "new": N_("High now, for half a year at most, and not high before."),
    "young_data": N_("High now; the data does not look back far enough to say since when."),
    "intensifying": N_(
        "High for most of the time since it began, and it rose until now; that does not say that it will go on."
    ),
    "persistent": N_("High for most of the time since it began, without clearly rising or falling."),
    "diminishing": N_(
        "High for most of the time since it began, but it fell until now; that does not say that it will go on."
    ),
    "sporadic": N_("High now, and now and then before."),
    "none": N_("Not high now, and not for most of the time before."),
}
"""What each course means; high is probably over 1.5 times the town's rate in the same half year."""

COURSE_WORDS = {
    "new": N_("new"),
    "young_data": N_("high, since when is not known"),
    "intensifying": N_("rose until now"),
    "persistent": N_("persistent"),
    "diminishing": N_("fell until now"),
    "sporadic": N_("sporadic"),
    "none": N_("no course"),
}
"""The name of each course."""


def temporal_patterns(incidents: ArrayLike, homes: ArrayLike, known: ArrayLike | None = None) -> pl.DataFrame:
    """The course of each area, in the order of the areas.

    ``incidents``: a row per area, a column per month, the oldest first (monthly_counts.area_months); months that do not
    fill a quarter are left out at the old end. ``homes``: of each area, all counted the same way. ``known``: whether
    few incidents in a month mean calm (monthly_counts.known_months); all, by default. Where it does not, an area can be
    high but not calm.

    Columns: course (a key of COURSES, as of the last look at which anything is known), high (looks at which it is
    high), since (looks from the first high one to the last, both included, where anything is known; 0: never high), now
    (high at the last look; null if not known).
    """
    monthly, homes = np.asarray(incidents, dtype=np.int64), np.asarray(homes, dtype=float)
    told = np.ones(monthly.shape[1], dtype=bool) if known is None else np.asarray(known, dtype=bool)
    quarters = monthly.shape[1] // QUARTER
    begin = monthly.shape[1] - quarters * QUARTER
    monthly, told = monthly[:, begin:], told[begin:]
    by_quarter = monthly.reshape(len(monthly), quarters, QUARTER).sum(axis=2)
    covered = np.all(told.reshape(quarters, QUARTER), axis=1)
    high = _high(by_quarter[:, :-1] + by_quarter[:, 1:], homes)
    seen = high | (covered[:-1] & covered[1:])
    looks = np.arange(high.shape[1])
    began = np.where(high, looks, len(looks)).min(axis=1, initial=len(looks))
    since = (seen & (looks >= began[:, None])).sum(axis=1)
    before = (seen & (looks < began[:, None])).any(axis=1)
    last = np.where(seen, looks, -1).max(axis=1, initial=-1)
    now = (high & (looks == last[:, None])).any(axis=1)
    against = _against_the_rest(monthly, told)
    return pl.DataFrame(
        {
            "course": pl.Series(
                _named(high, (began + 1) * QUARTER, since, now, before, against), dtype=pl.Enum(list(COURSES))
            ),
            "high": pl.Series(high.sum(axis=1), dtype=pl.UInt32),
            "since": pl.Series(since, dtype=pl.UInt32),
            "now": pl.Series(now).set(pl.Series(last < len(looks) - 1), None),
        }
    )


def _high(counts: NDArray[np.int64], homes: Floats) -> NDArray[np.bool_]:
    """Whether each area is high at each look; ``counts``: its incidents in the half year before it."""
    if not counts.any():
        return np.zeros(counts.shape, dtype=bool)
    expected = np.outer(homes, counts.sum(axis=0) / homes.sum())
    prior = GammaPrior(min(usual_rates(counts.ravel(), expected.ravel()).shape, LOOSE), 1.0)
    # Half of a gamma distribution lies below its mean: only where the mean is over HIGH can the probability be over it.
    maybe = counts + prior.shape > HIGH * (expected + prior.weight)
    high = np.zeros(counts.shape, dtype=bool)
    high[maybe] = probability_above(counts[maybe], expected[maybe], prior, HIGH) >= HIGHLY
    return high


def _against_the_rest(monthly: NDArray[np.int64], known: NDArray[np.bool_]) -> Floats:
    """Incidents of each area over those of the rest of the town; NaN in months of which nothing is known."""
    rest = monthly.sum(axis=0) - monthly
    return np.divide(monthly, rest, out=np.full(monthly.shape, np.nan), where=(rest > 0) & known)


def _named(high: NDArray, began: NDArray, since: NDArray, now: NDArray, before: NDArray, against: Floats) -> list[str]:
    """The course of each area; ``began``: the first month of the quarter in which it was first seen to be high.

    ``before``: whether anything is known of the time before that.
    """
    ever = np.flatnonzero(since > 0)
    rises, falls = np.zeros((2, len(high)), dtype=bool)
    if len(ever):
        lately = np.where(np.arange(against.shape[1]) >= began[ever, None], against[ever], np.nan)
        chance = mann_kendall(lately).p_rise
        rises[ever], falls[ever] = chance <= SURE, chance >= 1 - SURE
    young, mostly = since <= YOUNG, high.sum(axis=1) >= MOSTLY * since
    cases = {
        "none": since == 0,
        "new": young & now & before,
        "young_data": young & now,
        "intensifying": ~young & mostly & rises,
        "diminishing": ~young & mostly & falls,
        "persistent": ~young & mostly,
        "sporadic": now,
    }
    return np.select(list(cases.values()), list(cases), "none").tolist()
