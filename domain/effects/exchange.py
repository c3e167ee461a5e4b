"""Effects that associations exchange: the kinds of interventions and their effect, without a place.

The file is one JSON object: ``format`` ("blokwijzer-effects"), ``version`` (1) and ``effects``, a list of objects with
``done`` (kinds of domain.projects.interventions), ``log_ratio`` and ``error`` (two decimals, so that no count can be
worked out from them), ``homes`` (a class of SIZES) and ``year`` (in which the work began). There is no name, no place,
no day and no order of time in it, and no project with fewer than EXCHANGED_COUNT_MIN incidents or homes.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from domain.effects.effect import YEAR_MONTHS, Effect
from domain.effects.pooled_effect import MeasuredEffect, measured_effect
from domain.errors import N_, NotUnderstood
from domain.projects.interventions import KINDS, Intervention
from domain.projects.project import Project

FORMAT, VERSION = "blokwijzer-effects", 1
SIZES = ("10-49", "50-99", "100-249", "250+", "unknown")  # homes
EXCHANGED_COUNT_MIN = 10  # incidents, before, since and expected, and homes
LOG_RATIO_MOST, ERROR_MOST = 3.0, 2.0  # a twentieth of what was expected, or twenty times as much
FIRST_YEAR, LAST_YEAR = 1990, 2100
BYTES_MOST, EFFECTS_MOST = 1_000_000, 1_000
_FIELDS = ("done", "log_ratio", "error", "homes", "year")
_SHOWN = 40  # characters of a file's own words in a message


@dataclass(frozen=True, order=True)
class SharedEffect:
    """An effect as it is exchanged; see above."""

    done: tuple[str, ...]
    log_ratio: float
    error: float
    homes: str
    year: int

    def measured(self) -> MeasuredEffect:
        """The effect to pool, as an imported one."""
        return MeasuredEffect(self.log_ratio, self.error, self.done, imported=True)


def shared_effect(
    project: Project, effect: Effect, interventions: Sequence[Intervention], homes: float | None
) -> SharedEffect | None:
    """The effect of a project in the form that may be shared; None if it may not be. ``homes``: None if unknown."""
    found = measured_effect(project, effect, interventions)
    if found is None or project.carried_out_from is None or (homes is not None and homes < EXCHANGED_COUNT_MIN):
        return None
    before = (effect.before or 0) * min(YEAR_MONTHS, effect.months_before)
    if min(before, effect.incidents or 0, effect.expected or 0) < EXCHANGED_COUNT_MIN:
        return None
    log_ratio, error = round(found.log_ratio, 2), max(round(found.error, 2), 0.01)
    if abs(log_ratio) > LOG_RATIO_MOST or error > ERROR_MOST:
        return None
    return SharedEffect(found.kinds, log_ratio, error, size(homes), project.carried_out_from.year)


def size(homes: float | None) -> str:
    """The class of SIZES of a number of homes of at least EXCHANGED_COUNT_MIN; "unknown" for None."""
    if homes is None:
        return SIZES[-1]
    return SIZES[sum(homes >= least for least in (50, 100, 250))]


def to_json(effects: Iterable[SharedEffect]) -> bytes:
    """The file of these effects, in an order that does not reveal when they were measured."""
    rows = [
        {"done": list(each.done), "log_ratio": each.log_ratio, "error": each.error, "homes": each.homes}
        | {"year": each.year}
        for each in sorted(effects)
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "effects": rows}, indent=1).encode()


def from_json(content: bytes) -> list[SharedEffect]:
    """The effects of such a file.

    Raises:
        NotUnderstood: it is no such file, or anything in it is not as described above.
    """
    if len(content) > BYTES_MOST:
        raise NotUnderstood(N_("The file is larger than one megabyte. A file of effects is never that large."))
    try:
        found = json.loads(content.decode(), object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise NotUnderstood(N_("The file is not JSON, so it is not a file of effects.")) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotUnderstood(N_("This is not a file of effects of Blokwijzer."))
    if type(found.get("version")) is not int or found["version"] != VERSION:
        raise NotUnderstood(N_("This version of the file is not known. A newer Blokwijzer may read it."))
    _only(found, ("format", "version", "effects"), 0)
    rows = found["effects"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= EFFECTS_MOST:
        raise NotUnderstood(N_("The file has no list of 1 to {most} effects."), most=EFFECTS_MOST)
    return [_effect(row, number) for number, row in enumerate(rows, start=1)]


def from_rows(rows: Iterable[dict[str, Any]]) -> list[SharedEffect]:
    """The effects of the rows of a file that was checked before."""
    return [SharedEffect(**{**row, "done": tuple(row["done"])}) for row in rows]


def _effect(row: object, number: int) -> SharedEffect:
    if not isinstance(row, dict):
        raise NotUnderstood(N_("Effect {number} of the file is not an object."), number=number)
    _only(row, _FIELDS, number)
    done, homes, year = row["done"], row["homes"], row["year"]
    if not isinstance(done, list) or len(set(map(str, done))) < len(done) or len(done) > len(KINDS):
        raise NotUnderstood(N_("In effect {number} “done” is not a list of measures, each once."), number=number)
    for kind in done:
        if not isinstance(kind, str) or kind not in KINDS:
            raise NotUnderstood(
                N_("Effect {number} has the measure “{kind}”, which this version does not know."),
                number=number,
                kind=_short(kind),
            )
    if not isinstance(homes, str) or homes not in SIZES:
        raise NotUnderstood(
            N_("In effect {number} “homes” is none of: {classes}."), number=number, classes=", ".join(SIZES)
        )
    if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotUnderstood(
            N_("In effect {number} “{field}” is not a number from {least} to {most}."),
            number=number, field="year", least=FIRST_YEAR, most=LAST_YEAR,
        )  # fmt: skip
    log_ratio = _number(row, "log_ratio", -LOG_RATIO_MOST, LOG_RATIO_MOST, number)
    error = _number(row, "error", 0.01, ERROR_MOST, number)
    return SharedEffect(tuple(kind for kind in KINDS if kind in done), log_ratio, error, homes, year)


def _number(row: dict[str, Any], field: str, least: float, most: float, number: int) -> float:
    value = row[field]
    if type(value) not in (int, float) or not least <= value <= most:
        raise NotUnderstood(
            N_("In effect {number} “{field}” is not a number from {least} to {most}."),
            number=number, field=field, least=least, most=most,
        )  # fmt: skip
    return round(float(value), 2)


def _only(found: dict[str, Any], fields: tuple[str, ...], number: int) -> None:
    """Refuse unknown and missing fields. ``number``: of the effect; 0 for the whole file."""
    for name in found:
        if name not in fields:
            text = (
                N_("Effect {number} has a field “{field}”, which this version does not know.")
                if number
                else N_("The file has a field “{field}”, which this version does not know.")
            )
            raise NotUnderstood(text, number=number, field=_short(name))
    for name in fields:
        if name not in found:
            text = N_("Effect {number} lacks “{field}”.") if number else N_("The file lacks “{field}”.")
            raise NotUnderstood(text, number=number, field=name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object without duplicate fields."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field stands twice")
    return found


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
