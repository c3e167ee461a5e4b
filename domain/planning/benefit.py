"""The expected benefit of an approach: the incidents a year that it avoids.

    gain = expected incidents a year in the area x share of them that an approach is expected to avoid

The expected incidents a year are the estimated rate (empirical Bayes, so that a rate that is high by chance is not
overestimated) times the homes. They are of the categories and themes of the question.

An approach saves gain times the hours that one incident takes. It pays if it saves as many hours as it takes within
PAYS_WITHIN years. That number is an assumption, and a generous one: effects have hardly ever been measured for longer
than one or two years.

The share follows from domain/effects/pooled_effect.py: a cautious prior of 15 % fewer incidents, updated by the
association's own measured effects and, with less weight, by imported ones. Problem-oriented policing reduced crime and
disorder by 33.8 % in the review of Hinkle, Weisburd, Telep and Petersen (2020, Campbell Systematic Reviews 16: e1089;
34 heterogeneous studies). A consultant has fewer means than the police, and published effects are selected, so the
prior is less than half of that.
"""

from dataclasses import dataclass
from math import exp

from domain.effects.pooled_effect import PRIOR_LOG_RATIO, PooledEffect

PAYS_WITHIN = 5.0  # years


@dataclass(frozen=True)
class ExpectedEffect:
    """The share of the incidents that an approach avoids (mean and 90 % interval); below 0 means more incidents.

    ``projects``: the number of the association's own measured projects that it is based on; ``imported``: that of
    imported effects. ``prior``: the share of the weight (0 to 1) that the prior has.
    """

    mean: float
    low: float
    high: float
    projects: int = 0
    imported: int = 0
    prior: float = 1.0

    @property
    def outvoted(self) -> bool:
        """Whether the measured effects weigh more than the prior."""
        return self.prior < 0.5


PRIOR_SHARE_AVOIDED = 1 - exp(PRIOR_LOG_RATIO)  # the share that is avoided by the prior alone


def expected_effect(ratio: PooledEffect) -> ExpectedEffect:
    """The expected effect of the next project. ``ratio``: the pooled rate ratio."""
    return ExpectedEffect(1 - ratio.mean, 1 - ratio.high, 1 - ratio.low, ratio.measured, ratio.imported, ratio.prior)


def incidents_a_year(rate: float, homes: float, denominator: str) -> float:
    """Expected incidents a year. ``rate``: per 100 homes a year; for the denominator "one", of the whole area."""
    return rate * homes / (1 if denominator == "one" else 100)


def pays(gain: float, hours: float, hours_per_incident: float) -> bool:
    """Whether an approach of so many hours saves them within PAYS_WITHIN years. ``gain``: incidents a year."""
    return gain * hours_per_incident * PAYS_WITHIN >= hours
