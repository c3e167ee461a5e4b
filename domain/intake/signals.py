"""Quick signals: what a colleague saw at a place, or that there was nothing to see, as rows for the store.

A signal is a report and a visit by the person who saw it. Where nothing was found it is a visit only. Visits are how
an area without reports is shown to be calm (domain/indicators/under_reporting.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from domain.errors import N_, WrongValue
from domain.intake.cleaning.categories import OTHER, resolve
from domain.intake.cleaning.privacy import mask_text
from domain.intake.mapping.lexicon import Lexicon
from domain.schemas import SERIOUSNESS, SOURCES, Report, Visit

EYES = tuple(source for source in SOURCES if source != "resident")
"""Who sends signals; residents report in other ways."""

SIGNAL_NOTE_LENGTH_MAX = 280  # characters of a note: a sentence or two, no personal file
OLDEST = timedelta(days=60)  # older observations belong in an export

# The four categories of each theme that staff see most on a round, in the order of their buttons. Categories about a
# person's wellbeing are left out: they ask for a conversation.
USUAL = ("VUI", "HAN", "KLI", "ONG", "GEL", "DRU", "VAN", "ONV")
OF_EACH_THEME = 4
SIGNAL = "signal:"  # how the key of a signal's report begins
NO_BUTTON = frozenset({"care", "nuisance", "other"})  # category groups without a button of their own

PLACE = ("street", "number", "number_suffix", "postcode", "town", "neighbourhood", "block_code", "lat", "lon")
"""The location columns of schemas.Report and schemas.Visit that a signal fills."""


@dataclass(frozen=True)
class Signal:
    """The answers of one quick signal.

    ``key`` is made when the form opens, so that sending it twice stores it once. ``source``: one of EYES. ``place``:
    the known columns of PLACE; a street without a number is the whole street. ``code``: the VERA code of what was seen;
    None: nothing was seen. ``seriousness``: one of schemas.SERIOUSNESS, with a code only.
    """

    key: str
    source: str
    place: Mapping[str, Any]
    seen_on: date
    code: str | None = None
    seriousness: str | None = None
    note: str = ""

    @property
    def report_key(self) -> str:
        """The key of its report."""
        return f"{SIGNAL}{self.key}"

    @property
    def visit_key(self) -> str:
        """The key of its visit."""
        return f"visit:{self.key}"


def check(signal: Signal, today: date) -> None:
    """Refuse an incomplete signal.

    Raises:
        WrongValue: a value is missing or not allowed.
    """
    if signal.source not in EYES:
        raise WrongValue(N_("First choose who you are."))
    located = signal.place.get("lat") is not None and signal.place.get("lon") is not None
    if not (signal.place.get("street") or located):
        raise WrongValue(N_("First choose where it is."))
    if signal.seen_on > today:
        raise WrongValue(N_("The day is in the future: {day}."), day=signal.seen_on)
    if signal.seen_on < today - OLDEST:
        raise WrongValue(N_("The day is more than {days} days ago: {day}."), days=OLDEST.days, day=signal.seen_on)
    if signal.code is None:
        return
    if signal.seriousness not in SERIOUSNESS:
        raise WrongValue(N_("First choose how serious it is."))
    if len(signal.note) > SIGNAL_NOTE_LENGTH_MAX:
        raise WrongValue(N_("The note is longer than {most} characters."), most=SIGNAL_NOTE_LENGTH_MAX)


def frames(signal: Signal, today: date, lexicon: Lexicon, choices: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of a signal for the store: "visits" (schemas.Visit) and, where something was seen, "reports".

    ``choices``: schemas.CategoryChoice. The note is masked as intake masks free text.

    Raises:
        WrongValue: it is incomplete (``check``), or its category is unknown.
    """
    check(signal, today)
    place = {name: signal.place[name] for name in PLACE if name in signal.place}
    found = signal.code is not None
    visit = place | {
        "visit_key": signal.visit_key,
        "visited_on": signal.seen_on,
        "source": signal.source,
        "report_key": signal.report_key if found else None,
        "seriousness": signal.seriousness if found else None,
    }
    if signal.code is None:
        return {"visits": _row(Visit, visit)}
    note = signal.note.strip()
    report = place | {
        "report_key": signal.report_key,
        "reported_on": signal.seen_on,
        "precision": "day",
        "status": "open",
        "category_word": word_for(signal.code, lexicon, choices),
        "source": signal.source,
        "note": mask_text(note) if note else None,
    }
    return {"reports": _row(Report, report), "visits": _row(Visit, visit)}


def word_for(code: str, lexicon: Lexicon, choices: pl.DataFrame) -> str:
    """A word that means this category under the team's own choices too.

    Raises:
        WrongValue: the category does not exist, or the team gave all its words another meaning.
    """
    row = lexicon.categories.filter(pl.col("code") == code)
    words = [row[name].item() for name in ("name_nl", "name_en", "code")] if row.height else []
    meant = resolve(pl.Series(words, dtype=pl.String), lexicon, choices).filter(pl.col("code") == code)
    if meant.is_empty():
        raise WrongValue(N_("There is no category “{code}” to report under."), code=code)
    return meant["category_word"][0]


def buttons(reported: Mapping[str, int], lexicon: Lexicon) -> list[str]:
    """The categories that get a button: per theme the OF_EACH_THEME that the team's own staff report most.

    ``reported``: reports of staff by code. Small differences keep the choice and order of USUAL, so that buttons do not
    move.
    """
    usual = {code: place for place, code in enumerate(USUAL)}
    kinds = lexicon.categories.filter(~pl.col("group").is_in(list(NO_BUTTON))).rows(named=True)
    kinds.sort(key=lambda kind: (-reported.get(kind["code"], 0), usual.get(kind["code"], len(usual))))
    chosen = [
        kind["code"]
        for theme in ("environment", "social")
        for kind in [kind for kind in kinds if kind["theme"] == theme][:OF_EACH_THEME]
    ]
    theme_of = {kind["code"]: kind["theme"] for kind in kinds}
    return sorted(chosen, key=lambda code: (theme_of[code] == "social", usual.get(code, len(usual)), code))


def all_codes(lexicon: Lexicon) -> list[str]:
    """Every category, "other" last."""
    codes = lexicon.categories["code"].to_list()
    return sorted(codes, key=lambda code: code == OTHER)


def _row(schema: type[Report | Visit], values: dict[str, Any]) -> pl.DataFrame:
    """One row of a schema; values that are not given are null."""
    empty = schema.create_empty()
    return schema.validate(pl.DataFrame([dict.fromkeys(empty.columns) | values], schema=empty.schema))
