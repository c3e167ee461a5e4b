"""The team's hours of work for one incident, and the price of an hour."""

from data.store import settings
from data.store.database import Store
from domain.effects.effect import HOURS_PER_INCIDENT
from domain.errors import N_, WrongValue
from domain.roles import Act

PRICE_MAX = 500.0  # euros an hour; more is a typing error
_HOURS, _PRICE = "hours_per_incident", "hour_price"


def hours_per_incident(store: Store) -> float:
    """The team's hours for one incident, or the default if none were stored."""
    return float(settings.get(store, _HOURS, HOURS_PER_INCIDENT))


def keep_hours_per_incident(store: Store, actor: str, hours: float) -> None:
    """Store the hours for one incident, for the whole team."""
    settings.put(store, actor, _HOURS, float(hours), act=Act.STEER)


def hour_price(store: Store) -> float | None:
    """The price of an hour in euros; None: nobody stated one, and no amount is shown."""
    return settings.get(store, _PRICE)


def keep_hour_price(store: Store, actor: str, price: float | None) -> None:
    """Store the price of an hour, for the whole team; None or 0: there is none.

    Raises:
        WrongValue: the price is not from 0 to PRICE_MAX.
    """
    if price is not None and not 0 <= price <= PRICE_MAX:
        raise WrongValue(N_("Give a price from 0 to {most} euros, not {price}."), most=PRICE_MAX, price=price)
    settings.put(store, actor, _PRICE, price or None, act=Act.STEER)
