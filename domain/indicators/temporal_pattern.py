"""The course of an area over time, in one word: new, intensifying, persistent, sporadic, diminishing, or none.

It is modelled on the emerging hot spots of Esri's ArcGIS, but compares one area with its town. The looks are the half
years that end at the end of a quarter, counted back from the last month. The area is *high* at a look if its true rate
is probably (P_HIGH_LOOK_MIN) over HIGH_RATIO times the rate of the whole town in the same half year, with the
probability of empirical_bayes.py. Because the comparison is with the same months, a season or a trend of the whole town
is no course.

Rises and falls are tested (mann_kendall.py, TREND_P_MAX) on the area's incidents / those of the rest of the town in the
same month, from the quarter in which the area was first high. Earlier months are left out, because a step up would
otherwise look like a rise for years.

Differences with Esri: high is determined for the area itself instead of with its neighbours (see getis_ord.py);
"mostly" is three quarters of the time since it began instead of nine tenths of all time, because the counts of one
block are small; Esri's "consecutive" is new for half a year and then persistent; its "historical" is diminishing while
it falls and then none; and months that an export does not cover do not count as calm.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from domain.errors import N_
from domain.statistics.empirical_bayes import GammaPrior, probability_above, usual_rates
from domain.statistics.mann_kendall import mann_kendall

Floats = NDArray[np.float64]

MONTHS_BETWEEN_LOOKS = 3  # months between looks; a look covers two quarters, because a block has few incidents in one
HIGH_RATIO = 1.5  # times the town's rate from which an area stands out
P_HIGH_LOOK_MIN = 0.8  # probability from which an area is high
LOOK_SHAPE_MAX = 5.0  # largest shape of the prior: in a homogeneous town the fit would shrink outliers away
NEW_LOOKS_MAX = 2  # largest number of looks since the first high one for a new course
HIGH_LOOKS_SHARE_MIN = 0.75  # share of the looks since the first high one
TREND_P_MAX = 0.05  # largest p-value of a rise or fall

COURSES = {
    "new": N_("High now, for half a year at most, and not high before."),
    "young_data": N_("High now; the data does not look back far enough to say since when."),
    "intensifying": N_(
        "High for most of the time since it began, and rising until now. That does not mean it will continue."
    ),
    "persistent": N_("High for most of the time since it began, without clearly rising or falling."),
    "diminishing": N_(
        "High for most of the time since it began, but falling until now. That does not mean it will continue."
    ),
    "sporadic": N_("High now, and now and then before."),
    "none": N_("Not high now, and not for most of the time before."),
}
"""The meanings of the courses; high means probably over 1.5 times the town's rate in the same half year."""

COURSE_WORDS = {
    "new": N_("new"),
    "young_data": N_("high, since when is not known"),
    "intensifying": N_("rising"),
    "persistent": N_("persistent"),
    "diminishing": N_("falling"),
    "sporadic": N_("sporadic"),
    "none": N_("no pattern"),
}
"""The names of the courses."""


def temporal_patterns(incidents: ArrayLike, homes: ArrayLike, known: ArrayLike | None = None) -> pl.DataFrame:
    """The courses of areas, in the order of the areas.

    ``incidents``: a row per area, a column per month, oldest first (monthly_counts.area_months). The oldest months are
    left out if they do not fill a quarter. ``homes``: per area, with one denominator. ``known``: whether few incidents
    in a month mean calm (monthly_counts.known_months); by default always. In other months an area can be high but not
    calm.

    Columns: course (a key of COURSES, at the last known look), high (number of looks at which it is high), since
    (number of known looks from the first high one on, inclusive; 0: never high), now (whether it is high at the last
    look; null if unknown).
    """
    monthly, homes = np.asarray(incidents, dtype=np.int64), np.asarray(homes, dtype=float)
    is_known = np.ones(monthly.shape[1], dtype=bool) if known is None else np.asarray(known, dtype=bool)
    quarters = monthly.shape[1] // MONTHS_BETWEEN_LOOKS
    begin = monthly.shape[1] - quarters * MONTHS_BETWEEN_LOOKS
    monthly, is_known = monthly[:, begin:], is_known[begin:]
    by_quarter = monthly.reshape(len(monthly), quarters, MONTHS_BETWEEN_LOOKS).sum(axis=2)
    covered = np.all(is_known.reshape(quarters, MONTHS_BETWEEN_LOOKS), axis=1)
    high = _high(by_quarter[:, :-1] + by_quarter[:, 1:], homes)
    seen = high | (covered[:-1] & covered[1:])
    looks = np.arange(high.shape[1])
    began = np.where(high, looks, len(looks)).min(axis=1, initial=len(looks))
    since = (seen & (looks >= began[:, None])).sum(axis=1)
    before = (seen & (looks < began[:, None])).any(axis=1)
    last = np.where(seen, looks, -1).max(axis=1, initial=-1)
    now = (high & (looks == last[:, None])).any(axis=1)
    return pl.DataFrame(
        {
            "course": course_names(
                _named(high, (began + 1) * MONTHS_BETWEEN_LOOKS, since, now, before, monthly, is_known)
            ),
            "high": pl.Series(high.sum(axis=1), dtype=pl.UInt32),
            "since": pl.Series(since, dtype=pl.UInt32),
            "now": pl.Series(now).set(pl.Series(last < len(looks) - 1), None),
        }
    )


