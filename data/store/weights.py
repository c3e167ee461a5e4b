"""The team's weights: how much each component of a candidate's score counts for the team, who said so and when."""

from dataclasses import dataclass
from datetime import datetime

from data.store import settings
from data.store.database import Store
from domain.scoring.weights import Weights

_NAME = "weights"


@dataclass(frozen=True)
class TeamWeights:
    """Weights as a person kept them for the team. ``at`` has a time zone."""

    weights: Weights
    actor: str
    at: datetime


def team_weights(store: Store) -> TeamWeights | None:
    """Return the team's weights, None where nobody kept any."""
    kept = settings.get(store, _NAME)
    if kept is None:
        return None
    return TeamWeights(Weights.from_dict(kept["weights"]), kept["actor"], datetime.fromisoformat(kept["at"]))


def keep_weights(store: Store, actor: str, weights: Weights, at: datetime) -> None:
    """Keep these as the team's weights from now on."""
    settings.put(store, actor, _NAME, {"weights": weights.to_dict(), "actor": actor, "at": at.isoformat()})
