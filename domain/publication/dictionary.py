"""The columns of the published tables, with their units and meanings; a program may rely on their names.

The order of the columns is that of the tables. A text is English, an id of the catalogue.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from domain.documents.phrases import EFFECT_WORDS, PHASES, THEMES
from domain.errors import N_


@dataclass(frozen=True)
class Column:
    """A column of a published table. ``unit``: "" if the value is a name, a code or a day."""

    type: pl.DataType | type[pl.DataType]
    meaning: str
    unit: str = ""
    withheld: bool = False  # whether its value is empty where a figure is withheld


INCIDENTS, PER_100, CHANCE = N_("incidents"), N_("incidents per 100 homes a year"), N_("chance from 0 to 1")
MONTHS, HOMES = N_("months"), N_("homes")
_LEVEL = Column(pl.String, N_("The kind of area, as a code."))
_AREA = Column(pl.String, N_("The area. The same in every table and in every later edition."))
_UNTIL = Column(pl.Date, N_("The last day that is counted: the end of a quarter."))
_FROM = Column(pl.Date, N_("The first day that is counted."))
_COUNTED = Column(pl.Int64, N_("Reports about the same thing count as one incident."), INCIDENTS, True)
_RATES = {
    "homes": Column(pl.Int64, N_("The number of homes in it. Empty if it is not known."), HOMES, True),
    "incidents": _COUNTED,
    "rate": Column(pl.Float64, N_("The estimated rate. Empty if the number of homes is not known."), PER_100, True),
    "low": Column(pl.Float64, N_("The lower end of the 90% range of the rate."), PER_100, True),
    "high": Column(pl.Float64, N_("The upper end of the 90% range of the rate."), PER_100, True),
    "p_high": Column(pl.Float64, N_("How likely it is that the rate is over 1.5 times the average."), CHANCE, True),
    "change": Column(pl.Int64, N_("The last half year minus the one before."), INCIDENTS, True),
}

TABLES: Mapping[str, Mapping[str, Column]] = {
    "areas": {
        "level": _LEVEL,
        "area_id": _AREA,
        "name": Column(pl.String, N_("The name of the area.")),
        "town": Column(pl.String, N_("The town that it lies in.")),
        "counted_from": _FROM,
        "counted_until": _UNTIL,
        "shown": Column(pl.Boolean, N_("Whether the figures of the area are published.")),
        **_RATES,
        "themes_shown": Column(pl.Boolean, N_("Whether its figures by theme are published.")),
        "halves_shown": Column(pl.Boolean, N_("Whether its figures by half year are published.")),
    },
    "themes": {
        "level": _LEVEL,
        "area_id": _AREA,
        "counted_from": _FROM,
        "counted_until": _UNTIL,
        "theme": Column(pl.String, N_("The theme, as a code.")),
        "incidents": Column(pl.Int64, _COUNTED.meaning, INCIDENTS),
    },
    "half_years": {
        "level": _LEVEL,
        "area_id": _AREA,
        "counted_from": Column(pl.Date, N_("The first day of the half year.")),
        "counted_until": Column(pl.Date, N_("The last day of the half year.")),
        "incidents": Column(pl.Int64, _COUNTED.meaning, INCIDENTS),
    },
    "candidates": {
        "level": _LEVEL,
        "rank": Column(pl.Int64, N_("The place in the list, best first. A place that is missing is withheld.")),
        "candidate_id": Column(pl.String, N_("The street, the block, or several blocks with one problem.")),
        "name": Column(pl.String, N_("The name of the candidate.")),
        "kind": Column(pl.String, N_("The kind of candidate, as a code.")),
        "counted_from": _FROM,
        "counted_until": _UNTIL,
        **_RATES,
    },
    "projects": {
        "project_id": Column(pl.Int64, N_("The number of the project.")),
        "phase": Column(pl.String, N_("The phase that the project is in, as a code.")),
        "areas": Column(pl.String, N_("The streets or blocks of the project. A small one is not named.")),
        "themes": Column(pl.String, N_("The themes that count in the project, as codes. Empty: all of them.")),
        "started_on": Column(pl.Date, N_("The day on which the project started.")),
        "work_from": Column(pl.Date, N_("The first day of the work.")),
        "work_until": Column(pl.Date, N_("The last day of the work.")),
        "ended_on": Column(pl.Date, N_("The day on which the project ended.")),
        "counted_until": _UNTIL,
        "shown": Column(pl.Boolean, N_("Whether the figures of the project are published.")),
        "effect": Column(pl.String, N_("What came of it, or why that is not known yet, as a code."), "", True),
        "months": Column(pl.Int64, N_("The months since the work began that are counted."), MONTHS, True),
        "incidents": Column(pl.Int64, N_("The incidents that were counted since the work began."), INCIDENTS, True),
        "expected": Column(pl.Float64, N_("The incidents to be expected without the project."), INCIDENTS, True),
        "ratio": Column(pl.Float64, N_("Counted divided by expected. Below 1 is fewer."), N_("ratio"), True),
        "ratio_low": Column(pl.Float64, N_("The lower end of the 90% range of the ratio."), N_("ratio"), True),
        "ratio_high": Column(pl.Float64, N_("The upper end of the 90% range of the ratio."), N_("ratio"), True),
    },
}
"""The tables by name; those in WITH_OUTLINE have an outline too, in forms that can hold one."""
WITH_OUTLINE = ("areas", "candidates", "projects")
TYPES = {pl.String: "text", pl.Int64: "integer", pl.Float64: "number", pl.Date: "date", pl.Boolean: "true or false"}

WITHHELD = N_(
    "Withheld figures are empty: they could point at a household, or others would follow from them. "
    "An area without figures has shown = false. The reason is not told, as it could point at a household too."
)
MAY_BE = N_("may be withheld")
OUTLINE = N_("The outline in WGS84, in Parquet as WKB; in a GeoPackage in RD where it is in the Netherlands.")


CODES: Mapping[str, Mapping[str, str]] = {
    "level": {"street": N_("Street"), "block": N_("Block"), "neighbourhood": N_("Neighbourhood")},
    "kind": {"street": N_("Street"), "block": N_("Block"), "cluster": N_("Blocks next to each other")},
    "theme": THEMES,
    "phase": PHASES,
    "effect": EFFECT_WORDS,
}
"""The meanings of the codes, by column."""


def codes(translate: Callable[[str], str]) -> pl.DataFrame:
    """A row per code of a column: column, code, meaning; all text."""
    rows = [(column, code, translate(text)) for column, texts in CODES.items() for code, text in texts.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("column", "code", "meaning"), pl.String), orient="row")


def dictionary(translate: Callable[[str], str]) -> pl.DataFrame:
    """A row per column of the tables: table, column, type, unit, meaning, withheld (whether it may be); all text.

    ``translate``: from an English id of the catalogue to a text.
    """
    rows = [
        {
            "table": table,
            "column": name,
            "type": TYPES[column.type],
            "unit": translate(column.unit) if column.unit else "",
            "meaning": translate(column.meaning),
            "withheld": translate(MAY_BE) if column.withheld else "",
        }
        for table, columns in TABLES.items()
        for name, column in columns.items()
    ]
    placed = [
        {"table": table, "column": "outline", "type": "outline", "unit": "", "meaning": translate(OUTLINE)}
        for table in WITH_OUTLINE
    ]
    return pl.DataFrame([*rows, *({**each, "withheld": translate(MAY_BE)} for each in placed)])
