"""Propose a mapping for a file's columns, with reasons and questions for the user.

A file of which too little is understood is refused in one sentence: what was found, and what is needed. A planning of
works is distinguished from reports by its words: both have days, places and a kind.
"""

from collections.abc import Mapping as Values
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.mapping.address_role import PLACE_FIELDS
from domain.intake.mapping.column_match import matches, strength
from domain.intake.mapping.column_view import ColumnView, Match, see
from domain.intake.mapping.completeness import missing
from domain.intake.mapping.field_fit import is_degrees, is_dutch_grid
from domain.intake.mapping.fields import DATES, FIELDS, TABLE_KINDS
from domain.intake.mapping.figure_columns import (
    NO_FIGURES,
    FigureColumns,
    area_fields,
    figure_columns,
    told_apart_by,
    without_figures,
)
from domain.intake.mapping.figure_headers import answers_of, period_named
from domain.intake.mapping.header_match import EXACT, plain_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import RD, WGS84, Mapping
from domain.intake.mapping.not_understood import declined, other_kind
from domain.intake.mapping.reports_left import report_number, reports_left
from domain.intake.parsing.coordinate_cells import axis_numbers
from domain.intake.parsing.dates import reads_day_first
from domain.intake.parsing.projections import fitting, named
from domain.intake.reading.raw_table import RawTable

TOLD_APART_SCORE = 0.5  # of a column that tells apart the figures of an area and a period
UNKNOWN_NAMED_MAX = 8  # columns named in a question


