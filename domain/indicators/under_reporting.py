"""Under-reporting: areas where residents report less than usual. In reports alone it looks the same as calm.

Staff notice incidents during other work. The resident share is the share of the incidents noticed by residents or staff
that residents reported (beta_binomial.py). It measures how readily residents report. An area is silent if that share is
probably (P_SILENT_MIN) below half of the usual share in the town, and if staff noticed enough there. If neither noticed
enough, calm cannot be distinguished from silence, and the outcome is "not known". If people inspected the area and
found nothing (inspection_effort.py), it is calm.

Incidents are counted instead of reports (incidents.py), because ten calls about one incident are not ten reporters.
Reports by the municipality, the police and partners count for neither side.

It is not a judgement of residents, nor a measure of how serious the nuisance is: where staff come every day, their
share is higher. Check how many incidents the share is based on, and ask the staff.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from domain.errors import N_
from domain.schemas import STAFF_SOURCES
from domain.snapshot.incidents import area_of_incident
from domain.statistics.beta_binomial import BetaPrior, estimates, probability_below, usual_shares

RESIDENT_SHARE_RATIO_MAX = 0.5  # share of the usual resident share below which residents are silent
P_SILENT_MIN = 0.8  # smallest probability for a silent area
# Largest weight of the prior in incidents: in a homogeneous town the fit would hide a silent area.
PRIOR_WEIGHT_MAX = 10.0
NOTICED_MIN = 5  # incidents noticed by staff (or residents); with fewer, their coverage of an area is unknown

SILENCE = {
    "silent": N_("Staff see it, residents hardly report it."),
    "heard": N_("Residents here report about as readily as elsewhere, or more so."),
    "unclear": N_("Residents may report less here than elsewhere; it is too early to say."),
    "not_known": N_("Staff and residents saw too little here to tell quiet from silence."),
    "calm": N_("Little is reported, and those who went to look found nothing."),
}
"""The meanings of the outcomes."""


def reporting_sources(reports: pl.DataFrame, areas: int) -> pl.DataFrame:
    """The number of incidents noticed by residents, staff and both, in the order of the areas.

    ``reports``: area (its number, from 0; null is in no area and is ignored), incident_id, source. An incident belongs
    to the area of its first report in ``reports``. Columns: residents, staff, both; an incident that both noticed is
    counted in all three.
    """
    placed = reports.filter(pl.col("area").is_not_null())
    incident, area = (placed[c].cast(pl.Int64).to_numpy() for c in ("incident_id", "area"))
    area_of = area_of_incident(area, incident)
    eyes = {"residents": pl.col("source") == "resident", "staff": pl.col("source").is_in(list(STAFF_SOURCES))}
    saw = {eye: np.zeros(len(area_of), dtype=bool) for eye in eyes}
    for eye, which in placed.select(**eyes).to_dict().items():
        saw[eye][incident[which.to_numpy()]] = True
    saw["both"] = saw["residents"] & saw["staff"]
    return pl.DataFrame({eye: np.bincount(area_of[which], minlength=areas) for eye, which in saw.items()})


def under_reporting(residents: ArrayLike, staff: ArrayLike, both: ArrayLike, calm: ArrayLike = False) -> pl.DataFrame:
    """The probability of under-reporting by area, from the resident share; in the order of the areas.

    ``residents``, ``staff``, ``both``: incidents, see ``reporting_sources``. ``calm``: whether inspections show that
    the area is calm, see inspection_effort.is_calm.

    Columns: noticed (incidents noticed by either), resident_share (estimated), share_low, share_high (its 90 %
    interval), p_silent (probability that the share is below ``silent_below``; null if too little was noticed), silence
    (a key of SILENCE).
    """
    of_residents, of_staff, of_both = (np.asarray(c, dtype=np.int64) for c in (residents, staff, both))
    seen = of_residents + of_staff - of_both
    fitted = usual_shares(of_residents, seen)
    prior = BetaPrior(fitted.mean, min(fitted.precision, PRIOR_WEIGHT_MAX))
    share, low, high = estimates(of_residents, seen, prior)
    p_silent = probability_below(of_residents, seen, prior, silent_below(prior))
    is_known = (of_staff >= NOTICED_MIN) | (of_residents >= NOTICED_MIN)
    outcome = np.select(
        [
            ~is_known & np.asarray(calm, dtype=bool),
            ~is_known,
            (p_silent >= P_SILENT_MIN) & (of_staff >= NOTICED_MIN),
            p_silent <= 1 - P_SILENT_MIN,
        ],
        ["calm", "not_known", "silent", "heard"],
        "unclear",
    )
    return pl.DataFrame(
        {
            "noticed": seen,
            "resident_share": share,
            "share_low": low,
            "share_high": high,
            "p_silent": pl.Series(p_silent).set(pl.Series(~is_known), None),
            "silence": pl.Series(outcome.tolist(), dtype=pl.Enum(list(SILENCE))),
        }
    )


def silent_below(usual: BetaPrior) -> float:
    """The resident share below which residents are silent: RESIDENT_SHARE_RATIO_MAX of the usual share."""
    return RESIDENT_SHARE_RATIO_MAX * usual.mean
