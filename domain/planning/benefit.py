"""What an approach is expected to avoid: incidents a year.

    gain = incidents a year to be expected there x part that an approach is expected to avoid

Incidents a year: the estimated rate (empirical Bayes, so that an area that happens to be high is not flattered) times
the homes. They are of the categories and themes that the question is about.

What it wins back: gain times the hours that one incident takes. An approach of which that is not as much as it takes
itself within PAYS_WITHIN years hardly pays; the years are an assumption, and a generous one: how long an effect lasts
was hardly ever measured beyond one or two.

The part is what domain/effects/pooled_effect.py says of the next approach: a cautious start, 15 % fewer, moved by the
association's own measured effects. Problem-oriented policing cut crime and disorder by 33.8 % in the review of Hinkle,
Weisburd, Telep and Petersen (2020, Campbell Systematic Reviews 16: e1089; 34 studies that differ much). A consultant
has fewer means than the police, and what is published is picked: the start is less than half of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.effects.pooled_effect import pooled_effect

PAYS_WITHIN = 5.0  # years


@dataclass(frozen=True)
class ExpectedEffect:
    """The part of the incidents that an approach avoids: what is expected, with its 90 % interval (below 0: more)."""

    mean: float
    low: float
    high: float
    projects: int = 0


def expected_effect(measured: Sequence[tuple[float, float]] = ()) -> ExpectedEffect:
    """The effect to be expected of the next project.

    ``measured``: (logarithm of the rate ratio, its standard error) of the association's own projects.
    """
    ratios = pooled_effect([log for log, _error in measured], [error for _log, error in measured])
    return ExpectedEffect(1 - ratios.mean, 1 - ratios.high, 1 - ratios.low, ratios.measured)


def incidents_a_year(rate: float, homes: float, denominator: str) -> float:
    """Incidents a year to be expected; ``rate``: per 100 homes a year, or of the area where homes are not known."""
    return rate * homes / (1 if denominator == "one" else 100)


def pays(gain: float, hours: float, hours_per_incident: float) -> bool:
    """Whether an approach of so many hours wins them back within PAYS_WITHIN years; ``gain``: incidents a year."""
    return gain * hours_per_incident * PAYS_WITHIN >= hours