@dataclass(frozen=True)
class Guess:
    """The proposal that ``column`` is ``field``, with its score (0 to 1) and reason (a template with values)."""

    field: str
    column: str
    confidence: float
    why: str
    values: Values[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MappingQuestion:
    """A question to the user about the mapping: a template with values, and the choices as value and label.

    ``key``: "day_first", "crs", "figures" and "period" are named after what they change in ``Mapping``; "place" asks to
    check that the mapped address is the place of the nuisance.
    """

    key: str
    text: str
    options: tuple[tuple[Any, str], ...] = ()
    values: Values[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping with its reasons.

    ``personal``: column -> kind of personal data; ``unused``: columns that are neither mapped nor personal.
    Neither is stored.
    """

    mapping: Mapping
    guesses: list[Guess]
    personal: dict[str, str]
    unused: list[str]
    questions: list[MappingQuestion]


def propose(
    table: RawTable,
    lexicon: Lexicon,
    kind: str | None = None,
    given: Values[str, str] | None = None,
    refuse: bool = True,
) -> Proposal:
    """Propose a mapping for a table.

    ``refuse`` False: a person imports the file as ``kind`` whatever it lacks; what is understood is proposed.
    ``kind``: one of ``TABLE_KINDS``; None: detected. ``given``: field -> column as chosen by a person; these are kept.

    Raises:
        NotUnderstood: the file holds neither reports (a date, a place and a category), dwellings (a street with house
            numbers), opportunities (a start and a kind of work) nor partners (a name and a kind) nor
            indicators (an area, a period, a measure and a value).
        WrongValue: ``given`` names a column or field that does not exist.
    """
    seen, given = see(table, lexicon), _in_the_file(table, given or {}, kind)
    kinds = (kind,) if kind else [each for each in TABLE_KINDS if given.keys() <= {item.name for item in FIELDS[each]}]
    found = {each: matches(seen, each, given) for each in kinds or TABLE_KINDS}
    figures = NO_FIGURES
    if "indicators" in found:
        found["indicators"], figures = _with_figures(table, seen, found["indicators"], given)
    words = {each: strength(seen, each) for each in found}
    asked = kind is not None
    lacks = {each: missing(each, found[each], seen, asked, given, figures) for each in found}
    able = [each for each in found if not lacks[each]]
    if not refuse:
        able = list(found)
    left, again = [], []
    if "dwellings" in able and not kind:  # incomplete reports are not dwellings, though they have addresses
        left = reports_left(seen, found["dwellings"])
        again = [] if left else report_number(seen, found["dwellings"])
        able = [each for each in able if each != "dwellings" or not (left or again)]
    if len(able) > 1 and not kind and refuse:  # whatever can be another kind of file is no list of figures
        able = [each for each in able if each != "indicators"]
    if not able:
        wanted = _missing_of(found, seen, given)
        raise other_kind(table, seen, found, lacks, figures) or declined(table, seen, found, wanted, left, again)
    kind = max(able, key=words.__getitem__)
    chosen = found[kind]
    figures = figures if kind == "indicators" else NO_FIGURES
    questions = [*_questions(kind, chosen, seen), *_figure_questions(kind, chosen, figures)]
    mapping = Mapping(
        kind,
        columns={name: match.column for name, match in chosen.items()},
        day_first=_day_first(table, chosen),
        crs=_crs(chosen, seen),
        figures=figures.columns,
    )
    asks = [chosen[name].column for name in DATES if name in chosen]
    if asks and mapping.day_first is None:
        questions.insert(0, _ask_day_first(seen, asks[0]))
    used = {*mapping.columns.values(), *figures.columns}
    if figures.columns:
        used |= {column for column in seen.columns if answers_of(column, lexicon) is not None}
    personal = {column: what for column, what in seen.personal.items() if column not in used}
    return Proposal(
        mapping,
        [_guess(name, match, seen) for name, match in chosen.items()],
        personal,
        [column for column in seen.columns if column not in used and column not in personal],
        questions,
    )


def propose_around(
    table: RawTable, lexicon: Lexicon, kind: str | None, columns: dict[str, str], refuse: bool
) -> Proposal:
    """Propose a mapping for the columns that a person did not assign; an empty column removes the field.

    If the person assigned all required fields, the file is accepted without further checks. Raises as ``propose``.
    """
    try:
        return propose(table, lexicon, kind, columns, refuse)
    except NotUnderstood:
        kind = kind or TABLE_KINDS[0]
        needed = {item.name for item in FIELDS[kind] if item.required}
        if not columns or not {name for name, column in columns.items() if column} >= needed:
            raise
        return propose(table, lexicon, kind, columns, refuse=False)


def _with_figures(
    table: RawTable, seen: ColumnView, found: dict[str, Match], given: Values[str, str]
) -> tuple[dict[str, Match], FigureColumns]:
    """The fields of a list of indicators, with the code of the area, and its columns of figures."""
    found = found | area_fields(seen, found, given)
    figures = figure_columns(seen, found, given)
    if period_named(table.name):
        figures = replace(figures, dated=True)
    if "measure" not in {*found, *given} and (apart := told_apart_by(seen, found, figures)):
        found["measure"] = Match(apart, TOLD_APART_SCORE, "")
    return (without_figures(found, figures) if figures.columns else found), figures


def _figure_questions(kind: str, found: dict[str, Match], figures: FigureColumns) -> list[MappingQuestion]:
    if kind != "indicators":
        return []
    questions = []
    if figures.unknown and (figures.columns or "value" not in found):
        text = N_("It is not known what these columns measure: {columns}. Choose below which figures to import.")
        shown = ", ".join(figures.unknown[:UNKNOWN_NAMED_MAX])
        more = ", …" if len(figures.unknown) > UNKNOWN_NAMED_MAX else ""
        questions.append(MappingQuestion("figures", text, values={"columns": shown + more}))
    if "period" not in found and not figures.dated:
        text = N_("The file does not say which period its figures are about. Fill it in below.")
        questions.append(MappingQuestion("period", text))
    return questions


def _guess(name: str, match: Match, seen: ColumnView) -> Guess:
    cells = seen.contents[match.column]
    if seen.whose[match.column] == "reporter":
        why = N_("The file has no other place than that of who reports.")
    elif not match.word:
        why = N_("The cells look like it, whatever the header says.")
    elif not cells.filled:
        why = N_("The header says “{word}”; the column is empty.")
    elif match.score >= 0.9:
        why = N_("The header says “{word}” and the cells fit.")
    elif match.word in plain_headers([match.column])[0]:
        why = N_("The header has the word “{word}”.")
    else:
        why = N_("The header is nearly “{word}”.")
    return Guess(name, match.column, round(min(match.score, EXACT), 2), why, {"word": match.word})


def _in_the_file(table: RawTable, given: Values[str, str], kind: str | None) -> dict[str, str]:
    """A person's choices, in the file's own spelling.

    Raises:
        WrongValue: a field or column does not exist.
    """
    own = {" ".join(column.casefold().split()): column for column in table.cells.columns}
    named = {name: own.get(" ".join(column.casefold().split()), column) for name, column in given.items()}
    kinds = (kind,) if kind else TABLE_KINDS
    fitting = [each for each in kinds if named.keys() <= {item.name for item in FIELDS[each]}]
    Mapping((fitting or kinds)[0], {name: column for name, column in named.items() if column}).check(own.values())
    return named


def _missing_of(found: dict[str, dict[str, Match]], seen: ColumnView, given: Values[str, str]) -> str | None:
    return missing("reports", found["reports"], seen, asked=True, given=given) if "reports" in found else None


def _day_first(table: RawTable, found: dict[str, Match]) -> bool | None:
    """The order of day and month in all dates of the file, None if ambiguous."""
    dates = [table.cells[found[name].column] for name in DATES if name in found]
    return reads_day_first(pl.concat(dates)) if dates else None


def _crs(found: dict[str, Match], seen: ColumnView) -> int:
    """The EPSG code of the coordinates: of the only grid that contains them, else degrees."""
    fits = _grids(found, seen)
    if len(fits) == 1:
        return fits[0]
    north, east = _axes(found, seen)
    return RD if not fits and north and east and is_dutch_grid(north, east) else WGS84


def _grids(found: dict[str, Match], seen: ColumnView) -> list[int]:
    """The grids that contain the coordinates as metres; none for degrees."""
    north, east = _axes(found, seen)
    if "x" in found and "y" in found and north is not None and not (is_degrees(north) and is_degrees(east)):
        x, y = (seen.sample[found[axis].column] for axis in ("x", "y"))
        fits = fitting(axis_numbers(x, "east", metres=True), axis_numbers(y, "north", metres=True))
        return named(plain_headers([found["x"].column, found["y"].column]), fits)
    return []


def _axes(found: dict[str, Match], seen: ColumnView) -> tuple[Any, Any]:
    for north, east in (("latitude", "longitude"), ("y", "x")):
        if north in found and east in found:
            return seen.contents[found[north].column], seen.contents[found[east].column]
    return None, None


def _questions(kind: str, found: dict[str, Match], seen: ColumnView) -> list[MappingQuestion]:
    questions = []
    north, east = _axes(found, seen)
    fits = _grids(found, seen)
    unsure = len(fits) > 1 or (not fits and north is not None and not is_dutch_grid(north, east))
    if north and not (is_degrees(north) and is_degrees(east)) and unsure:
        text = N_("The coordinates in “{north}” and “{east}” are not degrees or Dutch metres (RD). Which system is it?")
        names = {name: match.column for name, match in found.items()}
        values = {"north": names.get("latitude") or names.get("y"), "east": names.get("longitude") or names.get("x")}
        options = tuple((code, f"EPSG:{code}") for code in fits)
        questions.append(MappingQuestion("crs", text, options, values))
    places = [match.column for name, match in found.items() if name in PLACE_FIELDS]
    homes = [column for column in places if seen.whose[column] == "reporter"]
    if kind == "reports" and homes:
        text = N_("“{column}” seems to be the home of who reports it: is that where the nuisance is?")
        questions.append(MappingQuestion("place", text, values={"column": homes[0]}))
    return questions


def _ask_day_first(seen: ColumnView, column: str) -> MappingQuestion:
    example = seen.sample[column].drop_nulls().first()
    return MappingQuestion(
        "day_first",
        N_("In dates such as “{example}”, is the day or the month first?"),
        ((True, N_("day first")), (False, N_("month first"))),
        {"example": example, "column": column},
    )