def course_names(numbers: NDArray[np.int64]) -> pl.Series:
    """The courses (keys of COURSES) with these numbers in it."""
    return pl.Series(list(COURSES), dtype=pl.Enum(list(COURSES))).gather(numbers)


def _high(counts: NDArray[np.int64], homes: Floats) -> NDArray[np.bool_]:
    """Whether an area (row) is high at a look (column). ``counts``: incidents in the half year up to the look."""
    if not counts.any():
        return np.zeros(counts.shape, dtype=bool)
    expected = np.outer(homes, counts.sum(axis=0) / homes.sum())
    prior = GammaPrior(min(usual_rates(counts.ravel(), expected.ravel()).shape, LOOK_SHAPE_MAX), 1.0)
    # The median of a gamma distribution is below its mean, so the probability can be high only if the mean is over
    # HIGH_RATIO.
    maybe = counts + prior.shape > HIGH_RATIO * (expected + prior.weight)
    high = np.zeros(counts.shape, dtype=bool)
    high[maybe] = probability_above(counts[maybe], expected[maybe], prior, HIGH_RATIO) >= P_HIGH_LOOK_MIN
    return high


def _against_the_rest(monthly: NDArray[np.int64], known: NDArray[np.bool_], areas: NDArray[np.int64]) -> Floats:
    """Incidents of some areas / those of the rest of the town, by area and month; NaN in unknown months."""
    own = monthly[areas]
    rest = monthly.sum(axis=0) - own
    return np.divide(own, rest, out=np.full(own.shape, np.nan), where=(rest > 0) & known)


def _named(
    high: NDArray,
    began: NDArray,
    since: NDArray,
    now: NDArray,
    before: NDArray,
    monthly: NDArray[np.int64],
    known: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The courses of the areas, as their numbers in COURSES.

    ``high``: by area and look. ``began``: the first month of the quarter in which the area was first high. ``before``:
    whether there is a known look before that. ``since``, ``now``: see ``temporal_patterns``. ``monthly``, ``known``:
    see ``_against_the_rest``.
    """
    ever = np.flatnonzero(since > 0)
    rises, falls = np.zeros((2, len(high)), dtype=bool)
    if len(ever):
        against = _against_the_rest(monthly, known, ever)
        lately = np.where(np.arange(against.shape[1]) >= began[ever, None], against, np.nan)
        chance = mann_kendall(lately).p_rise
        rises[ever], falls[ever] = chance <= TREND_P_MAX, chance >= 1 - TREND_P_MAX
    young, mostly = since <= NEW_LOOKS_MAX, high.sum(axis=1) >= HIGH_LOOKS_SHARE_MIN * since
    cases = {
        "none": since == 0,
        "new": young & now & before,
        "young_data": young & now,
        "intensifying": ~young & mostly & rises,
        "diminishing": ~young & mostly & falls,
        "persistent": ~young & mostly,
        "sporadic": now,
    }
    numbers = [list(COURSES).index(course) for course in cases]
    return np.select(list(cases.values()), numbers, list(COURSES).index("none"))
