"""The number of unnoticed incidents, estimated from how often residents and staff notice the same one
(capture-recapture).

If staff noticed a third of what residents reported, they probably noticed about a third of all incidents. From the
overlap of two independent sources follows how much both miss (Chapman 1951, Univ. California Publ. Stat. 1: 131-160).

    all incidents = (residents + 1) (staff + 1) / (both + 1) - 1

The 90 % interval is that of Sadinle (2009, Communications in Statistics 38: 1909-1924). It is valid for small numbers
too, and is never below the number of noticed incidents.

With fewer than MATCHES incidents noticed by both there is no estimate: it would be biased and its interval very wide.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.special import ndtri

from domain.errors import N_

MATCHES = 7  # with seven or more the bias is negligible (Robson and Regier 1964; Seber 1982, p. 60)
INTERVAL_HALF_WIDTH = ndtri(0.95)  # half the width of a 90 % interval, in standard deviations

ASSUMPTION = N_(
    "This assumes that residents and staff see things independently, and that all incidents are "
    "equally easy to see. It also assumes that two reports of the same incident are recognised. "
    "If staff look because residents called, more is unseen than this. If the two are not "
    "recognised, less."
)
"""The assumptions of the estimate. Show this text wherever the estimate is shown."""


def capture_recapture(residents: ArrayLike, staff: ArrayLike, both: ArrayLike) -> pl.DataFrame:
    """The estimate of every area, a row per area in the order of the input.

    ``residents``, ``staff``, ``both``: numbers of incidents, see under_reporting.reporting_sources. Columns, all null
    with fewer than MATCHES incidents noticed by both: estimated_total (all incidents, noticed or not), estimated_low,
    estimated_high (its 90 % interval), estimated_unnoticed (the total less the noticed incidents, 0 or more).
    """
    n, m, k = (np.asarray(c, dtype=float) for c in (residents, staff, both))
    total = (n + 1) * (m + 1) / (k + 1) - 1
    # The four cells (both, residents only, staff only, neither), each with 0.5 added, as in Sadinle.
    of_both, of_one, of_other = k + 0.5, n - k + 0.5, m - k + 0.5
    nobody = of_one * of_other / of_both
    spread = np.exp(INTERVAL_HALF_WIDTH * np.sqrt(1 / of_both + 1 / of_one + 1 / of_other + 1 / nobody))
    found = n + m - k
    estimate = {
        "estimated_total": total,
        "estimated_low": np.maximum(found - 0.5 + nobody / spread, found),
        "estimated_high": found - 0.5 + nobody * spread,
        "estimated_unnoticed": total - found,
    }
    enough = pl.Series(k >= MATCHES)
    return pl.DataFrame(estimate).select(pl.when(enough).then(pl.all()))
