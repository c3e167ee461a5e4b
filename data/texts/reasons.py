"""Why a candidate stands where it does, as sentences in a language, for screens, files and the command line.

The templates and their values are those of domain/scoring/reasons.py. ``to`` is a language of data/texts/language.py.
"""

from collections.abc import Mapping
from typing import Any

from data.texts.language import chance, day, format_list, number, percent, translated
from domain.errors import N_
from domain.places.context import OPPORTUNITY_WORDS
from domain.scoring.reasons import AGAINST, COMING, HELP, MAINLY_WORDS, REASONS, opportunity_key

MOST_HELPERS = 3  # most partners and groups named
_WHOLE = (
    *("incidents", "homes", "addresses", "more", "blocks", "person", "less", "staff", "residents"),
    *("rank_low", "rank_high"),
)


def reason_text(row: Mapping[str, Any], to: str) -> str:
    """The reason for a unit's place. ``row``: of the evidence or of a ranking (reason, values)."""
    return translated(REASONS[row["reason"]], to).format(**_written(row["values"], to))


def against_text(row: Mapping[str, Any], to: str) -> list[str]:
    """The counter-arguments for a unit, the strongest first. ``row``: as above (against, values)."""
    values = _written(row["values"], to)
    return [translated(AGAINST[key], to).format(**values) for key in row["against"]]


def context_text(row: Mapping[str, Any], to: str) -> list[str]:
    """The opportunity that raises a unit's score, and possible partners; empty if there are none. ``row``: as above."""
    sentences = []
    if key := opportunity_key(row):
        kind, title = translated(OPPORTUNITY_WORDS[row["opportunity_kind"]], to), row["opportunity_title"]
        sentences.append(
            translated(COMING[key], to).format(
                what=kind if kind.casefold() == title.casefold() else f"{kind} ({title})",
                start=day(row["opportunity_from"], to),
                end=day(row["opportunity_until"], to),
                touched=number(row["opportunity_homes"], 0, to),
                homes=number(row["homes"], 0, to),
            )
        )
    if names := row["active"]:
        rest = len(names) - MOST_HELPERS
        more = [translated(N_("{count} more"), to).format(count=number(rest, 0, to))] if rest > 0 else []
        sentences.append(translated(HELP, to).format(who=format_list([*names[:MOST_HELPERS], *more], to)))
    return sentences


def _written(values: Mapping[str, Any], to: str) -> dict[str, str]:
    """The values of a template in a language's notation."""
    return {
        "ratio": number(values["ratio"], 1, to),
        "share": percent(values["share"], to),
        "mainly": translated(MAINLY_WORDS[values["mainly"]], to),
        "care": percent(values.get("care"), to),
        "sure": chance(values.get("sure"), to),
        "quiet": values.get("quiet") or "",
        **{name: number(values.get(name), 0, to) for name in _WHOLE},
    }
