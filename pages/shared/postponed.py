"""Postponed places in the lists of the screens, and the sentences about them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from data import clock
from data.services.postponed import postponed_now
from data.store import postponed
from data.store.database import INPUT, Store
from domain.judgement.postponed import Postponed, due, with_postponed
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.texts import N_, _, day, ngettext, number


def marked(units: pl.DataFrame) -> pl.DataFrame:
    """Units or a ranking with whether, why and until when each is postponed today; see ``with_postponed``."""
    every, areas = _now(clock.today())
    return with_postponed(units, areas, every)


def to_review() -> list[Postponed]:
    """The places that count again, of which nobody has said yet that this is right."""
    return due(postponed.load(cached.current()), clock.today())


def ids(units: pl.DataFrame) -> frozenset[str]:
    """The candidate ids of the units that are postponed; ``units``: of ``marked``."""
    return frozenset(units.drop_nulls("postponed_until")["candidate_id"])


def in_words(row: Mapping[str, Any]) -> str:
    """Until when and why a unit is postponed, as plain text; "" if it is not. For staff only."""
    if row["postponed_until"] is None:
        return ""
    return until_and_why(row["postponed_until"], row["postponed_reason"])


def until_and_why(until: date, reason: str) -> str:
    """The sentence, as plain text. For staff only."""
    return _("Postponed until {day} ({reason}).").format(day=day(until), reason=reason)


def in_short(until: date | None) -> str:
    """Until when a place is postponed, without the reason, so that everyone may see it; "" if it is not."""
    return _("postponed until {day}").format(day=day(until)) if until else ""


def apart_from(ranked: pl.DataFrame) -> str:
    """The words before a sentence about the others of ``ranked``, if some are postponed; else ""."""
    count = ranked["postponed_until"].count()
    if not count:
        return ""
    text = ngettext(count, N_("Apart from {count} postponed area:"), N_("Apart from {count} postponed areas:"))
    return text.format(count=number(count))


@cached_per_version(max_entries=8, topics=(*INPUT, "work"))
def _now(store: Store, today: date) -> tuple[list[Postponed], pl.DataFrame]:
    return postponed_now(store, cached.snapshot(), today)
