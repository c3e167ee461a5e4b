"""The team's price of one hour of work, in euros."""

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.roles import Act

PRICE_MAX = 500.0  # euros an hour; more is a typing error
_NAME = "hour_price"


def hour_price(store: Store) -> float | None:
    """The price of an hour in euros; None: nobody stated one, and no amount is shown."""
    return settings.get(store, _NAME)


def keep_hour_price(store: Store, actor: str, price: float | None) -> None:
    """Store the price of an hour, for the whole team; None or 0: there is none.

    Raises:
        WrongValue: the price is not from 0 to PRICE_MAX.
    """
    if price is not None and not 0 <= price <= PRICE_MAX:
        raise WrongValue(N_("Give a price from 0 to {most} euros, not {price}."), most=PRICE_MAX, price=price)
    settings.put(store, actor, _NAME, price or None, act=Act.STEER)
