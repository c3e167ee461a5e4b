"""The hours that projects saved, in sentences, with what they cost where the team stated the price of an hour."""

from domain.effects.effect import Three
from domain.effects.savings import cost
from domain.errors import N_
from domain.message import Euros, Message


def saved_by_one(hours: Three | None, price: float | None) -> tuple[Message, ...]:
    """The hours that a project saved, and their cost; nothing if they are unknown. ``price``: euros an hour."""
    saved = N_("That saved about {hours} hours ({low} to {high}), neighbouring areas included.")
    unknown = N_("It is not known yet whether that saved hours ({low} to {high}), neighbouring areas included.")
    return _saved(hours, price, saved, unknown)


def saved_by_all(hours: Three | None, price: float | None) -> tuple[Message, ...]:
    """The hours that all measured projects saved together (``savings.together``), and their cost."""
    saved = N_("The measured projects together saved about {hours} hours ({low} to {high}).")
    unknown = N_("It is not known yet whether the measured projects together saved hours ({low} to {high}).")
    return _saved(hours, price, saved, unknown)


def to_be_saved(hours: Three, price: float | None) -> tuple[Message, ...]:
    """The hours that a project is expected to save each year, and their cost; nothing without a price."""
    if not price:
        return ()
    text = N_("That saves about {hours} hours a year ({low} to {high}).")
    return _saved(hours, price, text, text)


def _saved(hours: Three | None, price: float | None, saved: str, unknown: str) -> tuple[Message, ...]:
    """``saved``: the text if the interval lies above no hours; ``unknown``: else."""
    if hours is None:
        return ()
    middle, low, high = map(round, hours)
    sentence = Message(saved if hours[1] > 0 else unknown, hours=middle, low=low, high=high)
    return (sentence, _cost(hours, price)) if price else (sentence,)


def _cost(hours: Three, price: float) -> Message:
    middle, low, high = map(Euros, cost(hours, price))
    values = {"price": Euros(price), "euros": middle, "low": low, "high": high}
    if hours[1] > 0:
        return Message(N_("At {price} an hour that is about {euros} ({low} to {high})."), **values)
    return Message(N_("At {price} an hour that is {low} to {high}."), **values)
