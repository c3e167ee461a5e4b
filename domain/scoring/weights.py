"""The components of a candidate's score, and the weights that a team gives them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from domain.errors import N_, WrongValue

COMPONENTS = ("burden", "certainty", "fit", "momentum", "silence", "opportunity", "network")

COMPONENT_WORDS = {
    "burden": N_("burden"),
    "certainty": N_("certainty"),
    "fit": N_("fit for a block approach"),
    "momentum": N_("recent rise"),
    "silence": N_("silence"),
    "opportunity": N_("opportunity"),
    "network": N_("network"),
}
"""The names of the components."""

DEFINITIONS = {
    "burden": N_(
        "Of every 100 incidents expected next year: how many would not be there at the average "
        "rate. It is 0 at or below the average."
    ),
    "certainty": N_("The chance (in %) of more than 1.5 times the average next year, if nothing is done."),
    "fit": N_(
        "How little depends on one address: 0 if all incidents are at one, 50 at two alike, 90 at "
        "ten. It is lower if incidents are about how a person is doing."
    ),
    "momentum": N_(
        "Of every 100 incidents now: how many would not be there if the area had changed like the "
        "town in the last half year. It is 0 if it did, or got better."
    ),
    "silence": N_("Of every 100 reports that residents would usually make: how many they do not make here."),
    "opportunity": N_(
        "How well a project can join in with something that is coming anyway. It is 100 for a "
        "renovation of all homes that starts in 2 to 9 months. It is lower for other work, for part "
        "of the homes, and for what is running already or far ahead."
    ),
    "network": N_(
        "Who is already active here: 0 if nobody is known, 50 with one residents' group (or two "
        "partners), 75 with two. Who is out of touch counts for half."
    ),
}
"""The meanings of the components (0 to 100). The formulas are in components.py and context_components.py."""


@dataclass(frozen=True)
class Weights:
    """The weights of the components: 0 or more, not all 0. Only their proportions matter.

    The reasons for the defaults:

    - ``burden`` has the largest weight: reducing it is the purpose of a block approach, and it is the first question to
      someone who defends a choice.
    - ``certainty`` and ``fit`` come next, with equal weights. A project takes many hours, so a wrong choice (nothing
      was wrong, or it was one household) costs more than a late one. They have no larger weight, because certainty
      grows with size and would favour large flats, and because most areas fit about equally well.
    - ``momentum`` and ``silence`` have small weights. A rise is cheaper to stop early, but the incidents of half a year
      are few, and often decrease again (regression to the mean). In backtests of real towns, with a weight above 5 the
      first ten had fewer of the next year's incidents. Silence means too little information rather than much nuisance.
      Silent areas have their own list; here it raises those that stand out for other reasons as well.
    - ``opportunity`` has a somewhat larger weight: an approach together with a renovation takes fewer hours, and all
      residents notice it. It has less weight than ``fit``, because it is about the time, not the place: a calm street
      does not become a candidate because it is painted. ``network`` has the smallest weight: active partners make an
      approach easier, but an area without them may need it most.

    Raises:
        WrongValue: a weight is below 0 or not a number, or all are 0.
    """

    burden: float = 40.0
    certainty: float = 20.0
    fit: float = 20.0
    momentum: float = 5.0
    silence: float = 10.0
    opportunity: float = 15.0
    network: float = 5.0

    def __post_init__(self) -> None:
        values = asdict(self)
        for name, value in values.items():
            if not isfinite(value) or value < 0:
                raise WrongValue(
                    N_("A weight is 0 or more. {value} for {component} is not."), value=value, component=name
                )
        if not any(values.values()):
            raise WrongValue(N_("Give at least one component a weight above 0."))

    def parts(self) -> NDArray[np.float64]:
        """The weights in the order of COMPONENTS, as shares of one."""
        given = np.array([getattr(self, name) for name in COMPONENTS], dtype=float)
        return given / given.sum()

    def to_dict(self) -> dict[str, float]:
        """The weights by component, for the store or a link."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, float]) -> "Weights":
        """The stored weights. A component that is not in ``given`` (a newer one) has its default."""
        return cls(**{name: float(given[name]) for name in COMPONENTS if name in given})


PRESETS = {
    "balanced": Weights(),
    "burden": Weights(burden=60, certainty=20, fit=10, momentum=5, silence=5, opportunity=5, network=0),
    "emerging": Weights(burden=20, certainty=10, fit=15, momentum=50, silence=5, opportunity=5, network=0),
    "silent": Weights(burden=15, certainty=10, fit=10, momentum=5, silence=60, opportunity=5, network=0),
    "coming": Weights(burden=40, certainty=15, fit=10, momentum=5, silence=5, opportunity=30, network=5),
}

PRESET_WORDS = {
    "balanced": N_("Balanced"),
    "burden": N_("Burden first"),
    "emerging": N_("What is emerging"),
    "silent": N_("Silent areas"),
    "coming": N_("Coming up"),
}
"""The names of the presets."""
