"""The team's weights of the score's components, with who stored them and when."""

from dataclasses import dataclass
from datetime import date, datetime

from data.store import settings
from data.store.database import Store
from domain.roles import Act
from domain.scoring.weights import Weights

_NAME = "weights"


@dataclass(frozen=True)
class TeamWeights:
    """The team's stored weights. ``at`` has a time zone."""

    weights: Weights
    actor: str
    at: datetime


def team_weights(store: Store) -> TeamWeights | None:
    """Return the team's weights, None if none were stored."""
    kept = settings.get(store, _NAME)
    if kept is None:
        return None
    return TeamWeights(Weights.from_dict(kept["weights"]), kept["actor"], datetime.fromisoformat(kept["at"]))


def current_weights(store: Store) -> Weights:
    """Return the team's weights, or the default if none were stored."""
    kept = team_weights(store)
    return kept.weights if kept else Weights()


def weights_on(store: Store, day: date) -> Weights:
    """Return the weights that the list had on a day: the team's where they were stored by then, else the default."""
    kept = team_weights(store)
    return kept.weights if kept and kept.at.date() <= day else Weights()


def keep_weights(store: Store, actor: str, weights: Weights, at: datetime) -> None:
    """Store these as the team's weights."""
    value = {"weights": weights.to_dict(), "actor": actor, "at": at.isoformat()}
    settings.put(store, actor, _NAME, value, act=Act.STEER)
